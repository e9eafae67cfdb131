import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { lintSpecs } from "../../../generator/src/lint/lint-specs.ts";
import { isSweep } from "../../corpus.ts";
import { fixText, lintInput, lintText } from "./lint-text.ts";

const strict = { set: "strict" } as const;
const list = (count: number, make: (index: number) => string, separator = "\n"): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);

/** Texts made to keep lint busy, with what they aim at. */
const hostile: Readonly<Record<string, string>> = {
  "unions of many options that all have to be compared": `output:\n  type: object\n  properties:\n${list(
    100,
    (a) =>
      `    p${a}: { oneOf: [${list(64, (b) => `{ type: object, properties: { x: { minLength: ${b} } } }`, ", ")}] }`,
  )}\n`,
  "options with thousands of values each": `output:\n  anyOf:\n${list(
    60,
    (a) => `    - enum: [${list(600, (b) => `v${a}x${b}`, ", ")}]`,
  )}\n`,
  "options that require thousands of names": `output:\n  anyOf:\n${list(
    40,
    (a) => `    - { type: object, required: [${list(800, (b) => `n${a}x${b}`, ", ")}] }`,
  )}\n`,
  "very many properties": `output:\n  type: object\n  properties:\n${list(9000, (a) => `    ${a % 2 === 0 ? "a_b" : "aB"}${a}: { type: string }`)}\n`,
  "very many definitions": `output:\n  type: string\n  $defs:\n${list(9000, (a) => `    D${a}: { $ref: '#/$defs/D${(a + 1) % 900}' }`)}\n`,
  "thousands of definitions without an end": `output:\n  type: string\n  $defs:\n${list(4000, (a) => `    D${a}: { type: object, required: [a, b], properties: { a: { $ref: '#/$defs/D${(a * 7) % 4000}' }, b: { $ref: '#/$defs/D${a}' } } }`)}\n`,
  "thousands of suppressions above each other": `output:\n  type: object\n  properties:\n${list(4000, (a) => `    # lint-ignore ${a % 2 === 0 ? "unsafe-pattern" : "nonsense"} -- ${a}`)}\n    a: { type: string }\n`,
  "thousands of suppressions beside thousands of findings": `output:\n  type: object\n  properties:\n${list(
    2000,
    (a) => `    # lint-ignore unsafe-pattern -- ${a}\n    p${a}: { type: string, pattern: a }`,
  )}\n`,
  "a long value that is almost an escape": `output: { type: string, enum: [a, b, ${"not_".repeat(50_000)}] }\n`,
  "a prompt that is one long list": `prompt: "${"a, ".repeat(50_000)}{{ x }}"\noutput: { enum: [a, b, c] }\n`,
  "a prompt of almost lists": `prompt: "${"a or or ".repeat(20_000)}{{ x }}"\noutput: { enum: [a, b, c] }\n`,
  "a pattern without end": `output: { type: string, pattern: "${"(a*)*".repeat(200)}$" }\n`,
  "schemas in schemas": `output: ${"{ type: array, items: ".repeat(90)}{ type: string }${" }".repeat(90)}\n`,
  "aliases that multiply": `x-a: &a [1,1,1,1,1,1,1,1,1,1]\nx-b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nx-c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nx-d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\nx-e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\noutput: { type: string }\n`,
  "references in a circle": `output:\n  $ref: '#/$defs/A'\n  $defs:\n    A: { $ref: '#/$defs/B' }\n    B: { $ref: '#/$defs/A' }\n`,
  "names of every object": `output:\n  type: object\n  required: [__proto__, constructor]\n  properties:\n    __proto__: { enum: [__proto__, toString] }\n    constructor: { $ref: '#/$defs/__proto__' }\n  $defs:\n    __proto__: { type: string, default: x }\n`,
};

describe("lint of a hostile spec", () => {
  for (const [aim, text] of Object.entries(hostile))
    it(`ends soon: ${aim}`, { timeout: 30_000 }, async () => {
      const started = performance.now();
      const { findings } = await lintText(text, { lint: strict, targets: ["openai", "anthropic"] });
      assert.ok(performance.now() - started < 10_000, `${performance.now() - started} ms`);
      assert.ok(findings.length < 5000, String(findings.length));
    });

  it("lists no more of a rule than anybody would read, and says so", async () => {
    const { findings } = await lintText(hostile["very many properties"] ?? "", { lint: strict });
    const alike = findings.filter(({ code }) => code === "missing-description");
    assert.equal(alike.length, 100);
    assert.match(alike.at(-1)?.message ?? "", /and 900 more like this/);
  });

  it("mends it without end in sight no longer than ten times", { timeout: 30_000 }, async () => {
    const text = `output:\n  type: object\n  properties:\n${list(300, (a) => `    p${a}: { type: string, maxLenght: 3 }`)}\n`;
    const { fixed } = await fixText(text, { lint: {} });
    assert.ok(fixed > 100);
  });

  it("changes nothing that all objects have", async () => {
    await lintText(hostile["names of every object"] ?? "", { lint: strict });
    assert.equal(({} as { default?: unknown }).default, undefined);
  });
});

describe("lint of many specs", () => {
  const text = `description: d
prompt: "{{ notes }}"
output:
  type: object
  additionalProperties: false
  required: [reasoning, status]
  properties:
    reasoning: { type: string, description: Why. }
    status: { description: How it is., enum: [good, bad, other] }
    items:
      description: All of them.
      type: array
      items: { $ref: "#/$defs/Item" }
  $defs:
    Item:
      description: One.
      type: object
      required: [kind, count]
      properties:
        kind: { const: a }
        count: { type: integer, minimum: 0, description: How many. }
`;

  it("takes time in proportion to them: a thousand in seconds", { timeout: 60_000 }, async () => {
    const count = isSweep ? 1000 : 300;
    const files = Object.fromEntries(Array.from({ length: count }, (_, index) => [`schemas/s${index}.yaml`, text]));
    const input = lintInput(text, { files, lint: {}, targets: ["openai", "anthropic", "ollama"] });
    const started = process.cpuUsage();
    const { findings } = await lintSpecs(input);
    const { user, system } = process.cpuUsage(started);
    assert.deepEqual(findings, []);
    // Three times what it takes, for slower machines; what else they do does not count.
    const ms = (user + system) / 1000;
    assert.ok(ms < count * 10, `${ms} ms`);
  });
});
