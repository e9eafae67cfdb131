import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprintInput } from "../../../runtime/src/batch/fingerprint-input.ts";

describe("the fingerprint of an input", () => {
  it("is the same for what is the same, in any order of keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (input) => {
        const turned = Object.fromEntries(Object.entries(input).toReversed());
        expect(fingerprintInput(turned)).toBe(fingerprintInput(structuredClone(input)));
      }),
    );
  });

  it("tells values apart that look alike", () => {
    const alike: readonly unknown[] = [
      undefined,
      null,
      "null",
      "",
      [],
      {},
      [[]],
      [""],
      { a: 1 },
      { a: "1" },
      { a: 1n },
      [["a", 1]],
      new Map([["a", 1]]),
      new Set(["a"]),
      ["a"],
      { a: undefined },
      ["a,b"],
      ["a", "b"],
      new Uint8Array([1, 2]),
      new Uint8Array([1, 2, 0]),
      [1, 2],
      new URL("https://example.com/a"),
      "https://example.com/a",
      new Date(0),
      true,
      1,
    ];
    expect(new Set(alike.map(fingerprintInput)).size).toBe(alike.length);
  });

  it("sees the bytes of a view and not those around it", () => {
    const bytes = new Uint8Array([9, 1, 2, 9]);
    expect(fingerprintInput(bytes.subarray(1, 3))).toBe(fingerprintInput(new Uint8Array([1, 2])));
    expect(fingerprintInput(new Uint8Array([1, 2]).buffer)).toBe(fingerprintInput(new Uint8Array([1, 2])));
  });

  it("notices a change of one bit in a large image", () => {
    const image = new Uint8Array(1_000_000);
    const before = fingerprintInput({ image });
    image[999_999] = 1;
    expect(fingerprintInput({ image })).not.toBe(before);
  });

  it("is refused for what refers to itself, and for what shows nothing of itself", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    expect(() => fingerprintInput(loop)).toThrow("refers to itself");
    expect(() => fingerprintInput({ file: new Blob(["x"]) })).toThrow("holds a Blob");
    expect(fingerprintInput(Object.create(null))).toBe(fingerprintInput({}));
  });
});
