import type { Frame, FrameDecoder, FrameDecoderOptions } from "./decoder.ts";
import { createJsonArrayDecoder, isBlank } from "./json-array.ts";
import { createLineSplitter, defaultMaxEventBytes, FramingError, type LineSplitter } from "./lines.ts";

const openBracket = 0x5b;

/**
 * Makes a decoder of server-sent events for one body.
 *
 * Follows https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream and forgives what
 * providers really send:
 *
 * - the last event is delivered even when the body ends before its blank line;
 * - a field named `error` is an event of that name (GPUStack, traffic-oddities.md item 4);
 * - JSON text outside of any event, as sent by a server that answers in the wrong format or breaks off with a plain
 *   error object, becomes a frame of its own. Adapters recognise errors by their shape, so they see this one too;
 * - a body that begins with `[`, as no field does, is a JSON array, cut into its elements.
 */
export function createSseDecoder(options: FrameDecoderOptions = {}): FrameDecoder {
  return new SseDecoder(options.maxEventBytes ?? defaultMaxEventBytes);
}

class SseDecoder implements FrameDecoder {
  readonly #maxEventBytes: number;
  readonly #lines: LineSplitter;
  #event = "";
  /** The lines of data of an event that is not over. */
  #data: string[] | undefined;
  #dataLength = 0;
  #strayJson = false;
  #hasBegun = false;
  #array: FrameDecoder | undefined;

  constructor(maxEventBytes: number) {
    this.#maxEventBytes = maxEventBytes;
    this.#lines = createLineSplitter("any", maxEventBytes);
  }

  push(bytes: Uint8Array): Frame[] {
    if (!this.#hasBegun) this.#begin(bytes);
    return this.#array === undefined ? this.#readAll(this.#lines.push(bytes)) : this.#array.push(bytes);
  }

  end(): Frame[] {
    if (this.#array !== undefined) return this.#array.end();
    const frames = this.#readAll(this.#lines.end());
    this.#finishEvent(frames);
    return frames;
  }

  /** Looks at the first byte that says something. */
  #begin(bytes: Uint8Array): void {
    const first = bytes.find((byte) => !isBlank(byte));
    if (first === undefined) return;
    this.#hasBegun = true;
    if (first === openBracket) this.#array = createJsonArrayDecoder({ maxEventBytes: this.#maxEventBytes });
  }

  #readAll(completed: readonly string[]): Frame[] {
    const frames: Frame[] = [];
    for (const line of completed) this.#readLine(line, frames);
    return frames;
  }

  #readLine(line: string, frames: Frame[]): void {
    if (line === "") {
      this.#finishEvent(frames);
      return;
    }
    if (this.#strayJson) {
      if (!isField(line)) {
        this.#add(line);
        return;
      }
      this.#finishEvent(frames);
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const start = line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1;
    const value = colon < 0 ? "" : line.slice(start);
    switch (name) {
      case "data":
        this.#add(value);
        return;
      case "event":
        this.#event = value;
        return;
      case "error":
        this.#event = "error";
        this.#add(value);
        return;
      default:
        // No field starts like this, so nothing a conforming server sends can be meant.
        if (this.#data === undefined && /^\s*[[{]/.test(line)) {
          this.#strayJson = true;
          this.#add(line);
        }
    }
  }

  #add(line: string): void {
    if (this.#data === undefined) this.#data = [line];
    else this.#data.push(line);
    this.#dataLength += line.length + 1;
    if (this.#dataLength > this.#maxEventBytes) {
      throw new FramingError(`an event of the response is longer than ${this.#maxEventBytes} bytes`);
    }
  }

  #finishEvent(frames: Frame[]): void {
    const event = this.#event;
    if (this.#data !== undefined) {
      const data = this.#data.length === 1 ? (this.#data[0] ?? "") : this.#data.join("\n");
      frames.push(event === "" ? { data } : { event, data });
      this.#data = undefined;
      this.#dataLength = 0;
    }
    this.#event = "";
    this.#strayJson = false;
  }
}

/** Whether a line that follows stray JSON starts an event again. */
function isField(line: string): boolean {
  return line.startsWith("data:") || line.startsWith("event:") || line.startsWith(":");
}
