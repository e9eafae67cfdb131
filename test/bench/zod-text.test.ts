import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { z } from "zod";
import { ordinarySpecs, type Schema } from "../../bench/ordinary-specs.js";
import { zodText } from "../../bench/zod-text.js";

/** The JSON Schema of what the text says, without what zod adds to numbers and formats. */
function readBack(schema: Schema): unknown {
  const { declarations, text } = zodText(schema);
  const read = new Function("z", `${declarations}return ${text};`) as (zod: typeof z) => z.ZodType; // what the text is
  return z.toJSONSchema(read(z), { io: "input" });
}

describe("the zod of an ordinary spec", () => {
  it("has the properties of the spec, the required ones, and the closed objects", () => {
    for (const { schema } of ordinarySpecs(40)) {
      const back = readBack(schema) as Schema;
      assert.deepEqual(outlineOf(back, back), outlineOf(schema, schema));
    }
  });
});

/** What both have to say alike of a schema: kinds, names, requiredness, closedness and descriptions. */
function outlineOf(schema: Schema, root: Schema): unknown {
  const { $ref, type, properties, required, items, oneOf, anyOf, description, additionalProperties } = schema;
  if (typeof $ref === "string") {
    const [, , name = ""] = $ref.split("/");
    const target = (root["$defs"] as Schema | undefined)?.[name] ?? root;
    // zod writes the description of a reference beside it.
    return { ...(outlineOf(target as Schema, root) as object), ...(description === undefined ? {} : { description }) };
  }
  const values = schema["enum"] ?? (schema["const"] === undefined ? undefined : [schema["const"]]);
  if (values !== undefined) return { values, description };
  if (Array.isArray(oneOf)) return { oneOf: oneOf.map((one) => outlineOf(one as Schema, root)), description };
  const kinds = Array.isArray(anyOf) ? anyOf.map((one) => (one as Schema)["type"]) : type;
  const members = Object.entries((properties ?? {}) as Schema);
  return {
    kinds,
    description,
    closed: additionalProperties === false,
    required: [...((required as readonly string[] | undefined) ?? [])].sort(),
    members: Object.fromEntries(members.map(([name, value]) => [name, outlineOf(value as Schema, root)])),
    items: items === undefined ? undefined : outlineOf(items as Schema, root),
  };
}
