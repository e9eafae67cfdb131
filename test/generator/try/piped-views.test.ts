import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, vi } from "vitest";
import type { Terminal } from "../../../generator/src/commands/command.ts";
import { createEventView } from "../../../generator/src/commands/event-view.ts";
import { createOutputView, createPlainView } from "../../../generator/src/commands/plain-view.ts";
import { type StreamView, showsValue } from "../../../generator/src/commands/stream-view.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Pipes extends Terminal {
  readonly printed: { out: string; note: string; progress: string[] };
}

function createPipes(watched = false): Pipes {
  const printed = { out: "", note: "", progress: [] as string[] };
  return {
    printed,
    cwd: "/",
    out: (text) => {
      printed.out += text;
    },
    note: (text) => {
      printed.note += text;
    },
    ...(watched && { progress: (text) => void printed.progress.push(text) }),
    interactive: false,
    color: false,
  };
}

const failed = {
  id: "openai/gpt-5.4-mini",
  mode: "json",
  ms: 900,
  error: Object.assign(new Error("other side closed"), { code: "interrupted", headers: { authorization: "secret" } }),
};
const good = { id: "ollama/llama3.2", mode: "json", ms: 50 };
const output = { "first name": "Ada", notes: [{ text: "Fe\u0007ver" }, null], count: 2 };

/** A call whose first attempt breaks off, and whose second one is well. */
function play(view: StreamView): void {
  const complete = (attempt: number, ...path: (string | number)[]) =>
    view.show({ type: "path-complete", attempt, path });
  view.show({ type: "attempt-start", attempt: 1, model: failed.id });
  view.show({ type: "partial", attempt: 1, partial: { "first name": "Eve" }, paths: [] });
  complete(1, "first name");
  view.show({ type: "attempt-end", attempt: 1, report: failed });
  view.show({ type: "restart", attempt: 2, model: good.id, reason: failed.error });
  view.show({ type: "attempt-start", attempt: 2, model: good.id });
  view.show({ type: "partial", attempt: 2, partial: output, paths: [] });
  complete(2, "first name");
  complete(2, "notes", 0, "text");
  complete(2, "notes", 0);
  complete(2, "notes", 1);
  complete(2);
  view.show({ type: "attempt-end", attempt: 2, report: good });
}
const result = {
  output,
  model: good.id,
  usage: { input: { total: 3 }, output: { total: 9 } },
  attempts: [failed, good],
  repairs: ["fence"],
};

describe("a pipe", () => {
  it("gets the output alone; what happens on the way stands beside it", () => {
    const pipes = createPipes();
    const view = createPlainView(pipes);
    play(view);
    assert.equal(pipes.printed.out, "");
    view.finish(result, { firstPartialMs: 20, totalMs: 960 });
    assert.deepEqual(JSON.parse(pipes.printed.out), output);
    assert.equal(
      pipes.printed.note,
      [
        '["first name"]: "Eve"',
        "  1. openai/gpt-5.4-mini  interrupted: other side closed  900 ms",
        "Starting over on ollama/llama3.2.",
        '["first name"]: "Ada"',
        'notes[0].text: "Fe\\u0007ver"',
        "notes[1]: null",
        "",
        "  2. ollama/llama3.2  ok (json)  50 ms",
        "",
        "ollama/llama3.2: 3 tokens in, 9 out; first partial after 20 ms, done after 960 ms.",
        "Repaired: fence.",
        "",
      ].join("\n"),
    );
    assert.equal(vi.getTimerCount(), 0);
  });

  it("is told the value of an output that is no object", () => {
    const pipes = createPipes();
    const view = createPlainView(pipes);
    view.show({ type: "partial", attempt: 1, partial: "Fever", paths: [] });
    view.show({ type: "path-complete", attempt: 1, path: [] });
    assert.equal(pipes.printed.note, '"Fever"\n');
  });

  it("counts the time to the first partial that shows something", () => {
    for (const empty of [undefined, {}, [], "", { notes: [{}], text: "" }]) assert.equal(showsValue(empty), false);
    for (const partial of ["F", 0, false, null, [null], { notes: [{ text: "F" }] }])
      assert.equal(showsValue(partial), true);
  });

  it("gets nothing of a call that fails", () => {
    for (const create of [createPlainView, createOutputView]) {
      const pipes = createPipes();
      const view = create(pipes);
      play(view);
      view.fail(new Error(), () => "\nno model answered\n");
      assert.equal(pipes.printed.out, "");
      assert.ok(pipes.printed.note.endsWith("no model answered\n"));
    }
  });

  it("with --json, gets the output and nothing is said", () => {
    const pipes = createPipes();
    const view = createOutputView(pipes);
    play(view);
    view.finish(result, { totalMs: 1 });
    assert.deepEqual(JSON.parse(pipes.printed.out), output);
    assert.equal(pipes.printed.note, "");
  });

  it("leaves a person at standard error a line that counts, and takes it away", () => {
    const pipes = createPipes(true);
    const view = createOutputView(pipes);
    view.show({ type: "attempt-start", attempt: 1, model: good.id });
    vi.advanceTimersByTime(200);
    assert.deepEqual(pipes.printed.progress, ["Asking ollama/llama3.2: 0.1 s", "Asking ollama/llama3.2: 0.2 s"]);
    view.finish(result, { totalMs: 1 });
    assert.equal(pipes.printed.progress.at(-1), "");
    assert.equal(vi.getTimerCount(), 0);
  });
});

describe("a program that reads events", () => {
  const linesOf = (pipes: Pipes) =>
    pipes.printed.out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));

  it("gets one line of JSON for each, and values in place of partials", () => {
    const pipes = createPipes();
    const view = createEventView(pipes);
    play(view);
    view.finish(result, { firstPartialMs: 20, totalMs: 960 });
    const plainError = { code: "interrupted", message: "other side closed" };
    assert.deepEqual(linesOf(pipes), [
      { type: "attempt-start", attempt: 1, model: failed.id },
      { type: "value", attempt: 1, path: ["first name"], value: "Eve" },
      { type: "attempt-end", attempt: 1, report: { ...failed, error: plainError } },
      { type: "restart", attempt: 2, model: good.id, reason: plainError },
      { type: "attempt-start", attempt: 2, model: good.id },
      { type: "value", attempt: 2, path: ["first name"], value: "Ada" },
      { type: "value", attempt: 2, path: ["notes", 0, "text"], value: "Fe\u0007ver" },
      { type: "value", attempt: 2, path: ["notes", 1], value: null },
      { type: "attempt-end", attempt: 2, report: good },
      {
        type: "finish",
        ...result,
        attempts: [{ ...failed, error: plainError }, good],
        firstPartialMs: 20,
        totalMs: 960,
      },
    ]);
    assert.equal(pipes.printed.note, "");
    assert.doesNotMatch(pipes.printed.out, /secret/);
  });

  it("gets a last line that says why there is no output", () => {
    const pipes = createPipes();
    const view = createEventView(pipes);
    view.fail(
      Object.assign(new Error("no model answered"), { code: "all-attempts-failed", attempts: [good] }),
      () => "m\n",
    );
    assert.deepEqual(linesOf(pipes), [
      { type: "error", code: "all-attempts-failed", message: "no model answered", attempts: [good] },
    ]);
    assert.equal(pipes.printed.note, "m\n");
  });
});
