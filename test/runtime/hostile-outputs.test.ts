import { createAnswerReader } from "@outspec/runtime/answer-reader";
import type { Codec } from "@outspec/runtime/codec";
import { type InvalidOutputError, OutspecError } from "@outspec/runtime/errors";
import { describe, expect, it } from "vitest";
import { codecOf } from "./dynamic/codec-of.ts";

// Answers that no model would give, unless somebody told it to. What is refused is refused with a short reason; what is
// accepted is what stands there; and nothing takes longer than its length allows.

/** Reads an answer in pieces of a size, as a stream brings it, or in one. */
function readAnswer(codec: Codec, text: string, size = text.length): unknown {
  const reader = createAnswerReader({ name: "Spec", codec, inverse: undefined, repairs: "text" });
  for (let at = 0; at < text.length; at += size) {
    reader.push(text.slice(at, at + size));
    reader.settle();
  }
  return reader.finish().output;
}

function failureOf(codec: Codec, text: string, size?: number): InvalidOutputError {
  try {
    readAnswer(codec, text, size);
  } catch (error) {
    expect(OutspecError.is(error) && error.code).toBe("invalid-output");
    return error as InvalidOutputError; // its code says so
  }
  throw new Error("the answer was accepted");
}

const text = { type: "string" } as const;
const anything = codecOf({ type: "object", additionalProperties: true });

describe("names that every object has", () => {
  const names = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "__defineGetter__",
    "toJSON",
    "then",
    "length",
  ];
  const own = Object.getOwnPropertyNames(Object.prototype).sort();
  /** An object with all of them, as JSON has it. */
  const jsonOf = (value: string): string => `{${names.map((name) => `${JSON.stringify(name)}:${value}`).join()}}`;

  function expectRead(codec: Codec, json: string): void {
    for (const size of [1, 7, json.length]) {
      const output = readAnswer(codec, json, size);
      expect(JSON.stringify(output)).toBe(json);
      expect(Object.getPrototypeOf(output)).toBe(Array.isArray(output) ? Array.prototype : Object.prototype);
    }
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(own);
    expect({}).not.toHaveProperty("polluted");
  }

  it("are properties like any others where a schema has them", () => {
    const properties = Object.fromEntries(names.map((name) => [name, text]));
    Object.defineProperty(properties, "__proto__", { value: text, enumerable: true });
    const codec = codecOf({ type: "object", additionalProperties: false, required: names, properties });
    expectRead(codec, jsonOf('"x"'));
    for (const name of names) {
      const without = jsonOf('"x"').replace(`${JSON.stringify(name)}:"x"`, '"x":"x"');
      expect(failureOf(codec, without).message, name).toMatch(/Spec does not match its schema/);
    }
  });

  it("are keys of maps, and of what may be anything, on every level", () => {
    const inner = jsonOf('{"polluted":true}');
    expectRead(anything, jsonOf(inner));
    expectRead(codecOf({ type: "object", additionalProperties: { type: "object" } }), jsonOf(inner));
    expectRead(
      codecOf({ type: "array", items: { type: "object", additionalProperties: true } }),
      `[${inner},${inner}]`,
    );
    expectRead(codecOf(true), inner);
  });

  it("are left out like any others where a schema has not declared them, and refused where it is closed", () => {
    const open = codecOf({ type: "object", properties: { a: text } });
    const json = jsonOf('{"polluted":true}').replace("{", '{"a":"x",');
    for (const size of [1, json.length]) expect(readAnswer(open, json, size)).toEqual({ a: "x" });
    const closed = codecOf({ type: "object", additionalProperties: false, properties: { a: text } });
    for (const name of names)
      expect(failureOf(closed, `{"a":"x",${JSON.stringify(name)}:1}`).message).toContain(
        `must not have the property ${name}`,
      );
  });

  it("twice make an answer invalid like any others", () => {
    for (const name of names) {
      const key = JSON.stringify(name);
      expect(failureOf(anything, `{${key}:1,${key}:2}`).message).toMatch(/ is written twice at character /);
    }
  });
});

describe("numbers at the edges", () => {
  const numbers = codecOf({ type: "object", required: ["n"], properties: { n: { type: "number" } } });
  const written = (n: string): string => `{"n":${n}}`;

  it("are what JavaScript makes of them", () => {
    for (const n of [
      "-0",
      "1e-400",
      "-1e-400",
      "9007199254740993",
      "1.7976931348623157e308",
      "0.1",
      `0.${"1".repeat(400)}`,
    ])
      expect(readAnswer(numbers, written(n)), n).toEqual({ n: Number(n) });
  });

  it("are refused where they are more than it can hold", () => {
    for (const n of [
      "1e400",
      "-1e400",
      "1".repeat(400),
      "1e99999999999",
      "NaN",
      "Infinity",
      "0x10",
      "01",
      "1_000",
      "+1",
      ".5",
    ])
      expect(failureOf(numbers, written(n)).message, n).not.toContain(n);
  });

  it("of a million digits take no time to speak of", () => {
    expect(failureOf(numbers, written("1".repeat(1_000_000)), 1_000)).toBeDefined();
    expect(readAnswer(numbers, written(`0.${"1".repeat(1_000_000)}`), 1_000)).toEqual({ n: 0.1111111111111111 });
  });
});

describe("texts at the edges", () => {
  it("keep halves of pairs and zeros, as they were written", () => {
    const codec = codecOf({ type: "object", required: ["a"], properties: { a: text } });
    for (const a of ["\ud800", "\udc00\ud800", "a\u0000b", "\ufeff", "\u2028", "\ud83d\ude00"])
      for (const size of [1, 100]) expect(readAnswer(codec, JSON.stringify({ a }), size)).toEqual({ a });
  });

  it("in keys stand in one line of a message, short", () => {
    const numbers = codecOf({ type: "object", additionalProperties: { type: "number" } });
    const closed = codecOf({ type: "object", additionalProperties: false, properties: { a: text } });
    for (const key of [
      "\u001b[31mred\r\n  all is well\u0000",
      "\u202eevil",
      "\u009b2J",
      "k".repeat(1_000_000),
      "/~".repeat(1_000),
      "\ud800",
    ]) {
      const json = `{${JSON.stringify(key)}:"text"}`;
      for (const codec of [numbers, closed]) {
        const { message } = failureOf(codec, json);
        expect(message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,400}$/u);
      }
      const broken = failureOf(anything, `{${JSON.stringify(key)}:{"a":tru}}`);
      expect(broken.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,400}$/u);
    }
  });
});

describe("size", () => {
  const list = codecOf({ type: "array", items: { type: "object", required: ["a"], properties: { a: text } } });

  it("of a text or a key is no matter, up to the limit", () => {
    const long = "x".repeat(2_000_000);
    expect(readAnswer(anything, JSON.stringify({ a: long }), 1_000)).toEqual({ a: long });
    expect(readAnswer(anything, JSON.stringify({ [long]: 1 }), 1_000)).toEqual({ [long]: 1 });
    const tooLong = failureOf(anything, JSON.stringify({ a: "x".repeat(17_000_000) }), 100_000);
    expect(tooLong.message).toContain("longer than 16777216 characters");
  });

  it("of a few hundred thousand keys, declared or not, is no matter", () => {
    const json = `{${Array.from({ length: 300_000 }, (_, index) => `"key ${index}":${index}`).join()}}`;
    expect(Object.keys(readAnswer(anything, json, 10_000) as object)).toHaveLength(300_000);
    const open = codecOf({ type: "object", properties: { "key 7": { type: "number" } } });
    expect(readAnswer(open, json, 10_000)).toEqual({ "key 7": 7 });
    const twice = json.replace(/}$/, ',"key 9":1}');
    expect(failureOf(anything, twice, 10_000)).toBeDefined();
  });

  it("of millions of wrong items comes to one short error", () => {
    for (const json of [`[${"{},".repeat(2_000_000)}{}]`, `[${"1,".repeat(3_000_000)}1]`]) {
      for (const size of [json.length, 100_000]) {
        const { issues, message } = failureOf(list, json, size);
        expect(issues.length).toBeLessThanOrEqual(1_000);
        expect(message.length).toBeLessThan(500);
      }
    }
  });

  it("of items that only the validator can tell are wrong comes to a thousand issues", () => {
    const codec = codecOf({ type: "array", items: { type: "string", pattern: "^[a-z]$" } });
    const { issues, message } = failureOf(codec, `[${'"A",'.repeat(200_000)}"A"]`);
    expect(issues.length).toBeLessThanOrEqual(1_000);
    expect(message.length).toBeLessThan(500);
  });
});

describe("depth", () => {
  const node = { $ref: "#/$defs/node" };
  const thread = codecOf({
    $defs: { node: { type: "object", properties: { child: node, name: text }, additionalProperties: false } },
    ...node,
  });
  const nested = (depth: number): string => `${'{"child":'.repeat(depth)}{}${"}".repeat(depth)}`;

  it("is two hundred levels at most, for schemas without end, too", () => {
    for (const size of [1, 10_000]) {
      expect(JSON.stringify(readAnswer(thread, nested(199), size))).toBe(nested(199));
      expect(failureOf(thread, nested(200), size).message).toContain("more than 200 levels of nesting");
    }
  });

  it("of a million levels is noticed at the two hundredth", () => {
    for (const json of [nested(1_000_000), "[".repeat(1_000_000)])
      for (const codec of [thread, anything, codecOf(true)])
        expect(failureOf(codec, json, 1_000).message.length).toBeLessThan(1_000);
  });
});
