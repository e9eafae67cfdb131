import { createAnswerReader } from "./answer-reader.ts";
import { type CallOptions, type OutputCall, prepareCall, toResult } from "./call.ts";
import type { Result } from "./result.ts";
import { runAttempts } from "./router/run-attempts.ts";
import { createWholeAnswerReader } from "./whole-answer-reader.ts";

/**
 * Asks for one complete output and resolves once it has been validated.
 *
 * Rejects with an `OutspecError` that lists every attempt; nothing is sent when the input or the configuration is
 * wrong. Generated code calls it; an application calls the generated function.
 */
export async function generate<T, I>(call: OutputCall<T, I>, input: I, options: CallOptions = {}): Promise<Result<T>> {
  const routed = prepareCall(call, input, options, "generate");
  const route = await runAttempts(routed, {
    begin: () => {},
    read: ({ rung, stream }) => {
      const { codec } = call;
      const { inverse } = rung.dialect;
      const readerOptions = { name: codec.specName ?? codec.name, codec, inverse, repairs: routed.repairs };
      return stream ? createAnswerReader(readerOptions) : createWholeAnswerReader(readerOptions);
    },
    end: () => {},
  });
  return toResult(routed, route);
}
