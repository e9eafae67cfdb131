import { dependenciesOf, itemSchemas, matches, propertySchemas } from "./matches.ts";
import { containsOf, mergeLazily } from "./merge.ts";
import {
  isObject,
  isSchema,
  type Json,
  type JsonObject,
  type Schema,
  sameJson,
  schemaMapOf,
  stringsOf,
  typesOf,
} from "./schema.ts";
import { type Place, sparseDepth, type Writing } from "./writing.ts";

/** Writes an array for a plain schema, or nothing when its bounds cannot be met. */
export function writeArray(schema: JsonObject, place: Place, writing: Writing): Json | undefined {
  const { prefix, rest } = itemSchemas(schema);
  const { minItems, maxItems, maxContains } = schema;
  const item = rest ?? (prefix.length > 0 ? true : undefined);
  const special = containedItems(schema);
  const min = Math.max(typeof minItems === "number" ? minItems : 0, special.length);
  const max = typeof maxItems === "number" ? maxItems : Number.POSITIVE_INFINITY;
  const wanted = Math.min(max, Math.max(min, prefix.length > 0 ? prefix.length : usualLength(item, place, writing)));
  if (min > 2000) return undefined;

  const limited = typeof maxContains === "number" ? containsOf(schema) : [];
  const items: Json[] = [];
  const inner: Place = { depth: place.depth + 1, hint: { ...place.hint, owner: place.hint.name } };
  for (let i = 0; i < wanted; i++) {
    const own = prefix[i] ?? item ?? true;
    const contained = special[i];
    const value =
      contained === undefined
        ? writeItem(own, inner, items, schema, limited, writing)
        : writeItem(mergeLazily([own, contained]), inner, items, schema, [], writing);
    if (value === undefined) break;
    // A prompt of few sentences makes a short list: one that quotes the same twice shows less, not more.
    const isRepeat = typeof value === "string" && i >= prefix.length && items.includes(value);
    if (isRepeat && items.length >= min) break;
    items.push(
      isRepeat && limited.length === 0 && contained === undefined ? numbered(value, items, own, writing) : value,
    );
  }
  return items.length < min ? undefined : items;
}

/** A text that is there already with a number behind it, where the schema takes that; else as it is. */
function numbered(text: string, before: readonly Json[], schema: Schema, { references }: Writing): string {
  for (let count = 2; count <= before.length + 1; count++) {
    const candidate = `${text.replace(/[.!?]$/, "")} (${count})`;
    if (!before.includes(candidate)) return matches(schema, candidate, references) ? candidate : text;
  }
  return text;
}

/** What `contains` asks of the first elements: as many as there have to be of each. */
function containedItems(schema: JsonObject): readonly Schema[] {
  const { minContains } = schema;
  const times = typeof minContains === "number" ? Math.min(minContains, 2001) : 1;
  return containsOf(schema).flatMap((contains) => Array.from({ length: times }, () => contains));
}

/** Lists of words are longer than lists of objects; deep ones are as short as allowed. */
function usualLength(item: Schema | undefined, place: Place, { random, mood, budget }: Writing): number {
  if (place.depth >= sparseDepth || budget.size < 0 || mood === "required") return 0;
  const types = isObject(item) ? (typesOf(item) ?? []) : [];
  const scalar = types.length > 0 && !types.includes("object") && !types.includes("array");
  const [least, most] = scalar ? [2, 4] : [1, place.depth < 2 ? 3 : 2];
  return random.integer(least ?? 1, most ?? 3);
}

function writeItem(
  schema: Schema,
  place: Place,
  before: readonly Json[],
  owner: JsonObject,
  avoided: readonly Schema[],
  writing: Writing,
): Json | undefined {
  const isAvoided = (value: Json): boolean => avoided.some((other) => matches(other, value, writing.references));
  const isNew = (value: Json): boolean => !before.some((other) => sameJson(other, value));
  for (let i = 0; i < 12; i++) {
    const value = writing.write(schema, place);
    if (value === undefined) return undefined;
    if (isAvoided(value)) continue;
    // A list that says the same twice reads badly even where it is allowed.
    if (isNew(value) || (owner["uniqueItems"] !== true && i > 2)) return value;
  }
  return distinctValue(schema, (value) => isNew(value) && !isAvoided(value), writing);
}

/** Small sets run out of luck: their values are tried one by one. */
function distinctValue(schema: Schema, isNew: (value: Json) => boolean, { references }: Writing): Json | undefined {
  const values = isObject(schema) && Array.isArray(schema["enum"]) ? schema["enum"] : [];
  const counted = Array.from({ length: 60 }, (_, i) => [i, `item ${i}`, `item-${i}`, { id: i }]).flat();
  const candidates: readonly Json[] = [...values, true, false, null, ...counted];
  return candidates.find((candidate) => isNew(candidate) && matches(schema, candidate, references));
}

/** Writes an object for a plain schema, or nothing when a required property cannot be written. Keys come in the order of `properties`. */
export function writeObject(schema: JsonObject, place: Place, writing: Writing): Json | undefined {
  const properties = schemaMapOf(schema["properties"]);
  const required = withDependents(schema, stringsOf(schema["required"]));
  const optional = chooseOptional(
    schema,
    [...properties.keys()].filter((name) => !required.has(name)),
    place,
    writing,
  );
  const names = [...properties.keys(), ...[...required].filter((name) => !properties.has(name))];
  const { minProperties, maxProperties } = schema;
  const max = typeof maxProperties === "number" ? maxProperties : Number.POSITIVE_INFINITY;

  const value: Record<string, Json> = {};
  let optionalLeft = max - required.size;
  for (const name of names) {
    if (!required.has(name) && !optional.has(name)) continue;
    if (!required.has(name) && optionalLeft <= 0) continue;
    if (!acceptsName(schema, name, writing)) {
      if (required.has(name)) return undefined;
      continue;
    }
    const written = writing.write(mergeLazily(propertySchemas(schema, name)), propertyPlace(name, place));
    if (written === undefined) {
      if (required.has(name)) return undefined;
      continue;
    }
    setOwn(value, name, written);
    if (!required.has(name)) optionalLeft--;
  }
  const least = typeof minProperties === "number" ? minProperties : 0;
  const wanted = Math.min(
    max,
    Math.max(least, isMap(schema, properties) ? Object.keys(value).length + usualEntries(place, writing) : 0),
  );
  return addEntries(schema, value, wanted, place, writing) < least ? undefined : value;
}

function propertyPlace(name: string, place: Place): Place {
  return { depth: place.depth + 1, hint: { name, description: "", owner: place.hint.name } };
}

/** `__proto__` is an ordinary key here. */
function setOwn(target: Record<string, Json>, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function acceptsName(schema: JsonObject, name: string, { references }: Writing): boolean {
  const names = schema["propertyNames"];
  return !isSchema(names) || matches(names, name, references);
}

/** Names that the presence of others asks for. */
function withDependents(schema: JsonObject, names: readonly string[]): ReadonlySet<string> {
  const all = new Set(names);
  for (const [key, needed] of [...dependenciesOf(schema), ...dependenciesOf(schema)]) {
    if (all.has(key)) for (const name of stringsOf(needed)) all.add(name);
  }
  return all;
}

function chooseOptional(
  schema: JsonObject,
  names: readonly string[],
  place: Place,
  { random, mood, budget }: Writing,
): ReadonlySet<string> {
  const { minProperties } = schema;
  const least = typeof minProperties === "number" ? minProperties - stringsOf(schema["required"]).length : 0;
  if (mood === "required" || place.depth >= sparseDepth || budget.size < 0)
    return withDependents(schema, names.slice(0, Math.max(0, least)));
  const probability = mood === "all" ? 1 : place.depth < 2 ? 0.85 : 0.6;
  const most = mood === "all" ? 60 : 12;
  const chosen = names.filter(() => random.chance(probability)).slice(0, most);
  return withDependents(schema, chosen.length < least ? names.slice(0, least) : chosen);
}

/** Whether an object's keys are data: it declares none, and says what its values are. */
function isMap(schema: JsonObject, properties: ReadonlyMap<string, Schema>): boolean {
  return (
    properties.size === 0 &&
    (isObject(schema["additionalProperties"]) || schemaMapOf(schema["patternProperties"]).size > 0)
  );
}

function usualEntries(place: Place, { random, mood, budget }: Writing): number {
  return place.depth >= sparseDepth || budget.size < 0 || mood === "required" ? 0 : random.integer(1, 3);
}

/** Adds keys until there are `wanted`, as far as the schema lets it; gives the number there is. */
function addEntries(
  schema: JsonObject,
  value: Record<string, Json>,
  wanted: number,
  place: Place,
  writing: Writing,
): number {
  let count = Object.keys(value).length;
  for (let i = 0; i < wanted * 4 + 4 && count < wanted; i++) {
    const name = writeKey(schema, i, place, writing);
    if (name === undefined || Object.hasOwn(value, name) || !acceptsName(schema, name, writing)) continue;
    const schemas = propertySchemas(schema, name);
    if (schemas.includes(false)) continue;
    const written = writing.write(mergeLazily(schemas), propertyPlace(name, place));
    if (written === undefined) continue;
    setOwn(value, name, written);
    count++;
  }
  return count;
}

const usualKeys: readonly string[] = ["size", "material", "origin", "colour"];

function writeKey(
  schema: JsonObject,
  index: number,
  place: Place,
  { write, random, phrases }: Writing,
): string | undefined {
  const patterns = [...schemaMapOf(schema["patternProperties"]).keys()];
  const names = schema["propertyNames"];
  const keyPlace: Place = { depth: place.depth + 1, hint: { name: "key", description: "", owner: place.hint.name } };
  if (isSchema(names)) {
    const closed = schema["additionalProperties"] === false && patterns.length > 0;
    const listed: readonly Schema[] = closed ? [{ pattern: random.pick(patterns) }] : [];
    const key = write(mergeLazily([{ type: "string" }, names, ...listed]), keyPlace);
    return typeof key === "string" ? key : undefined;
  }
  const undeclared = [...schemaMapOf(schema["properties"]).keys()][index];
  if (undeclared !== undefined) return undeclared;
  if (patterns.length > 0 && (schema["additionalProperties"] === false || random.chance(0.8))) {
    const key = write({ type: "string", pattern: random.pick(patterns) }, keyPlace);
    return typeof key === "string" ? key : undefined;
  }
  return phrases.topic() ?? usualKeys[index] ?? `entry_${index + 1}`;
}
