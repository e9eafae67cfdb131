import assert from "node:assert/strict";
import type { OutputSpec } from "@outspec/runtime";
import { type InvalidNeighbour, invalidNeighbours, type Json, type Schema } from "@outspec/runtime/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import * as specs from "../../../generated/index.ts";
import { isSweep, readCorpus, sample } from "../../corpus.ts";
import { compileSchema } from "../simulator/compile-schema.ts";
import { specOf } from "./corpus-specs.ts";

const examples: readonly (readonly [string, OutputSpec<unknown>, string])[] = [
  ["PatientSummary", specs.patientSummary, "type required enum"],
  ["Invoice", specs.invoice, "type additionalProperties required format pattern minItems exclusiveMinimum minimum"],
  ["CommentThread", specs.commentThread, "type additionalProperties required enum"],
  ["MeetingActions", specs.meetingActions, "type additionalProperties required format minimum maximum"],
  ["ProductCatalog", specs.productCatalog, "type additionalProperties required minimum enum oneOf const format"],
  ["SupportTriage", specs.supportTriage, "type additionalProperties required enum pattern"],
];

/** Where two values differ: the place below which all differences are. */
function assertDiffersOnlyAt({ path, value, from }: InvalidNeighbour): void {
  const steps = path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  let [left, right]: unknown[] = [from, value];
  for (const step of steps) {
    assert.deepEqual(Object.keys(left as object), Object.keys(right as object));
    for (const key of Object.keys(left as object)) {
      if (key !== step)
        assert.deepEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]);
    }
    [left, right] = [(left as Record<string, unknown>)[step], (right as Record<string, unknown>)[step]];
  }
  assert.notDeepEqual(left, right);
}

const mapKeywords = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
  "dependencies",
]);
const dataKeywords = new Set(["enum", "const", "default", "examples"]);

/** The schema without a keyword, wherever it stands. Written here once more, as the judge of what is tested. */
function strip(schema: Json, keyword: string): Json {
  if (Array.isArray(schema)) return schema.map((item: Json) => strip(item, keyword));
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== keyword)
      .map(([key, value]): [string, Json] => {
        if (dataKeywords.has(key)) return [key, value];
        if (!mapKeywords.has(key) || typeof value !== "object" || value === null) return [key, strip(value, keyword)];
        return [key, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strip(inner, keyword)]))];
      }),
  );
}

/** Fewer keywords accept more, unless one of these is there. */
const isMonotone = (schema: Json): boolean =>
  !/"(?:oneOf|not|if|maxContains|unevaluated\w+|\$id|id)":/.test(JSON.stringify(schema));

type Judge = ReturnType<typeof compileSchema>;
const judges = new WeakMap<object, Map<string, Judge>>();

function judgeWithout(schema: Schema & object, keyword: string): Judge {
  const known = judges.get(schema) ?? new Map<string, Judge>();
  judges.set(schema, known);
  // A schema without a keyword is a schema.
  if (!known.has(keyword)) known.set(keyword, compileSchema(strip(schema, keyword) as Schema));
  return known.get(keyword);
}

function assertBreaksOnlyThat(schema: Schema, { keyword, value }: InvalidNeighbour): void {
  if (keyword === "oneOf" || typeof schema === "boolean" || !isMonotone(schema)) return;
  const judge = judgeWithout(schema, keyword);
  if (judge !== undefined) assert.ok(judge(value), `${keyword}: ${JSON.stringify(judge.errors)}`);
}

describe.each(examples)("the invalid neighbours of %s", (_name, spec, keywords) => {
  it("break one keyword each, in one place", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { neighbours, unbroken } = invalidNeighbours(spec, { seed });
        assert.deepEqual(
          neighbours.map(({ keyword }) => keyword),
          keywords.split(" "),
        );
        assert.deepEqual(unbroken, []);
        for (const neighbour of neighbours) {
          assert.ok(!spec.validate(neighbour.value));
          assert.throws(() => spec.parse(neighbour.value));
          assert.ok(spec.validate(neighbour.from));
          assert.ok(neighbour.message.length > 0);
          assertDiffersOnlyAt(neighbour);
          assertBreaksOnlyThat(spec.schema as Schema, neighbour); // a spec's schema is JSON
        }
      }),
      { numRuns: 25 },
    );
  });

  it("are the same for the same seed", () => {
    assert.deepEqual(invalidNeighbours(spec, { seed: "a" }), invalidNeighbours(spec, { seed: "a" }));
  });
});

/** One schema for each keyword that can be broken. */
const oneEach: Readonly<Record<string, Schema>> = {
  type: { type: "integer" },
  enum: { enum: ["a", "b"] },
  const: { const: { a: 1 } },
  pattern: { type: "string", pattern: "^[A-Z]{3}-\\d{2}$", minLength: 6, maxLength: 6 },
  format: { type: "string", format: "date-time" },
  minLength: { type: "string", minLength: 5 },
  maxLength: { type: "string", maxLength: 12 },
  minimum: { type: "integer", minimum: 1 },
  maximum: { type: "number", maximum: 5, multipleOf: 0.5 },
  exclusiveMinimum: { type: "integer", exclusiveMinimum: 1 },
  exclusiveMaximum: { type: "number", exclusiveMaximum: 1, minimum: 0 },
  multipleOf: { type: "integer", multipleOf: 5 },
  required: { type: "object", required: ["a"], properties: { a: { type: "string" } } },
  additionalProperties: { type: "object", properties: { a: {} }, additionalProperties: false },
  unevaluatedProperties: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    allOf: [{ properties: { a: { type: "string" } } }],
    unevaluatedProperties: false,
  },
  propertyNames: { type: "object", propertyNames: { pattern: "^[a-z]+$" }, additionalProperties: { type: "integer" } },
  minProperties: { type: "object", minProperties: 2, additionalProperties: { type: "integer" } },
  maxProperties: { type: "object", maxProperties: 2, additionalProperties: { type: "integer" } },
  dependentRequired: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: { a: { type: "string" }, b: { type: "string" } },
    dependentRequired: { a: ["b"] },
  },
  minItems: { type: "array", items: { type: "string" }, minItems: 2 },
  maxItems: { type: "array", items: { type: "string" }, maxItems: 3, uniqueItems: true },
  uniqueItems: { type: "array", items: { type: "string" }, uniqueItems: true },
  contains: { type: "array", items: { type: "integer" }, contains: { const: 7 }, minItems: 2 },
  minContains: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "array",
    items: { type: "integer" },
    contains: { const: 7 },
    minContains: 2,
  },
  maxContains: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "array",
    items: { type: "integer" },
    contains: { const: 7 },
    maxContains: 2,
  },
  items: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "array",
    prefixItems: [{ type: "string" }],
    items: false,
    minItems: 1,
  },
  anyOf: { anyOf: [{ type: "string" }, { type: "integer" }] },
  oneOf: {
    oneOf: [
      { type: "integer", multipleOf: 2 },
      { type: "integer", multipleOf: 3 },
    ],
  },
  not: { type: "string", not: { enum: ["nothing", "value"] } },
};

describe("a keyword", () => {
  it.each(Object.entries(oneEach))("is broken: %s", (keyword, schema) => {
    const spec = specOf("One", schema);
    assert.ok(spec);
    for (const seed of [0, 1, 2, 3]) {
      const { neighbours } = invalidNeighbours(spec, { seed });
      const neighbour = neighbours.find((one) => one.keyword === keyword);
      assert.ok(neighbour, `no value breaks ${keyword}`);
      assert.ok(!spec.validate(neighbour.value));
      assertDiffersOnlyAt(neighbour);
      assertBreaksOnlyThat(schema, neighbour);
    }
  });

  it("is told when nothing breaks it alone", () => {
    // Whatever is no integer is no 1 or 2 either.
    const spec = specOf("Told", { type: "integer", enum: [1, 2] });
    assert.ok(spec);
    const { neighbours, unbroken } = invalidNeighbours(spec);
    assert.deepEqual(
      neighbours.map(({ keyword }) => keyword),
      ["enum"],
    );
    assert.deepEqual(unbroken, ["type"]);
  });

  it("that asks for nothing is not listed", () => {
    const spec = specOf("Idle", {
      type: "array",
      minItems: 0,
      uniqueItems: false,
      items: { additionalProperties: true },
    });
    assert.ok(spec);
    const { neighbours, unbroken } = invalidNeighbours(spec);
    assert.deepEqual([...neighbours.map(({ keyword }) => keyword), ...unbroken], ["type"]);
  });
});

describe("invalid neighbours of real schemas", () => {
  const corpus = readCorpus();
  it.skipIf(corpus.length === 0)("are invalid, each in one place", { timeout: 600_000 }, () => {
    let broken = 0;
    let all = 0;
    const left = new Map<string, number>();
    for (const entry of isSweep ? corpus : sample(corpus, 80)) {
      const spec = entry.ajvError === undefined ? specOf(entry.name, entry.schema) : undefined;
      if (spec === undefined) continue;
      let found: ReturnType<typeof invalidNeighbours>;
      try {
        found = invalidNeighbours(spec);
      } catch {
        // A schema without an instance has no neighbours: that is what the fixture's error says.
        continue;
      }
      for (const neighbour of found.neighbours) {
        assert.ok(!spec.validate(neighbour.value));
        assertDiffersOnlyAt(neighbour);
        assertBreaksOnlyThat(entry.schema, neighbour);
      }
      broken += found.neighbours.length;
      all += found.neighbours.length + found.unbroken.length;
      for (const keyword of found.unbroken) left.set(keyword, (left.get(keyword) ?? 0) + 1);
    }
    if (isSweep) console.info(`${broken} of ${all} keywords were broken; not: ${JSON.stringify([...left])}`);
    assert.ok(broken > all * 0.8, `${broken} of ${all}; not: ${JSON.stringify([...left])}`);
  });
});
