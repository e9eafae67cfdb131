import type { Clock } from "../clock.ts";
import { OutspecError } from "../errors.ts";
import { type Cancellation, onAbort } from "../on-abort.ts";
import { type LogCommands, readCount } from "./commands.ts";
import { logEnd } from "./scripts.ts";
import type { WakeUps } from "./wake-ups.ts";

/** What a log of another machine is read with. */
export interface ReaderTools {
  readonly clock: Clock;
  readonly commands: LogCommands;
  readonly wakeUps: WakeUps;
  readonly aliveMs: number;
  readonly onError: (problem: unknown) => void;
  /** Aborted when the store is closed. */
  readonly closed: Cancellation;
}

/** One reader's presence: it is marked until it ends. */
interface Presence {
  /** Resolves once the log may have grown, it is time to look after its writer, or the reader has left. */
  changed(): Promise<void>;
  end(): void;
}

/** Reads a log that another machine writes, as a replay store does. */
export async function readSharedLog(
  tools: ReaderTools,
  key: string,
  after: number,
  signal: AbortSignal,
): Promise<AsyncIterable<readonly string[]> | undefined> {
  const presence = await join(tools, key, signal);
  try {
    const items = await tools.commands.read(key, after);
    // A page that saw what its machine had not shared yet is ahead of the log.
    const isKnown = items.length > 0 ? items[0] !== logEnd : await tools.commands.isRunning(key);
    if (isKnown) return follow(tools, key, { after, items, presence, signal });
  } catch (problem) {
    presence.end();
    throw problem;
  }
  presence.end();
  return undefined;
}

interface Start {
  readonly after: number;
  /** The item that the reader has last, and those behind it. */
  readonly items: readonly string[];
  readonly presence: Presence;
  readonly signal: AbortSignal;
}

async function* follow(
  { clock, commands, aliveMs }: ReaderTools,
  key: string,
  { after, items: first, presence, signal }: Start,
): AsyncGenerator<readonly string[]> {
  let next = after;
  let items = first;
  let missingSince: number | undefined;
  try {
    while (!signal.aborted) {
      const isOver = items.at(-1) === logEnd;
      const batch = items.slice(1, isOver ? -1 : undefined);
      next += batch.length;
      if (batch.length > 0) yield batch;
      if (isOver) return;
      if (batch.length < readCount) await presence.changed();
      if (signal.aborted) return;
      items = await commands.read(key, next);
      const isThere = items.length > 0 || (await commands.isRunning(key));
      missingSince = isThere ? undefined : (missingSince ?? clock.now());
      // A Redis that was started again, empty, is told all of it by a writer that is alive.
      if (missingSince !== undefined && clock.now() - missingSince >= aliveMs / 3) {
        throw new OutspecError("interrupted", "the replay store: the stream's log is gone before its end");
      }
    }
  } finally {
    presence.end();
  }
}

/** Marks a reader as being there, and listens for what it waits for. */
async function join(
  { clock, commands, wakeUps, aliveMs, onError, closed }: ReaderTools,
  key: string,
  signal: AbortSignal,
): Promise<Presence> {
  const reader = crypto.randomUUID();
  let wake = (): void => {};
  let isNew = false;
  let isOver = false;
  let cancelTimer = (): void => {};
  let unfollows: readonly (() => void)[] = [];
  let stopListening = (): void => {};
  const grow = (): void => {
    isNew = true;
    wake();
  };
  // First, because it fails at once where Redis cannot be reached.
  await commands.markReader(key, reader, aliveMs);
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    cancelTimer();
    for (const unfollow of unfollows) unfollow();
    stopListening();
    commands.removeReader(key, reader).catch(onError);
    grow();
  };
  /** Refreshes the mark; the look at the log that follows finds out whether its writer still does the same. */
  const refresh = (): void => {
    cancelTimer = clock.after(aliveMs / 3, () => {
      commands.markReader(key, reader, aliveMs).catch(onError);
      refresh();
      grow();
    });
  };
  try {
    stopListening = await wakeUps.follow(key, grow);
  } catch (problem) {
    end();
    throw problem;
  }
  refresh();
  unfollows = [onAbort(signal, end), onAbort(closed, end)];
  // One that had aborted already ended it before there was something to take back.
  if (isOver) for (const unfollow of unfollows) unfollow();
  return {
    async changed() {
      if (!isNew && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      isNew = false;
    },
    end,
  };
}
