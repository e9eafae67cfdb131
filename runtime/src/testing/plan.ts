import type { Fault } from "./faults.ts";
import type { Json } from "./instance/schema.ts";
import { composeReply, type ReplyContext } from "./reply.ts";
import type { ErrorResponse, FrameBytes, FrameSet, Protocol, Question } from "./wire/protocol.ts";

/** One thing the server does to a response, in order. */
export type Step =
  /** Sends bytes. `delta`: they carry a piece of the answer, so they are paced and counted. */
  | { readonly kind: "write"; readonly bytes: Uint8Array; readonly deltas?: number }
  /** Waits; with `keepAlive`, sends that text at intervals meanwhile. */
  | {
      readonly kind: "wait";
      readonly ms: number;
      readonly keepAlive?: { readonly text: string; readonly everyMs: number };
    }
  /** Closes the connection in the middle. */
  | { readonly kind: "destroy" };

/** All of what the server will do for one request, decided before it does anything. */
export type ResponsePlan =
  | { readonly kind: "reset"; readonly delayMs: number }
  | {
      readonly kind: "respond";
      readonly delayMs: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Whether headers go out before the first bytes do. */
      readonly headersFirst: boolean;
      readonly steps: readonly Step[];
    };

const encoder = new TextEncoder();

/** Decides the response to a question. Pure: time passes only where the plan is played. */
export function planResponse(
  protocol: Protocol,
  question: Question,
  fault: Fault | undefined,
  context: ReplyContext,
): ResponsePlan {
  const delayMs = fault?.kind === "delay" ? fault.ms : (fault?.delayMs ?? 0);
  switch (fault?.kind) {
    case "reset":
      return { kind: "reset", delayMs };
    case "status":
      return planError(
        withOverrides(protocol.error(fault.status, { model: question.model }), fault.body, fault.headers),
        delayMs,
      );
    case "reject-schema":
      return planError(protocol.rejectSchema(question, fault.message), delayMs);
  }
  const reply = composeReply(question, fault, context);
  if (reply === undefined) {
    return planError(
      protocol.error(500, {
        message: 'simulator: found no instance of the schema; script the answer with { kind: "text" }',
      }),
      delayMs,
    );
  }
  const headers = protocol.headers(reply.random);
  if (question.stream) {
    const steps = planStream(protocol, question, protocol.stream(reply), fault);
    const streamHeaders = { "content-type": protocol.streamType(question), "cache-control": "no-cache", ...headers };
    return { kind: "respond", delayMs, status: 200, headers: streamHeaders, headersFirst: protocol.opensEarly, steps };
  }
  const body =
    fault?.kind === "error-in-stream"
      ? protocol.errorInStream(fault.message, fault.type, question)
      : JSON.stringify(protocol.unary(reply));
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const unaryHeaders = { "content-type": "application/json", "content-length": String(bytes.length), ...headers };
  return {
    kind: "respond",
    delayMs,
    status: 200,
    headers: unaryHeaders,
    headersFirst: false,
    steps: planBody(bytes, reply.pieces.length, fault),
  };
}

/** Plans an error response. */
export function planError(error: ErrorResponse, delayMs = 0): ResponsePlan {
  const bytes = encoder.encode(error.body);
  const headers = { ...error.headers, "content-length": String(bytes.length) };
  return {
    kind: "respond",
    delayMs,
    status: error.status,
    headers,
    headersFirst: false,
    steps: [{ kind: "write", bytes }],
  };
}

/** Plans a successful JSON response that is no answer of a model. */
export function planJson(body: Json): ResponsePlan {
  return planError({ status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

function withOverrides(
  error: ErrorResponse,
  body: unknown,
  headers: Readonly<Record<string, string>> | undefined,
): ErrorResponse {
  const named = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const text = body === undefined ? error.body : typeof body === "string" ? body : JSON.stringify(body);
  return { status: error.status, headers: { ...error.headers, ...named }, body: text };
}

function planStream(
  protocol: Protocol,
  question: Question,
  frames: FrameSet,
  fault: Fault | undefined,
): readonly Step[] {
  const opening = frames.opening.map((frame) => write(frame));
  const deltas = frames.deltas.map((frame) => write(frame, 1));
  const closing = frames.closing.map((frame) => write(frame));
  switch (fault?.kind) {
    case "stall": {
      const at = fault.afterDeltas ?? 0;
      return [...opening, ...deltas.slice(0, at), waitFor(fault, protocol.keepAlive), ...deltas.slice(at), ...closing];
    }
    case "error-in-stream":
      return [
        ...opening,
        ...deltas.slice(0, fault.afterDeltas ?? 1),
        write(protocol.errorInStream(fault.message, fault.type, question)),
      ];
    case "cut":
      if (fault.atByte !== undefined) return cutAtByte([...opening, ...deltas, ...closing], fault.atByte);
      return [...opening, ...deltas.slice(0, fault.afterDeltas ?? Math.ceil(deltas.length / 2)), { kind: "destroy" }];
    default:
      return [...opening, ...deltas, ...closing];
  }
}

/** A body that is not streamed: what a fault says of pieces is applied to the share of the bytes. */
function planBody(bytes: Uint8Array, pieces: number, fault: Fault | undefined): readonly Step[] {
  const whole: Step = { kind: "write", bytes, deltas: pieces };
  const share = (deltas: number): number =>
    Math.min(bytes.length - 1, Math.floor((bytes.length * deltas) / Math.max(1, pieces)));
  switch (fault?.kind) {
    case "stall": {
      const at = share(fault.afterDeltas ?? 0);
      const head: Step = { kind: "write", bytes: bytes.subarray(0, at), deltas: fault.afterDeltas ?? 0 };
      return [
        ...(at > 0 ? [head] : []),
        waitFor(fault, ""),
        { kind: "write", bytes: bytes.subarray(at), deltas: pieces - (fault.afterDeltas ?? 0) },
      ];
    }
    case "cut":
      return cutAtByte([whole], fault.atByte ?? share(fault.afterDeltas ?? pieces / 2));
    default:
      return [whole];
  }
}

function write(frame: FrameBytes, deltas?: number): Step {
  return {
    kind: "write",
    bytes: typeof frame === "string" ? encoder.encode(frame) : frame,
    ...(deltas !== undefined && { deltas }),
  };
}

function waitFor(fault: Fault & { readonly kind: "stall" }, keepAlive: string): Step {
  const ms = fault.ms ?? Number.POSITIVE_INFINITY;
  if (fault.keepAliveMs === undefined || keepAlive === "") return { kind: "wait", ms };
  return { kind: "wait", ms, keepAlive: { text: keepAlive, everyMs: fault.keepAliveMs } };
}

/** Keeps the first bytes and closes the connection there; a cut may fall within a character. */
function cutAtByte(steps: readonly Step[], bytes: number): readonly Step[] {
  const kept: Step[] = [];
  let left = bytes;
  for (const step of steps) {
    if (step.kind !== "write") continue;
    if (left <= 0) break;
    kept.push(step.bytes.length <= left ? step : { kind: "write", bytes: step.bytes.subarray(0, left) });
    left -= step.bytes.length;
  }
  return [...kept, { kind: "destroy" }];
}
