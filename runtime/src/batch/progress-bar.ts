import { type Environment, processEnvironment } from "../environment.ts";
import type { BatchProgress } from "./options.ts";
import { progressParts } from "./progress-text.ts";

/** What a progress bar is written to: `process.stderr`, or anything like it. */
export interface ProgressStream {
  write(text: string): unknown;
  /** Whether a person watches. */
  readonly isTTY?: boolean;
  /** Width in characters; 80 unless known. */
  readonly columns?: number;
}

/** What can be set for a progress bar. */
export interface ProgressBarOptions {
  /** Milliseconds between two lines where nobody watches; `Infinity` leaves only the last one. Default 10,000. */
  readonly plainEveryMs?: number;
  /** Instead of the variables of this process, of which `NO_COLOR` and `TERM` are looked at. */
  readonly environment?: Environment;
}

/** Shows how far a batch is. */
export interface ProgressBar {
  /** What to give a batch as `onProgress`. */
  readonly update: (progress: BatchProgress) => void;
  /** Writes a line that stays, above the bar. */
  say(line: string): void;
}

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const clearRest = "\u001b[K";

/**
 * Makes a progress bar: on a terminal one line that is drawn again and again, in a pipe or a log a plain line now and
 * then. Both end with a last line.
 */
export function createProgressBar(stream: ProgressStream, options: ProgressBarOptions = {}): ProgressBar {
  const environment = options.environment ?? processEnvironment();
  return stream.isTTY === true && environment["TERM"] !== "dumb"
    ? createTerminalBar(stream, (environment["NO_COLOR"] ?? "") === "")
    : createPlainBar(stream, options.plainEveryMs ?? 10_000);
}

function createTerminalBar(stream: ProgressStream, hasColours: boolean): ProgressBar {
  let drawn = "";
  return {
    update(progress) {
      const parts = fitting(progressParts(progress, true), widthOf(stream) - 1);
      drawn = parts.map(({ text, isBad }) => (isBad && hasColours ? red(text) : text)).join("  ");
      stream.write(`\r${drawn}${clearRest}${progress.isFinal ? "\n" : ""}`);
      if (progress.isFinal) drawn = "";
    },
    say(line) {
      stream.write(drawn === "" ? `${line}\n` : `\r${line}${clearRest}\n${drawn}`);
    },
  };
}

function createPlainBar(stream: ProgressStream, everyMs: number): ProgressBar {
  let nextAt = everyMs;
  return {
    update(progress) {
      if (!progress.isFinal && progress.elapsedMs < nextAt) return;
      nextAt = progress.elapsedMs + everyMs;
      const parts = progressParts(progress, false).map(({ text }) => text);
      stream.write(`${parts.join(", ")}\n`);
    },
    say(line) {
      stream.write(`${line}\n`);
    },
  };
}

/** Some pseudo terminals say that they are 0 wide. */
function widthOf({ columns = 0 }: ProgressStream): number {
  return columns > 0 ? columns : 80;
}

/** As many parts as a line has room for: the first ones, which matter most. */
function fitting<P extends { readonly text: string }>(parts: readonly P[], width: number): readonly P[] {
  let used = -2;
  return parts.filter(({ text }) => {
    used += 2 + text.length;
    return used <= width;
  });
}
