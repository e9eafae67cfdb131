import { readAnswer } from "./answer-reader.ts";
import { type CallOptions, type OutputCall, prepareCall, toResult } from "./call.ts";
import { systemClock } from "./clock.ts";
import type { OutspecError } from "./errors.ts";
import { Cancellation, onAbort } from "./on-abort.ts";
import type { Result } from "./result.ts";
import { runAttempts } from "./router/run-attempts.ts";
import { readElements } from "./stream-elements.ts";
import type { OutputStream } from "./stream-events.ts";
import { type Audience, readEvents, readerLeft, readPartials } from "./stream-readers.ts";
import { StreamState } from "./stream-state.ts";

/**
 * Starts asking for an output and returns the stream of its partials.
 *
 * Never throws: a wrong input or configuration rejects `result` and ends the loop like any other failure. Generated
 * code calls it; an application calls the generated function.
 */
export function stream<T, P, I>(call: OutputCall<T, I>, input: I, options: CallOptions = {}): OutputStream<T, P> {
  const { codec } = call;
  const clock = () => (options.router ?? call.router)?.clock ?? systemClock;
  const state = new StreamState<T, P>(clock, options.view !== "latest");
  const controller = new Cancellation();
  const unfollow = onAbort(options.signal, () => controller.abort(options.signal?.reason));

  let readers = 0;
  const audience: Audience = {
    join() {
      readers++;
    },
    leave(error) {
      readers--;
      if (readers > 0 || state.end !== undefined) return false;
      controller.abort(error ?? readerLeft());
      return true;
    },
  };

  // A turn later, so that readers who subscribe in the same breath miss nothing.
  const result = Promise.resolve()
    .then(() => run(state, call, input, options, controller))
    .finally(unfollow);
  result.then(
    (value) => state.finish(value),
    (error: Error) => state.fail(error),
  );

  return {
    result,
    get attempt() {
      return state.shownAttempt;
    },
    [Symbol.asyncIterator]: () => readPartials(state, audience),
    events: () => readEvents(state, audience),
    elements: ((key: string, elementOptions?: { readonly onRestart: "replay" }) => {
      const replay = elementOptions?.onRestart === "replay";
      return readElements(state, audience, codec, key, replay);
    }) as OutputStream<T, P>["elements"], // the overloads differ in what they yield, as `replay` does
    abort: (reason) => controller.abort(reason),
  };
}

async function run<T, P, I>(
  state: StreamState<T, P>,
  call: OutputCall<T, I>,
  input: I,
  options: CallOptions,
  signal: Cancellation,
): Promise<Result<T>> {
  const routed = prepareCall(call, input, options, "stream", signal);
  const { repairs } = routed;
  let lastError: OutspecError | undefined;
  const route = await runAttempts(routed, {
    begin: ({ number, model, hedge }) => state.start(number, model.id, hedge, lastError),
    read: ({ number, model, rung }) => {
      const trackChanges = state.observed;
      const { inverse } = rung.dialect;
      const { reader, builder } = readAnswer(
        { name: call.codec.specName ?? call.codec.name, codec: call.codec, inverse, repairs, trackChanges },
        {
          reason: (text) => state.emit({ type: "reasoning-delta", attempt: number, text }),
          grown: (units) => state.grown(units),
          validated: (output) => state.conclude(output),
          shown: () => state.shownAttempt === number,
        },
      );
      state.begin(number, model.id, builder, lastError);
      return reader;
    },
    end: (number, report) => {
      // The hedge that lost is no reason to start over. Attempts record only errors of this package.
      if (report.error?.code !== "aborted") lastError = report.error as OutspecError | undefined;
      state.endAttempt(number, report);
    },
  });
  return toResult(routed, route);
}
