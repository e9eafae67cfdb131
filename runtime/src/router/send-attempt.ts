import { AbortError, type OutspecError } from "../errors.ts";
import type { Frame } from "../framing/decoder.ts";
import { FramingError } from "../framing/lines.ts";
import { toOneLine } from "../one-line.ts";
import type { EncodedRequest, Fault, ModelCall, ModelEvent, StreamDecoder } from "../providers/provider.ts";
import { redactKeys, redactQuotes, secretsOf } from "../providers/redact.ts";
import { requestIdOf } from "../request-id.ts";
import type { HttpResponse } from "../transport/transport.ts";
import type { Answer, AnswerReader } from "./answer.ts";
import { faultError, translateFailure } from "./attempt-failure.ts";
import type { AttemptInput } from "./attempt-input.ts";
import type { AttemptProgress } from "./attempt-progress.ts";
import { AttemptRequest } from "./attempt-request.ts";
import { type Deadlines, startDeadlines } from "./deadlines.ts";
import { linger, openExchange, readBody, readErrorText, readText } from "./exchange.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { prepareRequest, takeRequest } from "./prepare-request.ts";
import { readSafely } from "./read-safely.ts";

/**
 * Makes one request and reads its answer to the end.
 *
 * Resolves with a validated output; rejects with an `OutspecError` for everything else, a stream without its
 * protocol's completion signal included. Whatever happens, the connection and all timers are let go.
 */
export function sendAttempt(input: AttemptInput, progress: AttemptProgress): Promise<Answer> {
  return new Exchange(input, progress).run();
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
  #call: ModelCall | undefined;
  #bodyChars = 0;
  #reader: AnswerReader | undefined;
  #finish: Finish | undefined;
  /** Whether what arrived last brought text or reasoning. */
  #hasProgressed = false;

  constructor(input: AttemptInput, progress: AttemptProgress) {
    this.#input = input;
    this.#progress = progress;
    this.#deadlines = startDeadlines(input.clock, input.limits, input.signal, input.startedAt);
  }

  /** One function, as each that is awaited costs a small call a part of its time. */
  async run(): Promise<Answer> {
    const { model, stream, clock, startedAt } = this.#input;
    const deadlines = this.#deadlines;
    try {
      if (deadlines.expired) throw deadlines.reason;
      const prepared = prepareRequest(this.#input, deadlines);
      // Nothing is awaited, and no time passes, where a key is at hand.
      const isAtHand = !(prepared instanceof Promise);
      const ready = isAtHand ? prepared : await prepared;
      const { call } = ready;
      this.#call = call;
      deadlines.connecting(isAtHand ? startedAt : clock.now());
      const response = await this.#open(takeRequest(ready));
      this.#opened(response);
      if (response.status < 200 || response.status > 299) {
        const body = await readErrorText(response, clock, deadlines);
        return this.#refused(readSafely(() => model.adapter.decodeFault(response, body, secretsOf(call))));
      }
      if (stream) await this.#stream(call, response);
      else this.#takeWhole(call, await readText(response, deadlines));
      return this.#judge();
    } catch (error) {
      // Whatever the aborted transport threw, the reason it was aborted for is what happened.
      if (deadlines.expired) throw deadlines.reason;
      throw translateFailure(error, model, this.#progress, (text) => this.#redact(text));
    } finally {
      deadlines.dispose();
    }
  }

  /** Sends the request and waits for the head of its response. */
  #open(encoded: EncodedRequest): Promise<HttpResponse> {
    this.#progress.phase = "connect";
    const { transport, headers } = this.#input;
    this.#bodyChars = encoded.body.length;
    return openExchange(
      transport,
      new AttemptRequest(encoded, headers, this.#deadlines, this.#progress),
      this.#deadlines,
    );
  }

  /** The head of the response has come. */
  #opened({ status, headers }: HttpResponse): void {
    const progress = this.#progress;
    this.#deadlines.connected();
    progress.phase = "first-token";
    progress.status = status;
    const requestId = requestIdOf(headers);
    const isFine = status >= 200 && status <= 299;
    if (isFine) progress.sentChars = this.#bodyChars;
    if (requestId !== undefined) progress.requestId = isFine ? this.#redactName(requestId) : this.#redact(requestId);
  }

  /** Makes one line of somebody else's text, without what it repeats of the request and of the answer. */
  #redact(text: string): string {
    const shown = toOneLine(text, longestText);
    return this.#call === undefined ? redactKeys(shown) : redactQuotes(shown, this.#call, this.#reader?.text ?? "");
  }

  /** The same at less cost for the names in every answer, which only a whole credential is looked for in. */
  #redactName(name: string): string {
    return redactKeys(toOneLine(name, longestName), this.#call === undefined ? [] : secretsOf(this.#call));
  }

  /** A server that refuses what its own model wrote may quote it: it is judged as any answer, and is right now and then. */
  #refused(fault: Fault): Answer {
    const { model } = this.#input;
    if (fault.generation === undefined || fault.generation === "") throw this.#faultError(fault);
    const reader = this.#claimed();
    reader.push(fault.generation);
    reader.settle();
    return judgeAnswer("stop", reader, model, this.#progress);
  }

  async #stream(call: ModelCall, response: HttpResponse): Promise<void> {
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
  }

  #takeWhole(call: ModelCall, body: string): void {
    const { adapter } = this.#input.model;
    this.#takeAll(readSafely(() => adapter.decodeBody(call, body)));
    if (this.#finish !== undefined) this.#claimed().settle();
  }

  #judge(): Answer {
    if (this.#finish === undefined) throw new Error("an adapter's decodeBody ends with a finish or a fault");
    return judgeAnswer(this.#finish.reason, this.#claimed(), this.#input.model, this.#progress);
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
        progress.firstTokenMs ??= this.#input.clock.now() - this.#input.startedAt;
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
      message: this.#redact(fault.message),
      ...(requestId === undefined ? {} : { requestId: this.#redact(requestId) }),
      ...(parameter === undefined ? {} : { parameter: this.#redact(parameter) }),
    };
    return faultError(clean, this.#input.model, this.#progress);
  }

  /** The reader of the answer, which is this attempt's from its first token on. */
  #claimed(): AnswerReader {
    if (this.#reader !== undefined) return this.#reader;
    const { claim, onFirstToken, reader, stream, clock, startedAt } = this.#input;
    if (!claim()) throw new AbortError("another model answered first");
    if (stream) onFirstToken(clock.now() - startedAt);
    this.#reader = reader();
    return this.#reader;
  }
}
