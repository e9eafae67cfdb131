import type { ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Exchange } from "./exchange.ts";
import { type StepPool, sleep, takeStep } from "./pace.ts";
import type { ResponsePlan, Step } from "./plan.ts";

/** How fast answers come. */
export interface Pace {
  /** `manual`: each delta waits for a step. */
  readonly mode: "timed" | "manual";
  readonly firstTokenMs: number;
  readonly deltaMs: number;
  readonly clock: Pick<Clock, "after">;
  /** Steps that any exchange may take. */
  readonly steps: StepPool;
}

/** Carries a plan out on a response: at its pace, never faster than the client reads, and no longer than the client stays. */
export async function playPlan(
  plan: ResponsePlan,
  response: ServerResponse,
  exchange: Exchange,
  pace: Pace,
): Promise<void> {
  await sleep(plan.delayMs, pace.clock, exchange.over);
  if (exchange.over.aborted) return;
  if (plan.kind === "reset") {
    exchange.markCut();
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(plan.status, plan.headers);
  exchange.markStatus(plan.status);
  if (plan.headersFirst) response.flushHeaders();
  let isFirst = true;
  for (const step of plan.steps) {
    if (exchange.over.aborted) return;
    if (step.kind === "write" && step.deltas !== undefined) {
      await playDeltas(step.bytes, step.deltas, isFirst, response, exchange, pace);
      isFirst = false;
    } else {
      await playStep(step, response, exchange, pace);
    }
  }
  if (!exchange.over.aborted) response.end();
}

async function playStep(step: Step, response: ServerResponse, exchange: Exchange, pace: Pace): Promise<void> {
  switch (step.kind) {
    case "write":
      return send(step.bytes, response, exchange.over);
    case "wait":
      return wait(step, response, exchange, pace);
    case "destroy":
      exchange.markCut();
      await flush(response, exchange.over);
      response.socket?.destroy();
  }
}

/** A body that is not streamed takes as long as its pieces would, and one manual step. */
async function playDeltas(
  bytes: Uint8Array,
  count: number,
  isFirst: boolean,
  response: ServerResponse,
  exchange: Exchange,
  pace: Pace,
): Promise<void> {
  let onSent: (() => void) | undefined;
  if (pace.mode === "manual") {
    onSent = await takeStep([exchange.steps, pace.steps], exchange.over);
  } else {
    const before = isFirst ? pace.firstTokenMs : pace.deltaMs;
    await sleep(before + pace.deltaMs * Math.max(0, count - 1), pace.clock, exchange.over);
  }
  if (!exchange.over.aborted) {
    exchange.countDeltas(count);
    await send(bytes, response, exchange.over);
  }
  onSent?.();
}

async function wait(
  step: Step & { readonly kind: "wait" },
  response: ServerResponse,
  exchange: Exchange,
  pace: Pace,
): Promise<void> {
  const { ms, keepAlive } = step;
  if (keepAlive === undefined) {
    // What was written before the silence must not wait for the end of it.
    return sleep(ms, pace.clock, exchange.over);
  }
  const bytes = new TextEncoder().encode(keepAlive.text);
  for (let waited = 0; waited < ms && !exchange.over.aborted; waited += keepAlive.everyMs) {
    await sleep(Math.min(keepAlive.everyMs, ms - waited), pace.clock, exchange.over);
    if (!exchange.over.aborted) await send(bytes, response, exchange.over);
  }
}

/** Writes, and waits while the client is behind. */
function send(bytes: Uint8Array, response: ServerResponse, over: AbortSignal): Promise<void> {
  if (response.write(bytes)) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      response.off("drain", finish);
      over.removeEventListener("abort", finish);
      resolve();
    };
    response.on("drain", finish);
    over.addEventListener("abort", finish);
  });
}

/** Waits until what was written has left this process. */
function flush(response: ServerResponse, over: AbortSignal): Promise<void> {
  response.flushHeaders();
  return new Promise((resolve) => {
    over.addEventListener("abort", () => resolve(), { once: true });
    response.socket?.write("", () => resolve());
  });
}
