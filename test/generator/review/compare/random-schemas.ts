import fc from "fast-check";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";

type Node = { [keyword: string]: Json };

const names = ["a", "b", "kind", "note", "7", "__proto__"];
const words = ["x", "y", "low", "high", ""];
const patterns = ["^[a-z]+$", "^[A-Z]{2}-[0-9]+$", "^(x|y)$", "b"];
const formats = ["date", "email", "uuid", "date-time", "uri", "uri-reference", "madeup"];

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>("x", "y", "low", "high", 1, 2, 1.5, true, false, null),
  fc.integer({ min: -3, max: 6 }),
);

/** Some keywords out of a few, each with a value of its own. */
function some(keywords: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<Node> {
  return fc.record(keywords, { requiredKeys: [] }) as fc.Arbitrary<Node>;
}

const bound = fc.integer({ min: -2, max: 8 });
const size = fc.integer({ min: 0, max: 4 });
const step = fc.constantFrom<Json>(1, 2, 3, 0.5, 0.25, 0.1);

const stringSchema = some({
  minLength: size,
  maxLength: fc.integer({ min: 2, max: 6 }),
  pattern: fc.constantFrom(...patterns),
  format: fc.constantFrom(...formats),
}).map((more): Node => ({ type: "string", ...more }));

const numberSchema = fc
  .tuple(
    fc.constantFrom("integer", "number"),
    some({ minimum: bound, maximum: bound, exclusiveMinimum: bound, exclusiveMaximum: bound, multipleOf: step }),
  )
  .map(([type, more]): Node => ({ type, ...more }));

const bare = fc.constantFrom<Json>("string", "integer", "number", "boolean", "null").map((type): Node => ({ type }));
const typeList = fc
  .uniqueArray(fc.constantFrom("string", "integer", "number", "boolean", "null"), { minLength: 1, maxLength: 3 })
  .map((type): Node => ({ type }));
const listed = fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }).map((values): Node => ({ enum: values }));
const fixed = scalar.map((value): Node => ({ const: value }));
const excluded = fc
  .uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 2 })
  .map((values): Node => ({ type: "string", not: { enum: values } }));

/** Random schemas of the kind people write, with the rare parts more often than they do. */
export const schemas: fc.Arbitrary<JsonSchema> = fc
  .letrec<{ node: JsonSchema; object: JsonSchema }>((tie) => {
    const child = tie("node");
    const properties = fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), child), { maxLength: 3, selector: ([name]) => name })
      .map((entries): Json => Object.fromEntries(entries));
    const object = fc
      .record(
        {
          properties,
          additional: fc.constantFrom<Json | undefined>(undefined, false, false, true, { type: "integer" }),
          required: fc.array(fc.nat(5), { maxLength: 3 }),
          more: some({
            minProperties: size,
            maxProperties: size,
            propertyNames: fc.constantFrom<Json>({ maxLength: 3 }, { pattern: "^[a-z]" }, { enum: ["a", "b", "kind"] }),
            patternProperties: child.map((inner): Json => ({ "^x": inner })),
            dependentRequired: fc.constantFrom<Json>({ a: ["b"] }, { kind: ["note", "a"] }),
          }),
          isRich: fc.nat(4),
        },
        {},
      )
      .map(({ properties: map, additional, required, more, isRich }): JsonSchema => {
        const declared = Object.keys(map as object);
        const needed = [...new Set(required.map((index) => declared[index]).filter((name) => name !== undefined))];
        return {
          type: "object",
          properties: map,
          ...(needed.length === 0 ? {} : { required: needed }),
          ...(additional === undefined ? {} : { additionalProperties: additional }),
          ...(isRich === 0 ? more : {}),
        };
      });
    const array = fc
      .tuple(
        child,
        some({
          minItems: size,
          maxItems: size,
          uniqueItems: fc.boolean(),
          contains: child,
          prefixItems: fc.array(child, { minLength: 1, maxLength: 2 }) as fc.Arbitrary<Json>,
        }),
        fc.nat(3),
      )
      .map(([items, more, isRich]): JsonSchema => {
        const { contains, prefixItems, ...plain } = more;
        return {
          type: "array",
          items,
          ...plain,
          ...(isRich === 0 && contains !== undefined ? { contains } : {}),
          ...(isRich === 1 && prefixItems !== undefined ? { prefixItems } : {}),
        };
      });
    const branches = fc.array(child, { minLength: 1, maxLength: 3 }) as fc.Arbitrary<Json>;
    const tagged = fc
      .uniqueArray(fc.tuple(fc.constantFrom("p", "q", "r"), child), {
        minLength: 2,
        maxLength: 3,
        selector: ([tag]) => tag,
      })
      .map(
        (variants): Json =>
          variants.map(([tag, inner]) => ({
            type: "object",
            additionalProperties: false,
            required: ["kind"],
            properties: { kind: { const: tag }, value: inner },
          })),
      );
    return {
      object,
      node: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        { arbitrary: bare as fc.Arbitrary<JsonSchema>, weight: 4 },
        { arbitrary: typeList as fc.Arbitrary<JsonSchema>, weight: 2 },
        { arbitrary: stringSchema as fc.Arbitrary<JsonSchema>, weight: 2 },
        { arbitrary: numberSchema as fc.Arbitrary<JsonSchema>, weight: 2 },
        { arbitrary: listed as fc.Arbitrary<JsonSchema>, weight: 3 },
        { arbitrary: fixed as fc.Arbitrary<JsonSchema>, weight: 1 },
        { arbitrary: excluded as fc.Arbitrary<JsonSchema>, weight: 1 },
        { arbitrary: fc.constantFrom<JsonSchema>(true, {}, { $ref: "#/$defs/D" }, { $ref: "#/$defs/E" }), weight: 2 },
        { arbitrary: object, weight: 4 },
        { arbitrary: array, weight: 2 },
        { arbitrary: branches.map((anyOf): JsonSchema => ({ anyOf })), weight: 2 },
        { arbitrary: tagged.map((anyOf): JsonSchema => ({ anyOf })), weight: 1 },
        { arbitrary: branches.map((oneOf): JsonSchema => ({ oneOf })), weight: 1 },
        { arbitrary: tagged.map((oneOf): JsonSchema => ({ oneOf })), weight: 1 },
        { arbitrary: branches.map((allOf): JsonSchema => ({ allOf })), weight: 1 },
        { arbitrary: child.map((not): JsonSchema => ({ not })), weight: 1 },
        {
          arbitrary: fc.tuple(fixed, child, child).map(
            ([kind, yes, no]): JsonSchema => ({
              if: { properties: { kind }, required: ["kind"] },
              // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
              then: yes,
              else: no,
            }),
          ),
          weight: 1,
        },
      ),
    };
  })
  .node.chain((root) =>
    fc.tuple(stringSchema, numberSchema, fc.boolean()).map(([first, second, isRecursive]): JsonSchema => {
      if (typeof root === "boolean") return root;
      const list = {
        type: "object",
        properties: { v: { type: "string" }, next: { $ref: "#/$defs/E" } },
        required: ["v"],
      };
      return { ...root, $defs: { D: first, E: isRecursive ? list : second } };
    }),
  );

/** One edit: which node of the schema, and what is done to it. */
export interface Change {
  readonly at: number;
  readonly kind: number;
  readonly value: Json;
  readonly schema: JsonSchema;
}

export const changes: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(200),
  kind: fc.nat(13),
  value: scalar,
  schema: fc.oneof(bare, stringSchema, numberSchema, listed, typeList) as fc.Arbitrary<JsonSchema>,
});

/** The nodes of a schema that an edit can choose. */
function nodesOf(schema: Json): Node[] {
  if (typeof schema !== "object" || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(nodesOf);
  const own = Object.keys(schema).some((key) =>
    ["type", "enum", "const", "anyOf", "oneOf", "allOf", "not"].includes(key),
  );
  // Only copies are edited.
  return [...(own ? [schema as Node] : []), ...Object.values(schema).flatMap(nodesOf)];
}

/** Applies an edit to a copy of a schema. */
export function edit(schema: JsonSchema, { at, kind, value, schema: other }: Change): JsonSchema {
  const copy: Json = structuredClone(schema);
  const nodes = nodesOf(copy);
  const node = nodes[at % Math.max(nodes.length, 1)];
  if (node === undefined) return schema;
  const number = typeof value === "number" ? value : 3;
  const properties = node["properties"];
  const isObject = typeof properties === "object" && properties !== null;
  const pick = isObject ? Object.keys(properties)[number < 0 ? 0 : Math.floor(number) % 3] : undefined;
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  switch (kind) {
    case 0:
      if (Array.isArray(node["enum"])) node["enum"] = [...node["enum"], value];
      else node["enum"] = [value];
      break;
    case 1:
      if (Array.isArray(node["enum"]) && node["enum"].length > 1) node["enum"] = node["enum"].slice(1);
      else delete node["enum"];
      break;
    case 2:
      node["maxLength"] = Math.abs(Math.floor(number)) + 1;
      node["maximum"] = number;
      break;
    case 3:
      delete node["minimum"];
      delete node["minLength"];
      delete node["maxItems"];
      break;
    case 4:
      if (isObject) node["properties"] = { ...properties, added: other } as Json;
      break;
    case 5:
      if (isObject) {
        node["properties"] = { ...properties, added: other } as Json;
        node["required"] = [...required, "added"];
      }
      break;
    case 6:
      if (isObject && pick !== undefined) {
        node["properties"] = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== pick)) as Json;
        node["required"] = required.filter((name) => name !== pick);
      }
      break;
    case 7:
      if (pick !== undefined) node["required"] = [...new Set([...required, pick])];
      break;
    case 8:
      node["required"] = required.slice(1);
      break;
    case 9:
      node["additionalProperties"] = node["additionalProperties"] === false;
      break;
    case 10:
      if (typeof node["type"] === "string") node["type"] = [node["type"], node["type"] === "null" ? "string" : "null"];
      break;
    case 11:
      for (const keyword of ["anyOf", "oneOf"])
        if (Array.isArray(node[keyword])) node[keyword] = [...(node[keyword] as Json[]), other];
      break;
    case 12:
      for (const keyword of ["anyOf", "oneOf", "allOf"])
        if (Array.isArray(node[keyword]) && (node[keyword] as Json[]).length > 1)
          node[keyword] = (node[keyword] as Json[]).slice(0, -1);
      break;
    default:
      for (const key of Object.keys(node)) if (key !== "$defs") delete node[key];
      Object.assign(node, other);
  }
  return copy as JsonSchema;
}
