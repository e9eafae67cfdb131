import type { Terminal } from "./command.ts";
import { createValueReader, type StreamView, type TriedEvent } from "./stream-view.ts";

/**
 * Creates a view for programs: one line of JSON for each event on standard output. `value` stands for a value that is whole,
 * in place of the partials, which would repeat all that came before; the last line is `finish` or `error`.
 */
export function createEventView(terminal: Terminal): StreamView {
  const values = createValueReader();
  const say = (event: TriedEvent): void => terminal.out(`${JSON.stringify(event, withPlainErrors)}\n`);
  return {
    show(event) {
      const complete = values.read(event);
      if (complete !== undefined) say({ type: "value", attempt: event["attempt"], ...complete });
      else if (told.has(event.type)) say(event);
    },
    finish({ output, model, usage, attempts, repairs }, times) {
      say({ type: "finish", output, model, usage, attempts, repairs, ...times });
    },
    fail(problem, explain) {
      say({
        type: "error",
        ...plainError(problem),
        attempts: (problem as { readonly attempts?: unknown }).attempts ?? [],
      });
      terminal.note(explain(new Set()).trimStart());
    },
  };
}

/** The events that are told as they are. */
const told: ReadonlySet<string> = new Set(["attempt-start", "attempt-end", "reasoning-delta", "restart"]);

/** An error of an attempt is its code and its message. */
function withPlainErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? plainError(value) : value;
}

function plainError(error: Error): { readonly code?: unknown; readonly message: string } {
  return { code: (error as { readonly code?: unknown }).code, message: error.message };
}
