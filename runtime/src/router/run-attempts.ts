import type { Attempt, FinishReason, Usage } from "../attempt.ts";
import { ConfigurationError, InvalidOutputError, OutspecError, ProviderError, RouterError } from "../errors.ts";
import { abortErrorOf } from "../on-abort.ts";
import type { Message } from "../prompt.ts";
import type { Model } from "../providers/provider.ts";
import { announce } from "../telemetry/announce.ts";
import type { CallIdentity } from "../telemetry/events.ts";
import { issueLines } from "../validation/issues.ts";
import type { Answer, AnswerReader } from "./answer.ts";
import { attemptRecord, totalUsage } from "./attempt-record.ts";
import { backoffMs } from "./backoff.ts";
import { afterFailure, afterStart, healthy, isAvailable } from "./breaker.ts";
import { conversation } from "./conversation.ts";
import { describeFailure } from "./describe-failure.ts";
import { type Decision, decide } from "./failover-policy.ts";
import { instruct, reAsk } from "./instructions.ts";
import { modeLadder, type Rung } from "./mode-ladder.ts";
import { createModelMemory, type ModelMemory } from "./model-memory.ts";
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
  readonly memory: ModelMemory;
  readonly ladder: readonly Rung[];
  rungIndex: number;
  attempts: number;
  resetRetried: boolean;
  reAsksLeft: number;
  /** What is said after the question: an invalid answer, and what is wrong with it. */
  followUp: readonly Message[];
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
  readonly #identity: CallIdentity;
  readonly #ladders: ReadonlyMap<Model, readonly Rung[]>;
  readonly #untried: Set<Model>;

  constructor(call: RoutedCall, observer: AttemptObserver) {
    this.#call = call;
    this.#observer = observer;
    this.#started = call.router.clock.now();
    this.#identity = {
      output: call.codec.name,
      operation: call.stream ? "stream" : "generate",
      models: call.router.models.map(({ id }) => id),
    };
    // All of them at once: that a fallback lacks a dialect must not be found out on the night it is needed.
    this.#ladders = new Map(call.router.models.map((model) => [model, modeLadder(model, call.codec)]));
    this.#untried = new Set(call.router.models.filter((model) => this.#ladders.get(model)?.length !== 0));
    if (this.#untried.size === 0) throw new ConfigurationError(`no model of the router can express ${call.codec.name}`);
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
    const openUntil = (model: Model) => this.#memoryOf(model).health.openUntil;
    const soonest = [...this.#untried].sort((a, b) => openUntil(a) - openUntil(b))[0];
    const next = this.#availableModels()[0] ?? soonest;
    if (next !== undefined) this.#untried.delete(next);
    return next;
  }

  #availableModels(): readonly Model[] {
    const now = this.#call.router.clock.now();
    return [...this.#untried].filter((model) => isAvailable(this.#memoryOf(model).health, now));
  }

  #memoryOf(model: Model): ModelMemory {
    return this.#call.router.memory.get(model) ?? createModelMemory();
  }

  /** Asks one model until it answers or is given up; returns the error it was given up for. Throws to stop the route. */
  async #askModel(model: Model): Promise<RouteResult | OutspecError> {
    const { router, codec, signal } = this.#call;
    const ladder = this.#ladders.get(model) ?? [];
    const memory = this.#memoryOf(model);
    const state: ModelState = {
      model,
      memory,
      ladder,
      rungIndex: Math.min(memory.firstRung.get(codec.hash) ?? 0, ladder.length - 1),
      attempts: 0,
      resetRetried: false,
      reAsksLeft: router.policy.reAsks,
      followUp: [],
    };
    for (;;) {
      if (signal?.aborted === true) throw abortErrorOf(signal);
      const { result, error, reader, progress } = await this.#attempt(state);
      if (result !== undefined) {
        memory.warm.add(codec.hash);
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
    const { codec, router } = this.#call;
    switch (decision.action) {
      case "step-down":
        state.rungIndex++;
        state.attempts--;
        state.memory.firstRung.set(codec.hash, state.rungIndex);
        break;
      case "drop-setting":
        state.attempts--;
        state.memory.rejectedSettings.add(decision.setting);
        break;
      case "re-ask":
        state.reAsksLeft--;
        state.followUp = reAsk(answer, issueLines(error instanceof InvalidOutputError ? error.issues : []));
        break;
      case "retry":
        if (decision.free === true) {
          state.resetRetried = true;
          state.attempts--;
        } else {
          const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
          await pause(backoffMs(state.attempts, retryAfterMs, router.clock.random()), this.#call, this.#started);
        }
        break;
    }
  }

  async #attempt(state: ModelState): Promise<AttemptOutcome> {
    const { router, codec, signal, stream, messages, examples } = this.#call;
    const { model, memory } = state;
    const rung = state.ladder[state.rungIndex] as Rung; // the index is kept below the ladder's length
    const { sent, dropped } = settingsFor(model, this.#call);
    const started = router.clock.now();
    const progress: AttemptProgress = { phase: "prepare" };
    const number = this.attempts.length + 1;
    state.attempts++;
    memory.health = afterStart(memory.health);
    announce(router.hooks, "attemptStart", () => ({
      call: this.#identity,
      number,
      id: model.id,
      provider: model.row.id,
      model: model.model,
      mode: rung.mode,
      stream,
      hedge: false,
      settings: sent,
      messages,
    }));
    const reader = this.#observer.begin({ number, model, rung });

    const close = (error?: OutspecError): void => {
      const attempt = attemptRecord(model, rung, progress, dropped, router.clock.now() - started, error);
      this.attempts.push(attempt);
      this.#observer.end(attempt);
      announce(router.hooks, "attemptEnd", () => ({ call: this.#identity, number, attempt, text: reader.text }));
    };
    try {
      const answer = await sendAttempt(
        {
          model,
          rung,
          codec,
          messages: instruct([...conversation(messages, examples, rung.dialect.examples), ...state.followUp], rung),
          settings: sent,
          stream,
          limits: limitsFor(model, this.#call, this.#started),
          signal,
          reader,
          transport: router.transport,
          clock: router.clock,
        },
        progress,
      );
      memory.health = healthy;
      close();
      const { attempts } = this;
      const finishReason = progress.finishReason ?? "stop";
      return { result: { answer, model, rung, attempts, finishReason, usage: totalUsage(attempts) } };
    } catch (thrown) {
      // Anything that is not one of ours is a bug here, not a provider's failure: it must not be retried away.
      if (!OutspecError.is(thrown)) {
        memory.health = { ...memory.health, probing: false };
        throw thrown;
      }
      const error = describeFailure(thrown, model);
      const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
      memory.health = afterFailure(memory.health, error.code, retryAfterMs, router.clock.now());
      close(error);
      return { error, reader, progress };
    }
  }
}
