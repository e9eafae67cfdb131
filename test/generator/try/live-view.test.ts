import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, vi } from "vitest";
import { createLiveView } from "../../../generator/src/commands/live-view.ts";
import type { TriedAttempt } from "../../../generator/src/commands/tried-attempts.ts";
import { createFakeTerminal } from "./fake-terminal.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const primary = "openai/gpt-5.4-mini";
const fallback = "anthropic/claude-haiku-5-5";
const attempt = (id: string, more: Partial<TriedAttempt> = {}): TriedAttempt => ({
  id,
  mode: "json",
  ms: 1200,
  ...more,
});
const limited = attempt(primary, { ms: 40, error: { code: "rate-limited", message: "429 Too Many Requests" } });
const starts = (number: number, model: string) => ({ type: "attempt-start", attempt: number, model });
const ends = (number: number, report: TriedAttempt) => ({ type: "attempt-end", attempt: number, report });
const partial = (value: unknown) => ({ type: "partial", attempt: 1, partial: value, paths: [] });
const resultOf = (output: unknown, attempts: readonly TriedAttempt[]) => ({
  output,
  model: attempts.at(-1)?.id ?? "",
  usage: { input: { total: 12 }, output: { total: 30 } },
  attempts,
  repairs: [],
});

describe("a terminal that watches a call", () => {
  it("says which model is asked, and for how long, while nothing comes", () => {
    const terminal = createFakeTerminal();
    const view = createLiveView(terminal);
    view.show(starts(1, primary));
    vi.advanceTimersByTime(300);
    assert.equal(terminal.text(), "Asking openai/gpt-5.4-mini: 0.3 s\n");
    vi.advanceTimersByTime(2000);
    assert.equal(terminal.text(), "Asking openai/gpt-5.4-mini: 2.3 s\n");
    view.show({ type: "reasoning-delta", attempt: 1, text: "Hm." });
    vi.advanceTimersByTime(100);
    assert.equal(terminal.text(), "openai/gpt-5.4-mini is thinking: 2.4 s\n");
    view.fail(new Error(), () => "");
    assert.equal(vi.getTimerCount(), 0);
  });

  it("redraws the object in place while it grows", () => {
    const terminal = createFakeTerminal();
    const view = createLiveView(terminal);
    view.show(starts(1, primary));
    for (const notes of [["Fe"], ["Fever"], ["Fever", "Co"]]) {
      vi.advanceTimersByTime(50);
      view.show(partial({ notes }));
    }
    vi.advanceTimersByTime(50);
    assert.equal(
      terminal.text(),
      '{\n  "notes": [\n    "Fever",\n    "Co"\n  ]\n}\nopenai/gpt-5.4-mini is writing: 0.2 s\n',
    );
    view.fail(new Error(), () => "");
  });

  it("says why an attempt failed at once, above the object, and not again", () => {
    const terminal = createFakeTerminal();
    const view = createLiveView(terminal);
    view.show(starts(1, primary));
    view.show(partial({ a: 1 }));
    view.show(ends(1, limited));
    assert.match(
      terminal.text(),
      /^ {2}1\. openai\S+ {2}rate-limited: 429 Too Many Requests {2}40 ms\n\{\n {2}"a": 1\n\}\n/,
    );
    vi.advanceTimersByTime(500);
    assert.match(terminal.text(), /\nAsking again soon: 0\.5 s\n$/);
    view.show(starts(2, fallback));
    const good = attempt(fallback, { firstTokenMs: 200, usage: { output: { total: 30 } } });
    view.show(ends(2, good));
    view.finish(resultOf({ a: 2 }, [limited, good]), { firstPartialMs: 260, totalMs: 1300 });
    assert.equal(
      terminal.text(),
      [
        "  1. openai/gpt-5.4-mini  rate-limited: 429 Too Many Requests  40 ms",
        '{\n  "a": 2\n}',
        "",
        "  2. anthropic/claude-haiku-5-5  ok (json)  1.2 s",
        "",
        "anthropic/claude-haiku-5-5: 12 tokens in, 30 out, 30 a second; first partial after 260 ms, done after 1.3 s.",
        "",
      ].join("\n"),
    );
  });

  it("tells the pace of the attempt that answered, when a hedge that lost began after it", () => {
    const terminal = createFakeTerminal();
    const view = createLiveView(terminal);
    const good = attempt(primary, { firstTokenMs: 200, usage: { output: { total: 30 } } });
    const lost = attempt(fallback, { error: { code: "aborted", message: "another model was faster" } });
    view.finish(resultOf({ a: 2 }, [good, lost]), { firstPartialMs: 260, totalMs: 1300 });
    assert.match(terminal.text(), / 30 out, 30 a second;/);
  });

  it("blames nobody for an attempt that was stopped", () => {
    const terminal = createFakeTerminal();
    const view = createLiveView(terminal);
    view.show(starts(1, primary));
    view.show(ends(1, attempt(primary, { error: { code: "aborted", message: "the caller aborted the call" } })));
    view.fail(new Error(), () => "Stopped.\n");
    assert.equal(terminal.text(), "Stopped.\n");
  });

  it("does not pass off what a failed call came to as its output", () => {
    const terminal = createFakeTerminal();
    const view = createLiveView(terminal);
    view.show(partial({ a: 1 }));
    view.fail(new Error(), (told) => `no output, ${told.size} told\n`);
    assert.equal(terminal.text(), '{\n  "a": 1\n}\n\nThat is how far it came, and no output.\nno output, 0 told\n');
  });

  it("shows the end of an object that is taller than the screen, and the finished one whole", () => {
    const terminal = createFakeTerminal(40, 8);
    const view = createLiveView(terminal);
    const items = Array.from({ length: 50 }, (_, index) => index);
    for (let count = 1; count <= items.length; count++) {
      vi.advanceTimersByTime(40);
      view.show(partial(items.slice(0, count)));
    }
    vi.advanceTimersByTime(100);
    assert.deepEqual(terminal.rows.slice(0, 6), ["…", "  46,", "  47,", "  48,", "  49", "]"]);
    assert.ok(terminal.furthest <= 7, "the cursor never goes back beyond the screen");
    view.finish(resultOf(items, [attempt(primary)]), { totalMs: 1 });
    assert.ok(terminal.text().startsWith(`${JSON.stringify(items, null, 2)}\n\n`));
  });

  it("goes back over the rows that its lines take in a terminal that was made narrower", () => {
    const terminal = createFakeTerminal(80, 24);
    const view = createLiveView(terminal);
    view.show(starts(1, primary));
    view.show(partial({ text: "a".repeat(60) }));
    vi.advanceTimersByTime(200);
    const before = terminal.furthest;
    terminal.resize(40, 24);
    vi.advanceTimersByTime(100);
    // The text's line of 71 characters takes two rows, and so does none of the others.
    assert.deepEqual([before, terminal.furthest], [4, 5]);
    view.fail(new Error(), () => "");
  });

  it("lets no output command the terminal, and leaves it the value it is", () => {
    const terminal = createFakeTerminal();
    const view = createLiveView(terminal);
    const output = { "\u009b2J": "a\u202eb\u{e0001}c\nd", family: "👩‍👩‍👧" };
    view.show(partial(output));
    assert.doesNotMatch(terminal.text(), /[\u0080-\u009f\u202e]/u);
    view.finish(resultOf(output, [attempt(primary)]), { totalMs: 1 });
    const [json = ""] = terminal.text().split("\n\n");
    assert.doesNotMatch(json, /[\u0080-\u009f\u202e\u{e0001}]/u);
    assert.ok(json.includes("👩‍👩‍👧"));
    assert.deepEqual(JSON.parse(json), output);
  });
});
