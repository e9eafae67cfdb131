import type { AttemptPhase, FinishReason, Usage } from "../attempt.ts";
import type { Clock } from "../clock.ts";
import type { Codec } from "../codec.ts";
import {
  AbortError,
  InvalidOutputError,
  type OutspecError,
  ProviderError,
  RefusalError,
  TruncatedError,
} from "../errors.ts";
import { FramingError } from "../framing/lines.ts";
import { createNdjsonDecoder } from "../framing/ndjson.ts";
import { createSseDecoder } from "../framing/sse.ts";
import { abortable } from "../on-abort.ts";
import type { Settings } from "../options.ts";
import type { Message } from "../prompt.ts";
import { resolveBaseUrl, resolveCredential } from "../providers/credentials.ts";
import type { Fault, Model, ModelCall, ModelEvent } from "../providers/provider.ts";
import { secretsOf } from "../providers/redact.ts";
import { requestIdOf } from "../request-id.ts";
import { type HttpRequest, type HttpResponse, type Transport, TransportError } from "../transport/transport.ts";
import type { Answer, AnswerReader } from "./answer.ts";
import { type Deadlines, type Limits, startDeadlines } from "./deadlines.ts";
import { drain, openExchange, readErrorText, readText } from "./exchange.ts";
import type { Rung } from "./mode-ladder.ts";

/** Everything one request needs. */
export interface AttemptInput {
  readonly model: Model;
  readonly rung: Rung;
  readonly codec: Codec;
  readonly messages: readonly Message[];
  readonly settings: Settings;
  readonly stream: boolean;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  readonly reader: () => AnswerReader;
  readonly claim?: () => boolean;
  readonly onFirstToken?: (ms: number) => void;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
}

/** What is known of an attempt while it runs, and stays known when it fails. */
export interface AttemptProgress {
  phase: AttemptPhase;
  status?: number;
  requestId?: string;
  firstTokenMs?: number;
  usage?: Usage;
  finishReason?: FinishReason;
  responseModel?: string;
  sentChars?: number;
  receivedChars?: number;
  /** The connection went away before any byte of the response. */
  resetBeforeResponse?: boolean;
}

/**
 * Makes one request and reads its answer to the end.
 *
 * Resolves with a validated output; rejects with an `OutspecError` for everything else, a stream without its
 * protocol's completion signal included. Whatever happens, the connection and all timers are let go.
 */
export async function sendAttempt(input: AttemptInput, progress: AttemptProgress): Promise<Answer> {
  const started = input.clock.now();
  const deadlines = startDeadlines(input.clock, input.limits, input.signal);
  try {
    deadlines.signal.throwIfAborted();
    const finish = await exchange(input, progress, deadlines, started);
    return judge(input, progress, finish);
  } catch (error) {
    // Whatever the aborted transport threw, the reason it was aborted for is what happened.
    if (deadlines.expired) throw deadlines.signal.reason;
    throw translate(error, input.model, progress);
  } finally {
    deadlines.dispose();
  }
}

type Finish = Extract<ModelEvent, { readonly type: "finish" }>;

async function exchange(
  input: AttemptInput,
  progress: AttemptProgress,
  deadlines: Deadlines,
  started: number,
): Promise<Finish> {
  const call = await modelCall(input, deadlines.signal);
  progress.phase = "connect";
  const encoded = input.model.adapter.encode(call);
  const request: HttpRequest = {
    ...encoded,
    headers: { ...encoded.headers, ...input.headers },
    signal: deadlines.signal,
    onConnect: () => {
      progress.phase = "headers";
      deadlines.connected();
    },
  };
  const response = await openExchange(input.transport, request, deadlines.signal);
  deadlines.connected();
  progress.phase = "first-token";
  progress.status = response.status;
  const requestId = requestIdOf(response.headers);
  if (requestId !== undefined) progress.requestId = requestId;
  if (response.status < 200 || response.status > 299) {
    const body = await readErrorText(response, input.clock, deadlines);
    throw faultError(input.model.adapter.decodeFault(response, body, secretsOf(call)), input.model, progress);
  }
  progress.sentChars = encoded.body.length;
  const sink = createSink(input, progress, deadlines, started);
  return input.stream
    ? await readStream(call, response, input, progress, deadlines, sink)
    : await readWhole(call, response, input, sink);
}

async function modelCall(input: AttemptInput, signal: AbortSignal): Promise<ModelCall> {
  const { model, rung, codec } = input;
  const withSchema = rung.mode !== "json_object" && rung.mode !== "prompt";
  const baseUrl = resolveBaseUrl(model);
  // A function of the application's gives the key; it may take as long as it likes, but not longer than the call.
  const apiKey = await abortable(resolveCredential(model), signal);
  return {
    row: model.row,
    model: model.model,
    baseUrl,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(model.options.headers === undefined ? {} : { headers: model.options.headers }),
    ...(model.options.extraBody === undefined ? {} : { extraBody: model.options.extraBody }),
    messages: input.messages,
    settings: input.settings,
    stream: input.stream,
    mode: rung.mode,
    name: codec.name,
    ...(codec.description === undefined ? {} : { description: codec.description }),
    ...(withSchema ? { schema: rung.dialect.schema } : {}),
    reasoning: model.override?.reasoning === true,
    hash: codec.hash,
    cacheBreakpoints: model.override?.cacheBreakpoints === true,
  };
}

/** Takes model events; returns the finish once there is one. */
type Sink = (events: readonly ModelEvent[]) => Finish | undefined;

function createSink(input: AttemptInput, progress: AttemptProgress, deadlines: Deadlines, started: number): Sink {
  let claimed = false;
  const first = () => {
    if (claimed) return;
    claimed = true;
    if (input.claim?.() === false) throw new AbortError("another model answered first");
    if (input.stream) input.onFirstToken?.(input.clock.now() - started);
    input.reader();
  };
  return (events) => {
    for (const event of events) {
      if (event.type === "text-delta" || event.type === "reasoning-delta")
        progress.receivedChars = (progress.receivedChars ?? 0) + event.text.length;
      if (
        event.type === "text-delta" ||
        event.type === "reasoning-delta" ||
        event.type === "progress" ||
        event.type === "finish"
      )
        first();
      switch (event.type) {
        case "text-delta":
          deadlines.progressed();
          progress.phase = "streaming";
          progress.firstTokenMs ??= input.clock.now() - started;
          input.reader().push(event.text);
          break;
        case "reasoning-delta":
          deadlines.progressed();
          input.reader().reason(event.text);
          break;
        case "progress":
          deadlines.progressed();
          break;
        case "usage":
          progress.usage = event.usage;
          break;
        case "fault":
          throw faultError(event.fault, input.model, progress);
        case "finish":
          if (event.usage !== undefined) progress.usage = event.usage;
          progress.finishReason = event.reason;
          if (event.model !== undefined) progress.responseModel = event.model;
          return event;
      }
    }
    return undefined;
  };
}

async function readStream(
  call: ModelCall,
  response: HttpResponse,
  input: AttemptInput,
  progress: AttemptProgress,
  deadlines: Deadlines,
  sink: Sink,
): Promise<Finish> {
  const { adapter } = input.model;
  const framing = adapter.framing === "sse" ? createSseDecoder() : createNdjsonDecoder();
  const decoder = adapter.createStreamDecoder(call);
  const body = response.body[Symbol.asyncIterator]();
  let finish: Finish | undefined;
  let isOver = false;
  try {
    while (finish === undefined && !isOver) {
      const { done, value } = await body.next();
      isOver = done === true;
      const frames = isOver ? framing.end() : framing.push(value);
      for (const frame of frames) finish ??= sink(decoder.push(frame));
      if (progress.phase === "streaming") input.reader().settle();
    }
    if (finish !== undefined && !isOver) isOver = await drain(body, input.clock, deadlines);
  } finally {
    if (!isOver) await body.return?.();
  }
  finish ??= sink(decoder.end());
  if (finish === undefined) {
    throw faultError({ code: "interrupted", message: "the stream ended before the answer did" }, input.model, progress);
  }
  return finish;
}

async function readWhole(call: ModelCall, response: HttpResponse, input: AttemptInput, sink: Sink): Promise<Finish> {
  const body = await readText(response);
  const finish = sink(input.model.adapter.decodeBody(call, body));
  if (finish === undefined) throw new Error("an adapter's decodeBody ends with a finish or a fault");
  input.reader().settle();
  return finish;
}

/** Turns the end of an answer into a verdict: only a natural end is validated, a cut one never is. */
function judge(input: AttemptInput, progress: AttemptProgress, finish: Finish): Answer {
  progress.phase = "validation";
  switch (finish.reason) {
    case "length":
      throw new TruncatedError(
        `the answer was cut at the token limit${progress.usage ? ` after ${progress.usage.output.total} tokens` : ""}: raise settings.maxOutputTokens`,
      );
    case "refusal":
      throw new RefusalError("refused", "the model declined to answer");
    case "content-filter":
      throw new RefusalError("content-filtered", "the provider's content filter stopped the answer");
    case "error":
      throw faultError(
        { code: "server-error", message: "the provider could not complete the answer" },
        input.model,
        progress,
      );
    case "tool-call":
      if (input.reader().text === "") {
        throw new InvalidOutputError("the model called another tool instead of answering", [], "");
      }
      break;
    case "stop":
    case "other":
      break;
  }
  const answer = input.reader().finish();
  progress.phase = "done";
  return answer;
}

function faultError(fault: Fault, model: Model, progress: AttemptProgress): OutspecError {
  const { code, message, ...details } = fault;
  if (fault.requestId !== undefined) progress.requestId ??= fault.requestId;
  if (code === "content-filtered") return new RefusalError(code, message);
  return new ProviderError(code, message, {
    ...details,
    provider: model.row.id,
    model: model.model,
    phase: progress.phase,
    status: fault.status ?? progress.status,
    requestId: fault.requestId ?? progress.requestId,
  });
}

/** A network's or a frame's failure becomes a provider's error once, here, with the original as its cause. */
function translate(error: unknown, model: Model, progress: AttemptProgress): unknown {
  const isFraming = error instanceof FramingError;
  if (!isFraming && !(error instanceof TransportError)) return error;
  if (!isFraming && error.kind === "reset-before-response") progress.resetBeforeResponse = true;
  const code = isFraming ? "server-error" : error.kind === "reset-in-body" ? "interrupted" : "network";
  return new ProviderError(code, error.message.trim().replaceAll(/\s+/g, " "), {
    provider: model.row.id,
    model: model.model,
    phase: progress.phase,
    status: progress.status,
    requestId: progress.requestId,
    cause: error,
  });
}
