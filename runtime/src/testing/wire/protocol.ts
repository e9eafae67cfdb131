import type { Family } from "../../facts/provider-row.ts";
import type { Random } from "../instance/random.ts";
import type { JsonObject, Schema } from "../instance/schema.ts";

/** A provider whose protocol the simulator speaks. */
export type SimulatedProvider = "openai" | "anthropic" | "ollama" | "google" | "bedrock" | "cohere";

/** What a request asks for, in one vocabulary for all providers. */
export interface Question {
  readonly model: string;
  readonly stream: boolean;
  /** Whether a stream comes as a JSON array (Gemini, unless it is asked for server-sent events). */
  readonly asArray?: boolean;
  /** Whether a stream ends with a chunk of usage (OpenAI; the others always tell). */
  readonly includeUsage: boolean;
  /** The tool whose arguments are the answer. `named`: the request forces this very one. */
  readonly tool?: { readonly name: string; readonly named: boolean };
  /** The schema the protocol carries. A schema written into the prompt is looked for elsewhere. */
  readonly schema?: Schema;
  /** Whether the answer is to be JSON even without a schema. */
  readonly json: boolean;
  readonly system: string;
  readonly user: string;
  readonly maxTokens?: number;
  /** The request's own seed. */
  readonly seed?: number;
}

/** What the model says, before it is put into a protocol. */
export interface Reply {
  readonly question: Question;
  /** The answer in token-sized pieces. */
  readonly pieces: readonly string[];
  /** The words of a refusal, in pieces; empty when there is none. */
  readonly refusal: readonly string[];
  /** How it ends; `undefined` leaves the completion signal out. */
  readonly finish: "stop" | "length" | "refusal" | undefined;
  /** The answer is message text although a tool was forced. */
  readonly ignoresTool: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Seeds ids and padding. */
  readonly random: Random;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A frame as it is written: as text, or as bytes where the framing is binary. */
export type FrameBytes = string | Uint8Array;

/** A streamed answer: frames before the first piece, one frame a piece, frames after the last. */
export interface FrameSet {
  readonly opening: readonly FrameBytes[];
  readonly deltas: readonly FrameBytes[];
  readonly closing: readonly FrameBytes[];
}

/** An error response as it goes over the wire. */
export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an error says beside its status; each provider uses what it has room for. */
export interface ErrorDetails {
  readonly message?: string;
  readonly code?: string | null;
  readonly param?: string | null;
  /** The model that was asked for. */
  readonly model?: string;
}

/** How strict the simulator is. */
export interface Strictness {
  readonly requireKey: boolean;
  readonly checkSchemas: boolean;
  /** The models there are; absent: any. */
  readonly models: readonly string[] | undefined;
}

/** What a protocol sees of a request. Header names are in lower case. */
export interface IncomingRequest {
  /** Still percent-encoded, without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** One provider's protocol, from the server's side. Pure: values in, values out. */
export interface Protocol {
  readonly provider: SimulatedProvider;
  readonly family: Family;
  /** Content type of a streamed answer to a request. */
  streamType(question: Question): string;
  /** Whether headers and opening frames are sent before the first token exists. */
  readonly opensEarly: boolean;
  /** A sign of life between frames; empty when the protocol has none. */
  readonly keepAlive: string;
  /** Headers of successful answers. */
  headers(random: Random): Readonly<Record<string, string>>;
  /** The error for a body that is no JSON object. */
  readonly malformed: string;
  /** What the real thing would answer instead, if it refuses the request's key. */
  checkKey(headers: Readonly<Record<string, string>>): ErrorResponse | undefined;
  /** What the real thing would answer instead, if it refuses the request. */
  check(request: IncomingRequest, strictness: Strictness): ErrorResponse | undefined;
  readQuestion(request: IncomingRequest): Question;
  unary(reply: Reply): JsonObject;
  stream(reply: Reply): FrameSet;
  /** An error response in the provider's own shape; words come from the status unless given. */
  error(status: number, details?: ErrorDetails): ErrorResponse;
  /** An error within a 200: the frame of a stream, or the whole body. */
  errorInStream(message: string | undefined, type: string | undefined, question: Question): FrameBytes;
  /** The response to a schema that is not taken. */
  rejectSchema(question: Question, message: string | undefined): ErrorResponse;
}
