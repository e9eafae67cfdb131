import type { Frame } from "../framing/decoder.ts";
import { faultEvent, malformed, noEvents } from "./answer-sorter.ts";
import { classifyErrorValue } from "./classify.ts";
import { asObject, asText, type JsonObject, parseJson } from "./json-values.ts";
import type { ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";
import { secretsOf } from "./redact.ts";

/** What the streams of one wire family say, each event as the JSON object it holds. */
export interface JsonStreamReader {
  /** Whether an event of this content tells of a failure; one that is named `error` always does. */
  isError(body: JsonObject): boolean;
  /** The meaning of one event. A `finish` or a `fault` among its events is the last thing that is read. */
  read(body: JsonObject, event: string | undefined): readonly ModelEvent[];
  /** `[DONE]`, where it means something. */
  done?(): readonly ModelEvent[];
  /** The connection closed in good order and nothing has ended the answer: what completes it all the same. */
  close?(): readonly ModelEvent[];
}

/**
 * Starts reading the events of one stream of JSON objects: everything that is alike on all such wires. What is no JSON
 * object is a fault; so is a failure in the middle, classified by its body; after the end nothing is read. `parse` is
 * given the text of an event and its name; by default it is plain JSON.
 */
export function createJsonStreamDecoder(
  call: ModelCall,
  reader: JsonStreamReader,
  parse: (text: string, event: string | undefined) => unknown = parseJson,
): StreamDecoder {
  return new JsonStream(call, reader, parse);
}

class JsonStream implements StreamDecoder {
  readonly #call: ModelCall;
  readonly #reader: JsonStreamReader;
  readonly #parse: (text: string, event: string | undefined) => unknown;
  #isOver = false;

  constructor(call: ModelCall, reader: JsonStreamReader, parse: (text: string, event: string | undefined) => unknown) {
    this.#call = call;
    this.#reader = reader;
    this.#parse = parse;
  }

  push({ event, data }: Frame): readonly ModelEvent[] {
    const text = data.trim();
    return this.#isOver || text === "" ? noEvents : this.#until(this.#read(text, event));
  }

  end(): readonly ModelEvent[] {
    return this.#isOver || this.#reader.close === undefined ? noEvents : this.#until(this.#reader.close());
  }

  #read(text: string, event: string | undefined): readonly ModelEvent[] {
    const reader = this.#reader;
    if (text === "[DONE]") return reader.done?.() ?? noEvents;
    const parse = this.#parse;
    const value = parse(text, event);
    // Google's gateways send an error as the only element of a list.
    const body = asObject(Array.isArray(value) ? value[0] : value);
    if (event === "error" || (body !== undefined && reader.isError(body)))
      return faultEvent(classifyErrorValue(value ?? text, secretsOf(this.#call)));
    return body === undefined ? malformed("a stream event that is not a JSON object") : reader.read(body, event);
  }

  #until(events: readonly ModelEvent[]): readonly ModelEvent[] {
    const last = events.at(-1)?.type;
    this.#isOver = last === "finish" || last === "fault";
    return events;
  }
}

/** What a wire family's whole answer is like. */
export interface JsonAnswerReader {
  isError(body: JsonObject): boolean;
  /** What an answer must have and this body has not, as in `content`. */
  lacks(body: JsonObject): string | undefined;
  read(body: JsonObject): readonly ModelEvent[];
}

/** Reads a whole answer of one JSON object; anything else, and an answer that lacks what makes it one, is a fault. */
export function decodeJsonBody(call: ModelCall, text: string, reader: JsonAnswerReader): readonly ModelEvent[] {
  const value = parseJson(text);
  const body = asObject(Array.isArray(value) ? value[0] : value);
  return body === undefined ? malformed("an answer that is not a JSON object") : readJsonAnswer(call, body, reader);
}

/** Reads a whole answer that is parsed already. */
export function readJsonAnswer(call: ModelCall, body: JsonObject, reader: JsonAnswerReader): readonly ModelEvent[] {
  if (reader.isError(body)) return faultEvent(classifyErrorValue(body, secretsOf(call)));
  const missing = reader.lacks(body);
  return missing === undefined ? reader.read(body) : malformed(`an answer without ${missing}`);
}

/** Whether a body holds an `error` that says something: an object, or a text. */
export function holdsError(body: JsonObject): boolean {
  return asObject(body["error"]) !== undefined || asText(body["error"]) !== undefined;
}
