import { pointerOfRef } from "../../../runtime/src/schema/ir/keywords.ts";
import type { Draft, Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { isSchema, type SchemaObject, subschemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isList, isRecord, splitPointer } from "../../../runtime/src/schema/pointer.ts";

/**
 * What a schema is there for: to describe a value of its own (`value`), to say more about the value of the schema
 * around it (`part`), to be referred to (`definition`), or only to be asked whether it holds (`test`).
 */
export type SchemaRole = "value" | "part" | "definition" | "test";

/** One schema of a spec and where it is. Boolean schemas have none. */
export interface SchemaNode {
  readonly schema: SchemaObject;
  /** JSON pointer into the spec: `/output/properties/name`. */
  readonly at: string;
  readonly role: SchemaRole;
  /** Keyword of the schema around it that holds it; absent at the root. */
  readonly keyword?: string;
  /** Name of the property it describes. */
  readonly name?: string;
  readonly parent?: SchemaNode;
}

/** One of a spec's two schemas with all that is in it. */
export interface SchemaSide {
  readonly prefix: "/output" | "/input";
  readonly schema: JsonSchema;
  readonly draft: Draft;
  readonly nodes: readonly SchemaNode[];
}

const tests = new Set(["not", "if", "contains", "propertyNames", "contentSchema"]);
const parts = new Set(["allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas", "dependencies"]);

/** Lists the schemas of one side, outermost first. `isElsewhere` tells places that are looked at where they were written. */
export function readSide(
  prefix: SchemaSide["prefix"],
  schema: JsonSchema,
  draft: Draft,
  isElsewhere: (pointer: string) => boolean,
): SchemaSide {
  const nodes: SchemaNode[] = [];
  const visit = (inner: Json, pointer: string, more: Omit<SchemaNode, "schema" | "at">): void => {
    if (!isRecord(inner) || isElsewhere(pointer)) return;
    const node: SchemaNode = { schema: inner, at: prefix + pointer, ...more };
    nodes.push(node);
    for (const { keyword, pointer: place, schema: child } of subschemas(inner, pointer)) {
      const name = keyword === "properties" ? splitPointer(place).at(-1) : undefined;
      visit(child, place, {
        role: node.role === "test" ? "test" : roleOf(keyword),
        keyword,
        ...(name !== undefined && { name }),
        parent: node,
      });
    }
  };
  visit(schema as Json, "", { role: "value" });
  return { prefix, schema, draft, nodes };
}

function roleOf(keyword: string): SchemaRole {
  if (keyword === "$defs" || keyword === "definitions") return "definition";
  if (tests.has(keyword)) return "test";
  return parts.has(keyword) ? "part" : "value";
}

/** What a schema stands for: where a lone reference leads, however far. Its own self where that goes round. */
export function follow(side: Pick<SchemaSide, "schema">, schema: SchemaObject): SchemaObject {
  let current = schema;
  for (let steps = 0; steps < 50; steps++) {
    const { $ref } = current;
    if (typeof $ref !== "string" || !$ref.startsWith("#")) return current;
    const target = atPointer(side.schema as Json, pointerOfRef($ref).slice(1));
    if (!isRecord(target)) return current;
    current = target;
  }
  return schema;
}

/** The JSON types that a schema names, or that its values have; nothing where it leaves them open. */
export function typesOf({ type, enum: values, const: value }: SchemaObject): readonly string[] {
  if (typeof type === "string") return [type];
  if (isList(type)) return type.filter((one) => typeof one === "string");
  if (isList(values)) return [...new Set(values.map(typeOfValue))];
  return value === undefined ? [] : [typeOfValue(value)];
}

/** The JSON type of a value. */
export function typeOfValue(value: Json): string {
  if (value === null) return "null";
  if (isList(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** The options of a schema's union, `anyOf` or `oneOf`, with where they stand below it. */
export function optionsOf(
  schema: SchemaObject,
): readonly { readonly keyword: string; readonly options: readonly Json[] }[] {
  return ["anyOf", "oneOf"].flatMap((keyword) => {
    const options = schema[keyword];
    return isList(options) ? [{ keyword, options }] : [];
  });
}

/** The values a schema allows, when it lists them. */
export function valuesOf(schema: SchemaObject): readonly Json[] | undefined {
  if (isList(schema["enum"])) return schema["enum"];
  return schema["const"] === undefined ? undefined : [schema["const"]];
}

/** Whether null is among the values of a schema, as far as it says so itself. */
export function allowsNull(side: Pick<SchemaSide, "schema">, schema: SchemaObject): boolean {
  const target = follow(side, schema);
  if (typesOf(target).includes("null") || valuesOf(target)?.includes(null) === true) return true;
  return optionsOf(target).some(({ options }) =>
    options.some((option) => isRecord(option) && typesOf(follow(side, option)).includes("null")),
  );
}

/** The properties of a schema with their schemas; boolean ones are left out. */
export function propertiesOf({ properties }: SchemaObject): readonly (readonly [name: string, schema: SchemaObject])[] {
  if (!isRecord(properties)) return [];
  return Object.entries(properties).flatMap(([name, schema]) =>
    isSchema(schema) && typeof schema !== "boolean" ? [[name, schema] as const] : [],
  );
}

/** The names a schema requires. */
export function requiredOf({ required }: SchemaObject): readonly string[] {
  return isList(required) ? required.filter((name) => typeof name === "string") : [];
}
