import { atPointer, isList, isRecord, isSchema, joinPointer, type Schema, type SchemaObject } from "./json-schema.ts";
import { constraintsOf, unsaidKeywords } from "./keywords.ts";
import { hasType, type ScalarType, type Shape, type ShapeBase } from "./shape.ts";

/** A schema and where it stands. */
export interface Source {
  readonly schema: Schema;
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

/** Reads the shape of a place below the one at hand, to which all of some sources apply. */
export type ReadBelow = (sources: readonly Source[]) => Shape;

/** A JSON type by the name `type` gives it. */
export type TypeName = ScalarType | "object" | "array";

/** What is known of a place besides its kind. Possible sources do not count. */
export function baseOf(sources: readonly Source[], id: string = idOf(sources)): ShapeBase {
  return { id, sources: sources.filter(({ possible }) => !possible).map(({ pointer }) => pointer), constraints: {} };
}

/** A place of which nothing is said. */
export function anyAt(id: string): Shape {
  return { ...baseOf([], id), kind: "any" };
}

/** Identity of the place to which some sources apply. */
export function idOf(sources: readonly Source[]): string {
  return sources
    .map(({ pointer, stripped, possible }) => `${pointer}${stripped ? "~" : ""}${possible ? "~possible" : ""}`)
    .join(" & ");
}

/** The schemas of a list, with their places. */
export function schemasIn(list: unknown, at: string): readonly Source[] {
  if (!isList(list)) return [];
  return list.flatMap((schema, index) => (isSchema(schema) ? [{ schema, pointer: `${at}/${index}` }] : []));
}

/** Some sources of a document with everything `$ref` and `allOf` add to them, flat, each place once. */
export function expandSources(document: Schema, sources: readonly Source[]): readonly Conjunct[] | "never" {
  const found = new Map<string, Conjunct>();
  let isNever = false;
  const visit = (source: Source): void => {
    const { schema, pointer, possible } = source;
    if (schema === false && !possible) isNever = true;
    const key = idOf([source]);
    if (typeof schema === "boolean" || found.has(key)) return;
    found.set(key, { ...source, schema });
    const reference = schema["$ref"];
    const target = typeof reference === "string" ? atPointer(document, reference) : undefined;
    const below: Source[] = [];
    if (typeof reference === "string" && isSchema(target)) below.push({ schema: target, pointer: reference });
    // Of what only may apply, the options of its unions are as possible as itself.
    const lists = possible ? ["allOf", "anyOf", "oneOf"] : ["allOf"];
    for (const keyword of lists) below.push(...schemasIn(schema[keyword], `${pointer}/${keyword}`));
    for (const inner of below) visit(possible ? { ...inner, possible } : inner);
  };
  for (const source of sources) visit(source);
  return isNever ? "never" : [...found.values()];
}

/** What some schemas say of each entry of a map such as `properties`, in the order in which they name them. */
export function sourcesByName(conjuncts: readonly Conjunct[], keyword: string): ReadonlyMap<string, readonly Source[]> {
  const byName = new Map<string, Source[]>();
  for (const { schema, pointer, possible } of conjuncts) {
    const map = schema[keyword];
    for (const [name, value] of isRecord(map) ? Object.entries(map) : []) {
      if (!isSchema(value)) continue;
      const sources = byName.get(name) ?? [];
      byName.set(name, sources);
      const at = joinPointer(pointer, keyword, name);
      sources.push({ schema: value, pointer: at, ...(possible ? { possible } : {}) });
    }
  }
  return byName;
}

const typeNames: ReadonlySet<unknown> = new Set(["string", "number", "integer", "boolean", "null", "object", "array"]);

function isTypeName(name: unknown): name is TypeName {
  return typeNames.has(name);
}

/** The JSON types all conjuncts agree on; `undefined` when none speaks of types. */
export function typesOf(conjuncts: readonly Conjunct[]): readonly TypeName[] | undefined {
  let types: readonly TypeName[] | undefined;
  for (const { schema } of conjuncts) {
    const { type: stated, nullable } = schema;
    if (typeof stated !== "string" && !isList(stated)) continue;
    let own: readonly TypeName[] = (typeof stated === "string" ? [stated] : stated).filter(isTypeName);
    if (nullable === true && !own.includes("null")) own = [...own, "null"];
    if (own.includes("number")) own = own.filter((type) => type !== "integer");
    types = types === undefined ? own : types.flatMap((type) => inBoth(type, own));
  }
  return types === undefined ? undefined : [...new Set(types)];
}

/** What a type and a list of types have in common. */
function inBoth(type: TypeName, others: readonly TypeName[]): readonly TypeName[] {
  if (others.includes(type)) return [type];
  if (type === "number" && others.includes("integer")) return ["integer"];
  return type === "integer" && others.includes("number") ? [type] : [];
}

/**
 * What a schema without `type` is about. By the letter `properties` says nothing about a string; everyone who writes it
 * means an object, so that is how it is read where no keyword of another type stands beside it.
 */
export function inferredTypes(conjuncts: readonly Conjunct[]): readonly TypeName[] | undefined {
  const has = (keywords: readonly string[]): boolean =>
    conjuncts.some(({ schema }) => keywords.some((keyword) => Object.hasOwn(schema, keyword)));
  const hasEntries = (value: unknown): boolean => isRecord(value) && Object.keys(value).length > 0;
  const isObjectLike = conjuncts.some(
    ({ schema }) =>
      hasEntries(schema["properties"]) ||
      hasEntries(schema["patternProperties"]) ||
      isRecord(schema["additionalProperties"]),
  );
  const isArrayLike = has(["items", "prefixItems"]);
  if (isObjectLike === isArrayLike || has([...constraintsOf.string, ...constraintsOf.number])) return undefined;
  return isObjectLike ? ["object"] : ["array"];
}

/** The values all of `enum` and `const` leave, each once; `undefined` without such a keyword. */
export function valuesOf(conjuncts: readonly Conjunct[]): readonly unknown[] | undefined {
  let values: readonly unknown[] | undefined;
  for (const { schema } of conjuncts) {
    const lists = [
      ...(isList(schema["enum"]) ? [schema["enum"]] : []),
      ...(schema["const"] === undefined ? [] : [[schema["const"]]]),
    ];
    for (const list of lists) {
      const texts = new Set(list.map(canonicalJson));
      values = values === undefined ? list : values.filter((value) => texts.has(canonicalJson(value)));
    }
  }
  if (values === undefined) return undefined;
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()];
}

/** The values among some that have one of some types. */
export function fittingValues(values: readonly unknown[], types: readonly TypeName[] | undefined): readonly unknown[] {
  return types === undefined ? values : values.filter((value) => types.some((type) => hasType(value, type)));
}

/** JSON text that is the same for equal values, whatever the order of their keys. */
function canonicalJson(value: unknown): string {
  if (isList(value)) return `[${value.map(canonicalJson).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join()}}`;
}

/** The keywords of all conjuncts together; where two state the same one, the tighter. */
export function constraintsIn(
  conjuncts: readonly Conjunct[],
  keywords: readonly string[],
): Readonly<Record<string, unknown>> {
  const all = new Map<string, unknown>();
  for (const keyword of keywords) {
    for (const { schema } of conjuncts) {
      const value = schema[keyword];
      if (value !== undefined) all.set(keyword, tighter(keyword, all.get(keyword), value));
    }
  }
  return Object.fromEntries(all);
}

function tighter(keyword: string, before: unknown, value: unknown): unknown {
  if (typeof before !== "number" || typeof value !== "number") return before ?? value;
  if (/^(min|exclusiveMin)/.test(keyword)) return Math.max(before, value);
  return /^(max|exclusiveMax)/.test(keyword) ? Math.min(before, value) : before;
}

/** What is longer is not worth its tokens: the validator says it where it is broken. */
const maxWords = 300;

/** What some schemas say beside the form of values, in words a model can use. */
export function unsaidIn(conjuncts: readonly Conjunct[]): readonly string[] {
  return conjuncts.flatMap(({ schema }) =>
    unsaidKeywords.flatMap((keyword) => {
      if (!Object.hasOwn(schema, keyword)) return [];
      const words = `${keyword} ${JSON.stringify(schema[keyword])}`;
      return words.length > maxWords || words.includes('"$ref"') ? [] : [words];
    }),
  );
}
