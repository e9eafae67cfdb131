import type { ServerResponse } from "node:http";
import type { Family } from "../facts/provider-row.ts";
import { createStepPool, type StepPool } from "./pace.ts";
import type { SimulatedProvider } from "./wire/protocol.ts";

/** How an exchange ended: all was sent, the client left before that, or the simulator closed the connection. */
export type ExchangeEnd = "finished" | "hung-up" | "cut";

/** One request the simulator received, and how far its answer has come. */
export interface SimulatedRequest {
  /** Position among all requests, from 0. */
  readonly index: number;
  readonly provider: SimulatedProvider;
  /** The wire it was asked over. */
  readonly protocol: Family;
  readonly method: string;
  readonly path: string;
  /** Lower-case names; without the key. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the request carried a key that is not blank. */
  readonly hasKey: boolean;
  /** The parsed body, or its text when that is no JSON. */
  readonly body: unknown;
  readonly model: string;
  readonly stream: boolean;
  /** When its body was complete, in milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Pieces of the answer sent so far. */
  readonly deltasSent: number;
  /** `open` until the answer is complete or the connection gone. */
  readonly state: "open" | ExchangeEnd;
  /** The HTTP status, once the headers are sent. */
  readonly status: number | undefined;
  /** Settles with the status when the headers are sent, or with nothing when the exchange ends before that. */
  readonly answered: Promise<number | undefined>;
  /** Settles with the end of the exchange. */
  readonly closed: Promise<ExchangeEnd>;
  /** With manual pace: lets the next deltas of this answer out; resolves once they are sent or the exchange is over. */
  step(count?: number): Promise<void>;
}

/** The server's side of a {@link SimulatedRequest}. */
export interface Exchange {
  readonly request: SimulatedRequest;
  readonly steps: StepPool;
  /** Aborts when the exchange is over, however it ends. */
  readonly over: AbortSignal;
  countDeltas(count: number): void;
  /** Says that the headers are sent. */
  markStatus(status: number): void;
  /** Says that the connection is about to be closed on purpose. */
  markCut(): void;
}

/** Everything known of a request before its answer starts. */
export type RequestFacts = Omit<SimulatedRequest, "deltasSent" | "state" | "status" | "answered" | "closed" | "step">;

/** Follows a response until it is over. */
export function createExchange(facts: RequestFacts, response: ServerResponse): Exchange {
  const steps = createStepPool();
  const over = new AbortController();
  let deltasSent = 0;
  let state: "open" | ExchangeEnd = "open";
  let status: number | undefined;
  let isCut = false;
  let settle: (end: ExchangeEnd) => void = () => undefined;
  const closed = new Promise<ExchangeEnd>((resolve) => {
    settle = resolve;
  });
  let settleAnswered: (status: number | undefined) => void = () => undefined;
  const answered = new Promise<number | undefined>((resolve) => {
    settleAnswered = resolve;
  });

  response.once("close", () => {
    state = isCut ? "cut" : response.writableFinished ? "finished" : "hung-up";
    over.abort();
    steps.discard();
    settleAnswered(status);
    settle(state);
  });

  const request: SimulatedRequest = {
    ...facts,
    answered,
    closed,
    get status() {
      return status;
    },
    get deltasSent() {
      return deltasSent;
    },
    get state() {
      return state;
    },
    step: (count = 1) => (state === "open" ? steps.grant(count) : Promise.resolve()),
  };
  return {
    request,
    steps,
    over: over.signal,
    countDeltas: (count) => {
      deltasSent += count;
    },
    markStatus: (sent) => {
      status = sent;
      settleAnswered(sent);
    },
    markCut: () => {
      isCut = true;
    },
  };
}

/** All exchanges of a simulator: those that are open, and the latest of those that are over. */
export interface ExchangeLog {
  /** How many there have been. */
  readonly count: number;
  /** Those that are open, and those that are over and remembered; by their index, in order. */
  readonly known: ReadonlyMap<number, Exchange>;
  readonly open: ReadonlySet<Exchange>;
  add(exchange: Exchange): void;
  /** An exchange is over: the oldest one that is may have to be forgotten. */
  close(exchange: Exchange): void;
}

/** Starts a log that remembers so many exchanges that are over. */
export function createExchangeLog(remember: number): ExchangeLog {
  const known = new Map<number, Exchange>();
  const open = new Set<Exchange>();
  const over = new Set<number>();
  let count = 0;
  return {
    get count() {
      return count;
    },
    known,
    open,
    add(exchange) {
      count++;
      known.set(exchange.request.index, exchange);
      open.add(exchange);
    },
    close(exchange) {
      open.delete(exchange);
      over.add(exchange.request.index);
      const [oldest] = over;
      if (oldest === undefined || over.size <= remember) return;
      over.delete(oldest);
      known.delete(oldest);
    },
  };
}
