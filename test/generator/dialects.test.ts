import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { neededDialects } from "../../generator/src/plan/needed-dialects.ts";
import { type DialectName, dialectNames } from "../../runtime/src/facts/dialects.ts";
import { compileDialects, dialects } from "../../runtime/src/schema/dialects/compile.ts";
import { compiled, object, source } from "./dialects-source.ts";
import type { config } from "./emit-cases.ts";

describe("a dialect", () => {
  it("keeps property order everywhere", () => {
    const schema = object({ z: { type: "string" }, a: { type: "string" }, m: { type: "string" } }, ["m"]);
    for (const name of dialectNames) {
      const result = dialects[name].compile(source(schema));
      assert.ok("schema" in result, name);
      assert.deepEqual(Object.keys(JSON.parse(result.schema).properties), ["z", "a", "m"], name);
    }
  });

  it("never says our own keywords", () => {
    const schema = object({ a: { type: "string", "x-stream": "complete", "x-owner": "us" } });
    for (const name of dialectNames)
      assert.doesNotMatch(JSON.stringify(dialects[name].compile(source(schema))), /x-/, name);
  });

  it("says why it cannot be used", () => {
    const optional = object(
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, { type: "string" }])),
    );
    assert.deepEqual(dialects.anthropic.compile(source(optional)), {
      unusable: "it has 11 optional properties, and this dialect allows 10",
    });
    const wide = { anyOf: Array.from({ length: 6 }, (_, index) => object({ [`a${index}`]: { type: "string" } })) };
    assert.deepEqual(dialects["cerebras-strict"].compile(source(wide)), {
      unusable: "it has 6 options in a union, and this dialect allows 5",
    });
  });

  it("takes fewer levels of a recursion where more would pass a limit", () => {
    const recursive = object({
      a: { type: "string" },
      b: { type: "string" },
      c: { type: "string" },
      next: { $ref: "#" },
    });
    const { schema } = compiled(recursive, "anthropic");
    assert.equal(schema.match(/"next":/g)?.length, 2);
  });

  it("leaves descriptions out before it gives up for their length", () => {
    const long = object({ a: { type: "string", description: "x".repeat(6000) } });
    assert.equal(
      compiled(long, "cerebras-strict").schema,
      '{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}',
    );
  });

  it("writes few-shot examples as it has values written", () => {
    const schema = object({ a: { type: "string" }, m: { type: "object", additionalProperties: { type: "number" } } }, [
      "m",
    ]);
    const from = { ...source(schema), examples: [{ m: { x: 1 } }] };
    const examplesIn = (name: DialectName): unknown => {
      const dialect = dialects[name].compile(from);
      return "schema" in dialect ? dialect.examples : undefined;
    };
    assert.deepEqual(examplesIn("openai-strict"), ['{"a":null,"m":[{"key":"x","value":1}]}']);
    assert.deepEqual(examplesIn("prompt"), ['{"m":{"x":1}}']);
    assert.deepEqual(examplesIn("llama-gbnf"), ['{"m":{"x":1}}']);
    const wrong = dialects["openai-strict"].compile({ ...from, examples: [{ m: { x: "1" } }] });
    assert.ok("schema" in wrong && wrong.examples === undefined);
  });

  it("gives a property named like a keyword no special treatment", () => {
    const schema = object({
      title: { type: "string" },
      default: { type: "string" },
      $ref: { type: "string" },
      "x-a": { type: "string" },
    });
    for (const name of dialectNames) {
      const result = dialects[name].compile(source(schema));
      assert.ok("schema" in result, name);
      assert.deepEqual(Object.keys(JSON.parse(result.schema).properties), ["title", "default", "$ref", "x-a"], name);
    }
  });

  it("is readable JSON in a prompt, compact, with descriptions and without noise", () => {
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "T",
      ...object({ a: { type: "string", description: "D.", default: "x" } }),
    };
    assert.equal(
      compiled(schema, "prompt").schema,
      '{"type":"object","properties":{"a":{"type":"string","description":"D."}}}',
    );
    assert.equal(
      compiled(schema, "plain").schema,
      '{"title":"T","type":"object","properties":{"a":{"type":"string","description":"D.","default":"x"}}}',
    );
    const shared = object({ a: { $ref: "#/$defs/A" } }, [], {
      $defs: { A: { $ref: "#/$defs/B" }, B: { type: "string" }, C: { type: "number" } },
    });
    assert.deepEqual(Object.keys(JSON.parse(compiled(shared, "prompt").schema).$defs), ["A", "B"]);
  });

  it("keeps bounds of integers only in a grammar", () => {
    const { schema, unenforced } = compiled(
      object({ i: { type: "integer", minimum: 1 }, n: { type: "number", minimum: 1 } }),
      "llama-gbnf",
    );
    assert.deepEqual(JSON.parse(schema).properties, {
      i: { type: "integer", minimum: 1 },
      n: { type: "number", description: "(minimum 1)" },
    });
    assert.deepEqual(unenforced, ["minimum at #/properties/n"]);
  });
});

describe("the dialects of a project", () => {
  const names = (routers: typeof config.routers, targets: readonly DialectName[] = []): readonly DialectName[] => [
    ...compileDialects(source({ type: "object" }), neededDialects({ routers, targets })).keys(),
  ];
  const only = (provider: string, model: string): typeof config.routers => ({
    default: { primary: { provider, model }, fallbacks: [] },
  });

  it("are those of its models, the two that fit everywhere, and its targets", () => {
    assert.deepEqual(names(only("ollama", "llama3.2")), ["llama-gbnf", "openai-compatible-loose", "prompt"]);
    assert.deepEqual(names(only("ollama", "llama3.2"), ["plain"]), [
      "llama-gbnf",
      "openai-compatible-loose",
      "prompt",
      "plain",
    ]);
    assert.deepEqual(names(only("anthropic", "claude-haiku-5-5")), [
      "anthropic",
      "openai-compatible-loose",
      "prompt",
      "anthropic-tool",
    ]);
  });

  it("leave out what a model's modes never ask for", () => {
    assert.deepEqual(names(only("anthropic", "claude-opus-5-5")), ["anthropic", "openai-compatible-loose", "prompt"]);
  });

  it("are the usual ones when no router is declared", () => {
    assert.deepEqual(names({}), [
      "openai-strict",
      "anthropic",
      "llama-gbnf",
      "openai-compatible-loose",
      "prompt",
      "anthropic-tool",
    ]);
  });
});

describe("a schema some dialects cannot say in full", () => {
  it("keeps a list empty where nothing may stand in it", () => {
    const schema = object({ none: { type: "array", items: false } }, ["none"]);
    assert.match(compiled(schema, "openai-strict").schema, /"maxItems":0/);
    assert.deepEqual(compiled(schema, "anthropic").unenforced, ["maxItems at #/properties/none"]);
  });

  it("has its references written out at the root too", () => {
    const schema = { $ref: "#/$defs/L", $defs: { L: { type: "array", items: { type: "string" } } } };
    assert.doesNotMatch(compiled(schema, "openai-compatible-loose").schema, /\$ref/);
  });
});
