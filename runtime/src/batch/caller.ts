import { ConfigurationError } from "../errors.ts";
import { type Outcome, outcome } from "../outcome.ts";
import type { Result } from "../result.ts";

/** Makes the calls of a batch. */
export interface Caller<I, T> {
  /** What a call comes to. Rejects with a `ConfigurationError` when it shows that the program is wrong. */
  call(input: I, index: number): Promise<Outcome<T>>;
  /** Lets go of all calls in flight. */
  abort(reason: unknown): void;
}

/** Makes a caller of a function. */
export function createCaller<I, T>(generate: (input: I, signal: AbortSignal) => Promise<Result<T>>): Caller<I, T> {
  // A signal for each: a function of the application may leave its listeners on the one it is given.
  const controllers = new Set<AbortController>();
  return {
    async call(input, index) {
      const controller = new AbortController();
      controllers.add(controller);
      try {
        // Within an async function, so that one that throws at once is treated alike.
        return await outcome((async () => generate(input, controller.signal))());
      } catch (error) {
        const name = error instanceof Error ? error.name : "value";
        const message = `the function given to mapOutputs threw a ${name} for input ${index}: throw an InputError for an input that cannot be used`;
        throw new ConfigurationError(message, { cause: error });
      } finally {
        controllers.delete(controller);
      }
    },
    abort(reason) {
      for (const controller of controllers) controller.abort(reason);
    },
  };
}
