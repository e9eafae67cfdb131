import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import type { Level } from "../../../../generator/src/review/difference.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { lawRuns } from "../../../law-runs.ts";
import { changes, edit, schemas } from "./random-schemas.ts";
import { closed, objectCases, type RuleCase, unionCases, valueCases } from "./rule-cases.ts";

const draft = "2020-12";
const cases: readonly RuleCase[] = [...objectCases, ...valueCases, ...unionCases];

async function verdict(
  before: JsonSchema,
  after: JsonSchema,
  prefix: "/output" | "/input" = "/output",
): Promise<{ readonly consumer: Level; readonly stored: Level }> {
  const { consumer, stored } = await compareSchemas(
    { schema: before, draft },
    { schema: after, draft },
    { prefix, exportDefinitions: false },
  );
  return { consumer, stored };
}

/** Ways to put a schema inside another, the same on both sides. */
const wrappings: Readonly<Record<string, (schema: JsonSchema) => JsonSchema>> = {
  "a property": (schema) => closed({ p: schema }),
  "an optional property": (schema) => closed({ "p?": schema }),
  "an array": (schema) => ({ type: "array", items: schema }),
  "a variant with a tag of its own": (schema) => ({
    anyOf: [closed({ tag: { const: "one" }, p: schema }), closed({ tag: { const: "two" } })],
  }),
  "a definition": (schema) => closed({ p: { $ref: "#/$defs/P" } }, { $defs: { P: schema } }),
};

describe("a verdict stays when both sides are put inside", () => {
  for (const [name, wrap] of Object.entries(wrappings))
    it(name, async () => {
      for (const { name: change, before, after, found } of cases) {
        // A variant that nothing satisfies is a variant that went: the union around it lives on.
        const isDead = found.some((line) => line.startsWith("schema-unsatisfiable"));
        if (isDead && name.startsWith("a variant")) continue;
        assert.deepEqual(await verdict(wrap(before), wrap(after)), await verdict(before, after), change);
      }
    });
});

/** Other spellings of the same schema. */
const respellings: Readonly<Record<string, (schema: JsonSchema) => JsonSchema>> = {
  "with its values in a definition": (schema) => {
    if (typeof schema === "boolean" || typeof schema["properties"] !== "object") return schema;
    const properties = Object.entries(schema["properties"] ?? {});
    const refs = properties.map(([name]): [string, Json] => [name, { $ref: `#/$defs/the_${name}` }]);
    const defined = properties.map(([name, inner]): [string, Json] => [`the_${name}`, inner]);
    return { ...schema, properties: Object.fromEntries(refs), $defs: Object.fromEntries(defined) };
  },
  "with its keywords in another order": (schema) =>
    typeof schema === "boolean" ? schema : Object.fromEntries(Object.entries(schema).reverse()),
  "as the only part of an allOf": (schema) => ({ allOf: [schema] }),
  "as the only branch of an anyOf": (schema) => ({ anyOf: [schema] }),
  "as the only branch of a oneOf": (schema) => ({ oneOf: [schema] }),
};

describe("a schema is the same", () => {
  for (const [name, respell] of Object.entries(respellings))
    it(name, async () => {
      for (const { name: change, before, after } of cases)
        for (const schema of [before, after]) {
          const { differences } = await compareSchemas(
            { schema, draft },
            { schema: respell(schema), draft },
            { prefix: "/output", exportDefinitions: false },
          );
          assert.deepEqual(differences, [], change);
        }
    });

  it("split into an allOf of open objects", async () => {
    const whole = {
      type: "object",
      required: ["a", "b"],
      properties: { a: { type: "string" }, b: { type: "integer" } },
    };
    const split = {
      allOf: [
        { type: "object", required: ["a"], properties: { a: { type: "string" } } },
        { type: "object", required: ["b"], properties: { b: { type: "integer" } } },
      ],
    };
    const compared = await compareSchemas({ schema: whole, draft }, { schema: split, draft }, { prefix: "/output" });
    assert.deepEqual(compared.differences, []);
  });

  it("in the words of another draft", async () => {
    const old = {
      type: "object",
      properties: {
        n: { type: "number", minimum: 0, exclusiveMinimum: true },
        t: { type: "array", items: [{ type: "string" }], additionalItems: false },
        d: { $ref: "#/definitions/D" },
      },
      dependencies: { n: ["t"] },
      definitions: { D: { enum: ["a"] } },
    };
    const now = {
      type: "object",
      properties: {
        n: { type: "number", exclusiveMinimum: 0 },
        t: { type: "array", prefixItems: [{ type: "string" }], items: false },
        d: { $ref: "#/$defs/D" },
      },
      dependentRequired: { n: ["t"] },
      $defs: { D: { const: "a" } },
    };
    const compared = await compareSchemas(
      { schema: old, draft: "draft-04" },
      { schema: now, draft: "2020-12" },
      { prefix: "/output" },
    );
    assert.deepEqual(compared.differences, []);
  });
});

describe("verdicts of", () => {
  it("swapped sides are swapped, where nothing is closed and no name is lost", async () => {
    for (const { name, before, after } of valueCases) {
      const [old, now] = [before, after].map((schema) => (schema as { properties: { v: JsonSchema } }).properties.v);
      if (old === undefined || now === undefined || name === "a tuple shrinks" || name === "a tuple grows") continue;
      const [forth, back] = [await verdict(old, now), await verdict(now, old)];
      assert.equal(forth.consumer, back.stored, name);
    }
  });

  it("inputs are those of stored outputs", async () => {
    for (const { name, before, after, found } of valueCases) {
      const [input, output] = [await verdict(before, after, "/input"), await verdict(before, after)];
      assert.equal(input.consumer, output.stored, `${name}: ${found.join()}`);
      assert.equal(input.stored, output.stored, name);
    }
  });

  it("anything that becomes something are safe for readers, and of something that becomes nothing broken", async () => {
    for (const { name, before } of cases) {
      assert.equal((await verdict(true, before)).consumer, "safe", name);
      assert.equal((await verdict(before, false)).consumer, "breaking", name);
    }
  });

  it("two safe changes in a row are never a break", async () => {
    const chains = fc.tuple(schemas, changes, changes);
    await fc.assert(
      fc.asyncProperty(chains, async ([first, one, other]) => {
        const second = edit(first, one);
        const third = edit(second, other);
        const [a, b] = [await verdict(first, second), await verdict(second, third)];
        if (a.consumer !== "safe" && a.stored !== "safe") return;
        const whole = await verdict(first, third);
        if (a.consumer === "safe" && b.consumer === "safe") assert.notEqual(whole.consumer, "breaking");
        if (a.stored === "safe" && b.stored === "safe") assert.notEqual(whole.stored, "breaking");
      }),
      { numRuns: lawRuns(150), seed: 4 },
    );
  }, 60_000);
});
