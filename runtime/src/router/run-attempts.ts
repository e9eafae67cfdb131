import type { Attempt, FinishReason, Usage } from "../attempt.ts";
import type { Codec } from "../codec.ts";
import { ConfigurationError, OutspecError, RouterError } from "../errors.ts";
import type { Hedge } from "../options.ts";
import type { Model } from "../providers/provider.ts";
import { announce } from "../telemetry/announce.ts";
import type { CallEndEvent, CallIdentity } from "../telemetry/events.ts";
import { totalUsage } from "../usage.ts";
import type { Answer } from "./answer.ts";
import { askModel, type ModelAnswer, type ModelOutcome } from "./ask-model.ts";
import { AttemptLog } from "./attempt-log.ts";
import type { AttemptObserver, StartedAttempt } from "./attempt-observer.ts";
import { isAvailable } from "./breaker.ts";
import { Lane } from "./lane.ts";
import { modeLadder, type Rung } from "./mode-ladder.ts";
import { createModelMemory, type ModelMemory } from "./model-memory.ts";
import type { Route } from "./route.ts";
import type { RoutedCall } from "./routed-call.ts";

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
 * Each model is asked as often and in as many ways as the failover table says, and left for the next one. Rejects with
 * the error itself when the decision is to stop, and with a `RouterError` when no model is left. Errors list all
 * attempts.
 */
export async function runAttempts(call: RoutedCall, observer: AttemptObserver): Promise<RouteResult> {
  const { clock, hooks } = call.router;
  const route = new RouteRun(call, observer);
  const { identity, log, startedAt } = route;
  announce(hooks, "callStart", () => ({ call: identity }));
  const announceEnd = (end: Omit<CallEndEvent, "call" | "ms" | "attempts" | "usage">) =>
    announce(hooks, "callEnd", () => {
      const attempts = log.ended;
      return { call: identity, ms: clock.now() - startedAt, attempts, usage: totalUsage(attempts), ...end };
    });
  try {
    const { answer, model, rung, finishReason } = await route.run();
    const attempts = log.ended;
    announceEnd({ model: model.id, finishReason, repairs: answer.repairs });
    return { answer, model, rung, attempts, finishReason, usage: totalUsage(attempts) };
  } catch (error) {
    if (OutspecError.is(error) && error.attempts.length === 0) error.attempts = log.ended;
    // What is not one of ours is a bug here; observers are told all the same that the call is over.
    announceEnd(OutspecError.is(error) ? { error } : {});
    throw error;
  }
}

/** A half-open model whose speed is not known is hedged after this long: what does not answer now has not recovered. */
const probeHedgeMs = 1_000;
const defaultHedgeRate = 0.05;

/** One call on its way through the router's models. */
class RouteRun implements Route {
  readonly call: RoutedCall;
  readonly identity: CallIdentity;
  readonly observer: AttemptObserver;
  readonly log: AttemptLog = new AttemptLog();
  readonly startedAt: number;
  readonly #ladders: ReadonlyMap<Model, readonly Rung[]>;
  /** Models that have not been asked, or were stopped because another one was faster. */
  readonly #untried: Set<Model>;
  /** Whether a second lane may be started beside the first one. */
  readonly #mayHedge: boolean;
  readonly #lanes = new Set<Lane>();
  /** The lane whose attempt is bringing its answer. */
  #winner: Lane | undefined;
  #startLane: (isHedge: boolean) => void = () => {};
  #lastError: OutspecError | undefined;

  constructor(call: RoutedCall, observer: AttemptObserver) {
    const { router, codec } = call;
    this.call = call;
    this.observer = observer;
    this.startedAt = router.clock.now();
    this.identity = { output: codec.name, operation: call.operation, models: router.models.map(({ id }) => id) };
    // All of them at once: that a fallback lacks a dialect must not be found out on the night it is needed.
    this.#ladders = laddersOf(router.models, codec);
    this.#untried = new Set(router.models.filter((model) => this.#ladders.get(model)?.length !== 0));
    if (this.#untried.size === 0) throw new ConfigurationError(`no model of the router can express ${codec.name}`);
    this.#mayHedge = this.#untried.size > 1 && (call.hedge !== undefined || call.hedgesProbes);
    if (call.hedge !== undefined) router.hedgeBudget.earn(call.hedge.maxRate ?? defaultHedgeRate);
  }

  async run(): Promise<ModelAnswer> {
    const { signal } = this.call;
    const answer = this.#mayHedge ? await this.#race() : await this.#runLane(new Lane(signal, false, false));
    if (answer !== undefined) return answer;
    throw new RouterError(this.log.ended, this.#lastError, this.#whyNoMore());
  }

  /** Runs lanes until one has an answer or stops the call, or none is left; what remains of the others is waited for. */
  #race(): Promise<ModelAnswer | undefined> {
    return new Promise((resolve, reject) => {
      let end: (() => void) | undefined;
      this.#startLane = (isHedge) => {
        const lane = new Lane(this.call.signal, isHedge, true);
        this.#lanes.add(lane);
        const leave = (settle?: () => void): void => {
          lane.end();
          this.#lanes.delete(lane);
          if (settle !== undefined && end === undefined) {
            end = settle;
            for (const other of this.#lanes) other.lose();
          }
          if (this.#lanes.size > 0) return;
          if (end === undefined) resolve(undefined);
          else end();
        };
        this.#runLane(lane).then(
          (answer) => leave(answer === undefined ? undefined : () => resolve(answer)),
          (error: unknown) => leave(() => reject(error)),
        );
      };
      this.#startLane(false);
    });
  }

  /** Asks one model after the other. Gives nothing when none is left for this lane, or another lane was faster. */
  async #runLane(lane: Lane): Promise<ModelAnswer | undefined> {
    for (let model = this.#nextModel(lane); model !== undefined; model = this.#nextModel(lane)) {
      const outcome = await askModel(this, lane, model, this.#memoryOf(model), this.#ladders.get(model) ?? []);
      if (outcome.kind === "answered") return outcome.answer;
      if (!this.#goesOn(lane, model, outcome)) return undefined;
    }
    return undefined;
  }

  /** Whether a lane asks another model after one that gave no answer. */
  #goesOn(lane: Lane, model: Model, outcome: Exclude<ModelOutcome, { readonly kind: "answered" }>): boolean {
    if (outcome.kind === "lost" || outcome.kind === "passed-over") {
      // It was only slow, or not asked at all, and may be asked should the others fail.
      this.#untried.add(model);
      return outcome.kind === "passed-over";
    }
    this.#lastError = outcome.error;
    if (outcome.kind === "exhausted") return false;
    if (outcome.error.code === "context-overflow") this.#leaveOutSmaller(model);
    // The hedge is asking the next model already.
    return lane.isHedge || this.#lanes.size <= 1;
  }

  /** The first untried model that is thought to be well; when none is, the one that recovers soonest, as a last resort. */
  #nextModel(lane: Lane): Model | undefined {
    const [available] = this.#availableModels();
    const next = available ?? (lane.isHedge && this.#lanes.size > 1 ? undefined : this.#soonestToRecover());
    if (next !== undefined) this.#untried.delete(next);
    return next;
  }

  #soonestToRecover(): Model | undefined {
    const openUntil = (model: Model): number => this.#memoryOf(model).health.openUntil;
    return this.#untriedInOrder().sort((a, b) => openUntil(a) - openUntil(b))[0];
  }

  #availableModels(): readonly Model[] {
    const now = this.call.router.clock.now();
    return this.#untriedInOrder().filter((model) => isAvailable(this.#memoryOf(model).health, now));
  }

  #untriedInOrder(): Model[] {
    return this.call.router.models.filter((model) => this.#untried.has(model));
  }

  #memoryOf(model: Model): ModelMemory {
    return this.call.router.memory.get(model) ?? createModelMemory();
  }

  #leaveOutSmaller({ options }: Model): void {
    for (const other of this.#untried) {
      if (!isLarger(other.options.contextWindow, options.contextWindow)) this.#untried.delete(other);
    }
  }

  #whyNoMore(): string | undefined {
    if (!this.tokensLeft(undefined)) return `the ${this.call.maxTotalTokens} tokens that the call may use are spent`;
    return undefined;
  }

  othersLeft(lane: Lane): number {
    return this.#availableModels().length + (this.othersRunning(lane) ? 1 : 0);
  }

  othersRunning(lane: Lane): boolean {
    return [...this.#lanes].some((other) => other !== lane && !other.isLost);
  }

  tokensLeft(usage: Usage | undefined): boolean {
    const { maxTotalTokens } = this.call;
    if (maxTotalTokens === Number.POSITIVE_INFINITY) return true;
    const used = [totalUsage(this.log.ended), usage].reduce(
      (sum, one) => sum + (one?.input.total ?? 0) + (one?.output.total ?? 0),
      0,
    );
    return used < maxTotalTokens;
  }

  hasAvailable(): boolean {
    return this.#availableModels().length > 0;
  }

  awaitToken(lane: Lane, attempt: StartedAttempt, streamed: boolean): () => void {
    if (this.#winner === lane) this.#winner = undefined;
    if (!this.#mayHedge || this.#lanes.size > 1) return () => {};
    const { clock, hedgeBudget } = this.call.router;
    const { health, latencies } = this.#memoryOf(attempt.model);
    const usual = latencies[streamed ? "streamed" : "whole"].p95;
    const isProbe = this.call.hedgesProbes && health.probe === attempt;
    const delays = [hedgeDelay(this.call.hedge, usual), isProbe ? (usual ?? probeHedgeMs) : undefined];
    const known = delays.filter((delay) => delay !== undefined);
    if (known.length === 0 || !this.hasAvailable()) return () => {};
    return clock.after(Math.min(...known), () => {
      if (this.#lanes.size > 1 || this.#winner !== undefined || !this.hasAvailable()) return;
      if (isProbe || hedgeBudget.spend()) this.#startLane(true);
    });
  }

  claim(lane: Lane): boolean {
    if (lane.isLost) return false;
    this.#winner = lane;
    for (const other of this.#lanes) if (other !== lane) other.lose();
    return true;
  }
}

function hedgeDelay(hedge: Hedge | undefined, usual: number | undefined): number | undefined {
  return hedge?.afterMs === "p95" ? usual : hedge?.afterMs;
}

/** Whether a window is larger than another one, as far as both are known. */
function isLarger(window: number | undefined, than: number | undefined): boolean {
  return window === undefined || than === undefined || window > than;
}

const knownLadders = new WeakMap<readonly Model[], WeakMap<Codec, ReadonlyMap<Model, readonly Rung[]>>>();

/** The ways in which each model of a router can be asked; worked out once. */
function laddersOf(models: readonly Model[], codec: Codec): ReadonlyMap<Model, readonly Rung[]> {
  const byCodec = knownLadders.get(models) ?? new WeakMap();
  knownLadders.set(models, byCodec);
  const ladders = byCodec.get(codec) ?? new Map(models.map((model) => [model, modeLadder(model, codec)]));
  byCodec.set(codec, ladders);
  return ladders;
}
