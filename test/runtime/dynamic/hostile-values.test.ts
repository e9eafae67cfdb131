import { describe, expect, it } from "vitest";
import { codecOf } from "./codec-of.ts";

// What is compiled at run time judges hostile values as soon as what is generated does.

describe("a validator that is compiled at run time", () => {
  it("judges a list of a hundred thousand objects that must differ in one pass", () => {
    const { validate } = codecOf({ type: "array", uniqueItems: true, items: { type: "object" } });
    const items = Array.from({ length: 100_000 }, (_, index) => ({ id: index }));
    expect(validate(items)).toBe(true);
    expect(validate([...items, { id: 7 }])).toBe(false);
    expect(validate.errors).toMatchObject([{ keyword: "uniqueItems", params: { i: 100_000, j: 7 } }]);
  });

  it("tells names apart that every object has", () => {
    const { validate } = codecOf({ type: "array", uniqueItems: true, items: { type: "string" } });
    expect(validate(["__proto__", "constructor", "toString"])).toBe(true);
    expect(validate(["__proto__", "__proto__"])).toBe(false);
  });

  it("runs patterns in time that is proportional to the text", () => {
    const text = (pattern: string) =>
      codecOf({ type: "object", properties: { a: { type: "string", pattern } } }).validate;
    expect(text("^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$")({ a: `a@${".".repeat(500_000)} ` })).toBe(false);
    expect(text("\\s+$")({ a: `${" ".repeat(500_000)}x` })).toBe(false);
    expect(text("\\s+$")({ a: "x " })).toBe(true);
  });

  it("judges a value of two hundred levels once for each, however many branches lead there", () => {
    const node = { $ref: "#/$defs/node" };
    const branch = (own: string, required: readonly string[]) => ({
      type: "object",
      required,
      properties: { child: node, [own]: { type: "string" } },
    });
    for (const union of ["anyOf", "oneOf", "allOf"]) {
      const { validate } = codecOf({ $defs: { node: { [union]: [branch("x", ["x"]), branch("y", ["y"])] } }, ...node });
      for (const leaf of [{}, { x: "x" }, { x: 1 }, 1]) {
        let value: unknown = leaf;
        for (let level = 0; level < 200; level++) value = { child: value, x: "x" };
        const isValid = validate(value);
        if (!isValid) expect(validate.errors?.length).toBeLessThan(20_000);
        expect(typeof isValid).toBe("boolean");
      }
    }
  });

  it("runs several of them, each as it is", () => {
    const { validate } = codecOf({
      type: "object",
      properties: { a: { type: "string", pattern: "a+b" }, b: { type: "string", pattern: "b+c" } },
      patternProperties: { "x+y": { type: "number" } },
    });
    expect(validate({ a: "xaab", b: "bbc", xxy: 1 })).toBe(true);
    expect(validate({ a: "bbc", b: "bbc" })).toBe(false);
    expect(validate({ a: "aab", b: "aab" })).toBe(false);
    expect(validate({ xxy: "text" })).toBe(false);
  });
});
