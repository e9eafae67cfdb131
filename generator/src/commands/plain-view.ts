import { printable } from "../report/printable.ts";
import type { Terminal } from "./command.ts";
import { createStatusLine } from "./status-line.ts";
import { createValueReader, failedAttempt, placeName, type StreamView } from "./stream-view.ts";
import { attemptLine, summarise, type TriedAttempt } from "./tried-attempts.ts";

/**
 * Creates a view for pipes and files: standard output gets the finished output and nothing else. What happens on the way,
 * attempts and values as each is whole, is noted beside it.
 */
export function createPlainView(terminal: Terminal): StreamView {
  const line = createStatusLine(terminal);
  const told = new Set<TriedAttempt>();
  const values = createValueReader();
  return {
    show(event) {
      line.show(event);
      const failed = failedAttempt(event);
      if (failed !== undefined) {
        told.add(failed.report);
        line.note(attemptLine(failed.report, failed.number));
      }
      if (event.type === "restart") line.note(`Starting over on ${String(event["model"])}.\n`);
      const complete = values.read(event);
      if (complete !== undefined) line.note(`${labelOf(complete.path)}${printable(JSON.stringify(complete.value))}\n`);
    },
    finish(result, times) {
      line.stop();
      terminal.out(`${JSON.stringify(result.output, null, 2)}\n`);
      terminal.note(summarise(result, times, told));
    },
    fail(_problem, explain) {
      line.stop();
      terminal.note(explain(told));
    },
  };
}

/** What stands before a value; nothing where it is the whole output. */
function labelOf(path: readonly (string | number)[]): string {
  return path.length === 0 ? "" : `${printable(placeName(path))}: `;
}

/** Creates a view that says nothing but the finished output. */
export function createOutputView(terminal: Terminal): StreamView {
  const line = createStatusLine(terminal);
  return {
    show: line.show,
    finish({ output }) {
      line.stop();
      terminal.out(`${JSON.stringify(output, null, 2)}\n`);
    },
    fail(_problem, explain) {
      line.stop();
      terminal.note(explain(new Set()).trimStart());
    },
  };
}
