import {
  type Attempt,
  createRouter,
  type Model,
  type OutspecError,
  type Repair,
  type RouterOptions,
  type StreamEvent,
} from "@outspec/runtime";
import { generate, stream } from "@outspec/runtime/codegen";
import { createFakeClock, type FakeClock } from "../../runtime/fake-clock.ts";
import { type Measurement, measure } from "./measurement.ts";
import type { RawServer } from "./raw-server.ts";

/** How a call is made: as a stream, as a generate call that is streamed on the wire, or as one that is not. */
export type Way = "stream" | "generate, streamed" | "generate";

/** An event of a stream of measurements. */
export type Event = StreamEvent<Measurement, Partial<Measurement>>;

/** What a call came to. */
export interface Ending {
  readonly output?: unknown;
  readonly repairs?: readonly Repair[];
  readonly error?: OutspecError;
  readonly attempts: readonly Attempt[];
  readonly events: readonly Event[];
  /** The newest partial that a second reader of the stream was shown. */
  readonly lastPartial?: unknown;
  /** Milliseconds the call took on its clock. */
  readonly ms: number;
  /** Timers of the call that are left. */
  readonly timersLeft: number;
}

/** What a call is made with. */
export interface CallSetup {
  readonly way: Way;
  readonly models: readonly Model[];
  readonly servers: readonly RawServer[];
  readonly router?: Partial<RouterOptions>;
}

/** Deadlines on the fake clock. */
const timeouts = { connectMs: 1_000, firstTokenMs: 1_000, idleMs: 1_000, totalMs: 20_000 };

/** How much time passes at once. */
const stepMs = 100;

/** After so long on the platform's clock, a call that is not over waits for something that never comes. */
const stuckAfterMs = 5_000;

/**
 * Makes a call on a clock of its own and sees it through.
 *
 * Time passes only while a server is silent, or between two attempts, and servers that hold back the rest of a response
 * are told to go on once the client has begun to read the part before, so that the two never arrive together.
 */
export async function makeCall({ way, models, servers, router: options }: CallSetup): Promise<Ending> {
  const clock = createFakeClock();
  const [primary, ...fallbacks] = models;
  if (primary === undefined) throw new Error("a call needs a model");
  let isPausing = false;
  const router = createRouter({
    primary,
    fallbacks,
    clock,
    timeouts,
    ...options,
    hooks: {
      onAttemptStart: () => {
        isPausing = false;
      },
      onFirstToken: () => {
        for (const server of servers) server.goOn();
      },
      onAttemptEnd: ({ attempt }) => {
        isPausing = attempt.followedBy === "retry";
      },
    },
  });
  const isTimeToPass = (): boolean => isPausing || servers.some((server) => server.isSilent);
  const drive = <T>(call: Promise<T>) => driveCall(call, clock, isTimeToPass);
  const close = () => ({ ms: clock.now(), timersLeft: clock.pending });
  const callOptions = { router, settings: { stop: ["\n\n\n"] } };

  if (way !== "stream") {
    const wire = way === "generate" ? "unary" : "stream";
    const ended = await drive(generate(measure, undefined, { ...callOptions, wire }));
    return { ...endingOf(ended), events: [], ...close() };
  }
  const output = stream<Measurement, Partial<Measurement>, void>(measure, undefined, callOptions);
  const events: Event[] = [];
  let lastPartial: unknown;
  const readEvents = async (): Promise<void> => {
    for await (const event of output.events()) events.push(event);
  };
  const readPartials = async (): Promise<void> => {
    for await (const partial of output) lastPartial = partial;
  };
  const readers = Promise.allSettled([readEvents(), readPartials()]);
  const ended = await drive(output.result);
  for (const reader of await readers) {
    if (reasonOf(reader) !== reasonOf(ended)) throw new Error("a loop ended in another way than the result");
  }
  return { ...endingOf(ended), events, lastPartial, ...close() };
}

async function driveCall<T>(
  call: Promise<T>,
  clock: FakeClock,
  isTimeToPass: () => boolean,
): Promise<PromiseSettledResult<T>> {
  let settled: PromiseSettledResult<T> | undefined;
  void Promise.allSettled([call]).then(([result]) => {
    settled = result;
  });
  const since = performance.now();
  for (;;) {
    // What is on its way arrives first.
    for (let turns = 0; turns < 6; turns++) await new Promise((resolve) => setImmediate(resolve));
    if (settled !== undefined) return settled;
    if (isTimeToPass()) clock.advance(stepMs);
    if (performance.now() - since > stuckAfterMs) throw new Error("the call waits for something that never comes");
  }
}

function endingOf(
  ended: PromiseSettledResult<Awaited<ReturnType<typeof generate<Measurement, void>>>>,
): Pick<Ending, "output" | "repairs" | "error" | "attempts"> {
  if (ended.status === "fulfilled") {
    const { output, repairs, attempts } = ended.value;
    return { output, repairs, attempts };
  }
  const error: OutspecError = ended.reason;
  return { error, attempts: error.attempts };
}

/** What a promise was rejected with. */
function reasonOf(settled: PromiseSettledResult<unknown>): unknown {
  return settled.status === "rejected" ? settled.reason : undefined;
}
