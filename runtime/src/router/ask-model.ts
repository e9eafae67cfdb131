import type { FinishReason } from "../attempt.ts";
import { InvalidOutputError, OutspecError, ProviderError } from "../errors.ts";
import { abortErrorOf } from "../on-abort.ts";
import type { Message } from "../prompt.ts";
import { rememberGiven, type UsedCredentials } from "../providers/auth/kept-credentials.ts";
import type { Model } from "../providers/provider.ts";
import { usageOf } from "../usage.ts";
import { issueLines } from "../validation/issues.ts";
import type { Answer } from "./answer.ts";
import type { AttemptInput } from "./attempt-input.ts";
import { backoffMs } from "./backoff.ts";
import { afterInconclusive, afterStart, isAvailable } from "./breaker.ts";
import { conversation } from "./conversation.ts";
import { type Decision, decide, type FailureState } from "./failover-policy.ts";
import { IdempotencyKey } from "./idempotency.ts";
import { instruct, reAsk } from "./instructions.ts";
import type { Lane } from "./lane.ts";
import { learnFromAnswer, learnFromFailure } from "./learn-from-attempt.ts";
import { ladderOf, type Rung } from "./mode-ladder.ts";
import type { ModelMemory } from "./model-memory.ts";
import { pause, waitFor } from "./pause.ts";
import { setRecent } from "./recent.ts";
import type { Route } from "./route.ts";
import { limitsFor, settingsFor, streamsOnWire } from "./routed-call.ts";
import { announceFirstToken, announceStart, concludeAttempt, type RunningAttempt } from "./running-attempt.ts";
import { sendAttempt } from "./send-attempt.ts";
import type { Turn } from "./turnstile.ts";

/** An answer and the model that gave it. */
export interface ModelAnswer {
  readonly answer: Answer;
  readonly model: Model;
  readonly rung: Rung;
  readonly finishReason: FinishReason;
}

/**
 * How asking a model ended: with an answer, with the error that the next model is asked for, because another one was
 * faster, or because it was found to be down before it could be asked.
 */
export type ModelOutcome =
  | { readonly kind: "answered"; readonly answer: ModelAnswer }
  | { readonly kind: "given-up"; readonly error: OutspecError }
  | { readonly kind: "exhausted"; readonly error: OutspecError }
  | { readonly kind: "lost" }
  | { readonly kind: "passed-over" };

/** Asks one model, in each way and as often as the failover table says. Throws the error that stops the call. */
export function askModel(route: Route, lane: Lane, model: Model, memory: ModelMemory): Promise<ModelOutcome> {
  return new Asking(route, lane, model, memory).run();
}

/** An attempt that has ended: with an answer, or with the error that is to be decided on. */
type Tried =
  | { readonly attempt: RunningAttempt; readonly answer: Answer; readonly error?: never }
  | { readonly attempt: RunningAttempt; readonly error: OutspecError; readonly answer?: never };

/** The decisions that keep a model. */
type AskAgain = Exclude<Decision, { readonly action: "stop" | "next-model" }>;

/** How one model is being asked. */
class Asking {
  readonly #route: Route;
  readonly #lane: Lane;
  readonly #model: Model;
  readonly #memory: ModelMemory;
  readonly #ladder: readonly Rung[];
  readonly #credentials: UsedCredentials;
  #rungIndex: number;
  #attempts = 0;
  #resetRetried = false;
  #keyRefreshed = false;
  #reAsksLeft: number;
  /** What is said after the question: an invalid answer, and what is wrong with it. */
  #followUp: readonly Message[] = [];
  readonly #idempotency: IdempotencyKey;
  /** Ends the wait for the first token of the attempt under way. */
  #stopAwaiting: () => void = () => {};

  constructor(route: Route, lane: Lane, model: Model, memory: ModelMemory) {
    this.#route = route;
    this.#lane = lane;
    this.#model = model;
    this.#memory = memory;
    this.#ladder = ladderOf(model, route.call.codec);
    this.#credentials = rememberGiven(memory.credentials);
    this.#rungIndex = Math.min(memory.firstRung.get(route.call.codec.hash) ?? 0, this.#ladder.length - 1);
    this.#reAsksLeft = route.call.reAsks;
    this.#idempotency = new IdempotencyKey(model, route.call.router.clock.random);
  }

  async run(): Promise<ModelOutcome> {
    try {
      for (;;) {
        const tried = await this.#try();
        if (tried === undefined) return { kind: "passed-over" };
        const next = this.#conclude(tried);
        if ("kind" in next) return next;
        await this.#prepareAgain(next, tried);
      }
    } catch (error) {
      // Stopped while it waited for its turn, or for its next attempt.
      if (this.#lane.isLost) return { kind: "lost" };
      throw error;
    }
  }

  /**
   * Makes one attempt, once it is its turn; gives nothing where the model is passed over. Only what is no failure of the model
   * is thrown.
   */
  async #try(): Promise<Tried | undefined> {
    const { signal } = this.#lane;
    if (signal?.aborted === true) throw abortErrorOf(signal);
    const turn = this.#memory.turnstile.enter();
    // Nothing is awaited where there is a place: calls that begin together see of each other who is the probe.
    const queuedMs = turn === true ? 0 : await this.#waitForTurn(turn);
    try {
      if (turn !== true && this.#isPassedOver()) return undefined;
      const attempt = this.#begin(queuedMs);
      try {
        const answer = await this.#send(attempt);
        learnFromAnswer(this.#memory, attempt, this.#route.call);
        return { attempt, answer };
      } catch (error) {
        // Anything that is not one of ours is a bug here, not a provider's failure: it must not be retried away.
        if (!OutspecError.is(error)) {
          this.#memory.health = afterInconclusive(this.#memory.health, attempt);
          throw error;
        }
        learnFromFailure(this.#memory, attempt, error, this.#lane.isLost, this.#route.call.router);
        return { attempt, error };
      } finally {
        this.#stopAwaiting();
      }
    } finally {
      this.#memory.turnstile.leave();
    }
  }

  /** Writes down how an attempt ended, and decides what follows. Throws the error that stops the call. */
  #conclude({ attempt, answer, error }: Tried): ModelOutcome | AskAgain {
    const route = this.#route;
    if (error === undefined) {
      concludeAttempt(route, attempt);
      const { rung, progress } = attempt;
      const { finishReason = "stop" } = progress;
      return { kind: "answered", answer: { answer, model: this.#model, rung, finishReason } };
    }
    if (this.#lane.isLost) {
      concludeAttempt(route, attempt, error);
      return { kind: "lost" };
    }
    const decision = decide(error, this.#facts(attempt));
    concludeAttempt(route, attempt, error, decision.action);
    if (decision.action === "next-model") return { kind: "given-up", error };
    if (decision.action !== "stop") return decision;
    if (decision.exhausted === true) return { kind: "exhausted", error };
    throw error;
  }

  /** Whether the model, which nothing was asked of yet, was found to be down while this call waited for its turn. */
  #isPassedOver(): boolean {
    const isDown = !isAvailable(this.#memory.health, this.#route.call.router.clock.now());
    return isDown && this.#attempts === 0 && this.#route.hasAvailable();
  }

  /** Waits for a turn; gives how long that took. */
  async #waitForTurn(turn: Turn): Promise<number> {
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
    const sent = settingsFor(this.#model, call);
    const attempt: RunningAttempt = {
      number: log.begin(),
      model: this.#model,
      rung,
      hedge: this.#lane.isHedge && this.#route.othersRunning(this.#lane),
      progress: { phase: "prepare" },
      startedAt: call.router.clock.now(),
      queuedMs,
      settings: sent,
      stream: streamsOnWire(this.#model, rung.mode, call, sent.sent),
    };
    this.#memory.health = afterStart(this.#memory.health, attempt);
    observer.begin(attempt);
    return attempt;
  }

  /** Makes the request of an attempt. */
  #send(attempt: RunningAttempt): Promise<Answer> {
    const route = this.#route;
    const { call } = route;
    const { rung, stream } = attempt;
    const messages = this.#messagesFor(rung);
    announceStart(route, attempt, messages);
    this.#stopAwaiting = route.awaitToken(this.#lane, attempt, stream);
    const input: AttemptInput = {
      model: this.#model,
      rung,
      messages,
      settings: attempt.settings.sent,
      stream,
      limits: limitsFor(this.#model, this.#memory, call, route.startedAt, stream),
      startedAt: attempt.startedAt,
      signal: this.#lane.signal,
      headers: this.#idempotency.headers,
      claim: () => {
        this.#stopAwaiting();
        return route.claim(this.#lane);
      },
      onFirstToken: (ms) => {
        this.#memory.latencies.streamed.add(ms);
        announceFirstToken(route, attempt, ms);
      },
      reader: () => {
        attempt.reader ??= route.observer.read(attempt);
        return attempt.reader;
      },
      transport: call.router.transport,
      kept: this.#credentials,
      clock: call.router.clock,
    };
    return sendAttempt(input, attempt.progress);
  }

  #messagesFor(rung: Rung): readonly Message[] {
    const { messages, examples } = this.#route.call;
    const shown = conversation(messages, examples, rung.dialect.examples);
    return instruct(this.#followUp.length === 0 ? shown : [...shown, ...this.#followUp], rung, this.#model.row);
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
      canRefreshKey: !this.#keyRefreshed && this.#credentials.given !== undefined,
      tokensLeft: this.#route.tokensLeft(usageOf(progress)),
    };
  }

  /** Changes how the model is asked, as decided, or waits, before it is asked again. */
  async #prepareAgain(decision: AskAgain, { attempt, error }: Tried): Promise<void> {
    const { call } = this.#route;
    switch (decision.action) {
      case "step-down":
        this.#rungIndex++;
        this.#attempts--;
        setRecent(this.#memory.firstRung, call.codec.hash, this.#rungIndex);
        this.#idempotency.renew();
        break;
      case "drop-setting":
        this.#attempts--;
        this.#memory.rejectedSettings.add(decision.setting);
        this.#idempotency.renew();
        break;
      case "re-ask":
        this.#reAsksLeft--;
        this.#followUp = reAsk(
          attempt.reader?.text ?? "",
          issueLines(error instanceof InvalidOutputError ? error.issues : []),
        );
        this.#idempotency.renew();
        break;
      case "retry":
        if (decision.free === true) {
          if (error?.code === "unauthorized") this.#refreshKey();
          else this.#resetRetried = true;
          this.#attempts--;
        } else {
          const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
          await pause(backoffMs(this.#attempts, retryAfterMs, call.router.clock.random()), this.#waiting);
        }
        break;
    }
  }

  /** The next attempt gets a new credential, once for each call. */
  #refreshKey(): void {
    this.#keyRefreshed = true;
    this.#credentials.forget(this.#credentials.given);
  }
}
