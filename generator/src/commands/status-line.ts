import { createCallStatus } from "./call-status.ts";
import type { Terminal } from "./command.ts";
import type { TriedEvent } from "./stream-view.ts";

/** How often the time is counted. */
const tickMs = 100;

/** What a call is doing, on the last line of standard error while a person watches it. */
export interface StatusLine {
  show(event: TriedEvent): void;
  /** Notes something above. */
  note(text: string): void;
  stop(): void;
}

/** Creates the line of a call that begins now; where nobody watches it only notes. */
export function createStatusLine(terminal: Terminal): StatusLine {
  const { progress } = terminal;
  if (progress === undefined) return { show: () => {}, note: terminal.note, stop: () => {} };
  const status = createCallStatus();
  const timer = setInterval(() => progress(status.text()), tickMs).unref();
  return {
    show: status.show,
    note(text) {
      progress("");
      terminal.note(text);
    },
    stop() {
      clearInterval(timer);
      progress("");
    },
  };
}
