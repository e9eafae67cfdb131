import { flattenSchema, isCombined } from "./flatten.ts";
import { jsonTextSchema } from "./json-text.ts";
import { matches } from "./matches.ts";
import { writeNumber } from "./numbers.ts";
import { createPhrases, type Phrases } from "./phrases.ts";
import { createRandom, type Random } from "./random.ts";
import { createReferences, type References } from "./references.ts";
import { isObject, type Json, type JsonObject, type Schema, typesOf } from "./schema.ts";
import { writeString } from "./strings.ts";
import { writeArray, writeObject } from "./structures.ts";
import { type Mood, type Place, sparseDepth, type Writing } from "./writing.ts";

/** What decides an instance: the same options give the same one. */
export interface InstanceOptions {
  readonly seed?: string | number;
  /** What the user wrote to the model; sentences, names and numbers are taken from it. */
  readonly text?: string;
}

const deepest = 40;
const variantsPerNode = 16;
const moods: readonly Mood[] = ["natural", "natural", "required", "all", "required", "all"];

/**
 * Writes a plausible value for a JSON Schema of any draft, or nothing when none was found.
 *
 * Deterministic. Strings read like what their names and descriptions ask for. Recursion ends after a few levels.
 * The value has been checked against the schema by interpreting it, so what comes back is valid wherever that
 * interpretation is right; a contradictory schema gives nothing.
 */
export function createInstance(schema: Schema, options: InstanceOptions = {}): Json | undefined {
  return createInstanceIn(createReferences(schema), schema, options);
}

/** Does the same for a schema that is part of a document, whose references are known. */
export function createInstanceIn(
  references: References,
  schema: Schema,
  options: InstanceOptions = {},
): Json | undefined {
  const text = options.text ?? "";
  for (const [round, mood] of moods.entries()) {
    const random = createRandom(`${options.seed ?? 0}:${round}`);
    const writing = createWriting(mood, random, createPhrases(text, random), references);
    const value = writing.write(schema, { depth: 0, hint: { name: "", description: "", owner: "" } });
    if (value !== undefined && matches(schema, value, references)) return value;
  }
  return undefined;
}

function createWriting(mood: Mood, random: Random, phrases: Phrases, references: References): Writing {
  const budget = { left: 10_000, size: 600 };
  const order = (alternatives: readonly Schema[], depth: number): readonly Schema[] => {
    const shuffled = random.shuffle(alternatives);
    if (depth < sparseDepth && budget.size > 0) return preferSubstance(shuffled);
    return [...shuffled].sort((a, b) => weightOf(a) - weightOf(b));
  };

  const write = (schema: Schema, place: Place): Json | undefined => {
    budget.left--;
    budget.size--;
    if (budget.left < 0 || place.depth > deepest) return undefined;
    const local = isObject(schema) ? describe(schema, place) : place;
    const combined = isObject(schema) && isCombined(schema);
    let tried = 0;
    for (const variant of flattenSchema(schema, {
      references,
      order: (alternatives) => order(alternatives, place.depth),
    })) {
      for (const localMood of combined ? distinct([mood, "required", "all"]) : [mood]) {
        const value = writePlain(variant, describe(variant, local), { ...writing, mood: localMood });
        if (value !== undefined && (!combined || matches(schema, value, references))) return value;
      }
      tried++;
      if (tried >= variantsPerNode) break;
    }
    return undefined;
  };

  const writing: Writing = { random, phrases, references, mood, budget, write };
  return writing;
}

function describe(schema: JsonObject, place: Place): Place {
  const text = schema["description"] ?? (place.hint.description === "" ? schema["title"] : undefined);
  return typeof text === "string" && text !== "" ? { ...place, hint: { ...place.hint, description: text } } : place;
}

function distinct(list: readonly Mood[]): readonly Mood[] {
  return [...new Set(list)];
}

/** Null and empty alternatives come last, most of the time: an answer with something in it is worth more. */
function preferSubstance(alternatives: readonly Schema[]): readonly Schema[] {
  const isNull = (schema: Schema): boolean =>
    isObject(schema) && (schema["type"] === "null" || schema["const"] === null);
  return [...alternatives.filter((schema) => !isNull(schema)), ...alternatives.filter(isNull)];
}

/** How much an alternative asks for; scalars are light, what may recurse is heavy. */
function weightOf(schema: Schema): number {
  if (!isObject(schema)) return 0;
  if (schema["$ref"] !== undefined) return 4;
  if (schema["enum"] !== undefined || schema["const"] !== undefined) return 0;
  const types = typesOf(schema) ?? [];
  if (types.includes("null")) return 0;
  if (types.includes("object") || isObject(schema["properties"])) return 3;
  return types.includes("array") ? 2 : 1;
}

/** Writes a value for a schema whose combinators were resolved. */
function writePlain(schema: JsonObject, place: Place, writing: Writing): Json | undefined {
  const { random, phrases, references } = writing;
  const constant = schema["const"];
  const values: unknown = constant === undefined ? schema["enum"] : [constant];
  if (Array.isArray(values)) return pickValue(schema, values, writing);

  for (const type of typeOrder(schema, place, writing)) {
    const value = writeOfType(type, { ...schema, type }, place, writing);
    if (value !== undefined && matchesShallow(schema, value, references)) return value;
  }
  return undefined;

  function pickValue(plain: JsonObject, candidates: readonly Json[], { mood }: Writing): Json | undefined {
    const allowed = candidates.filter((candidate) => matches(plain, candidate, references));
    const substantial = allowed.filter((candidate) => candidate !== null && candidate !== "");
    const pool = substantial.length > 0 ? substantial : allowed;
    if (pool.length === 0) return undefined;
    const mentioned = phrases.mentioned(pool.filter((candidate) => typeof candidate === "string"));
    return mood === "natural" && mentioned.length > 0 ? random.pick(mentioned) : random.pick(pool);
  }
}

/** What a writer may have got wrong by itself; parts were checked when they were written. */
function matchesShallow(schema: JsonObject, value: Json, references: References): boolean {
  return schema["not"] === undefined || matches({ not: schema["not"] }, value, references);
}

function writeOfType(type: string, schema: JsonObject, place: Place, writing: Writing): Json | undefined {
  switch (type) {
    case "null":
      return null;
    case "boolean":
      return writing.random.chance(0.5);
    case "integer":
    case "number":
      return writeNumber(schema, place.hint, writing.phrases, writing.random);
    case "string":
      return writeJsonText(schema, place, writing) ?? writeString(schema, place.hint, writing.phrases, writing.random);
    case "array":
      return writeArray(schema, place, writing);
    case "object":
      return writeObject(schema, place, writing);
    default:
      return undefined;
  }
}

/** The JSON text of a value, where the description asks for that. */
function writeJsonText({ description }: JsonObject, place: Place, writing: Writing): string | undefined {
  const schema = typeof description === "string" ? jsonTextSchema(description) : undefined;
  if (schema === undefined) return undefined;
  const value = writing.write(schema, { ...place, depth: place.depth + 1, hint: { ...place.hint, description: "" } });
  return value === undefined ? undefined : JSON.stringify(value);
}

const keywordTypes: readonly (readonly [type: string, keywords: readonly string[]])[] = [
  ["object", ["properties", "required", "additionalProperties", "patternProperties", "minProperties", "propertyNames"]],
  ["array", ["items", "prefixItems", "minItems", "maxItems", "contains", "uniqueItems"]],
  ["string", ["minLength", "maxLength", "pattern", "format"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
];

/** The types to try, best first: null last, and without a `type` what the keywords speak of. */
function typeOrder(schema: JsonObject, place: Place, { random }: Writing): readonly string[] {
  const types = typesOf(schema);
  if (types !== undefined) {
    const substantial = types.filter((type) => type !== "null");
    const nullFirst =
      substantial.length > 0 &&
      types.length > substantial.length &&
      (place.depth >= sparseDepth || random.chance(0.12));
    const rest = substantial.length < types.length ? ["null"] : [];
    return nullFirst ? [...rest, ...substantial] : [...substantial, ...rest];
  }
  const implied = keywordTypes
    .filter(([, keywords]) => keywords.some((keyword) => schema[keyword] !== undefined))
    .map(([type]) => type);
  return [...new Set([...implied, "string", "object", "array", "number", "boolean", "null"])];
}
