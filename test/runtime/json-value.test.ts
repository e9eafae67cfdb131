import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { equalsJson, setOwn, wireTypeOf } from "@outspec/runtime/partial/json-value";
import fc from "fast-check";
import { describe, it } from "vitest";

describe("two JSON values", () => {
  it("are equal when they are written alike, but for the order of keys", () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== "object" || value === null) return value;
      const copy: Record<string, unknown> = {};
      for (const [key, member] of Object.entries(value).reverse()) setOwn(copy, key, turned(member));
      return copy;
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.ok(equalsJson(value, turned(value)));
      }),
    );
  });

  it("are not equal when one thing in them differs", () => {
    const different: readonly (readonly [unknown, unknown])[] = [
      [1, 2],
      [1, "1"],
      [0, null],
      [null, {}],
      [{}, null],
      ["a", { 0: "a" }],
      [{ 0: "a" }, "a"],
      [[], {}],
      [{}, []],
      [[1], { 0: 1 }],
      [{ 0: 1, length: 1 }, [1]],
      [[1, 2], [1]],
      [[1], [1, 2]],
      [
        [1, 2],
        [1, 3],
      ],
      [
        [2, 1],
        [3, 1],
      ],
      [{ a: 1 }, { a: 2 }],
      [{ a: 1 }, { b: 1 }],
      [{ a: 1 }, { a: 1, b: 2 }],
      [
        { a: 1, b: 2 },
        { a: 1, b: 3 },
      ],
      [{ toString: undefined }, {}],
      [{ constructor: Object }, { a: Object }],
      [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
      [new Date(0), new Date(0)],
      [new Map(), {}],
      [{}, new Map()],
    ];
    for (const [a, b] of different) assert.equal(equalsJson(a, b), false, `${JSON.stringify(a)} ${JSON.stringify(b)}`);
  });
});

describe("the JSON type of a value", () => {
  it("is that of plain values, of another realm, too", () => {
    const values = ["", 0, false, null, [], {}, Object.create(null), runInNewContext("({})"), runInNewContext("[]")];
    const types = ["string", "number", "boolean", "null", "array", "object", "object", "object", "array"];
    assert.deepEqual(values.map(wireTypeOf), types);
  });

  it("is nothing for what JSON cannot say", () => {
    for (const value of [undefined, () => 1, Symbol("s"), 1n, new Date(0), new Map(), new (class A {})()])
      assert.equal(wireTypeOf(value), undefined);
  });
});

describe("a member", () => {
  it("is set whatever its name, as any other that can be changed and listed", () => {
    for (const name of ["a", "__proto__", "constructor", ""]) {
      const target: Record<string, unknown> = {};
      setOwn(target, name, { polluted: true });
      assert.deepEqual(Object.entries(target), [[name, { polluted: true }]]);
      assert.equal(Object.getPrototypeOf(target), Object.prototype);
      setOwn(target, name, 1);
      assert.equal(Object.getOwnPropertyDescriptor(target, name)?.value, 1);
      assert.deepEqual(Object.getOwnPropertyDescriptor(target, name), {
        value: 1,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
  });
});
