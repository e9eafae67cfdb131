import { createRequire } from "node:module";
import { equal, ucs2length } from "@outspec/runtime/codegen";
import { array, assert, clone, constantFrom, jsonValue, property, string, tuple } from "fast-check";
import { describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);
// The casts hold: both modules export one function, under this name.
const { default: ajvEqual } = require("ajv/dist/runtime/equal.js") as { default: typeof equal };
const { default: ajvLength } = require("ajv/dist/runtime/ucs2length.js") as { default: typeof ucs2length };

/** Names that a value inherits, and that ajv's own helper asks for. */
const inherited = /"(?:__proto__|constructor|valueOf|toString)"/;

describe("what compiled validators call", () => {
  it("compares JSON values as ajv's own helper does", () => {
    const few = jsonValue({ depthSize: "small" }).filter((value) => !inherited.test(JSON.stringify(value)));
    assert(property(few, few, (a, b) => equal(a, b) === ajvEqual(a, b)));
    assert(property(clone(few, 2), ([a, b]) => equal(a, b) && ajvEqual(a, b)));
  });

  it("counts characters as ajv's own helper does", () => {
    const halves = array(constantFrom("\ud83d", "\ude00", "a", "é")).map((units) => units.join(""));
    assert(property(string({ unit: "binary" }), (text) => ucs2length(text) === ajvLength(text)));
    assert(property(halves, (text) => ucs2length(text) === ajvLength(text)));
  });

  it("compares objects whatever their members are called", () => {
    const names = constantFrom("valueOf", "toString", "constructor", "__proto__", "hasOwnProperty");
    assert(
      property(tuple(names, jsonValue()), ([name, value]) => {
        const text = JSON.stringify(value);
        const [a, b] = [0, 1].map(() => JSON.parse(`{${JSON.stringify(name)}:${text}}`) as unknown);
        return equal(a, b);
      }),
    );
    expect(equal({ valueOf: 1 }, { valueOf: 2 })).toBe(false);
  });

  it("tells instances of classes apart that have nothing to compare", () => {
    expect(equal(new Date(1), new Date(2))).toBe(false);
  });
});
