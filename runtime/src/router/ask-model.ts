import type { AttemptSequel, FinishReason, Usage } from "../attempt.ts";
import { InvalidOutputError, OutspecError, ProviderError } from "../errors.ts";
import { abortErrorOf } from "../on-abort.ts";
import type { Message } from "../prompt.ts";
import type { Model } from "../providers/provider.ts";
import { announce } from "../telemetry/announce.ts";
import type { CallIdentity } from "../telemetry/events.ts";
import { withHidden } from "../telemetry/hidden.ts";
import { serverOf } from "../telemetry/server-address.ts";
import { usageOf } from "../usage.ts";
import { issueLines } from "../validation/issues.ts";
import type { Answer, AnswerReader } from "./answer.ts";
import type { AttemptLog } from "./attempt-log.ts";
import type { AttemptObserver, StartedAttempt } from "./attempt-observer.ts";
import { attemptRecord } from "./attempt-record.ts";
import { backoffMs } from "./backoff.ts";
import { afterAnswer, afterFailure, afterStart } from "./breaker.ts";
import { conversation } from "./conversation.ts";
import { describeFailure } from "./describe-failure.ts";
import { type Decision, decide, type FailureState } from "./failover-policy.ts";
import { IdempotencyKey } from "./idempotency.ts";
import { instruct, reAsk } from "./instructions.ts";
import type { Lane } from "./lane.ts";
import type { Rung } from "./mode-ladder.ts";
import type { ModelMemory } from "./model-memory.ts";
import { pause, waitFor } from "./pause.ts";
import { type ChosenSettings, limitsFor, type RoutedCall, settingsFor, streamsOnWire } from "./routed-call.ts";
import { type AttemptProgress, sendAttempt } from "./send-attempt.ts";

/** What asking one model needs to know of the call around it. */
export interface Route {
  readonly call: RoutedCall;
  readonly identity: CallIdentity;
  readonly observer: AttemptObserver;
  readonly log: AttemptLog;
  /** On the router's clock. */
  readonly startedAt: number;
  /** Other models that may still be asked: those that have not been, and one that is being asked beside this one. */
  othersLeft(lane: Lane): number;
  /** Whether another model is being asked beside this one. */
  othersRunning(lane: Lane): boolean;
  /** Whether the call may use more tokens, after those of the attempts that have ended and of the one at hand. */
  tokensLeft(usage: Usage | undefined): boolean;
  /** An attempt has no token yet; gives the function that says that this is over. */
  awaitToken(lane: Lane, model: Model, streamed: boolean): () => void;
  /** An attempt's first token has come. Returns whether its lane is the one that counts. */
  claim(lane: Lane): boolean;
}

/** An answer and the model that gave it. */
export interface ModelAnswer {
  readonly answer: Answer;
  readonly model: Model;
  readonly rung: Rung;
  readonly finishReason: FinishReason;
}

/** How asking a model ended: with an answer, with the error that the next model is asked for, or because another one was faster. */
export type ModelOutcome =
  | { readonly kind: "answered"; readonly answer: ModelAnswer }
  | { readonly kind: "given-up"; readonly error: OutspecError }
  | { readonly kind: "exhausted"; readonly error: OutspecError }
  | { readonly kind: "lost" };

/** Asks one model, in each way and as often as the failover table says. Throws the error that stops the call. */
export function askModel(
  route: Route,
  lane: Lane,
  model: Model,
  memory: ModelMemory,
  ladder: readonly Rung[],
): Promise<ModelOutcome> {
  return new Asking(route, lane, model, memory, ladder).run();
}

interface Failure {
  readonly error: OutspecError;
}

/** One attempt while it is under way. */
interface RunningAttempt extends StartedAttempt {
  readonly progress: AttemptProgress;
  readonly startedAt: number;
  readonly queuedMs: number;
  readonly settings: ChosenSettings;
  /** Reads its answer, from its first token on. */
  reader?: AnswerReader;
}

/** The decisions that keep a model. */
type AskAgain = Exclude<Decision, { readonly action: "stop" | "next-model" }>;

/** How one model is being asked. */
class Asking {
  readonly #route: Route;
  readonly #lane: Lane;
  readonly #model: Model;
  readonly #memory: ModelMemory;
  readonly #ladder: readonly Rung[];
  #rungIndex: number;
  #attempts = 0;
  #resetRetried = false;
  #keyRefreshed = false;
  #reAsksLeft: number;
  /** What is said after the question: an invalid answer, and what is wrong with it. */
  #followUp: readonly Message[] = [];
  readonly #idempotency: IdempotencyKey;

  constructor(route: Route, lane: Lane, model: Model, memory: ModelMemory, ladder: readonly Rung[]) {
    this.#route = route;
    this.#lane = lane;
    this.#model = model;
    this.#memory = memory;
    this.#ladder = ladder;
    this.#rungIndex = Math.min(memory.firstRung.get(route.call.codec.hash) ?? 0, ladder.length - 1);
    this.#reAsksLeft = route.call.reAsks;
    this.#idempotency = new IdempotencyKey(model, route.call.router.clock.random);
  }

  async run(): Promise<ModelOutcome> {
    for (;;) {
      const { signal } = this.#lane;
      if (this.#lane.isLost) return { kind: "lost" };
      if (signal?.aborted === true) throw abortErrorOf(signal);
      const queuedMs = await this.#takeTurn();
      const attempt = this.#begin(queuedMs);
      let result: ModelAnswer | Failure;
      try {
        result = await this.#send(attempt);
      } finally {
        this.#memory.turnstile.leave();
      }
      if ("answer" in result) {
        this.#end(attempt);
        return { kind: "answered", answer: result };
      }
      const { error } = result;
      if (this.#lane.isLost) {
        this.#end(attempt, error);
        return { kind: "lost" };
      }
      const decision = decide(error, this.#facts(attempt));
      this.#end(attempt, error, decision.action);
      if (decision.action === "stop") {
        if (decision.exhausted === true) return { kind: "exhausted", error };
        throw error;
      }
      if (decision.action === "next-model") return { kind: "given-up", error };
      await this.#prepareAgain(decision, error, attempt.reader?.text ?? "");
    }
  }

  /** Waits until the model may have one more request; gives how long that took. */
  async #takeTurn(): Promise<number> {
    const turn = this.#memory.turnstile.enter();
    if (turn === true) return 0;
    const { clock } = this.#route.call.router;
    const since = clock.now();
    await waitFor((done) => {
      void turn.come.then(done);
      return turn.giveUp;
    }, this.#waiting);
    return clock.now() - since;
  }

  get #waiting() {
    const { call, startedAt } = this.#route;
    return { call, startedAt, signal: this.#lane.signal };
  }

  #begin(queuedMs: number): RunningAttempt {
    const { call, log, observer } = this.#route;
    const rung = this.#ladder[this.#rungIndex] as Rung; // the index is kept below the ladder's length
    this.#attempts++;
    this.#memory.health = afterStart(this.#memory.health);
    const attempt: RunningAttempt = {
      number: log.begin(),
      model: this.#model,
      rung,
      hedge: this.#lane.isHedge && this.#route.othersRunning(this.#lane),
      progress: { phase: "prepare" },
      startedAt: call.router.clock.now(),
      queuedMs,
      settings: settingsFor(this.#model, call),
    };
    observer.begin(attempt);
    return attempt;
  }

  /** Makes the request. Only what is no failure of the model is thrown. */
  async #send(attempt: RunningAttempt): Promise<ModelAnswer | Failure> {
    const { call, observer } = this.#route;
    const { rung, progress } = attempt;
    const { sent } = attempt.settings;
    const stream = streamsOnWire(this.#model, call, sent);
    const messages = instruct(
      [...conversation(call.messages, call.examples, rung.dialect.examples), ...this.#followUp],
      rung,
    );
    this.#announceStart(attempt, { stream, settings: sent, messages });
    const stopAwaiting = this.#route.awaitToken(this.#lane, this.#model, stream);
    try {
      const answer = await sendAttempt(
        {
          model: this.#model,
          rung,
          codec: call.codec,
          messages,
          settings: sent,
          stream,
          limits: limitsFor(this.#model, call, this.#route.startedAt, stream),
          signal: this.#lane.signal,
          headers: this.#idempotency.headers,
          claim: () => {
            stopAwaiting();
            return this.#route.claim(this.#lane);
          },
          onFirstToken: (ms) => this.#noteFirstToken(attempt, ms),
          reader: () => {
            attempt.reader ??= observer.read(attempt);
            return attempt.reader;
          },
          transport: call.router.transport,
          clock: call.router.clock,
        },
        progress,
      );
      const { finishReason = "stop" } = progress;
      this.#memory.health = afterAnswer(this.#memory.health);
      if (!stream) this.#memory.latencies.whole.add(call.router.clock.now() - attempt.startedAt);
      this.#memory.warm.add(call.codec.hash);
      return { answer, model: this.#model, rung, finishReason };
    } catch (thrown) {
      // Anything that is not one of ours is a bug here, not a provider's failure: it must not be retried away.
      if (!OutspecError.is(thrown)) {
        this.#memory.health = { ...this.#memory.health, probing: false };
        throw thrown;
      }
      const error = describeFailure(thrown, this.#model);
      this.#judgeHealth(error, attempt, stream);
      return { error };
    } finally {
      stopAwaiting();
    }
  }

  #judgeHealth(error: OutspecError, { startedAt, progress }: RunningAttempt, stream: boolean): void {
    const { clock, policy } = this.#route.call.router;
    const now = clock.now();
    // One that lost the race was slow, and is known to have taken at least this long.
    if (this.#lane.isLost && progress.firstTokenMs === undefined) {
      this.#memory.latencies[stream ? "streamed" : "whole"].add(now - startedAt);
    }
    const { health } = this.#memory;
    // A probe that another model overtook has not found a model that recovered.
    const code = this.#lane.isLost && health.probing ? "timeout" : error.code;
    const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
    this.#memory.health = afterFailure(health, code, retryAfterMs, now, policy.breaker);
  }

  #noteFirstToken({ number }: RunningAttempt, ms: number): void {
    const { call, identity } = this.#route;
    this.#memory.latencies.streamed.add(ms);
    announce(call.router.hooks, "firstToken", () => ({ call: identity, number, ms }));
  }

  #announceStart(
    { number, model, rung, hedge }: RunningAttempt,
    {
      stream,
      settings,
      messages,
    }: {
      readonly stream: boolean;
      readonly settings: ChosenSettings["sent"];
      readonly messages: readonly Message[];
    },
  ): void {
    const { call, identity } = this.#route;
    announce(call.router.hooks, "attemptStart", () =>
      withHidden(
        {
          call: identity,
          number,
          id: model.id,
          provider: model.row.id,
          model: model.model,
          mode: rung.mode,
          ...serverOf(model),
          stream,
          hedge,
          settings,
        },
        { messages },
      ),
    );
  }

  /** Writes the attempt down and tells of it. */
  #end(attempt: RunningAttempt, error?: OutspecError, followedBy?: AttemptSequel): void {
    const { call, identity, log, observer } = this.#route;
    const { number, progress, queuedMs } = attempt;
    const record = attemptRecord(attempt, progress, {
      ms: call.router.clock.now() - attempt.startedAt,
      queuedMs,
      droppedSettings: attempt.settings.dropped,
      error,
      followedBy,
    });
    log.end(number, record);
    observer.end(number, record);
    announce(call.router.hooks, "attemptEnd", () =>
      withHidden({ call: identity, number, attempt: record }, { text: attempt.reader?.text ?? "" }),
    );
  }

  #facts({ progress, reader, settings }: RunningAttempt): FailureState {
    const { call } = this.#route;
    return {
      attemptsOnModel: this.#attempts,
      attemptsAllowed: call.attempts,
      untriedModels: this.#route.othersLeft(this.#lane),
      resetRetried: this.#resetRetried,
      resetBeforeResponse: progress.resetBeforeResponse === true,
      canStepDown: this.#rungIndex < this.#ladder.length - 1,
      droppableSettings: Object.keys(settings.sent),
      reAsksLeft: this.#reAsksLeft,
      partialShown: reader?.shown === true,
      midStream: call.midStream,
      onRefusal: call.onRefusal,
      overrides: call.failover,
      canRefreshKey: !this.#keyRefreshed && typeof this.#model.options.apiKey === "function",
      tokensLeft: this.#route.tokensLeft(usageOf(progress)),
    };
  }

  /** Changes how the model is asked, as decided, or waits, before it is asked again. */
  async #prepareAgain(decision: AskAgain, error: OutspecError, answer: string): Promise<void> {
    const { call } = this.#route;
    switch (decision.action) {
      case "step-down":
        this.#rungIndex++;
        this.#attempts--;
        this.#memory.firstRung.set(call.codec.hash, this.#rungIndex);
        this.#idempotency.renew();
        break;
      case "drop-setting":
        this.#attempts--;
        this.#memory.rejectedSettings.add(decision.setting);
        this.#idempotency.renew();
        break;
      case "re-ask":
        this.#reAsksLeft--;
        this.#followUp = reAsk(answer, issueLines(error instanceof InvalidOutputError ? error.issues : []));
        this.#idempotency.renew();
        break;
      case "retry":
        if (decision.free === true) {
          if (error.code === "unauthorized") this.#keyRefreshed = true;
          else this.#resetRetried = true;
          this.#attempts--;
        } else {
          const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
          await pause(backoffMs(this.#attempts, retryAfterMs, call.router.clock.random()), this.#waiting);
        }
        break;
    }
  }
}
