import { printableJson } from "../report/printable.ts";
import { createCallStatus } from "./call-status.ts";
import type { Terminal } from "./command.ts";
import { createScreenBlock, sizeOf } from "./screen-block.ts";
import { failedAttempt, type StreamView } from "./stream-view.ts";
import { attemptLine, summarise, type TriedAttempt } from "./tried-attempts.ts";
import { wrapLines } from "./wrap-lines.ts";

/** Redrawing more often than this only flickers. */
const frameMs = 33;

/** How often the time is counted while nothing else changes. */
const tickMs = 100;

/** Creates a view for terminals: the object is redrawn in place as it grows, above a line that says what the call is doing. */
export function createLiveView(terminal: Terminal): StreamView {
  const block = createScreenBlock(terminal);
  const status = createCallStatus();
  const told = new Set<TriedAttempt>();
  let partial: unknown;
  let last = Number.NEGATIVE_INFINITY;

  const draw = (): void => {
    last = performance.now();
    const { columns, rows } = sizeOf(terminal);
    // The last column stays free, as some terminals go to the next line in it; so does the last row, for the cursor.
    const [width, height] = [Math.max(2, columns - 1), Math.max(1, rows - 2)];
    const line = wrapLines(status.text(), width, 1).slice(-1);
    if (partial === undefined) block.draw(line);
    else block.draw([...wrapLines(JSON.stringify(partial, null, 2), width, height), ...line]);
  };
  const timer = setInterval(draw, tickMs).unref();
  const noteAbove = (text: string): void => {
    block.erase();
    terminal.note(text);
    draw();
  };
  const stop = (): void => {
    clearInterval(timer);
    block.erase();
  };

  return {
    show(event) {
      status.show(event);
      const failed = failedAttempt(event);
      if (failed !== undefined) {
        told.add(failed.report);
        noteAbove(attemptLine(failed.report, failed.number));
      }
      if (event.type === "partial") partial = event["partial"];
      if (performance.now() - last >= frameMs) draw();
    },
    finish(result, times) {
      stop();
      // Whole, however tall.
      terminal.out(`${printableJson(result.output)}\n`);
      terminal.note(summarise(result, times, told));
    },
    fail(_problem, explain) {
      stop();
      if (partial !== undefined) {
        terminal.out(`${printableJson(partial)}\n`);
        terminal.note("\nThat is how far it came, and no output.\n");
      }
      terminal.note(explain(told));
    },
  };
}
