import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { keywordStatus, walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { metaSchemaErrors } from "./ajv-instances.ts";
import { butIs, explainErrors, nounOf } from "./explain.ts";
import { typeNames } from "./keyword-help.ts";
import { limits } from "./limits.ts";
import { draftUrls } from "./outline.ts";
import { isBefore } from "./positions.ts";
import type { SpecDocument } from "./spec.ts";
import { yamlText } from "./yaml-text.ts";

/** Checks a schema against the meta-schema of its draft. What one of the `findings` has told already is not told again. */
export async function checkAgainstDraft(
  document: SpecDocument,
  pointer: string,
  draft: Draft,
  findings: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const judged = findings.filter(({ severity }) => severity === "error").map(({ range }) => range);
  const schema = atPointer(document.value, pointer) ?? true;
  const errors = await metaSchemaErrors(draft, draftUrls[draft], schema);
  const schemaPlaces = lazy(() => placesOf(schema));
  return explainErrors(errors.slice(0, limits.findings + 1), schema).flatMap((explanation): Diagnostic[] => {
    const place = pointer + explanation.pointer;
    const range = document.rangeOf(place, explanation.what);
    // A keyword that was judged by hand has a better message already.
    if (judged.some((other) => sameOrInside(other, range) || sameOrInside(range, other))) return [];
    const value = atPointer(document.value, place);
    const isSchemaPlace =
      explanation.kind === "wrong-value" &&
      /\b(object|true or false)/.test(explanation.message) &&
      schemaPlaces().has(explanation.pointer);
    if (isSchemaPlace) {
      const hint = typeof value === "string" ? hintForText(value) : undefined;
      return [
        error(
          "invalid-schema",
          document.rangeOf(place, value === null ? "key" : "value"),
          `${nounOf(place)} must be a schema (an object of keywords, true or false), ${butIs(value)}`,
          hint,
        ),
      ];
    }
    const hint = explanation.hint ?? hintFor(place, value);
    return [error("invalid-schema", range, explanation.message, hint)];
  });
}

function sameOrInside(inner: Diagnostic["range"], outer: Diagnostic["range"]): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

/** The places where schemas stand. */
function placesOf(schema: Json): ReadonlySet<string> {
  const places = new Set<string>();
  walkSchemas(schema, "", (_, place) => {
    places.add(place);
  });
  return places;
}

/** Computes a value when it is first asked for. */
function lazy<T>(compute: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: compute() };
    return done.value;
  };
}

/** What a text where a schema belongs was most likely meant to be: a type, or a line without its colon or space. */
function hintForText(text: string): string | undefined {
  if (typeNames.includes(text)) return `did you mean { type: ${text} }?`;
  const [, keyword = "", value = ""] = /^(\$?[A-Za-z]+)(?:\s*=\s*|\s*:|\s+)(\S.{0,40})$/.exec(text) ?? [];
  return keywordStatus(keyword, "2020-12") === "known"
    ? `a key ends with a colon and a space: ${keyword}: ${value}`
    : undefined;
}

function hintFor(place: string, value: Json | undefined): string | undefined {
  if (place.endsWith("/$ref") && value === null) return "in YAML # starts a comment: put the reference in quotes";
  if (place.endsWith("/enum") && (typeof value === "string" || typeof value === "number" || typeof value === "boolean"))
    return `a list, even of one value: [${typeof value === "string" ? yamlText(value) : value}]`;
  if (place.endsWith("/required") && typeof value === "string") return `a list, even of one name: [${yamlText(value)}]`;
  if (place.endsWith("/required") && typeof value === "boolean")
    return "list the required names on the object itself: required: [name]";
  if (
    /\/(minimum|maximum|min\w+|max\w+|multipleOf)$/.test(place) &&
    typeof value === "string" &&
    value !== "" &&
    Number.isFinite(Number(value))
  )
    return `remove the quotes: ${value}`;
  return undefined;
}
