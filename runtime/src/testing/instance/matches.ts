import { formats } from "./formats.ts";
import type { References } from "./references.ts";
import {
  isObject,
  isSchema,
  type Json,
  type JsonObject,
  type Schema,
  sameJson,
  schemaMapOf,
  schemasOf,
  stringsOf,
  typesOf,
} from "./schema.ts";

/**
 * Tells whether a value satisfies a schema, by interpreting it.
 *
 * Serves the choice between candidates here, where nothing may be compiled; it is not the validator of this package.
 * A reference that leads nowhere and a pattern that is no regular expression accept everything.
 */
export function matches(schema: Schema, value: Json, references: References, depth = 0): boolean {
  if (typeof schema === "boolean") return schema;
  // Only a schema that refers to itself without consuming anything gets this deep.
  if (depth > 200) return true;
  const check = (inner: Schema, innerValue: Json): boolean => matches(inner, innerValue, references, depth + 1);
  return (
    matchesReference(schema, value, references, check) &&
    matchesType(schema, value) &&
    matchesApplicators(schema, value, check) &&
    (typeof value !== "number" || matchesNumber(schema, value)) &&
    (typeof value !== "string" || matchesString(schema, value)) &&
    (!Array.isArray(value) || matchesArray(schema, value, check)) &&
    (!isObject(value) || matchesObject(schema, value, check))
  );
}

type Check = (schema: Schema, value: Json) => boolean;

function matchesReference(schema: JsonObject, value: Json, references: References, check: Check): boolean {
  const reference = schema["$ref"] ?? schema["$dynamicRef"] ?? schema["$recursiveRef"];
  if (typeof reference !== "string") return true;
  const target = references.resolve(reference, schema);
  return target === undefined || check(target, value);
}

function matchesType(schema: JsonObject, value: Json): boolean {
  const types = typesOf(schema);
  if (types !== undefined && !types.some((type) => isOfType(value, type))) return false;
  const values = schema["enum"];
  if (Array.isArray(values) && !values.some((item: Json) => sameJson(item, value))) return false;
  return schema["const"] === undefined || sameJson(schema["const"], value);
}

/** Whether a value is of a JSON type; `integer` is a number without fraction. */
function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function matchesApplicators(schema: JsonObject, value: Json, check: Check): boolean {
  if (!schemasOf(schema["allOf"]).every((inner) => check(inner, value))) return false;
  const anyOf = schemasOf(schema["anyOf"]);
  if (anyOf.length > 0 && !anyOf.some((inner) => check(inner, value))) return false;
  const oneOf = schemasOf(schema["oneOf"]);
  if (oneOf.length > 0 && oneOf.filter((inner) => check(inner, value)).length !== 1) return false;
  const not = schema["not"];
  if (isSchema(not) && check(not, value)) return false;
  const condition = schema["if"];
  if (!isSchema(condition)) return true;
  const consequence = check(condition, value) ? schema["then"] : schema["else"];
  return !isSchema(consequence) || check(consequence, value);
}

/** Whether a number is within the bounds of a schema, in the spelling of any draft. */
export function matchesNumber(schema: JsonObject, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === "number" && (exclusiveMinimum === true ? value <= minimum : value < minimum)) return false;
  if (typeof maximum === "number" && (exclusiveMaximum === true ? value >= maximum : value > maximum)) return false;
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum) return false;
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum) return false;
  return typeof multipleOf !== "number" || Number.isInteger(value / multipleOf);
}

/** Whether a text has the length, the patterns and the format a schema asks for. */
export function matchesString(schema: JsonObject, value: string): boolean {
  const { minLength, maxLength, pattern, format } = schema;
  const length = [...value].length;
  if (typeof minLength === "number" && length < minLength) return false;
  if (typeof maxLength === "number" && length > maxLength) return false;
  const patterns = [pattern, ...stringsOf(schema["x-patterns"])];
  if (!patterns.every((item) => typeof item !== "string" || testPattern(item, value))) return false;
  const known = typeof format === "string" ? formats.get(format) : undefined;
  return known === undefined || known.accepts.test(value);
}

/** Tests a text against a pattern as JSON Schema reads it: unanchored, in Unicode mode where it parses in it. */
function testPattern(pattern: string, value: string): boolean {
  const expression = compilePattern(pattern);
  return expression === undefined || expression.test(value);
}

const compiled = new Map<string, RegExp | undefined>();

function compilePattern(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  let expression: RegExp | undefined;
  for (const flags of ["u", ""]) {
    try {
      expression ??= new RegExp(pattern, flags);
    } catch {
      // Not a pattern in this mode.
    }
  }
  // Schemas of one test run are few; a server that is asked for ever new ones must not grow.
  if (compiled.size > 2000) compiled.clear();
  compiled.set(pattern, expression);
  return expression;
}

function matchesArray(schema: JsonObject, value: readonly Json[], check: Check): boolean {
  const { minItems, maxItems, uniqueItems, contains, minContains, maxContains } = schema;
  if (typeof minItems === "number" && value.length < minItems) return false;
  if (typeof maxItems === "number" && value.length > maxItems) return false;
  if (uniqueItems === true && value.some((item, i) => value.slice(0, i).some((other) => sameJson(item, other))))
    return false;
  const { prefix, rest } = itemSchemas(schema);
  if (!value.every((item, i) => check(prefix[i] ?? rest ?? true, item))) return false;
  if (!isSchema(contains)) return true;
  const found = value.filter((item) => check(contains, item)).length;
  if (found < (typeof minContains === "number" ? minContains : 1)) return false;
  return typeof maxContains !== "number" || found <= maxContains;
}

/** The schemas of an array's first items and of the others, in the spelling of any draft. */
export function itemSchemas(schema: JsonObject): {
  readonly prefix: readonly Schema[];
  readonly rest: Schema | undefined;
} {
  const { items, prefixItems, additionalItems } = schema;
  const rest = Array.isArray(items) ? additionalItems : items;
  return { prefix: schemasOf(prefixItems ?? items), rest: isSchema(rest) ? rest : undefined };
}

function matchesObject(schema: JsonObject, value: JsonObject, check: Check): boolean {
  const keys = Object.keys(value);
  const { minProperties, maxProperties, propertyNames } = schema;
  if (typeof minProperties === "number" && keys.length < minProperties) return false;
  if (typeof maxProperties === "number" && keys.length > maxProperties) return false;
  if (!stringsOf(schema["required"]).every((name) => Object.hasOwn(value, name))) return false;
  if (isSchema(propertyNames) && !keys.every((key) => check(propertyNames, key))) return false;
  if (!keys.every((key) => propertySchemas(schema, key).every((inner) => check(inner, value[key] ?? null))))
    return false;
  return [...dependenciesOf(schema)].every(
    ([key, needed]) =>
      !Object.hasOwn(value, key) ||
      (Array.isArray(needed)
        ? stringsOf(needed).every((name) => Object.hasOwn(value, name))
        : check(isSchema(needed) ? needed : true, value)),
  );
}

/** The schemas that hold for the value of one key: its own, those of matching patterns, else the one of additional keys. */
export function propertySchemas(schema: JsonObject, key: string): readonly Schema[] {
  const own = schemaMapOf(schema["properties"]).get(key);
  const byPattern = [...schemaMapOf(schema["patternProperties"])].filter(([pattern]) => testPattern(pattern, key));
  const declared = [...(own === undefined ? [] : [own]), ...byPattern.map(([, inner]) => inner)];
  if (declared.length > 0) return declared;
  const additional = schema["additionalProperties"] ?? schema["unevaluatedProperties"];
  // What counts as unevaluated depends on neighbours; only a flattened schema can say, where it reads like `additional`.
  return schema["additionalProperties"] === undefined || !isSchema(additional) ? [] : [additional];
}

/** What the presence of a key asks for, in the spelling of any draft: names, or a schema of the whole object. */
export function dependenciesOf(schema: JsonObject): ReadonlyMap<string, Json> {
  const maps = [schema["dependencies"], schema["dependentRequired"], schema["dependentSchemas"]];
  return new Map(maps.flatMap((map) => (isObject(map) ? Object.entries(map) : [])));
}
