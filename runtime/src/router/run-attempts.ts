import type { Attempt, FinishReason, Usage } from "../attempt.ts";
import { InvalidOutputError, OutspecError, ProviderError, RouterError } from "../errors.ts";
import type { Message } from "../prompt.ts";
import { resolveBaseUrl, resolveCredential } from "../providers/credentials.ts";
import type { Model } from "../providers/provider.ts";
import { issueLines } from "../validation/issues.ts";
import { announceEnd, announceStart } from "./announce.ts";
import type { Answer, AnswerReader } from "./answer.ts";
import { backoffMs } from "./backoff.ts";
import { afterFailure, afterStart, type Health, healthy, isAvailable } from "./breaker.ts";
import { describeFailure } from "./describe-failure.ts";
import { type Decision, decide } from "./failover-policy.ts";
import { instruct, reAsk } from "./instructions.ts";
import { ladderKey, modeLadder, type Rung } from "./mode-ladder.ts";
import { pause } from "./pause.ts";
import { limitsFor, type RoutedCall, settingsFor } from "./routed-call.ts";
import { type AttemptProgress, sendAttempt } from "./send-attempt.ts";

/** Who is told what happens, and who reads the answers. */
export interface AttemptObserver {
  /** An attempt begins; returns the reader of its answer. */
  begin(attempt: { readonly number: number; readonly model: Model; readonly rung: Rung }): AnswerReader;
  /** The attempt ended; `attempt.error` tells whether well. */
  end(attempt: Attempt): void;
}

/** What a route led to. */
export interface RouteResult {
  readonly answer: Answer;
  readonly model: Model;
  readonly rung: Rung;
  readonly attempts: readonly Attempt[];
  readonly finishReason: FinishReason;
  readonly usage: Usage;
}

/**
 * Asks the router's models until one gives a valid output.
 *
 * The loop of the whole package: it picks, tries, lets `decide` judge a failure, obeys, and tries again. Rejects
 * with the error itself when the decision is to stop, and with a `RouterError` when no model is left.
 */
export async function runAttempts(call: RoutedCall, observer: AttemptObserver): Promise<RouteResult> {
  const route = new Route(call, observer);
  try {
    return await route.run();
  } catch (error) {
    if (OutspecError.is(error) && error.attempts.length === 0) error.attempts = route.attempts;
    throw error;
  }
}

/** How one model is being asked at the moment. */
interface ModelState {
  readonly model: Model;
  readonly ladder: readonly Rung[];
  rungIndex: number;
  attempts: number;
  resetRetried: boolean;
  reAsksLeft: number;
  messages: readonly Message[];
}

type AttemptOutcome =
  | { readonly result: RouteResult; readonly error?: never; readonly reader?: never; readonly progress?: never }
  | {
      readonly result?: never;
      readonly error: OutspecError;
      readonly reader: AnswerReader;
      readonly progress: AttemptProgress;
    };

/** The decisions that keep a model. */
type AskAgain = Exclude<Decision, { readonly action: "stop" | "next-model" }>;

class Route {
  readonly attempts: Attempt[] = [];
  readonly #call: RoutedCall;
  readonly #observer: AttemptObserver;
  readonly #started: number;
  readonly #untried: Set<Model>;
  readonly #ladders: ReadonlyMap<Model, readonly Rung[]>;

  constructor(call: RoutedCall, observer: AttemptObserver) {
    this.#call = call;
    this.#observer = observer;
    this.#started = call.router.clock.now();
    this.#untried = new Set(call.router.models);
    // All of them at once: that a fallback lacks a dialect must not be found out on the night it is needed.
    this.#ladders = new Map(call.router.models.map((model) => [model, modeLadder(model, call.codec)]));
  }

  async run(): Promise<RouteResult> {
    let lastError: OutspecError | undefined;
    for (let model = this.#nextModel(); model !== undefined; model = this.#nextModel()) {
      const outcome = await this.#askModel(model);
      if (!(outcome instanceof OutspecError)) return outcome;
      lastError = outcome;
    }
    throw new RouterError(this.attempts, lastError);
  }

  /** The first untried model that is thought to be well; when none is, the one that recovers soonest, as a last resort. */
  #nextModel(): Model | undefined {
    const soonest = [...this.#untried].sort((a, b) => this.#healthOf(a).openUntil - this.#healthOf(b).openUntil)[0];
    const next = this.#availableModels()[0] ?? soonest;
    if (next !== undefined) this.#untried.delete(next);
    return next;
  }

  #availableModels(): readonly Model[] {
    const now = this.#call.router.clock.now();
    return [...this.#untried].filter((model) => isAvailable(this.#healthOf(model), now));
  }

  #healthOf(model: Model): Health {
    return this.#call.router.health.get(model) ?? healthy;
  }

  /** Asks one model until it answers or is given up; returns the error it was given up for. Throws to stop the route. */
  async #askModel(model: Model): Promise<RouteResult | OutspecError> {
    const { router, codec } = this.#call;
    const ladder = this.#ladders.get(model) ?? [];
    const key = ladderKey(model, codec);
    const state: ModelState = {
      model,
      ladder,
      rungIndex: Math.min(router.ladder.firstRung.get(key) ?? 0, ladder.length - 1),
      attempts: 0,
      resetRetried: false,
      reAsksLeft: router.policy.reAsks,
      messages: this.#call.messages,
    };
    for (;;) {
      const { result, error, reader, progress } = await this.#attempt(state);
      if (result !== undefined) {
        router.ladder.warm.add(key);
        return result;
      }
      const decision = decide(error, {
        attemptsOnModel: state.attempts,
        attemptsAllowed: router.policy.attempts,
        untriedModels: this.#availableModels().length,
        resetRetried: state.resetRetried,
        resetBeforeResponse: progress.resetBeforeResponse === true,
        canStepDown: state.rungIndex < ladder.length - 1,
        droppableSettings: Object.keys(settingsFor(model, this.#call).sent),
        reAsksLeft: state.reAsksLeft,
        partialShown: reader.shown,
        midStream: this.#call.midStream,
        onRefusal: this.#call.onRefusal,
      });
      if (decision.action === "stop") throw error;
      if (decision.action === "next-model") return error;
      await this.#prepareAgain(state, decision, error, reader.text);
    }
  }

  /** Changes how a model is asked, as decided, or waits, before it is asked again. */
  async #prepareAgain(state: ModelState, decision: AskAgain, error: OutspecError, answer: string): Promise<void> {
    const { ladder, clock } = this.#call.router;
    switch (decision.action) {
      case "step-down":
        state.rungIndex++;
        state.attempts--;
        ladder.firstRung.set(ladderKey(state.model, this.#call.codec), state.rungIndex);
        break;
      case "drop-setting":
        state.attempts--;
        ladder.rejectedSettings.set(
          state.model,
          new Set([...(ladder.rejectedSettings.get(state.model) ?? []), decision.setting]),
        );
        break;
      case "re-ask":
        state.reAsksLeft--;
        state.messages = reAsk(
          this.#call.messages,
          answer,
          issueLines(error instanceof InvalidOutputError ? error.issues : []),
        );
        break;
      case "retry":
        if (decision.free === true) {
          state.resetRetried = true;
          state.attempts--;
        } else {
          const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
          await pause(backoffMs(state.attempts, retryAfterMs, clock.random()), this.#call, this.#started);
        }
        break;
    }
  }

  async #attempt(state: ModelState): Promise<AttemptOutcome> {
    const { router, codec, signal, stream } = this.#call;
    const { model } = state;
    const rung = state.ladder[state.rungIndex] as Rung; // the index is kept below the ladder's length
    const { sent, dropped } = settingsFor(model, this.#call);
    const started = router.clock.now();
    const progress: AttemptProgress = { phase: "prepare" };
    const number = this.attempts.length + 1;
    state.attempts++;
    router.health.set(model, afterStart(this.#healthOf(model)));
    announceStart(router.hooks, { output: codec.name, number, id: model.id });
    const reader = this.#observer.begin({ number, model, rung });

    const close = (error?: OutspecError): void => {
      const attempt = attemptRecord(model, rung, progress, dropped, router.clock.now() - started, error);
      this.attempts.push(attempt);
      this.#observer.end(attempt);
      announceEnd(router.hooks, { output: codec.name, number, attempt });
    };
    try {
      const answer = await sendAttempt(
        {
          model,
          baseUrl: resolveBaseUrl(model),
          apiKey: await resolveCredential(model),
          rung,
          codec,
          messages: instruct(state.messages, rung),
          settings: sent,
          reasoning: model.override?.reasoning === true,
          stream,
          limits: limitsFor(model, this.#call, this.#started),
          signal,
          reader,
          transport: router.transport,
          clock: router.clock,
        },
        progress,
      );
      router.health.set(model, healthy);
      close();
      const { attempts } = this;
      const finishReason = progress.finishReason ?? "stop";
      return { result: { answer, model, rung, attempts, finishReason, usage: totalUsage(attempts) } };
    } catch (thrown) {
      // Anything that is not one of ours is a bug here, not a provider's failure: it must not be retried away.
      if (!OutspecError.is(thrown)) throw thrown;
      const error = describeFailure(thrown, model);
      const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
      router.health.set(model, afterFailure(this.#healthOf(model), error.code, retryAfterMs, router.clock.now()));
      close(error);
      return { error, reader, progress };
    }
  }
}

function attemptRecord(
  model: Model,
  rung: Rung,
  progress: AttemptProgress,
  droppedSettings: readonly string[],
  ms: number,
  error: OutspecError | undefined,
): Attempt {
  const { phase, status, requestId, firstTokenMs, usage } = progress;
  return {
    id: model.id,
    provider: model.row.id,
    model: model.model,
    mode: rung.mode,
    dialect: rung.dialectName,
    phase,
    ms,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(usage === undefined ? {} : { usage }),
    ...(droppedSettings.length === 0 ? {} : { droppedSettings }),
    ...(error === undefined ? {} : { error }),
  };
}

function totalUsage(attempts: readonly Attempt[]): Usage {
  const total = { input: { total: 0, cacheRead: 0, cacheWrite: 0 }, output: { total: 0, reasoning: 0 } };
  for (const { usage } of attempts) {
    if (usage === undefined) continue;
    total.input.total += usage.input.total;
    total.input.cacheRead += usage.input.cacheRead ?? 0;
    total.input.cacheWrite += usage.input.cacheWrite ?? 0;
    total.output.total += usage.output.total;
    total.output.reasoning += usage.output.reasoning ?? 0;
  }
  return total;
}
