import type { Progress } from "../pipeline/memory.ts";
import { plural } from "../report/printable.ts";
import type { Terminal } from "./command.ts";

/** Work that is over sooner needs no progress shown. */
const patienceMs = 400;

/** Often enough for a person. */
const betweenMs = 80;

/**
 * Shows how far a long run is, on one line of a terminal; nothing in a pipe. `verb` says what is done to the specs once
 * they are read.
 */
export function createProgressLine(
  terminal: Terminal,
  verb = "Generating",
): { onProgress(progress: Progress): void; clear(): void } {
  const started = performance.now();
  let last = started + patienceMs - betweenMs;
  let isShown = false;
  return {
    onProgress({ phase, done, total }) {
      const now = performance.now();
      if (terminal.progress === undefined || now - last < betweenMs) return;
      last = now;
      isShown = true;
      terminal.progress(
        `${phase === "read" ? "Reading" : verb}: ${done.toLocaleString("en")} of ${plural(total, "spec")}`,
      );
    },
    clear() {
      if (isShown) terminal.progress?.("");
      isShown = false;
    },
  };
}
