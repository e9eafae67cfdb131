import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { withoutAcceptances } from "../../../generator/src/review/prune.ts";

const block = `# Ours.
schemas: schemas
review:
  compat: full # both
  accept:
    # The first.
    - rule: a
      at: /output
      change: "00000001"
      reason: |
        Two
        lines.
    - { rule: b, at: /output, change: "00000002", reason: in one line }
    - rule: c
      at: /output
      change: "00000003"
      reason: last
targets: [ollama]
`;

describe("pruning acceptances", () => {
  const rulesOf = (text: string): unknown => parse(text).review?.accept?.map((one: { rule: string }) => one.rule);

  for (const [indexes, left] of [
    [[0], ["b", "c"]],
    [[1], ["a", "c"]],
    [[2], ["a", "b"]],
    [[0, 2], ["b"]],
  ] as const)
    it(`takes away ${indexes.join(" and ")} and leaves all else as it is written`, () => {
      const text = withoutAcceptances(block, indexes);
      assert.deepEqual(rulesOf(text), left);
      assert.ok(text.startsWith("# Ours.\nschemas: schemas\nreview:\n  compat: full # both\n"));
      assert.ok(text.endsWith("targets: [ollama]\n"));
    });

  it("takes the list away when nothing is left in it, and `review` when that is all it had", () => {
    const text = withoutAcceptances(block, [0, 1, 2]);
    assert.equal(text, "# Ours.\nschemas: schemas\nreview:\n  compat: full # both\ntargets: [ollama]\n");
    const only = "schemas: s\nreview:\n  accept:\n    - { rule: a, at: '', change: '1', reason: r }\noutput: o\n";
    assert.equal(withoutAcceptances(only, [0]), "schemas: s\noutput: o\n");
  });

  it("knows lists in one line", () => {
    const item = (rule: string) => `{ rule: ${rule}, at: "", change: "1", reason: r }`;
    const text = `review: { accept: [${item("a")}, ${item("b")}, ${item("c")}] }\n`;
    for (const [index, left] of [
      [0, ["b", "c"]],
      [1, ["a", "c"]],
      [2, ["a", "b"]],
    ] as const)
      assert.deepEqual(rulesOf(withoutAcceptances(text, [index])), left);
  });

  it("leaves a file alone that has no such list", () => {
    for (const text of ["schemas: s\n", "review: { compat: full }\n", "# nothing\n"])
      assert.equal(withoutAcceptances(text, [0]), text);
  });
});
