import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { findMove } from "../../../../generator/src/review/compare/order.ts";
import { comparePointers } from "../../../../generator/src/review/compare/pointer-order.ts";

describe("the first name that left its place", () => {
  const moveOf = (before: string, after: string): string | undefined => {
    const move = findMove(before.split(""), after.split(""));
    return move === undefined ? undefined : `${move.name} ${move.where} ${move.other}`;
  };

  it("is none where names come, go or stay", () => {
    for (const [before, after] of [
      ["abc", "abc"],
      ["abc", "axbc"],
      ["abc", "ac"],
      ["abc", "xyz"],
      ["", "a"],
      ["a", ""],
    ])
      assert.equal(moveOf(before ?? "", after ?? ""), undefined);
  });

  it("is told with the neighbour it had to cross", () => {
    assert.equal(moveOf("ab", "ba"), "a after b");
    assert.equal(moveOf("abcd", "bcda"), "a after d");
    assert.equal(moveOf("abcd", "dabc"), "d before a");
    assert.equal(moveOf("abcd", "acbd"), "b after c");
    assert.equal(moveOf("abcde", "adbce"), "d before b");
    assert.equal(moveOf("abcx", "ycba"), "a after c");
    assert.equal(moveOf("axbc", "bcya"), "a after c");
  });

  it("is one where, without it and others like it, the order is the same", () => {
    const names = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 2 });
    fc.assert(
      fc.property(names, fc.nat(), fc.nat(), (before, from, to) => {
        const after = [...before];
        const [moved = ""] = after.splice(from % before.length, 1);
        after.splice(to % before.length, 0, moved);
        const move = findMove(before, after);
        if (before.join("") === after.join("")) assert.equal(move, undefined);
        else {
          assert.ok(move !== undefined);
          assert.notEqual(move.name, move.other);
          const isAfter = (list: readonly string[]) => list.indexOf(move.name) > list.indexOf(move.other);
          assert.deepEqual([isAfter(before), isAfter(after)], [move.where === "before", move.where === "after"]);
        }
      }),
    );
  });

  it("is found among very many, too", () => {
    const many = Array.from({ length: 1500 }, (_, index) => `n${index}`);
    const [first = "", ...others] = many;
    assert.deepEqual(findMove(many, [...others, first]), { name: "n0", where: "after", other: "n1499" });
  });
});

describe("places in a document", () => {
  it("come in the order in which they stand there, a place before what is in it", () => {
    const root = { z: { b: 1, a: [1, 2, { c: 1 }] }, a: true };
    const places = [
      "",
      "/z",
      "/z/b",
      "/z/a",
      "/z/a/0",
      "/z/a/2",
      "/z/a/2/c",
      "/z/a/10",
      "/z/gone",
      "/z/hence",
      "/a",
      "/a/x",
      "/b",
    ];
    const turned = [...places].reverse();
    assert.deepEqual(
      turned.sort((one, other) => comparePointers(root, one, other)),
      places,
    );
    assert.equal(comparePointers(root, "/z/b", "/z/b"), 0);
    assert.ok(comparePointers(root, "/z/hence", "/z/gone") > 0);
    assert.ok(comparePointers({}, "/toString/b", "/toString/a") > 0);
  });
});
