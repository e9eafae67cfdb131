import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { limits } from "../../generator/src/spec/limits.ts";
import { config } from "./emit-cases.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `count` entries, by name. */
function entries(count: number, value: (index: number) => Json): { readonly [name: string]: Json } {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, value(index)]));
}

function nested(levels: number, open: string, core: string, close: string): string {
  return open.repeat(levels) + core + close.repeat(levels);
}

const text: Json = { type: "string" };
const reference = (index: number): Json => ({ $ref: `#/$defs/p${index}` });
const isAnObject = (properties: { readonly [name: string]: Json }): Json => ({ type: "object", properties });

/** Definitions that each hold the next, in the form `link` gives. */
function chain(length: number, link: (next: Json) => Json): Json {
  return {
    ...(reference(0) as object),
    $defs: entries(length, (index) => (index === length - 1 ? isAnObject({ end: text }) : link(reference(index + 1)))),
  };
}

const yaml = (lines: string): readonly [string, string] => ["schemas/spec.yaml", lines];
const json = (schema: Json | string): readonly [string, string] => [
  "schemas/spec.json",
  typeof schema === "string" ? schema : JSON.stringify(schema),
];
const withPrompt = (prompt: string): readonly [string, string] =>
  yaml(`output: { type: string }\nprompt: |\n  ${prompt}\n`);

const pattern = (value: string): Json => ({ type: "string", pattern: value });

/** What must end in one kind of error, at a line and column. The time limit is the test runner's. */
const refused: Readonly<Record<string, readonly [code: string, file: readonly [string, string]]>> = {
  "JSON nested 10,000 levels deep": ["too-deep", json(nested(10_000, '{"not":', "{}", "}"))],
  "a flow of YAML nested 10,000 levels deep": ["too-deep", yaml(`output: ${nested(10_000, "{a: ", "1", "}")}`)],
  "a block of YAML nested 1,000 levels deep": [
    "too-deep",
    yaml(`output:\n${Array.from({ length: 1000 }, (_, level) => `${" ".repeat(level + 1)}a:`).join("\n")}\n`),
  ],
  "dashes nested 10,000 levels deep": ["too-deep", yaml(`output:\n  enum:\n    ${"- ".repeat(10_000)}1\n`)],
  "an input nested 10,000 levels deep": [
    "too-deep",
    yaml(`prompt: x\ninput: ${nested(10_000, "{a: ", "1", "}")}\noutput: { type: string }`),
  ],
  "an example nested 10,000 levels deep": [
    "too-deep",
    yaml(`examples:\n  - output: ${nested(10_000, "[", "1", "]")}\noutput: { type: array }`),
  ],
  "a prompt part nested 10,000 levels deep": [
    "too-deep",
    yaml(`prompt: ${nested(10_000, "[", "x", "]")}\noutput: { type: string }`),
  ],
  "YAML whose aliases double": [
    "alias-bomb",
    yaml(
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"]
        .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefg"[index]}`).join(",")}]`)
        .join("\n")}\noutput: { enum: *h }\n`,
    ),
  ],
  "one alias 50,000 times": [
    "alias-bomb",
    yaml(
      `output:\n  type: object\n  $defs: { a: &a { type: string } }\n  properties:\n${Array.from({ length: 50_000 }, (_, index) => `    p${index}: *a`).join("\n")}\n`,
    ),
  ],
  "5 MB of properties": [
    "too-large",
    json(isAnObject(entries(60_000, () => ({ type: "string", description: "x".repeat(60) })))),
  ],
  "5 MB of one text": ["too-large", json({ type: "string", description: "x".repeat(5_000_000) })],
  "an enum of 250,000 values": ["too-large", json({ enum: Array.from({ length: 250_000 }, (_, index) => index) })],
  "100,000 definitions that refer to each other": [
    "too-large",
    json(chain(100_000, (next) => ({ ...(next as object), title: "x" }))),
  ],
  "properties by the ten thousand": ["too-complex", json(isAnObject(entries(25_000, () => text)))],
  "a row of 5,000 references": ["too-deep", json(chain(5000, (next) => next))],
  "a row of 2,000 objects": ["too-deep", json(chain(2000, (next) => isAnObject({ next })))],
  "a row of objects too deep for ajv": ["too-deep", json(chain(450, (next) => isAnObject({ next })))],
  "references that go round through allOf": [
    "circular-ref",
    json({
      $ref: "#/$defs/a",
      $defs: { a: { allOf: [{ $ref: "#/$defs/b" }] }, b: { allOf: [{ $ref: "#/$defs/a" }] } },
    }),
  ],
  "unions that multiply when they are spread": [
    "too-complex",
    json({
      $ref: "#/$defs/p0",
      $defs: entries(8, (index) => ({
        ...(isAnObject({ [`z${index}`]: text }) as object),
        anyOf: Array.from({ length: 8 }, (_, option) => ({
          allOf: [isAnObject({ [`q${option}`]: text }), ...(index < 7 ? [reference(index + 1)] : [])],
        })),
      })),
    }),
  ],
  "20,000 slips": ["unknown-type", json(isAnObject(entries(20_000, () => ({ type: "strng" }))))],
  "20,000 wrong values": ["invalid-schema", json(isAnObject(entries(20_000, () => ({ minLength: "x" }))))],
  "5,000 references with slips": [
    "ref-not-found",
    json({
      ...(isAnObject(entries(5000, (index) => ({ $ref: `#/$defs/x${index}` }))) as object),
      $defs: entries(5000, () => text),
    }),
  ],
  "50,000 unknown keys": ["unknown-key", yaml(Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`).join("\n"))],
  "50,000 equal keys": ["duplicate-key", yaml("output: { type: string }\n".repeat(50_000))],
  "100,000 documents": ["several-documents", yaml("a\n---\n".repeat(100_000))],
  "one line of 200,000 colons": ["too-deep", yaml("a: b: ".repeat(200_000))],
  "half a million brackets": ["syntax", json("[".repeat(500_000))],
  "blocks nested 10,000 levels deep": ["template-too-complex", withPrompt(nested(10_000, "{{#if a}}", "x", "{{/if}}"))],
  "half a million braces": ["template-too-complex", withPrompt("{{".repeat(500_000))],
  "100,000 conditions": ["template-too-complex", withPrompt("{{#if a}}x{{/if}}".repeat(100_000))],
  "a path of 10,000 steps": ["template-too-complex", withPrompt(`{{ ${"a.".repeat(10_000)}b }}`)],
  "a pattern of half a million characters": ["invalid-pattern", json(pattern(`^${"(a|b)".repeat(100_000)}$`))],
  "a pattern nested 20,000 levels deep": ["invalid-pattern", json(pattern(nested(20_000, "(", "a", ")")))],
  "numbers beyond what JavaScript holds": [
    "not-json",
    json('{"type":"object","properties":{"a":{"type":"number","maximum":1e400}}}'),
  ],
  "integers beyond 2^53": ["unsafe-integer", yaml("output: { type: integer, minimum: 9007199254740993 }")],
  "a multiple of nothing": ["invalid-schema", json({ type: "number", multipleOf: 0 })],
  "lengths below nothing": ["invalid-schema", json({ type: "string", minLength: -1 })],
  "fifty examples that a pattern never finishes with": [
    "slow-pattern",
    yaml(
      `output: { type: string, pattern: "^(a+)+$" }\nexamples:\n${Array.from({ length: 50 }, () => `  - output: ${"a".repeat(60)}!`).join("\n")}\n`,
    ),
  ],
  "thousands of wrong examples": [
    "example-mismatch",
    yaml(`output: { type: integer }\nexamples:\n${"  - output: abc\n".repeat(5000)}`),
  ],
};

/** What is large or odd and all the same an output. */
const emitted: Readonly<Record<string, readonly [string, string]>> = {
  "5,000 properties": json(isAnObject(entries(5000, () => text))),
  "an enum of 10,000 values": json(
    isAnObject({ a: { enum: Array.from({ length: 10_000 }, (_, index) => `v${index}`) } }),
  ),
  "10,000 definitions of which one is used": json({
    ...(isAnObject({ a: reference(0) }) as object),
    $defs: entries(10_000, () => text),
  }),
  "a row of 100 objects": json(chain(100, (next) => isAnObject({ next }))),
  "definitions that refer to the next twice": json(chain(40, (next) => isAnObject({ a: next, b: next }))),
  "definitions that refer to the next six times": json(chain(40, (next) => isAnObject(entries(6, () => next)))),
  "a definition of 2,000 properties that 200 others refer to": json({
    ...(isAnObject(entries(200, () => reference(0))) as object),
    $defs: entries(1, () => isAnObject(entries(2000, () => text))),
  }),
  "unions of the next one twice": json(chain(40, (next) => ({ anyOf: [next, next] }))),
  "parts of the next one twice": json(chain(40, (next) => ({ allOf: [next, next] }))),
  "an optional property of parts of the next one twice, which allow null": json({
    ...(isAnObject({ a: reference(0) }) as object),
    $defs: entries(40, (index) =>
      index === 39 ? { type: ["string", "null"] } : { allOf: [reference(index + 1), reference(index + 1)] },
    ),
  }),
  "unions of the next one twice above a row of 15 objects": json({
    ...(isAnObject({ a: reference(0) }) as object),
    $defs: entries(55, (index) => {
      if (index === 54) return text;
      const next = reference(index + 1);
      return index < 40 ? { anyOf: [next, next] } : isAnObject({ next });
    }),
  }),
  "objects that all refer to all": json({
    ...(reference(0) as object),
    $defs: entries(30, () => isAnObject(entries(30, reference))),
  }),
  "unions that all refer to all": json({
    ...(reference(0) as object),
    $defs: entries(10, () => ({
      anyOf: Array.from({ length: 10 }, (_, index) => ({
        type: "object",
        required: ["k"],
        properties: { k: { const: index }, next: reference(index) },
      })),
    })),
  }),
  "a list of a thousand million elements": json({ type: "array", items: text, minItems: 1e9, maxItems: 1e9 }),
  "a tuple of a thousand million elements": json({ type: "array", prefixItems: [text], minItems: 1e9 }),
  "a text of a thousand million characters": json(
    isAnObject({ a: { type: "string", minLength: 1e9, maxLength: 1e9 } }),
  ),
  "an object of a thousand million properties": json({
    type: "object",
    minProperties: 1e9,
    additionalProperties: text,
  }),
  "a pattern that repeats itself": json(pattern("^(((a{1000}){1000}){1000}){1000}$")),
  "patterns that never finish with an enum's or a property's name": json({
    type: "object",
    patternProperties: { "^(a+)+$": text },
    properties: { [`${"a".repeat(60)}!`]: { ...(pattern("^(a+)+$") as object), enum: [`${"a".repeat(60)}!`, "b"] } },
  }),
  "names of 100,000 characters": json(
    isAnObject({ ["n".repeat(100_000)]: isAnObject({ ["m".repeat(100_000)]: text }) }),
  ),
  "a description of a million characters": json({ type: "string", description: "x ".repeat(500_000) }),
  "a prompt of a million characters": withPrompt("x ".repeat(500_000)),
  "blocks nested as deep as they may be": withPrompt(nested(limits.templateDepth, "{{#if a}}", "x", "{{/if}}")),
};

describe("a spec that is too much ends in a finding:", { timeout: 60_000 }, () => {
  for (const [name, [code, [path, source]]] of Object.entries(refused)) {
    it(name, async () => {
      const { files, diagnostics } = await compile(new Map([[path, source]]), config);
      assert.deepEqual(files, []);
      const found = diagnostics.find((one) => one.code === code);
      assert.ok(found, `${code} among ${[...new Set(diagnostics.map((one) => one.code))].join(", ")}`);
      assert.equal(found.severity, "error");
      const { start } = found.range;
      assert.ok(start.line <= source.split("\n").length && start.column >= 1);
      assert.ok(diagnostics.length <= limits.findings + 1);
      if (diagnostics.length > limits.findings) assert.ok(diagnostics.some((one) => one.code === "too-many-findings"));
    });
  }
});

describe("a spec that is large or odd is an output all the same:", { timeout: 60_000 }, () => {
  for (const [name, [path, source]] of Object.entries(emitted)) {
    it(name, async () => {
      const { files, diagnostics } = await compile(new Map([[path, source]]), config);
      assert.deepEqual(
        diagnostics.filter(({ severity }) => severity === "error"),
        [],
      );
      const bytes = files.reduce((sum, file) => sum + file.text.length, 0);
      // What is written grows with what is read, by a factor: schema, types and one text a dialect.
      assert.ok(bytes < 40_000 + 60 * source.length, `${bytes} characters from ${source.length}`);
    });
  }
});
