import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { wrapLines } from "../../../generator/src/commands/wrap-lines.ts";
import { displayWidth } from "../../../generator/src/report/printable.ts";

describe("text that is fitted to a terminal", () => {
  it("is wrapped below its own indentation", () => {
    assert.deepEqual(wrapLines('{\n  "a": "one two three"\n}', 12, 9), ["{", '  "a": "one ', '  two three"', "}"]);
  });

  it("is cut at the top, which is said", () => {
    assert.deepEqual(wrapLines("a\nb\nc\nd", 10, 3), ["…", "c", "d"]);
    assert.deepEqual(wrapLines("a\nb\nc", 10, 3), ["a", "b", "c"]);
    assert.deepEqual(wrapLines("a\nb", 10, 1), ["…"]);
  });

  it("keeps wide letters and pictures whole", () => {
    assert.deepEqual(wrapLines("病院の記録", 5, 9), ["病院", "の記", "録"]);
    assert.deepEqual(wrapLines("e\u0301e\u0301e\u0301", 2, 9), ["e\u0301e\u0301", "e\u0301"]);
  });

  it("never takes more columns or rows than there are, and ends as the text does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom("a", " ", "語", "é", "\u0301", "👩") }), { minLength: 1 }),
        fc.integer({ min: 4, max: 30 }),
        fc.integer({ min: 2, max: 12 }),
        (lines, columns, rows) => {
          const shown = wrapLines(lines.join("\n"), columns, rows);
          assert.ok(shown.length <= rows);
          for (const line of shown) assert.ok(displayWidth(line) <= columns, JSON.stringify(line));
          const last = lines.at(-1) ?? "";
          assert.ok(last.replaceAll(" ", "").endsWith((shown.at(-1) ?? "").replaceAll(" ", "")));
        },
      ),
    );
  });

  it("costs no more the longer a line is", () => {
    const text = `"${"long text ".repeat(500_000)}the end"`;
    const started = performance.now();
    const shown = wrapLines(text, 80, 22);
    // Wrapped from its start, this line takes seconds.
    assert.ok(performance.now() - started < 1000);
    assert.ok(shown.length === 22 && shown.at(-1)?.endsWith('the end"'));
  });
});
