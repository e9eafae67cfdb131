import type { AttemptPhase, FinishReason, Usage } from "../attempt.ts";
import type { Clock } from "../clock.ts";
import type { Codec } from "../codec.ts";
import { copyCause } from "../copy-cause.ts";
import { processEnvironment } from "../environment.ts";
import {
  AbortError,
  InvalidOutputError,
  OutspecError,
  ProviderError,
  RefusalError,
  TruncatedError,
} from "../errors.ts";
import type { Frame } from "../framing/decoder.ts";
import { FramingError } from "../framing/lines.ts";
import type { CancelSignal } from "../on-abort.ts";
import { toOneLine } from "../one-line.ts";
import type { Settings } from "../options.ts";
import type { Message } from "../prompt.ts";
import { type Address, resolveAddress } from "../providers/address.ts";
import { type FoundCredential, failedFunction, resolveCredential } from "../providers/credentials.ts";
import type {
  AuthContext,
  EncodedRequest,
  Fault,
  KeptCredentials,
  Model,
  ModelCall,
  ModelEvent,
  StreamDecoder,
} from "../providers/provider.ts";
import { redactKeys, redactQuotes, secretsOf } from "../providers/redact.ts";
import { requestIdOf } from "../request-id.ts";
import { type HttpRequest, type HttpResponse, type Transport, TransportError } from "../transport/transport.ts";
import type { Answer, AnswerReader } from "./answer.ts";
import { type Deadlines, type Limits, startDeadlines } from "./deadlines.ts";
import { linger, openExchange, readBody, readErrorText, readText, unlessAborted } from "./exchange.ts";
import type { Rung } from "./mode-ladder.ts";
import { readSafely } from "./read-safely.ts";

/** Everything one request needs. */
export interface AttemptInput {
  readonly model: Model;
  readonly rung: Rung;
  readonly codec: Codec;
  readonly messages: readonly Message[];
  readonly settings: Settings;
  readonly stream: boolean;
  readonly limits: Limits;
  readonly signal: CancelSignal | undefined;
  /** Sent beside the adapter's own headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Asked once, before the first token is read or, where the answer is not streamed, the answer. False gives the attempt
   * up: another one has answered first, and nothing of this one is handed to a reader.
   */
  readonly claim: () => boolean;
  /** Told of the first token of a streamed answer, with the milliseconds it took. */
  readonly onFirstToken: (ms: number) => void;
  /** Gives the reader of the answer; asked for once it has been claimed. */
  readonly reader: () => AnswerReader;
  readonly transport: Transport;
  /** Credentials of the model that are good for a while. */
  readonly kept: KeptCredentials;
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
  /** The model that answered, as the answer names it. */
  responseModel?: string;
  /** The connection went away before any byte of the response. */
  resetBeforeResponse?: boolean;
  /** Characters of the request's body, once a provider has taken it on. */
  sentChars?: number;
  /** Characters of text and reasoning that have come. */
  receivedChars?: number;
}

/**
 * Makes one request and reads its answer to the end.
 *
 * Resolves with a validated output; rejects with an `OutspecError` for everything else, a stream without its
 * protocol's completion signal included. Whatever happens, the connection and all timers are let go.
 */
export async function sendAttempt(input: AttemptInput, progress: AttemptProgress): Promise<Answer> {
  const deadlines = startDeadlines(input.clock, input.limits, input.signal);
  const exchange = new Exchange(input, progress, deadlines);
  try {
    if (deadlines.expired) throw deadlines.reason;
    return await exchange.run();
  } catch (error) {
    // Whatever the aborted transport threw, the reason it was aborted for is what happened.
    if (deadlines.expired) throw deadlines.reason;
    throw translate(error, input.model, progress, (text) => exchange.redact(text));
  } finally {
    deadlines.dispose();
  }
}

/** Most characters of somebody else's text. */
const longestText = 2_000;

/** Most characters of what a provider calls something: a request, a model, a field. */
const longestName = 200;

/**
 * Most bytes of a streamed answer: a million tokens, each in an event of its own. What an answer leaves behind in memory
 * (its text, what the model thought, what it said beside a tool) is no longer than that.
 */
const maxStreamBytes = 256 * 1024 * 1024;

type Finish = Extract<ModelEvent, { readonly type: "finish" }>;

/** One request with its response, from the first step to the verdict. */
class Exchange {
  readonly #input: AttemptInput;
  readonly #progress: AttemptProgress;
  readonly #deadlines: Deadlines;
  readonly #startedAt: number;
  #call: ModelCall | undefined;
  #reader: AnswerReader | undefined;
  #finish: Finish | undefined;
  /** Whether what arrived last brought text or reasoning. */
  #hasProgressed = false;

  constructor(input: AttemptInput, progress: AttemptProgress, deadlines: Deadlines) {
    this.#input = input;
    this.#progress = progress;
    this.#deadlines = deadlines;
    this.#startedAt = input.clock.now();
  }

  async run(): Promise<Answer> {
    const { model, stream } = this.#input;
    const { call, request } = await this.#prepare();
    const response = await this.#open(request);
    const { status } = response;
    if (status < 200 || status > 299) {
      const body = await readErrorText(response, this.#input.clock, this.#deadlines);
      return this.#refused(readSafely(() => model.adapter.decodeFault(response, body, secretsOf(call))));
    }
    return judge(
      this.#input,
      this.#progress,
      stream ? await this.#stream(call, response) : await this.#whole(call, response),
      this.#claimed(),
    );
  }

  /** Makes one line of somebody else's text, without what it repeats of the request and of the answer. */
  redact(text: string): string {
    const shown = toOneLine(text, longestText);
    return this.#call === undefined ? redactKeys(shown) : redactQuotes(shown, this.#call, this.#reader?.text ?? "");
  }

  /** The same at less cost for the names in every answer, which only a whole credential is looked for in. */
  #redactName(name: string): string {
    return redactKeys(toOneLine(name, longestName), this.#call === undefined ? [] : secretsOf(this.#call));
  }

  /** Builds the request, with what shows who asks. Nothing is awaited where a key is at hand. */
  async #prepare(): Promise<PreparedRequest> {
    const { model, kept, clock, transport } = this.#input;
    const environment = processEnvironment();
    const now = clock.wallTime();
    const given = resolveCredential(model, kept, now, environment);
    let found = given instanceof Promise ? await this.#untilGiven(() => given) : given;
    const address = resolveAddress(model, environment, found.apiKey !== undefined);
    const isKnown = found.apiKey !== undefined || found.accessToken !== undefined;
    const authenticator = isKnown ? undefined : model.authenticator;
    const context: AuthContext = { model, environment, places: address.places, now, transport, kept };
    if (authenticator?.kind === "token") {
      found = { accessToken: await this.#untilGiven(() => authenticator.token(context)) };
    }
    const call = modelCall(this.#input, address, found);
    const request = model.adapter.encode(call);
    this.#call = call;
    if (authenticator?.kind !== "signature") return { call, request };
    const signed = await this.#untilGiven(() => authenticator.sign(request, context));
    this.#call = { ...call, secrets: signed.secrets };
    return { call: this.#call, request: signed.request };
  }

  /** A function of the application's, or a service, may take as long as it likes, but not longer than the attempt. */
  async #untilGiven<T>(give: () => Promise<T>): Promise<T> {
    try {
      return await unlessAborted(give(), this.#deadlines);
    } catch (cause) {
      if (this.#deadlines.expired || OutspecError.is(cause)) throw cause;
      throw failedFunction("authenticator", this.#input.model, cause);
    }
  }

  /** A server that refuses what its own model wrote may quote it: it is judged as any answer, and is right now and then. */
  #refused(fault: Fault): Answer {
    if (fault.generation === undefined || fault.generation === "") throw this.#faultError(fault);
    const reader = this.#claimed();
    reader.push(fault.generation);
    reader.settle();
    return judge(this.#input, this.#progress, { type: "finish", reason: "stop" }, reader);
  }

  /** Sends the request and waits for the head of its response. */
  async #open(encoded: EncodedRequest): Promise<HttpResponse> {
    const { headers, transport } = this.#input;
    const progress = this.#progress;
    const deadlines = this.#deadlines;
    progress.phase = "connect";
    deadlines.connecting();
    const { method, url, headers: own, body } = encoded;
    const request: HttpRequest = {
      method,
      url,
      headers: headers === undefined ? own : { ...headers, ...own },
      body,
      // A signal costs more than all else here, and few transports ask for it.
      get signal() {
        return deadlines.signal;
      },
      onAbort: (listener) => deadlines.onAbort(listener),
      onConnect: () => {
        progress.phase = "headers";
        deadlines.connected();
      },
    };
    const response = await openExchange(transport, request, deadlines);
    deadlines.connected();
    progress.phase = "first-token";
    progress.status = response.status;
    const requestId = requestIdOf(response.headers);
    const isFine = response.status >= 200 && response.status <= 299;
    if (isFine) progress.sentChars = body.length;
    if (requestId !== undefined) progress.requestId = isFine ? this.#redactName(requestId) : this.redact(requestId);
    return response;
  }

  async #stream(call: ModelCall, response: HttpResponse): Promise<Finish> {
    const { model } = this.#input;
    const framing = model.createFrameDecoder();
    const decoder = model.adapter.createStreamDecoder(call);
    let stopLingering = (): void => {};
    let bytes = 0;
    try {
      await readBody(response, this.#deadlines, (chunk) => {
        if (this.#finish !== undefined) return;
        bytes += chunk.byteLength;
        if (bytes > maxStreamBytes) throw new FramingError("the response goes on for more than 256 MB");
        this.#takeFrames(framing.push(chunk), decoder);
        if (this.#finish !== undefined) stopLingering = linger(this.#input.clock, this.#deadlines);
      });
    } catch (error) {
      // The answer is complete: how its connection ends no longer matters.
      if (this.#finish === undefined || this.#deadlines.expired) throw error;
    } finally {
      stopLingering();
    }
    if (this.#finish === undefined) {
      this.#takeFrames(framing.end(), decoder);
      if (this.#finish === undefined) this.#takeAll(readSafely(() => decoder.end()));
    }
    if (this.#finish === undefined) {
      const fault: Fault = { code: "interrupted", message: "the stream ended before the answer did" };
      throw this.#faultError(fault);
    }
    return this.#finish;
  }

  async #whole(call: ModelCall, response: HttpResponse): Promise<Finish> {
    const body = await readText(response, this.#deadlines);
    const { adapter } = this.#input.model;
    this.#takeAll(readSafely(() => adapter.decodeBody(call, body)));
    if (this.#finish === undefined) throw new Error("an adapter's decodeBody ends with a finish or a fault");
    this.#claimed().settle();
    return this.#finish;
  }

  #takeFrames(frames: readonly Frame[], decoder: StreamDecoder): void {
    this.#hasProgressed = false;
    for (const frame of frames) {
      if (this.#finish !== undefined) break;
      this.#takeAll(readSafely(() => decoder.push(frame)));
    }
    // Once for all that arrived together: reading a clock takes longer than reading a delta.
    if (this.#hasProgressed) this.#deadlines.progressed();
    this.#reader?.settle();
  }

  #takeAll(events: readonly ModelEvent[]): void {
    for (const event of events) {
      if (this.#finish !== undefined) return;
      this.#take(event);
    }
  }

  #take(event: ModelEvent): void {
    const progress = this.#progress;
    switch (event.type) {
      case "text-delta": {
        this.#hasProgressed = true;
        const reader = this.#claimed();
        progress.phase = "streaming";
        progress.firstTokenMs ??= this.#input.clock.now() - this.#startedAt;
        progress.receivedChars = (progress.receivedChars ?? 0) + event.text.length;
        reader.push(event.text);
        break;
      }
      case "reasoning-delta":
        this.#hasProgressed = true;
        progress.receivedChars = (progress.receivedChars ?? 0) + event.text.length;
        this.#claimed().reason(event.text);
        break;
      case "progress":
        this.#hasProgressed = true;
        this.#claimed();
        break;
      case "usage":
        progress.usage = event.usage;
        break;
      case "fault":
        throw this.#faultError(event.fault);
      case "finish":
        if (event.usage !== undefined) progress.usage = event.usage;
        progress.finishReason = event.reason;
        if (event.model !== undefined) progress.responseModel = this.#redactName(event.model);
        this.#finish = event;
        break;
    }
  }

  /** A provider may quote the request in everything it says of a failure. */
  #faultError(fault: Fault): OutspecError {
    const { requestId, parameter } = fault;
    const clean: Fault = {
      ...fault,
      message: this.redact(fault.message),
      ...(requestId === undefined ? {} : { requestId: this.redact(requestId) }),
      ...(parameter === undefined ? {} : { parameter: this.redact(parameter) }),
    };
    return faultError(clean, this.#input.model, this.#progress);
  }

  /** The reader of the answer, which is this attempt's from its first token on. */
  #claimed(): AnswerReader {
    if (this.#reader !== undefined) return this.#reader;
    const { claim, onFirstToken, reader, stream, clock } = this.#input;
    if (!claim()) throw new AbortError("another model answered first");
    if (stream) onFirstToken(clock.now() - this.#startedAt);
    this.#reader = reader();
    return this.#reader;
  }
}

interface PreparedRequest {
  readonly call: ModelCall;
  readonly request: EncodedRequest;
}

function modelCall(input: AttemptInput, address: Address, found: FoundCredential): ModelCall {
  const { model, rung, codec } = input;
  const { override, row } = model;
  const { headers, extraBody, contextWindow } = model.options;
  const withSchema = rung.mode !== "json_object" && rung.mode !== "prompt";
  return {
    row,
    endpoint: model.endpoint,
    model: model.model,
    ...address,
    ...found,
    ...(headers === undefined ? {} : { headers }),
    ...(extraBody === undefined ? {} : { extraBody }),
    messages: input.messages,
    settings: input.settings,
    stream: input.stream,
    mode: rung.mode,
    name: codec.name,
    ...(codec.description === undefined ? {} : { description: codec.description }),
    ...(withSchema ? { schema: rung.dialect.schema } : {}),
    reasoning: override?.reasoning === true,
    hash: codec.hash,
    ...(override?.cacheMark === undefined ? {} : { cacheMark: override.cacheMark }),
    ...(override?.cacheRetention === undefined ? {} : { cacheRetention: override.cacheRetention }),
    ...(override?.systemRole === undefined ? {} : { systemRole: override.systemRole }),
    ...(override?.efforts === undefined ? {} : { efforts: override.efforts }),
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(rung.bareSchema === undefined ? {} : { bareSchema: rung.bareSchema }),
  };
}

/** Turns the end of an answer into a verdict: only a natural end is validated, a cut one never is. */
function judge({ model }: AttemptInput, progress: AttemptProgress, finish: Finish, reader: AnswerReader): Answer {
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
        model,
        progress,
      );
    case "tool-call":
      if (reader.text === "") {
        throw new InvalidOutputError("the model called another tool instead of answering", [], "");
      }
      break;
    case "stop":
    case "other":
      break;
  }
  const answer = reader.finish();
  progress.phase = "done";
  return answer;
}

function faultError(fault: Fault, model: Model, progress: AttemptProgress): OutspecError {
  const { code, message, generation: _generation, ...details } = fault;
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
function translate(error: unknown, model: Model, progress: AttemptProgress, redact: (text: string) => string): unknown {
  const isFraming = error instanceof FramingError;
  if (!isFraming && !(error instanceof TransportError)) return error;
  if (!isFraming && error.kind === "reset-before-response") progress.resetBeforeResponse = true;
  const code = isFraming ? "server-error" : error.kind === "reset-in-body" ? "interrupted" : "network";
  return new ProviderError(code, redact(error.message), {
    provider: model.row.id,
    model: model.model,
    phase: progress.phase,
    status: progress.status,
    requestId: progress.requestId,
    cause: copyCause(error, redact),
  });
}
