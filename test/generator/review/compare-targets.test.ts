import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareTargets, type TargetChange } from "../../../generator/src/review/compare-targets.ts";
import type { Difference } from "../../../generator/src/review/difference.ts";
import { difference } from "../../../generator/src/review/say.ts";
import type { Projection } from "../../../generator/src/review/target.ts";

const strict = (more: Partial<Projection> = {}): Projection => ({
  mode: "json_schema_strict",
  dialect: "openai-strict",
  text: '{"type":"object"}',
  unenforced: [],
  refusals: [],
  ...more,
});

const toPrompt = (reason: string): Projection => ({
  mode: "prompt",
  dialect: "prompt",
  text: '{"type":"object"}',
  unenforced: [],
  refusals: [{ mode: "json_schema_strict", reason }],
});

const model = "openai/gpt-5.6";
const added: Difference = difference("property-added-optional", {
  at: "/output/properties/b",
  data: { name: "b" },
  model: true,
});

function compare(changes: readonly TargetChange[], others: readonly Difference[] = [added]) {
  const { differences, impact } = compareTargets(changes, others);
  return { found: differences.map(({ rule, at, message, consumer }) => ({ rule, at, message, consumer })), impact };
}

describe("what a change means for a model", () => {
  it("is nothing where it is sent the same", () => {
    assert.deepEqual(compare([{ name: model, before: strict(), after: strict() }], []), { found: [], impact: [] });
  });

  it("is the loss of its guarantee, at the place of the only change", () => {
    const { found, impact } = compare([{ name: model, before: strict(), after: toPrompt("it has 40 levels") }]);
    assert.deepEqual(found, [
      {
        rule: "provider-strict-lost",
        at: "/output/properties/b",
        message:
          "openai/gpt-5.6 falls back to the prompt alone because it has 40 levels. The guarantee is lost for the whole schema, not for one field.",
        consumer: "dangerous",
      },
    ]);
    assert.deepEqual(impact, [
      "openai/gpt-5.6: strict schema mode → the prompt alone, ≈5 schema tokens; cached prefixes and compiled grammars start anew",
    ]);
  });

  it("is the guarantee that it gains", () => {
    const { found } = compare([{ name: model, before: toPrompt("it has 40 levels"), after: strict() }]);
    assert.deepEqual(
      found.map(({ rule, consumer }) => [rule, consumer]),
      [["provider-strict-gained", "safe"]],
    );
  });

  it("is a break where it cannot be asked at all any more", () => {
    const none: Projection = {
      text: "",
      unenforced: [],
      refusals: [{ mode: "json_schema_strict", reason: "it is recursive", pointer: "/properties/kids" }],
    };
    const { found, impact } = compare([{ name: model, before: strict(), after: none }]);
    assert.deepEqual(found, [
      {
        rule: "provider-rejects",
        at: "/output/properties/kids",
        message: "Every call to openai/gpt-5.6 will fail: it is recursive.",
        consumer: "breaking",
      },
    ]);
    assert.deepEqual(impact, ["openai/gpt-5.6: cannot be asked for this schema"]);
    assert.deepEqual(compare([{ name: model, before: none, after: none }], []).found, []);
  });

  it("is told once for a keyword that several models leave unchecked, and not again when they did before", () => {
    const lax = strict({ unenforced: [{ keyword: "maxLength", pointer: "/properties/b", value: 200 }] });
    const other = { name: "anthropic/claude-haiku-5-5", before: strict(), after: lax };
    const { found } = compare([{ name: model, before: strict(), after: lax }, other]);
    assert.deepEqual(found, [
      {
        rule: "provider-keyword-unenforced",
        at: "/output/properties/b",
        message:
          "maxLength is checked only after the fact on openai/gpt-5.6, anthropic/claude-haiku-5-5; expect retries.",
        consumer: "safe",
      },
    ]);
    assert.deepEqual(compare([{ name: model, before: lax, after: lax }], []).found, []);
    // Nothing is enforced where the schema is only described.
    const described = { ...lax, mode: "prompt" } as const;
    assert.deepEqual(compare([{ name: model, before: described, after: described }], []).found, []);
  });

  it("is not told of a keyword that only moved, nor of one that the models asked before left as well", () => {
    const at = (pointer: string, value = 200) => strict({ unenforced: [{ keyword: "maxLength", pointer, value }] });
    const rules = (change: Omit<TargetChange, "name">) =>
      compare([{ name: model, ...change }]).found.map(({ at }) => at);
    assert.deepEqual(rules({ before: at("/properties/b"), after: at("/$defs/B") }), []);
    assert.deepEqual(rules({ before: at("/properties/b"), after: at("/$defs/B", 100) }), ["/output/$defs/B"]);
    assert.deepEqual(rules({ instead: [at("/properties/b")], after: at("/properties/b") }), []);
    assert.deepEqual(rules({ instead: [strict()], after: at("/properties/b") }), ["/output/properties/b"]);
  });

  it("is what it costs, beyond a tenth and fifty tokens", () => {
    const text = (length: number) => strict({ text: "x".repeat(length) });
    const rules = (before: number, after: number) =>
      compare([{ name: model, before: text(before), after: text(after) }]).found.map(({ message }) => message);
    assert.deepEqual(rules(400, 800), [`≈100 → ≈200 tokens per call of ${model}.`]);
    assert.deepEqual(rules(400, 599), []);
    assert.deepEqual(rules(40_000, 43_000), []);
    assert.deepEqual(rules(800, 400), [`≈200 → ≈100 tokens per call of ${model}.`]);
  });

  it("is another spelling, where nothing else tells that the request differs", () => {
    const respelt = { name: model, before: strict(), after: strict({ text: '{"type":"object","$defs":{}}' }) };
    assert.deepEqual(
      compare([respelt], []).found.map(({ rule, at }) => [rule, at]),
      [["request-changed", "/output"]],
    );
    assert.deepEqual(compare([respelt]).found, []);
  });

  it("is being asked at all, for a model that was not", () => {
    assert.deepEqual(compare([{ name: model, after: strict() }]), {
      found: [],
      impact: ["openai/gpt-5.6: asked anew, in strict schema mode"],
    });
    const weak = compare([{ name: model, after: toPrompt("it has 40 levels") }]).found;
    assert.deepEqual(
      weak.map(({ rule }) => rule),
      ["provider-strict-lost"],
    );
  });
});
