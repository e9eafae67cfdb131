import assert from "node:assert/strict";
import { createRetoldText } from "@outspec/runtime/providers/retold-text";
import { describe, it } from "vitest";

describe("a text that is told again", () => {
  it("brings nothing new when all of it had arrived", () => {
    const text = createRetoldText();
    assert.deepEqual([text.piece(0, "ab"), text.piece(0, "c")], ["ab", "c"]);
    assert.deepEqual([text.part(0, "abc"), text.whole("abc")], ["", ""]);
  });

  it("brings what is missing, once", () => {
    const text = createRetoldText();
    text.piece(0, "a");
    assert.deepEqual(
      [text.part(0, "ab"), text.part(0, "ab"), text.whole("abc"), text.whole("abc")],
      ["b", "", "c", ""],
    );
  });

  it("goes part by part, whichever number a part has", () => {
    const text = createRetoldText();
    assert.deepEqual(
      [text.piece(1, "a"), text.part(1, "ab"), text.piece(4, "c"), text.part(4, "cd")],
      ["a", "b", "c", "d"],
    );
    assert.equal(text.whole("abcde"), "e");
  });

  it("brings nothing where it does not go on from what had arrived", () => {
    const text = createRetoldText();
    text.piece(0, "ab");
    assert.deepEqual([text.part(0, "axc"), text.whole("x")], ["", ""]);
  });
});
