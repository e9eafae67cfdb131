import assert from "node:assert/strict";
import type { CompiledDialect } from "@outspec/runtime/codec";
import { type DialectName, dialectNames } from "@outspec/runtime/facts/dialects";
import { decodeValue } from "@outspec/runtime/partial/decode-value";
import { dialects } from "@outspec/runtime/schema/dialects/compile";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lawRuns } from "../../law-runs.ts";
import { compileSpec, randomSpecs } from "../partial/random-specs.ts";
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

describe("a schema for a strict mode", () => {
  it("comes with the way back: null for what is absent, entries for a map, text for any value", () => {
    const form = {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string" },
        age: { type: "integer" },
        scores: { type: "object", additionalProperties: { type: "number" } },
        pair: { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
        more: {},
      },
    };
    const { inverse } = usable(form, "openai-strict");
    const wire = {
      name: "Ada",
      age: null,
      scores: [{ key: "maths", value: 1 }],
      pair: { item_1: "a", item_2: 2 },
      more: '{"a":[1]}',
    };
    expect(decodeValue(codecOf(form).table, inverse, wire)).toEqual({
      name: "Ada",
      scores: { maths: 1 },
      pair: ["a", 2],
      more: { a: [1] },
    });
  });

  it("has an object around a root that is none", () => {
    const { schema, inverse } = usable({ type: "array", items: { type: "string" } }, "openai-strict");
    expect(JSON.parse(schema)).toMatchObject({ type: "object", required: ["value"] });
    expect(inverse).toEqual({ wrapper: "value" });
  });

  it("is not written where it passes the limits of the dialect, and says why", () => {
    const values = Array.from({ length: 1001 }, (_, index) => `v${index}`);
    expect(dialectOf({ enum: values }, "openai-strict")).toEqual({
      unusable: "it has 1001 enum values, and this dialect allows 1000",
    });
  });
});

describe("a schema for a prompt", () => {
  it("is the authored one, without what says nothing of values", () => {
    const { schema } = usable(
      {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: "https://example.com/form",
        title: "A form",
        properties: { mood: { enum: ["good", "bad"], description: "How it went.", "x-own": 1 } },
        $defs: { Unused: { type: "null" } },
      },
      "prompt",
    );
    expect(JSON.parse(schema)).toEqual({
      properties: { mood: { enum: ["good", "bad"], description: "How it went." } },
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

it("a drawn schema is written in every dialect as the generator writes it", { timeout: 600_000 }, () => {
  let usableOnes = 0;
  fc.assert(
    fc.property(randomSpecs, ({ schema }) => {
      const codec = codecOf(schema);
      const { source } = compileSpec(schema);
      for (const name of dialectNames) {
        const dialect = codec.dialects[name];
        expect(dialect, name).toEqual(dialects[name].compile(source));
        if (dialect !== undefined && "schema" in dialect) usableOnes++;
      }
    }),
    { numRuns: lawRuns(50) },
  );
  expect(usableOnes).toBeGreaterThan(500);
});
