import type { BatchProgress } from "./options.ts";

/** One fact of a progress line. */
export interface ProgressPart {
  readonly text: string;
  /** Whether it tells of something that went wrong. */
  readonly isBad: boolean;
}

const cells = 20;

/** A batch's progress in short texts, the most important first; the bar itself only where it is wanted and the end known. */
export function progressParts(progress: BatchProgress, hasBar: boolean): readonly ProgressPart[] {
  const { done, failed, total, inFlight, concurrency, pausedMs, usage, perSecond, etaMs, elapsedMs, recorded } =
    progress;
  const known = total !== undefined && total > 0;
  const share = known ? Math.min(1, done / total) : 0;
  const rate = perSecond >= 10 ? perSecond.toFixed(0) : perSecond.toFixed(1);
  const texts: readonly (string | false)[] = [
    known && hasBar && drawBar(share),
    known ? `${whole(done)} of ${whole(total)}` : `${whole(done)} done`,
    known && `${Math.floor(share * 100)} %`,
    failed > 0 && `${whole(failed)} failed`,
    !progress.isFinal && `${rate}/s`,
    !progress.isFinal && etaMs !== undefined && `${duration(etaMs)} left`,
    progress.isFinal && `in ${elapsedMs < 1_000 ? `${Math.round(elapsedMs)} ms` : duration(elapsedMs)}`,
    pausedMs > 0 && `paused for ${duration(pausedMs)}`,
    `${short(usage.input.total)} tokens in, ${short(usage.output.total)} out`,
    recorded > 0 && `${whole(recorded)} from the journal`,
    !progress.isFinal && `${whole(inFlight)} of ${whole(concurrency)} at once`,
  ];
  return texts.filter((text) => text !== false).map((text) => ({ text, isBad: text.endsWith(" failed") }));
}

function drawBar(share: number): string {
  const full = Math.floor(share * cells);
  return "█".repeat(full) + "░".repeat(cells - full);
}

function whole(count: number): string {
  return count.toLocaleString("en-US");
}

/** A count of tokens in at most three digits and a letter. */
function short(count: number): string {
  if (count < 1_000) return String(count);
  const [unit, letter] = count < 1_000_000 ? [1_000, "k"] : count < 1e9 ? [1e6, "M"] : [1e9, "G"];
  const scaled = count / unit;
  return `${scaled < 10 ? (Math.floor(scaled * 10) / 10).toFixed(1) : Math.floor(scaled)}${letter}`;
}

/** `42 s`, `3:07`, `1:02:09`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const two = (count: number): string => String(count % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes)}:${two(seconds)}`;
}
