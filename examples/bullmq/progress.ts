import type { WriteStream } from "node:tty";
import type { SummaryQueue } from "./queue.js";

/** How a batch stands. */
export interface Standing {
  readonly done: number;
  readonly failed: number;
  readonly active: number;
  readonly total: number;
}

/** Counts the jobs of a queue. */
export async function readStanding(queue: SummaryQueue): Promise<Standing> {
  const counts = await queue.getJobCounts();
  const { completed: done = 0, failed = 0, active = 0 } = counts;
  return { done, failed, active, total: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

/** Draws a bar until each job is done or has failed for good, or the signal aborts. In a pipe it says only how it ends. */
export async function showProgress(
  queue: SummaryQueue,
  screen: Pick<WriteStream, "isTTY" | "write">,
  signal: AbortSignal,
): Promise<Standing> {
  const width = 40;
  for (;;) {
    const standing = await readStanding(queue);
    const { done, failed, active, total } = standing;
    const isOver = done + failed >= total || signal.aborted;
    if (screen.isTTY) {
      const filled = total === 0 ? width : Math.floor((width * (done + failed)) / total);
      const bar = `${"█".repeat(filled)}${"░".repeat(width - filled)}`;
      screen.write(`\r${bar} ${done}/${total} done, ${failed} failed, ${active} active\u001b[K${isOver ? "\n" : ""}`);
    } else if (isOver) screen.write(`${done}/${total} done, ${failed} failed\n`);
    if (isOver) return standing;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
