import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type CompareOptions, compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import type { Difference } from "../../../../generator/src/review/difference.ts";
import type { Draft, Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";
import { checkWitnesses } from "./witness-check.ts";

async function compare(
  before: JsonSchema,
  after: JsonSchema,
  options: Partial<CompareOptions> = {},
  draft: Draft = "2020-12",
) {
  return compareSchemas({ schema: before, draft }, { schema: after, draft }, { prefix: "/output", ...options });
}

function only(differences: readonly Difference[]): Difference {
  assert.equal(differences.length, 1, JSON.stringify(differences));
  const [first] = differences;
  if (first === undefined) throw new Error("nothing was found");
  return first;
}

const node = (more: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  $ref: "#/$defs/Node",
  $defs: {
    Node: closed({ t: { type: "string" }, "kids?": { type: "array", items: { $ref: "#/$defs/Node" } }, ...more }),
  },
});

describe("a comparison of schemas", () => {
  it("reports what is in a definition once, where it stands, with the places that use it", async () => {
    const { differences } = await compare(node({}), node({ "note?": { type: "string" } }));
    const { at, usedAt, rule, what } = only(differences);
    assert.deepEqual(
      { at, rule, what },
      { at: "/output/$defs/Node/properties/note", rule: "property-added-optional", what: "key" },
    );
    assert.deepEqual(usedAt, ["/output", "/output/$defs/Node/properties/kids/items"]);
  });

  it("shows a break inside a recursive definition by the smallest document", async () => {
    const { differences } = await compare(node({}), node({ n: { type: "integer" } }));
    assert.deepEqual(only(differences).witness, { stored: { t: "" } });
  });

  it("blames each of two breaks in one object by an instance of its own", async () => {
    const before = closed({ priority: { enum: ["low", "high"] }, owner: { type: "string" } });
    const after = closed({
      priority: { enum: ["low", "high", "urgent"] },
      summary: { type: "string", maxLength: 200 },
    });
    const { differences } = await compare(before, after);
    checkWitnesses(differences, before, after, "output");
    const added = differences.find(({ rule }) => rule === "enum-value-added");
    const removed = differences.find(({ rule }) => rule === "property-removed");
    assert.deepEqual(added?.witness, { consumer: { priority: "urgent", summary: "" } });
    assert.deepEqual([added?.consumer, added?.stored], ["breaking", "safe"]);
    assert.equal(removed?.message, "Property `owner` (required) removed: readers of `.owner` break.");
    assert.deepEqual(removed?.witness?.stored, { priority: "low", owner: "" });
  });

  it("names the explanation that moved, and not the decision", async () => {
    const [text, choice] = [{ type: "string" }, { enum: ["a", "b"] }];
    const before = closed({ reasoning: text, category: choice, priority: choice });
    const after = closed({ category: choice, reasoning: text, priority: choice });
    const { message } = only((await compare(before, after)).differences);
    assert.equal(
      message,
      "Generation order changed: `reasoning` now comes after `category`. The explanation is now written after the decision it explains.",
    );
  });

  it("shows longer lists by the shortest of them", async () => {
    const list = (maxItems: number): JsonSchema =>
      closed({ tags: { type: "array", items: { type: "string" }, maxItems } });
    const { differences } = await compare(list(2), list(5));
    assert.deepEqual(only(differences).witness, { consumer: { tags: ["", "", ""] } });
  });

  it("reads a file of an older draft that says so", async () => {
    const $schema = "http://json-schema.org/draft-07/schema#";
    const before = { $schema, ...(closed({ v: { enum: ["a"] } }) as object) };
    const after = { $schema, ...(closed({ v: { enum: ["a", "b"] } }) as object) };
    for (const draft of ["draft-06", "draft-07", "2019-09"] as const) {
      const { differences } = await compare(before, after, {}, draft);
      assert.deepEqual(only(differences).witness, { consumer: { v: "b" } });
    }
  });

  it("does not take keys of definitions for names where it is told so", async () => {
    const before = closed({ p: { $ref: "#/$defs/P" } }, { $defs: { P: { type: "string" } } });
    const after = closed({ p: { type: "string" } });
    assert.deepEqual((await compare(before, after, { exportDefinitions: false })).differences, []);
    assert.equal((await compare(before, after)).consumer, "breaking");
  });

  it("names the property that a removed one may have become", async () => {
    const before = closed({ mood: { enum: ["good", "bad"] } });
    const after = closed({ feeling: { enum: ["good", "bad"] } });
    const { differences } = await compare(before, after);
    const removed = differences.find(({ rule }) => rule === "property-removed");
    assert.match(removed?.message ?? "", /Possibly renamed to `feeling`\.$/);
  });

  it("gives places in the words of the file, whatever the draft", async () => {
    const before = {
      type: "array",
      items: [{ type: "string" }, { type: "integer" }],
      additionalItems: { type: "null" },
    };
    const after = {
      type: "array",
      items: [{ type: "string" }, { type: "number" }],
      additionalItems: { type: "boolean" },
    };
    const { differences } = await compare(before, after, {}, "draft-07");
    assert.deepEqual(
      differences.map(({ rule, at }) => `${rule} ${at}`),
      ["type-widened /output/items/1", "type-changed /output/additionalItems"],
    );
  });

  it("sorts differences as they stand in the new version", async () => {
    const before = closed({ z: { type: "string" }, a: { type: "string" }, m: { type: "string" } });
    const after = closed({ z: { type: "integer" }, a: { type: "integer" }, m: { type: "integer" } });
    const { differences } = await compare(before, after);
    assert.deepEqual(
      differences.map(({ at }) => at),
      ["z", "a", "m"].map((name) => `/output/properties/${name}`),
    );
  });

  it("judges the variables of a prompt for those who give them", async () => {
    const before = closed({ text: { type: "string" }, tone: { enum: ["formal", "casual"] } });
    const after = closed({ text: { type: "string" }, tone: { enum: ["formal"] }, locale: { type: "string" } });
    const { differences, consumer, stored } = await compare(before, after, { prefix: "/input" });
    assert.deepEqual([consumer, stored], ["breaking", "breaking"]);
    assert.deepEqual(
      differences.map(({ rule, at, model }) => `${rule} ${at} ${model}`),
      [
        "input-enum-value-removed /input/properties/tone false",
        "input-property-added-required /input/properties/locale false",
      ],
    );
    checkWitnesses(differences, before, after, "input");
  });

  it("says nothing of order and examples of variables, and finds their descriptions safe", async () => {
    const text = (description: string, example: string): JsonSchema => ({
      type: "string",
      description,
      examples: [example],
    });
    const before = closed({ a: text("A.", "x"), b: { type: "string" } }, { required: [] });
    const described = (description: string): JsonSchema =>
      closed({ b: { type: "string" }, a: text(description, "y") }, { required: [] });
    assert.deepEqual((await compare(before, described("A."), { prefix: "/input" })).differences, []);
    const { differences, stored } = await compare(before, described("B."), { prefix: "/input" });
    assert.deepEqual([only(differences).rule, stored], ["input-description-changed", "safe"]);
    assert.equal(only(differences).model, false);
  });

  it("takes recorded outputs as evidence", async () => {
    const before = closed({ n: { type: "integer" } });
    const after = closed({ n: { type: "integer", maximum: 10 } });
    const recorded: readonly Json[] = [{ n: 1 }, { n: 11 }, { n: 12 }];
    const { differences, stored } = await compare(before, after, { recorded });
    const { evidence, notes, witness } = only(differences);
    assert.equal(stored, "breaking");
    assert.deepEqual(
      { evidence, notes, witness },
      {
        evidence: "recorded",
        notes: ["2 of 3 recorded outputs fail because of this."],
        witness: { stored: { n: 11 } },
      },
    );
  });

  it("does not blame a change for recorded outputs that the old schema refuses as well", async () => {
    const schema = closed({ n: { type: "integer" } });
    assert.deepEqual((await compare(schema, schema, { recorded: [{ n: "x" }] })).differences, []);
    const tighter = closed({ n: { type: "integer", maximum: 10 } });
    const { differences } = await compare(schema, tighter, { recorded: [{ n: "x" }] });
    assert.notEqual(only(differences).evidence, "recorded");
  });

  it("does not mind names of the prototype", async () => {
    const before = JSON.parse(
      '{"type":"object","additionalProperties":false,"required":["__proto__"],"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}}}',
    );
    const after = JSON.parse(
      '{"type":"object","additionalProperties":false,"required":["__proto__"],"properties":{"__proto__":{"type":"integer"},"toString":{"type":"string"}}}',
    );
    const { differences } = await compare(before, after);
    assert.deepEqual(
      differences.map(({ rule, at }) => `${rule} ${at}`),
      [
        "type-changed /output/properties/__proto__",
        "property-added-optional /output/properties/toString",
        "property-removed /output/properties/constructor",
      ],
    );
    // The validator does not look at members of that name, so that no instance can be confirmed.
    assert.equal(differences[0]?.consumer, "dangerous");
  });

  it("keeps text of specs on one line and without what steers a terminal", async () => {
    const name = "a\n::error::\u001b[2J\u202e`x`";
    const { differences } = await compare(closed({}), closed({ [name]: { type: "string" } }));
    const { message } = only(differences);
    assert.ok(!/[\p{Cc}\p{Cf}]/u.test(message), message);
  });

  it("finds nothing where only keywords and what is required come in another order", async () => {
    const before = {
      type: "object",
      required: ["a", "b"],
      properties: { a: { type: "string", maxLength: 2 }, b: true },
    };
    const after = {
      properties: { a: { maxLength: 2, type: "string" }, b: true },
      required: ["b", "a"],
      type: "object",
    };
    assert.deepEqual(await compare(before, after), { differences: [], consumer: "safe", stored: "safe" });
  });

  it("gives the same answer every time", async () => {
    const before = closed({ a: { type: "string", pattern: "^a+$" }, b: { type: "array", items: { type: "number" } } });
    const after = closed({
      a: { type: "string", pattern: "^[ab]+$" },
      b: { type: "array", items: { type: "integer" }, minItems: 1 },
    });
    assert.deepEqual(await compare(before, after), await compare(before, after));
  });
});
