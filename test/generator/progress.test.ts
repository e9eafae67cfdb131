import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, vi } from "vitest";
import type { Terminal } from "../../generator/src/commands/command.ts";
import { createProgressLine } from "../../generator/src/commands/progress.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

function shownBy(verb?: string): readonly string[] {
  const shown: string[] = [];
  const terminal: Terminal = {
    cwd: "/",
    out: () => {},
    note: () => {},
    progress: (text) => void shown.push(text),
    interactive: true,
    color: false,
  };
  const line = createProgressLine(terminal, verb);
  for (const phase of ["read", "emit"] as const) {
    vi.advanceTimersByTime(500);
    line.onProgress({ phase, done: 1, total: 5 });
  }
  line.clear();
  return shown;
}

describe("the progress of a run", () => {
  it("says what is done to the specs", () => {
    assert.deepEqual(shownBy(), ["Reading: 1 of 5 specs", "Generating: 1 of 5 specs", ""]);
  });

  it("does not speak of generating where nothing is written", () => {
    assert.deepEqual(shownBy("Compiling"), ["Reading: 1 of 5 specs", "Compiling: 1 of 5 specs", ""]);
  });
});
