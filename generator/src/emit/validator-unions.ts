import { pointerOfRef } from "../../../runtime/src/schema/ir/keywords.ts";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { isSchema, type SchemaObject } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isRecord } from "../../../runtime/src/schema/pointer.ts";
import { callKeyword } from "./validator-document.ts";

/** A JSON type as `typeof` tells them apart; an integer is a number. */
export type WireType = "string" | "number" | "boolean" | "null" | "object" | "array";

/** Branches that share JSON types with each other and with no other branch. */
export interface UnionGroup {
  readonly types: readonly WireType[];
  readonly indexes: readonly number[];
  /** A property that all of the branches require, and the values that each of them allows for it. */
  readonly tag?: { readonly name: string; readonly values: ReadonlyMap<number, readonly Scalar[]> };
}

/** How the branch of a union that can fit a value is found without trying them all. */
export interface UnionPlan {
  readonly groups: readonly UnionGroup[];
  /** The JSON types that any branch takes. */
  readonly types: readonly string[];
}

type Scalar = string | number | boolean;

/** Plans how to judge a union; `undefined` when all branches have to be tried. `document` is what references lead into. */
export function planUnion(document: JsonSchema, branches: readonly JsonSchema[]): UnionPlan | undefined {
  const parts = branches.map((branch) => conjunctsOf(document, branch, new Set()));
  const types = parts.map(wireTypesOf);
  if (types.some((set) => set === undefined)) return undefined;
  const groups = groupByType(types.map((set) => set ?? new Set())).map((group): UnionGroup => {
    const isObjects = group.types.length === 1 && group.types[0] === "object";
    const tag = isObjects && group.indexes.length > 1 ? tagOf(document, parts, group.indexes) : undefined;
    return tag === undefined ? group : { ...group, tag };
  });
  const [only] = groups;
  // One group without a tag is the union itself.
  if (only === undefined || (groups.length === 1 && only.indexes.length > 1 && only.tag === undefined))
    return undefined;
  return { groups, types: groups.flatMap((group) => group.types) };
}

/** The schemas that have to hold for a branch to hold: its own, and those its references and `allOf` lead to. */
function conjunctsOf(document: JsonSchema, schema: JsonSchema, seen: Set<JsonSchema>): readonly SchemaObject[] {
  if (!isRecord(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const call = schema[callKeyword];
  const ref = isRecord(call) ? call["ref"] : schema["$ref"];
  const target = typeof ref === "string" ? atPointer(document, pointerOfRef(ref).slice(1)) : undefined;
  const members = Array.isArray(schema["allOf"]) ? schema["allOf"] : [];
  return [schema, ...[target, ...members].filter(isSchema).flatMap((part) => conjunctsOf(document, part, seen))];
}

/** The JSON types a value of all these schemas can have, or more; `undefined` when nothing is said about them. */
function wireTypesOf(parts: readonly SchemaObject[]): ReadonlySet<WireType> | undefined {
  const said = parts.map(ownTypes).filter((types) => types !== undefined);
  const [first, ...others] = said;
  return first && new Set([...first].filter((type) => others.every((types) => types.has(type))));
}

function ownTypes(schema: SchemaObject): ReadonlySet<WireType> | undefined {
  const { type, nullable } = schema;
  if (type !== undefined) {
    const named = [type].flat().map((name) => (name === "integer" ? "number" : name)) as readonly WireType[];
    return new Set(nullable === true ? [...named, "null"] : named);
  }
  const values = Array.isArray(schema["enum"])
    ? schema["enum"]
    : "const" in schema
      ? [schema["const"] ?? null]
      : undefined;
  return values === undefined ? undefined : new Set(values.map(wireTypeOf));
}

function wireTypeOf(value: Json): WireType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as WireType;
}

/** Puts branches together that share a type, directly or through others. A branch that nothing fits is in no group. */
function groupByType(types: readonly ReadonlySet<WireType>[]): readonly UnionGroup[] {
  const groups: { types: Set<WireType>; indexes: number[] }[] = [];
  for (const [index, own] of types.entries()) {
    if (own.size === 0) continue;
    const met = groups.filter((group) => [...own].some((type) => group.types.has(type)));
    const merged = { types: new Set(own), indexes: [index] };
    for (const group of met) {
      merged.types = new Set([...group.types, ...merged.types]);
      merged.indexes = [...group.indexes, ...merged.indexes];
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups.map((group) => ({ types: [...group.types], indexes: group.indexes.sort((a, b) => a - b) }));
}

/** The first property that tells all of these branches apart. */
function tagOf(
  document: JsonSchema,
  parts: readonly (readonly SchemaObject[])[],
  indexes: readonly number[],
): UnionGroup["tag"] {
  const [first = []] = indexes.map((index) => parts[index] ?? []);
  for (const name of new Set(first.flatMap((part) => Object.keys(propertiesOf(part))))) {
    const values = new Map<number, readonly Scalar[]>();
    for (const index of indexes) {
      const allowed = tagValues(document, parts[index] ?? [], name);
      if (allowed !== undefined) values.set(index, allowed);
    }
    const flat = [...values.values()].flat();
    if (values.size === indexes.length && new Set(flat).size === flat.length) return { name, values };
  }
  return undefined;
}

/** The scalars a branch allows for a property it requires. */
function tagValues(document: JsonSchema, parts: readonly SchemaObject[], name: string): readonly Scalar[] | undefined {
  const isRequired = parts.some(({ required }) => Array.isArray(required) && required.includes(name));
  if (!isRequired) return undefined;
  for (const part of parts) {
    const property = propertiesOf(part)[name];
    for (const schema of isSchema(property) ? conjunctsOf(document, property, new Set()) : []) {
      const values = Array.isArray(schema["enum"])
        ? schema["enum"]
        : "const" in schema
          ? [schema["const"] ?? null]
          : [];
      if (values.length > 0 && values.every(isScalar)) return [...new Set(values.filter(isScalar))];
    }
  }
  return undefined;
}

function propertiesOf(schema: SchemaObject): SchemaObject {
  return isRecord(schema["properties"]) ? schema["properties"] : {};
}

function isScalar(value: Json): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
