import type { Attempt, FinishReason, Usage } from "../attempt.ts";
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
import { ladderOf, type Rung } from "./mode-ladder.ts";
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
  const { log, startedAt } = route;
  announce(hooks, "callStart", () => ({ call: route.identity }));
  const announceEnd = (end: Omit<CallEndEvent, "call" | "ms" | "attempts" | "usage">) =>
    announce(hooks, "callEnd", () => {
      const attempts = log.ended;
      return { call: route.identity, ms: clock.now() - startedAt, attempts, usage: totalUsage(attempts), ...end };
    });
  try {
    const found = await route.run();
    if (found === undefined) throw route.exhaustion();
    const { answer, model, rung, finishReason } = found;
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
  readonly observer: AttemptObserver;
  readonly log: AttemptLog = new AttemptLog();
  readonly startedAt: number;
  #identity: CallIdentity | undefined;
  /** Models that have not been asked, or were stopped because another one was faster; in the router's order. */
  #untried: readonly Model[];
  /** Whether a second lane may be started beside the first one. */
  readonly #mayHedge: boolean;
  /** The lanes that are under way, where there may be a second one. */
  #lanes: readonly Lane[] = noLanes;
  /** The lane whose attempt is bringing its answer. */
  #winner: Lane | undefined;
  #startLane: (isHedge: boolean) => void = () => {};
  #lastError: OutspecError | undefined;

  constructor(call: RoutedCall, observer: AttemptObserver) {
    const { router, codec } = call;
    this.call = call;
    this.observer = observer;
    this.startedAt = router.clock.now();
    // All of them at once: that a fallback lacks a dialect must not be found out on the night it is needed.
    this.#untried = router.models.filter((model) => ladderOf(model, codec).length > 0);
    if (this.#untried.length === 0) throw new ConfigurationError(`no model of the router can express ${codec.name}`);
    this.#mayHedge = this.#untried.length > 1 && (call.hedge !== undefined || call.hedgesProbes);
    if (call.hedge !== undefined) router.hedgeBudget.earn(call.hedge.maxRate ?? defaultHedgeRate);
  }

  /** Who the call is, for those who watch it: few calls are watched. */
  get identity(): CallIdentity {
    const { router, codec, operation } = this.call;
    this.#identity ??= { output: codec.name, operation, models: router.models.map(({ id }) => id) };
    return this.#identity;
  }

  /** Gives nothing when no model is left. */
  run(): Promise<ModelAnswer | undefined> {
    return this.#mayHedge ? this.#race() : this.#runLane(new Lane(this.call.signal, false, false));
  }

  /** The error of a call that no model is left for. */
  exhaustion(): RouterError {
    return new RouterError(this.log.ended, this.#lastError, this.#whyNoMore());
  }

  /** Runs lanes until one has an answer or stops the call, or none is left; what remains of the others is waited for. */
  #race(): Promise<ModelAnswer | undefined> {
    return new Promise((resolve, reject) => {
      let end: (() => void) | undefined;
      this.#startLane = (isHedge) => {
        const lane = new Lane(this.call.signal, isHedge, true);
        this.#lanes = [...this.#lanes, lane];
        const leave = (settle?: () => void): void => {
          lane.end();
          this.#lanes = this.#lanes.filter((other) => other !== lane);
          if (settle !== undefined && end === undefined) {
            end = settle;
            for (const other of this.#lanes) other.lose();
          }
          if (this.#lanes.length > 0) return;
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
      const outcome = await askModel(this, lane, model, this.#memoryOf(model));
      if (outcome.kind === "answered") return outcome.answer;
      if (!this.#goesOn(lane, model, outcome)) return undefined;
    }
    return undefined;
  }

  /** Whether a lane asks another model after one that gave no answer. */
  #goesOn(lane: Lane, model: Model, outcome: Exclude<ModelOutcome, { readonly kind: "answered" }>): boolean {
    if (outcome.kind === "lost" || outcome.kind === "passed-over") {
      // It was only slow, or not asked at all, and may be asked should the others fail.
      this.#untried = this.call.router.models.filter((other) => other === model || this.#untried.includes(other));
      return outcome.kind === "passed-over";
    }
    this.#lastError = outcome.error;
    if (outcome.kind === "exhausted") return false;
    if (outcome.error.code === "context-overflow") this.#leaveOutSmaller(model);
    // The hedge is asking the next model already.
    return lane.isHedge || this.#lanes.length <= 1;
  }

  /** The first untried model that is thought to be well; when none is, the one that recovers soonest, as a last resort. */
  #nextModel(lane: Lane): Model | undefined {
    const available = this.#untried.find((model) => this.#isAvailable(model));
    const next = available ?? (lane.isHedge && this.#lanes.length > 1 ? undefined : this.#soonestToRecover());
    if (next !== undefined) this.#untried = this.#untried.filter((other) => other !== next);
    return next;
  }

  #soonestToRecover(): Model | undefined {
    const openUntil = (model: Model): number => this.#memoryOf(model).health.openUntil;
    return [...this.#untried].sort((a, b) => openUntil(a) - openUntil(b))[0];
  }

  #isAvailable(model: Model): boolean {
    const { health } = this.#memoryOf(model);
    // The clock is not asked about a model that is well, and most are.
    return health.openUntil === 0 || isAvailable(health, this.call.router.clock.now());
  }

  #availableModels(): readonly Model[] {
    return this.#untried.filter((model) => this.#isAvailable(model));
  }

  #memoryOf(model: Model): ModelMemory {
    return this.call.router.memory.get(model) ?? createModelMemory();
  }

  #leaveOutSmaller({ options }: Model): void {
    this.#untried = this.#untried.filter((other) => isLarger(other.options.contextWindow, options.contextWindow));
  }

  #whyNoMore(): string | undefined {
    if (!this.tokensLeft(undefined)) return `the ${this.call.maxTotalTokens} tokens that the call may use are spent`;
    return undefined;
  }

  othersLeft(lane: Lane): number {
    return this.#availableModels().length + (this.othersRunning(lane) ? 1 : 0);
  }

  othersRunning(lane: Lane): boolean {
    return this.#lanes.some((other) => other !== lane && !other.isLost);
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
    if (!this.#mayHedge || this.#lanes.length > 1) return doNothing;
    const { hedge, hedgesProbes, router } = this.call;
    const { health, latencies } = this.#memoryOf(attempt.model);
    const isProbe = hedgesProbes && health.probe === attempt;
    if (hedge === undefined && !isProbe) return doNothing;
    const usual = latencies[streamed ? "streamed" : "whole"].p95;
    const delays = [hedgeDelay(hedge, usual), isProbe ? (usual ?? probeHedgeMs) : undefined];
    const known = delays.filter((delay) => delay !== undefined);
    if (known.length === 0 || !this.hasAvailable()) return doNothing;
    const { clock, hedgeBudget } = router;
    return clock.after(Math.min(...known), () => {
      if (this.#lanes.length > 1 || this.#winner !== undefined || !this.hasAvailable()) return;
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

const noLanes: readonly Lane[] = [];

const doNothing = (): void => {};

function hedgeDelay(hedge: Hedge | undefined, usual: number | undefined): number | undefined {
  return hedge?.afterMs === "p95" ? usual : hedge?.afterMs;
}

/** Whether a window is larger than another one, as far as both are known. */
function isLarger(window: number | undefined, than: number | undefined): boolean {
  return window === undefined || than === undefined || window > than;
}
