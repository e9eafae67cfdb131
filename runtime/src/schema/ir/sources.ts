import type { Json, JsonSchema } from "../json.ts";
import { isSchema, type SchemaObject } from "../keywords.ts";
import { atPointer, isList, isRecord, joinPointer } from "../pointer.ts";
import type { NodeId, NodeIr, TypeIr } from "./ir.ts";
import { pointerOfRef } from "./keywords.ts";

/** A schema and where it stands. */
export interface Source {
  readonly schema: JsonSchema;
  readonly pointer: string;
  /** A part of it was taken away, so that the pointer says too much. */
  readonly stripped?: true;
  /** It may or may not apply: all that counts is which names it speaks of. */
  readonly possible?: true;
}

/** A source that is a schema object, and nothing that `$ref` or `allOf` would add to it. */
export interface Conjunct extends Source {
  readonly schema: SchemaObject;
}

/** Builds the node for a place below the one at hand, to which all of some sources apply. */
export type BuildBelow = (sources: readonly Source[]) => TypeIr;

/** The node of a place: which schemas apply there, and what else is known. Possible ones do not count. */
export function nodeOf(sources: readonly Source[], id: NodeId, extra?: Partial<NodeIr>): NodeIr {
  return {
    id,
    sources: sources.filter((source) => !source.possible).map((source) => source.pointer),
    constraints: {},
    unsaid: [],
    ...extra,
  };
}

/** A place of which nothing is said. */
export function anyAt(id: NodeId): TypeIr {
  return { ...nodeOf([], id), kind: "any" };
}

/** Identity of the place to which some sources apply. */
export function idOf(sources: readonly Source[]): NodeId {
  return sources
    .map(({ pointer, stripped, possible }) => `${pointer}${stripped ? "~" : ""}${possible ? "~possible" : ""}`)
    .join(" & ");
}

/** The schemas of a list, with their places. */
export function schemasIn(list: Json | undefined, at: string): readonly Source[] {
  if (!isList(list)) return [];
  return list.flatMap((schema: Json, i): readonly Source[] =>
    isSchema(schema) ? [{ schema, pointer: `${at}/${i}` }] : [],
  );
}

/** What some schemas say of each property, in the order in which they name them. */
export function sourcesByName(conjuncts: readonly Conjunct[]): ReadonlyMap<string, readonly Source[]> {
  const byName = new Map<string, Source[]>();
  for (const { schema, pointer, possible } of conjuncts) {
    const map = schema["properties"];
    if (!isRecord(map)) continue;
    for (const [name, value] of Object.entries(map)) {
      if (!isSchema(value)) continue;
      const sources = byName.get(name) ?? [];
      if (sources.length === 0) byName.set(name, sources);
      const at = joinPointer(pointer, "properties", name);
      sources.push({ schema: value, pointer: at, ...(possible ? { possible } : {}) });
    }
  }
  return byName;
}

/** What some schemas say of names by pattern. */
export function patternSources(conjuncts: readonly Conjunct[]): readonly { pattern: string; source: Source }[] {
  return conjuncts.flatMap(({ schema, pointer }) => {
    const map = schema["patternProperties"];
    if (!isRecord(map)) return [];
    return Object.entries(map).flatMap(([pattern, value]) =>
      isSchema(value)
        ? [{ pattern, source: { schema: value, pointer: joinPointer(pointer, "patternProperties", pattern) } }]
        : [],
    );
  });
}

/** What stands where a reference leads: a pointer from `#`. */
export function schemaAtReference(document: JsonSchema, target: NodeId): JsonSchema | undefined {
  const value = atPointer(document, target.slice(1));
  return isSchema(value) ? value : undefined;
}

/** Some sources of a document with everything `$ref` and `allOf` add to them, flat, each place once. */
export function expandSources(document: JsonSchema, sources: readonly Source[]): readonly Conjunct[] | "never" {
  const found = new Map<string, Conjunct>();
  let isNever = false;
  const visit = (source: Source): void => {
    const { schema, pointer, possible } = source;
    if (schema === false && !possible) isNever = true;
    if (typeof schema === "boolean" || found.has(idOf([source]))) return;
    found.set(idOf([source]), { ...source, schema });
    const below: Source[] = [];
    const ref = schema["$ref"];
    if (typeof ref === "string") {
      const target = pointerOfRef(ref);
      const value = schemaAtReference(document, target);
      if (value !== undefined) below.push({ schema: value, pointer: target });
    }
    for (const keyword of possible ? (["allOf", "anyOf", "oneOf"] as const) : (["allOf"] as const)) {
      below.push(...schemasIn(schema[keyword], `${pointer}/${keyword}`));
    }
    for (const inner of below) visit(possible ? { ...inner, possible } : inner);
  };
  for (const source of sources) visit(source);
  return isNever ? "never" : [...found.values()];
}
