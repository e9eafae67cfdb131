import assert from "node:assert/strict";
import { mergePatch, RawJson, stringifyBody } from "@outspec/runtime/providers/raw-json";
import fc from "fast-check";
import { describe, it } from "vitest";

describe("a request body", () => {
  it("is written like JSON.stringify writes it", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(stringifyBody(value), JSON.stringify(value))));
  });

  it("leaves out what is undefined, like JSON.stringify", () => {
    const value = { a: undefined, b: [undefined, 1], c: { d: undefined }, e: new Date(0) };
    assert.equal(stringifyBody(value), JSON.stringify(value));
  });

  it("holds raw JSON byte for byte, whatever is around it", () => {
    const text = '{"b": 1, "10": 2,  "2": 3, "__proto__": {"a": 1e400}}';
    const body = stringifyBody({ before: '"', schema: new RawJson(text), after: [new RawJson(text)] });
    assert.equal(body, `{"before":"\\"","schema":${text},"after":[${text}]}`);
  });

  it("cannot be changed by a prompt that looks like a schema", () => {
    const text = '{"type":"object"}';
    assert.equal(
      stringifyBody({ prompt: text, schema: new RawJson(text) }),
      `{"prompt":${JSON.stringify(text)},"schema":${text}}`,
    );
  });

  it("cannot be changed by a prompt that holds the mark of a raw text either", () => {
    const text = '{"type":"object"}';
    const prompts = ["outspec-raw-0:0", "outspec-raw-1:0", "outspec-raw-0:7", '"outspec-raw-0:0"'];
    const body = stringifyBody({ prompts, schema: new RawJson(text), other: new RawJson("[]") });
    assert.equal(body, `{"prompts":${JSON.stringify(prompts)},"schema":${text},"other":[]}`);
  });
});

describe("merging a user's fields", () => {
  const table: readonly (readonly [target: object, patch: object, result: object])[] = [
    [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [{ a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: 1, b: 2 }, { a: null }, { b: 2 }],
    [{ a: 1 }, { a: undefined }, { a: 1 }],
    [{ a: 1 }, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ];
  for (const [target, patch, result] of table) {
    it(`makes ${JSON.stringify(result)} of ${JSON.stringify(target)} and ${JSON.stringify(patch)}`, () => {
      const before = JSON.stringify(target);
      assert.deepEqual(mergePatch(target, patch), result);
      assert.equal(JSON.stringify(target), before);
    });
  }

  it("treats __proto__ as any other field", () => {
    const merged = mergePatch({ a: 1 }, JSON.parse('{"__proto__":{"polluted":true}}'));
    assert.equal(Object.getPrototypeOf(merged), Object.prototype);
    assert.equal(stringifyBody(merged), '{"a":1,"__proto__":{"polluted":true}}');
  });
});
