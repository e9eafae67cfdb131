import { type Attempt, createRouter, type Model, type Transport } from "@outspec/runtime";
import { generate, stream } from "@outspec/runtime/codegen";
import { createFakeClock } from "../../runtime/fake-clock.ts";
import { type Measurement, measure } from "../matrix/measurement.ts";

/** What became of a call whose first model was attacked with. */
export interface Survived {
  readonly output: unknown;
  readonly attempts: readonly Attempt[];
  /** The failures of the first model, in order. */
  readonly errors: readonly NonNullable<Attempt["error"]>[];
  readonly timersLeft: number;
  /** Milliseconds on the call's own clock. */
  readonly ms: number;
  /** The most memory that the process took during the call, beyond what it had, in MB. */
  readonly grownMb: number;
}

/** How a call is made. */
export interface Asking {
  readonly way: "stream" | "generate";
  readonly transport: Transport;
  /** Tried in order. */
  readonly models: readonly [Model, ...Model[]];
  /** Whether the call waits for something that only time brings. */
  readonly isSilent: () => boolean;
}

const timeouts = { connectMs: 1_000, firstTokenMs: 1_000, idleMs: 1_000, totalMs: 20_000 };

/** Makes a call on a clock of its own, on which time passes only while a server is silent, and sees it through. */
export async function ask({ way, transport, models, isSilent }: Asking): Promise<Survived> {
  const clock = createFakeClock();
  const [primary, ...fallbacks] = models;
  const router = createRouter({ primary, fallbacks, clock, transport, timeouts, attempts: 1, reAsks: 0 });
  const before = process.memoryUsage.rss();
  let most = before;
  let isOver = false;
  const call =
    way === "generate"
      ? generate(measure, undefined, { router })
      : stream<Measurement, Partial<Measurement>, void>(measure, undefined, { router }).result;
  const settled = Promise.allSettled([call]).then(([result]) => {
    isOver = true;
    return result;
  });
  while (!isOver) {
    for (let turns = 0; turns < 4; turns++) await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, process.memoryUsage.rss());
    if (isSilent()) clock.advance(100);
  }
  const result = await settled;
  const attempts: readonly Attempt[] = result.status === "fulfilled" ? result.value.attempts : result.reason.attempts;
  return {
    output: result.status === "fulfilled" ? result.value.output : undefined,
    attempts,
    errors: attempts.flatMap(({ error }) => error ?? []),
    timersLeft: clock.pending,
    ms: clock.now(),
    grownMb: (most - before) / 2 ** 20,
  };
}
