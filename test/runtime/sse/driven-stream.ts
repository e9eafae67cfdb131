import { type OutputStream, ProviderError, type Result } from "@outspec/runtime";
import {
  createPartialBuilder,
  type PartialBuilder,
  type PartialBuilderOptions,
} from "@outspec/runtime/partial/partial-builder";
import { readEvents, readPartials } from "@outspec/runtime/stream-readers";
import { StreamState } from "@outspec/runtime/stream-state";
import { createFakeClock } from "../fake-clock.ts";

/** Why an attempt of a driven stream ends that another one follows. */
const broken = new ProviderError("interrupted", "broke off", { provider: "p", model: "m", phase: "streaming" });

/** A stream whose model is played by a test: the runtime's own readers over text that is given to it. */
export class DrivenStream {
  readonly state: StreamState<unknown, unknown>;
  readonly stream: OutputStream<unknown>;
  /** Whether its last reader has left. */
  isLeft = false;
  readonly #resolve: (result: Result<unknown>) => void;
  readonly #reject: (error: Error) => void;
  #builder: PartialBuilder | undefined;
  #attempt = 0;

  constructor(keepBest = true) {
    this.state = new StreamState(createFakeClock(), keepBest);
    let readers = 0;
    const audience = {
      join: () => void readers++,
      leave: () => {
        readers--;
        this.isLeft = readers === 0;
        return false;
      },
    };
    let resolve = (_result: Result<unknown>): void => {};
    let reject = (_error: Error): void => {};
    const result = new Promise<Result<unknown>>((done, fail) => {
      resolve = done;
      reject = fail;
    });
    result.catch(() => {});
    this.#resolve = resolve;
    this.#reject = reject;
    const { state } = this;
    this.stream = {
      result,
      get attempt() {
        return state.shownAttempt;
      },
      [Symbol.asyncIterator]: () => readPartials(state, audience),
      events: () => readEvents(state, audience),
      elements: () => {
        throw new Error("a driven stream has no elements");
      },
      abort: (reason) => this.fail(reason instanceof Error ? reason : new Error(String(reason))),
    };
  }

  /** Begins an attempt; what came before has broken off. */
  begin(options: Pick<PartialBuilderOptions, "table" | "inverse">): void {
    this.#end();
    this.#attempt++;
    const previous = this.#attempt === 1 ? undefined : broken;
    this.state.start(this.#attempt, "m", false, previous);
    this.#builder = createPartialBuilder({ ...options, trackChanges: true });
    this.state.begin(this.#attempt, "m", this.#builder, previous);
  }

  /** The model writes on. */
  write(text: string): void {
    this.#builder?.push(text);
    this.state.grown(text.length);
  }

  /** The model has finished. Returns its output. */
  finish(): unknown {
    const output = this.#builder?.finish().value;
    this.state.conclude(output);
    this.#end();
    const result: Result<unknown> = {
      output,
      model: "p/m",
      usage: { input: { total: 1 }, output: { total: 1 } },
      attempts: [],
      finishReason: "stop",
      repairs: [],
      receipt: { spec: "", dialect: "", prompt: "" },
    };
    this.#resolve(result);
    this.state.finish(result);
    return output;
  }

  fail(error: Error): void {
    this.#end();
    this.#reject(error);
    this.state.fail(error);
  }

  #end(): void {
    // The cast holds: nothing here reads an attempt's report.
    if (this.#builder !== undefined) this.state.endAttempt(this.#attempt, {} as never);
    this.#builder = undefined;
  }
}

/** Lets everything that waits for nothing but its turn have it. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
