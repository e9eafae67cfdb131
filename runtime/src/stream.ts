import { type AnswerListener, readAnswer } from "./answer-reader.ts";
import type { Attempt } from "./attempt.ts";
import { type CallOptions, type OutputCall, prepareCall, toResult } from "./call.ts";
import { systemClock } from "./clock.ts";
import type { Codec } from "./codec.ts";
import type { OutspecError } from "./errors.ts";
import { Cancellation, onAbort } from "./on-abort.ts";
import type { RepairLevel } from "./options.ts";
import type { Result } from "./result.ts";
import type { AnswerReader } from "./router/answer.ts";
import type { AttemptObserver, StartedAttempt } from "./router/attempt-observer.ts";
import { runAttempts } from "./router/run-attempts.ts";
import { readElements } from "./stream-elements.ts";
import type { OutputStream } from "./stream-events.ts";
import { CountedAudience, readEvents, readPartials } from "./stream-readers.ts";
import { StreamState } from "./stream-state.ts";

/**
 * Starts asking for an output and returns the stream of its partials.
 *
 * Never throws: a wrong input or configuration rejects `result` and ends the loop like any other failure. Generated
 * code calls it; an application calls the generated function.
 */
export function stream<T, P, I>(call: OutputCall<T, I>, input: I, options: CallOptions = {}): OutputStream<T, P> {
  const { codec } = call;
  const clock = (options.router ?? call.router)?.clock ?? systemClock;
  const shown = { attempt: 0 };
  const state = new StreamState<T, P>(clock, options.view !== "latest", shown);
  const work = new Cancellation();
  const audience = new CountedAudience(state, work);
  const result = run(state, call, input, options, work);
  // A rejection that nobody awaits stays silent.
  result.catch(() => {});

  // Under a name of its own: engines make one for a function under a computed name, for each stream.
  const iterate = () => readPartials(state, audience);
  const elements = (key: string, elementOptions?: { readonly onRestart: "replay" }) =>
    readElements(state, audience, codec, key, elementOptions?.onRestart === "replay");

  // `attempt` is told, not asked for: an object with a getter of its own takes three times the memory.
  return Object.assign(shown, {
    result,
    [Symbol.asyncIterator]: iterate,
    events: () => readEvents(state, audience),
    elements: elements as OutputStream<T, P>["elements"], // the overloads differ in what they yield, as `replay` does
    abort: (reason?: unknown) => work.abort(reason),
  });
}

async function run<T, P, I>(
  state: StreamState<T, P>,
  call: OutputCall<T, I>,
  input: I,
  options: CallOptions,
  work: Cancellation,
): Promise<Result<T>> {
  const { signal } = options;
  const unfollow = onAbort(signal, () => work.abort(signal?.reason));
  try {
    // A turn later, so that readers who subscribe in the same breath miss nothing.
    await undefined;
    const routed = prepareCall(call, input, options, "stream", work);
    const route = await runAttempts(routed, new StreamedAttempts(state, call.codec, routed.repairs));
    const result = toResult<T>(routed, route);
    state.finish(result);
    return result;
  } catch (error) {
    // What is thrown is an error of this package, or of the platform.
    state.fail(error as OutspecError | Error);
    throw error;
  } finally {
    unfollow();
  }
}

/** Shows what the attempts of a stream bring. */
class StreamedAttempts<T, P> implements AttemptObserver {
  readonly #state: StreamState<T, P>;
  readonly #codec: Codec;
  readonly #repairs: RepairLevel;
  #lastError: OutspecError | undefined;

  constructor(state: StreamState<T, P>, codec: Codec, repairs: RepairLevel) {
    this.#state = state;
    this.#codec = codec;
    this.#repairs = repairs;
  }

  begin({ number, model, hedge }: StartedAttempt): void {
    this.#state.start(number, model.id, hedge, this.#lastError);
  }

  read({ number, model, rung }: StartedAttempt): AnswerReader {
    const state = this.#state;
    const codec = this.#codec;
    const { reader, builder } = readAnswer(
      {
        name: codec.specName ?? codec.name,
        codec,
        inverse: rung.dialect.inverse,
        repairs: this.#repairs,
        trackChanges: state.observed,
      },
      new StreamedAnswer(state, number),
    );
    state.begin(number, model.id, builder, this.#lastError);
    return reader;
  }

  end(number: number, report: Attempt): void {
    // The hedge that lost is no reason to start over. Attempts record only errors of this package.
    if (report.error?.code !== "aborted") this.#lastError = report.error as OutspecError | undefined;
    this.#state.endAttempt(number, report);
  }
}

/** Shows what one attempt's answer brings. */
class StreamedAnswer<T, P> implements AnswerListener {
  readonly #state: StreamState<T, P>;
  readonly #attempt: number;

  constructor(state: StreamState<T, P>, attempt: number) {
    this.#state = state;
    this.#attempt = attempt;
  }

  reason(text: string): void {
    this.#state.emit({ type: "reasoning-delta", attempt: this.#attempt, text });
  }

  grown(units: number): void {
    this.#state.grown(units);
  }

  validated(output: unknown): void {
    this.#state.conclude(output);
  }

  shown(): boolean {
    return this.#state.shownAttempt === this.#attempt;
  }
}
