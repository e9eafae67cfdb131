import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import { assertionKeywords } from "../../../runtime/src/schema/ir/keywords.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import type { SchemaObject } from "../../../runtime/src/schema/keywords.ts";
import { isList, isRecord } from "../../../runtime/src/schema/pointer.ts";
import { follow, requiredOf, type SchemaSide, typesOf, valuesOf } from "./schema-node.ts";

/**
 * What the rules about unions ask of two schemas. Both answers are proofs: `false` says only that there is none.
 * A stronger prover can take the place of {@link plainContainment}; the rules know nothing but this.
 */
export interface Containment {
  /** Whether every value of `inner` is one of `outer`. */
  isContained(side: SchemaSide, inner: Json, outer: Json): boolean;
  /** Whether no value is one of both. */
  isDisjoint(side: SchemaSide, one: Json, other: Json): boolean;
}

/** A quick containment check by types, listed values, bounds, tags and required names. */
export const plainContainment: Containment = {
  isContained: (side, inner, outer) => contained(side, inner, outer, maxDepth),
  isDisjoint: (side, one, other) => disjoint(side, one, other, maxDepth),
};

/** Steps that one schema is worth; when they are used up, nothing more is proven of it. */
const mostSteps = 500_000;

const steps = new WeakMap<SchemaSide, number>();

/** Whether there are steps left, some of which are used here. */
function mayGoOn(side: SchemaSide, used: number): boolean {
  const sum = (steps.get(side) ?? 0) + used;
  steps.set(side, sum);
  return sum < mostSteps;
}

const texts = new WeakMap<SchemaObject, ReadonlySet<string>>();

/** The listed values of a schema as canonical texts, made once. */
function valueTexts(schema: SchemaObject): ReadonlySet<string> | undefined {
  const values = valuesOf(schema);
  if (values === undefined) return undefined;
  const known = texts.get(schema) ?? new Set(values.map((value) => canonicalJson(value)));
  texts.set(schema, known);
  return known;
}

/** Deeper schemas count as not proven. */
const maxDepth = 12;

type Bound = (inner: number, outer: number) => boolean;
const atLeast: Bound = (inner, outer) => inner >= outer;
const atMost: Bound = (inner, outer) => inner <= outer;

/** Keywords whose value alone says which of two allows less. */
const bounds: Readonly<Record<string, Bound>> = {
  minLength: atLeast,
  maxLength: atMost,
  minimum: atLeast,
  maximum: atMost,
  exclusiveMinimum: atLeast,
  exclusiveMaximum: atMost,
  minItems: atLeast,
  maxItems: atMost,
  minProperties: atLeast,
  maxProperties: atMost,
};

/** Keywords that judge a value by themselves, so that the same one in both schemas says the same. */
const alone = new Set(["pattern", "format", "multipleOf", "uniqueItems", "not", "propertyNames", "dependentRequired"]);

function contained(side: SchemaSide, inner: Json, outer: Json, depth: number): boolean {
  if (outer === true || inner === false) return true;
  if (depth === 0 || !isRecord(inner) || !isRecord(outer)) return false;
  if (!mayGoOn(side, Object.keys(inner).length + Object.keys(outer).length + 1)) return false;
  // Following drops what stands beside a reference: that makes the inner one larger, which does no harm here.
  if ("$ref" in outer && Object.keys(outer).some((keyword) => keyword !== "$ref" && assertionKeywords.has(keyword)))
    return false;
  const [narrow, wide] = [follow(side, inner), follow(side, outer)];
  if (narrow === wide || meaningOf(narrow) === meaningOf(wide)) return true;
  const keywords = Object.keys(wide).filter((keyword) => assertionKeywords.has(keyword));
  const values = valuesOf(narrow);
  if (values !== undefined && !mayGoOn(side, values.length)) return false;
  if (values !== undefined && keywords.every((keyword) => ["type", "enum", "const"].includes(keyword)))
    return values.length > 0 && values.every((value) => accepts(wide, value));
  return keywords.every((keyword) => implies(side, narrow, wide, keyword, depth - 1));
}

/** Whether whatever fits the narrow schema fits one keyword of the wide one. */
function implies(side: SchemaSide, narrow: SchemaObject, wide: SchemaObject, keyword: string, depth: number): boolean {
  const [own, asked] = [narrow[keyword], wide[keyword]];
  const bound = Object.hasOwn(bounds, keyword) ? bounds[keyword] : undefined;
  if (bound !== undefined) return typeof own === "number" && typeof asked === "number" && bound(own, asked);
  if (alone.has(keyword)) return own !== undefined && canonicalJson(own) === canonicalJson(asked ?? null);
  switch (keyword) {
    case "type": {
      const types = typesOf(narrow);
      return types.length > 0 && types.every((type) => typesOf(wide).some((other) => isTypeWithin(type, other)));
    }
    case "enum":
    case "const": {
      const values = valuesOf(narrow);
      return values !== undefined && values.length > 0 && values.every((value) => accepts(wide, value));
    }
    case "required":
      return typesOf(narrow).every((type) => type === "object") && typesOf(narrow).length > 0
        ? [...requiredNames(wide)].every((name) => requiredNames(narrow).has(name))
        : false;
    case "properties":
      return impliesProperties(side, narrow, wide, depth);
    case "additionalProperties":
      return isClosedWithin(narrow, wide);
    case "items":
      if ("prefixItems" in narrow || "prefixItems" in wide || isList(own) || isList(asked)) return false;
      return own !== undefined && asked !== undefined && contained(side, own, asked, depth);
    default:
      return false;
  }
}

function impliesProperties(side: SchemaSide, narrow: SchemaObject, wide: SchemaObject, depth: number): boolean {
  const own = isRecord(narrow["properties"]) ? narrow["properties"] : {};
  const asked = isRecord(wide["properties"]) ? wide["properties"] : {};
  return Object.entries(asked).every(([name, schema]) => {
    const inner = Object.hasOwn(own, name) ? own[name] : undefined;
    if (inner !== undefined) return contained(side, inner, schema, depth);
    return schema === true || (narrow["additionalProperties"] === false && !("patternProperties" in narrow));
  });
}

function isClosedWithin(narrow: SchemaObject, wide: SchemaObject): boolean {
  if (wide["additionalProperties"] === true) return true;
  if (wide["additionalProperties"] !== false || narrow["additionalProperties"] !== false) return false;
  if ("patternProperties" in narrow || "patternProperties" in wide) return false;
  const names = isRecord(wide["properties"]) ? wide["properties"] : {};
  const own = isRecord(narrow["properties"]) ? narrow["properties"] : {};
  return Object.keys(own).every((name) => Object.hasOwn(names, name));
}

/** Whether a schema of nothing but types and listed values takes a value. */
function accepts(schema: SchemaObject, value: Json): boolean {
  const text = canonicalJson(value);
  if (valueTexts(schema)?.has(text) === false) return false;
  if (schema["const"] !== undefined && canonicalJson(schema["const"]) !== text) return false;
  const { type } = schema;
  return (
    type === undefined ||
    typesOf({ type }).some((one) => typesOf({ const: value }).some((own) => isTypeWithin(own, one)))
  );
}

function isTypeWithin(inner: string, outer: string): boolean {
  return inner === outer || (inner === "integer" && outer === "number");
}

function disjoint(side: SchemaSide, one: Json, other: Json, depth: number): boolean {
  if (one === false || other === false) return true;
  if (depth === 0 || !isRecord(one) || !isRecord(other)) return false;
  if (!mayGoOn(side, Object.keys(one).length + Object.keys(other).length + 1)) return false;
  const [a, b] = [follow(side, one), follow(side, other)];
  if (a === b) return false;
  const [typesA, typesB] = [typesOf(a), typesOf(b)];
  const meet = (type: string, second: string): boolean => isTypeWithin(type, second) || isTypeWithin(second, type);
  if (typesA.length > 0 && typesB.length > 0 && !typesA.some((type) => typesB.some((second) => meet(type, second))))
    return true;
  const [valuesA, valuesB] = [valueTexts(a), valueTexts(b)];
  if (valuesA !== undefined && valuesB !== undefined) {
    if (!mayGoOn(side, valuesA.size)) return false;
    return ![...valuesA].some((value) => valuesB.has(value));
  }
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const)
    for (const keyword of ["anyOf", "oneOf"]) {
      const options = x[keyword];
      if (isList(options) && options.every((option) => disjoint(side, option, y, depth - 1))) return true;
    }
  return isObject(a) && isObject(b) && disjointObjects(side, a, b, depth);
}

function isObject(schema: SchemaObject): boolean {
  const types = typesOf(schema);
  return types.length === 1 && types[0] === "object";
}

function disjointObjects(side: SchemaSide, a: SchemaObject, b: SchemaObject, depth: number): boolean {
  if (!mayGoOn(side, requiredNames(a).size + requiredNames(b).size)) return false;
  const shared = [...requiredNames(a)].filter((name) => requiredNames(b).has(name));
  const propertyOf = (schema: SchemaObject, name: string): Json => {
    const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
    return (Object.hasOwn(properties, name) ? properties[name] : undefined) ?? true;
  };
  if (shared.some((name) => disjoint(side, propertyOf(a, name), propertyOf(b, name), depth - 1))) return true;
  const lacks = (closed: SchemaObject, asking: SchemaObject): boolean => {
    if (closed["additionalProperties"] !== false || "patternProperties" in closed) return false;
    const names = isRecord(closed["properties"]) ? closed["properties"] : {};
    return requiredOf(asking).some((name) => !Object.hasOwn(names, name));
  };
  return lacks(a, b) || lacks(b, a);
}

const meanings = new WeakMap<SchemaObject, string>();

/** What a schema asserts, as a canonical text, made once. */
function meaningOf(schema: SchemaObject): string {
  const asserted = Object.entries(schema).filter(([keyword]) => assertionKeywords.has(keyword));
  const meaning = meanings.get(schema) ?? canonicalJson(Object.fromEntries(asserted));
  meanings.set(schema, meaning);
  return meaning;
}

const required = new WeakMap<SchemaObject, ReadonlySet<string>>();

/** The names a schema requires, as a set that is made once. */
function requiredNames(schema: SchemaObject): ReadonlySet<string> {
  const names = required.get(schema) ?? new Set(requiredOf(schema));
  required.set(schema, names);
  return names;
}
