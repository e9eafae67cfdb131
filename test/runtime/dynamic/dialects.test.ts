import assert from "node:assert/strict";
import type { CompiledDialect } from "@outspec/runtime/codec";
import { type DialectName, dialectNames } from "@outspec/runtime/facts/dialects";
import { decodeValue } from "@outspec/runtime/partial/decode-value";
import type { Json } from "@outspec/runtime/testing";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDialectIssue } from "../../generator/dialects-rules.ts";
import { lawRuns } from "../../law-runs.ts";
import { compileSpec, randomSpecs, writtenBy } from "../partial/random-specs.ts";
import { codecOf } from "./codec-of.ts";

type Usable = Exclude<CompiledDialect, { readonly unusable: string }>;

function dialectOf(schema: unknown, name: DialectName): CompiledDialect {
  const dialect = codecOf(schema).dialects[name];
  assert.ok(dialect, `there is ${name}`);
  return dialect;
}

function usable(schema: unknown, name: DialectName): Usable {
  const dialect = dialectOf(schema, name);
  assert.ok("schema" in dialect, JSON.stringify(dialect));
  return dialect;
}

const form = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "A form",
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 1, description: "Full name." },
    age: { type: "integer", minimum: 0 },
    note: { type: ["string", "null"] },
    mood: { enum: ["good", "bad"], "x-own": 1 },
  },
};

describe("a schema for OpenAI's strict mode", () => {
  it("requires every property, with null for what is absent, unless null is a value", () => {
    const { schema, inverse } = usable(form, "openai-strict");
    expect(JSON.parse(schema)).toEqual({
      type: "object",
      properties: {
        name: { type: "string", description: "Full name. (minLength 1)" },
        age: { anyOf: [{ type: "integer", minimum: 0 }, { type: "null" }] },
        note: { anyOf: [{ type: "string" }, { type: "null" }] },
        mood: { anyOf: [{ type: "string", enum: ["good", "bad"] }, { type: "null" }] },
      },
      required: ["name", "age", "note", "mood"],
      additionalProperties: false,
    });
    expect(inverse).toEqual({ nullMeansAbsent: { 0: ["age", "mood"] } });
    const { table } = codecOf(form);
    expect(decodeValue(table, inverse, { name: "Ada", age: null, note: null, mood: null })).toEqual({
      name: "Ada",
      note: null,
    });
  });

  it("has an object around a root that is none", () => {
    const { schema, inverse } = usable({ type: "array", items: { type: "string" } }, "openai-strict");
    expect(JSON.parse(schema)).toEqual({
      type: "object",
      properties: { value: { type: "array", items: { type: "string" } } },
      required: ["value"],
      additionalProperties: false,
    });
    expect(inverse).toEqual({ wrapper: "value" });
  });

  it("keeps recursion, where Anthropic's has none", () => {
    const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#" } } } };
    expect(JSON.parse(usable(tree, "openai-strict").schema).$defs).toHaveProperty("Root");
    expect(dialectOf(tree, "anthropic")).toEqual({ unusable: "it is recursive" });
    expect(dialectOf(tree, "llama-gbnf")).toEqual({ unusable: "it is recursive" });
  });

  it.each([
    ["any value", { type: "object", properties: { a: {} } }, "#/properties/a takes any value"],
    ["a map", { type: "object", additionalProperties: { type: "string" } }, "# takes names it does not list"],
    ["a tuple", { type: "array", prefixItems: [{ type: "string" }] }, "# is a tuple"],
    ["a listed object", { enum: [{ a: 1 }] }, "# lists objects or arrays"],
  ])("is not written for %s: its models are asked in another way", (_name, schema, reason) => {
    const codec = codecOf(schema);
    expect(codec.dialects["openai-strict"]).toEqual({ unusable: reason });
    for (const name of ["openai-compatible-loose", "prompt", "plain"] as const)
      expect("schema" in (codec.dialects[name] ?? {}), name).toBe(true);
  });

  it("stays within the limits of the dialect", () => {
    const wide = (count: number) => ({
      type: "object",
      properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { type: "string" }])),
    });
    expect(dialectOf(wide(11), "anthropic")).toEqual({ unusable: "it has more than 10 optional properties" });
    expect(dialectOf({ enum: Array.from({ length: 1001 }, (_, index) => `v${index}`) }, "openai-strict")).toEqual({
      unusable: "it has more than 1000 listed values",
    });
    let deep: object = { type: "string" };
    for (let level = 0; level < 12; level++) deep = { type: "array", items: deep };
    expect(dialectOf(deep, "openai-strict")).toEqual({ unusable: "it has more than 9 levels" });
  });
});

describe("a schema for a prompt", () => {
  it("is the authored one, without what says nothing of values", () => {
    const { schema } = usable({ ...form, $defs: { Unused: { type: "null" } } }, "prompt");
    const { mood, ...properties } = form.properties;
    expect(JSON.parse(schema)).toEqual({
      type: "object",
      required: ["name"],
      properties: { ...properties, mood: { enum: mood.enum } },
    });
  });

  it("has the definitions that are referred to, by pointers that are URI fragments", () => {
    const schema = {
      properties: { a: { $ref: "#a" } },
      $defs: { "ä b": { $anchor: "a", $ref: "#/$defs/Other" }, Other: { type: "string" }, Unused: {} },
    };
    expect(JSON.parse(usable(schema, "prompt").schema)).toEqual({
      properties: { a: { $ref: "#/$defs/%C3%A4%20b" } },
      $defs: { "ä b": { $ref: "#/$defs/Other" }, Other: { type: "string" } },
    });
  });
});

it("what a drawn schema is written as keeps the rules of each dialect, and takes and gives back its values", {
  timeout: 600_000,
}, () => {
  const counts = { written: 0, values: 0 };
  const ajv = new Ajv2020({ strict: false, logger: false, validateFormats: false });
  const compiled = new Map<string, ValidateFunction>();
  fc.assert(
    fc.property(randomSpecs, ({ schema, values }) => {
      const codec = codecOf(schema);
      const generated = compileSpec(schema);
      for (const name of dialectNames) {
        const dialect = codec.dialects[name];
        if (dialect === undefined || "unusable" in dialect || name === "prompt" || name === "plain") continue;
        const { "anthropic-tool": lenient } = codec.dialects;
        // Servers that take almost anything are sent what these take where it cannot be said in the common form.
        if (name === "openai-compatible-loose" && lenient !== undefined && isSame(dialect, lenient)) continue;
        assert.equal(findDialectIssue(name, JSON.parse(dialect.schema)), undefined, `${name}: ${dialect.schema}`);
        counts.written++;
        const written = writtenBy(name, generated);
        // Where the generator writes values in the same way, they are what a model would write.
        if (JSON.stringify(written?.dialect.inverse) !== JSON.stringify(dialect.inverse)) continue;
        const fits = compiled.get(dialect.schema) ?? ajv.compile(JSON.parse(dialect.schema));
        compiled.set(dialect.schema, fits);
        for (const value of values) {
          const wire = written?.encode(value);
          if (wire === undefined) continue;
          counts.values++;
          const decoded = decodeValue(codec.table, undefined, value);
          assert.ok(fits(wire) || isDropped(value, decoded), `${name}: ${JSON.stringify(wire)} in ${dialect.schema}`);
          const back = decodeValue(codec.table, dialect.inverse, wire);
          assert.ok(codec.validate(back));
          // An optional property that may be null by itself comes back as null: docs/dialects.md.
          assert.deepEqual(withoutNulls(back), withoutNulls(decoded));
        }
      }
    }),
    { numRuns: lawRuns(50) },
  );
  expect(counts.values).toBeGreaterThan(500);
});

function isSame(dialect: CompiledDialect, other: CompiledDialect): boolean {
  return JSON.stringify(dialect) === JSON.stringify(other);
}

function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => (inner === null ? undefined : inner)) ?? null;
}

/** Whether decoding removes something of a value, which no dialect can write. */
function isDropped(value: Json, decoded: unknown): boolean {
  return JSON.stringify(value) !== JSON.stringify(decoded);
}
