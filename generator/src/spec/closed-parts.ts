import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { definitionsKeyword, type SchemaObject, walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { warning } from "../diagnostics/finding.ts";
import { listWith } from "./explain.ts";

/** A schema that judges the same value as others, and its place. */
interface Part {
  readonly schema: SchemaObject;
  readonly pointer: string;
}

const mostNamed = 5;

/**
 * Warns of parts of an `allOf` that are closed by `additionalProperties: false`: it speaks of every name its own schema
 * does not list, so what the other parts declare can never be there. The references of `document` are all its own;
 * `isElsewhere` tells places that are reported where they were written.
 */
export function findClosedParts(
  document: Json,
  draft: Draft,
  rangeOf: (pointer: string, what: "key") => SourceRange,
  isElsewhere: (pointer: string) => boolean,
): readonly Diagnostic[] {
  const refused = new Map<string, Map<string, boolean>>();
  walkSchemas(document, "", (schema, pointer) => {
    if (!isRecord(schema) || (!isList(schema["allOf"]) && typeof schema["$ref"] !== "string")) return;
    const parts = partsAt(document, pointer);
    for (const closed of parts) {
      if (!isClosed(closed.schema) || isElsewhere(pointer)) continue;
      for (const { schema: other } of parts) {
        for (const name of namesOf(other)) {
          if (namesOf(closed.schema).includes(name)) continue;
          const names = refused.get(closed.pointer) ?? new Map<string, boolean>();
          const isRequired = parts.some((part) => requiredOf(part.schema).includes(name));
          refused.set(closed.pointer, names.set(name, isRequired || names.get(name) === true));
        }
      }
    }
  });
  const way =
    definitionsKeyword(draft) === "$defs"
      ? "leave it out here and write `unevaluatedProperties: false` beside the `allOf`"
      : "leave it out, or list them here too, as `name: true`";
  return [...refused].map(([pointer, names]) => {
    const required = [...names].filter(([, isRequired]) => isRequired).map(([name]) => name);
    const message = `"additionalProperties: false" also refuses ${list([...names.keys()])} of the other parts of an allOf`;
    const consequence = required.length === 0 ? "" : `, so that nothing fits: ${list(required)} must be there`;
    return warning(
      "closed-part",
      rangeOf(joinPointer(pointer, "additionalProperties"), "key"),
      message + consequence,
      way,
    );
  });
}

/** The schema at a place and what it takes part in: its `allOf`, what it refers to, and so on. */
function partsAt(document: Json, start: string): readonly Part[] {
  const parts = new Map<string, Part>();
  const queue = [start];
  for (let pointer = queue.pop(); pointer !== undefined; pointer = queue.pop()) {
    const schema = atPointer(document, pointer);
    if (!isRecord(schema) || parts.has(pointer)) continue;
    parts.set(pointer, { schema, pointer });
    const { allOf, $ref } = schema;
    if (typeof $ref === "string") queue.push(decodeURIComponent($ref.slice(1)));
    if (isList(allOf)) for (const index of allOf.keys()) queue.push(joinPointer(pointer, "allOf", index));
  }
  return [...parts.values()].reverse();
}

function isClosed(schema: SchemaObject): boolean {
  return schema["additionalProperties"] === false && !isRecord(schema["patternProperties"]);
}

function namesOf(schema: SchemaObject): readonly string[] {
  const { properties } = schema;
  return isRecord(properties) ? Object.keys(properties).filter((name) => properties[name] !== false) : [];
}

function requiredOf({ required }: SchemaObject): readonly unknown[] {
  return isList(required) ? required : [];
}

function list(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  const more = names.length - mostNamed;
  return listWith("and", more > 0 ? [...quoted.slice(0, mostNamed), `${more} more`] : quoted);
}
