import type { Frame, FrameDecoder, FrameDecoderOptions } from "./decoder.ts";
import { createJsonArrayDecoder, isBlank } from "./json-array.ts";
import { createLineSplitter, defaultMaxEventBytes, FramingError } from "./lines.ts";

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
  const { maxEventBytes = defaultMaxEventBytes } = options;
  const lines = createLineSplitter("any", maxEventBytes);
  let event = "";
  let data: string[] = [];
  let dataLength = 0;
  let strayJson = false;
  let hasBegun = false;
  let array: FrameDecoder | undefined;

  function add(line: string): void {
    data.push(line);
    dataLength += line.length + 1;
    if (dataLength > maxEventBytes) {
      throw new FramingError(`an event of the response is longer than ${maxEventBytes} bytes`);
    }
  }

  function finishEvent(frames: Frame[]): void {
    if (data.length > 0) {
      const text = data.length === 1 ? (data[0] ?? "") : data.join("\n");
      frames.push(event === "" ? { data: text } : { event, data: text });
      data = [];
      dataLength = 0;
    }
    event = "";
    strayJson = false;
  }

  function readLine(line: string, frames: Frame[]): void {
    if (line === "") {
      finishEvent(frames);
      return;
    }
    if (strayJson) {
      if (!isField(line)) {
        add(line);
        return;
      }
      finishEvent(frames);
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const start = line.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1;
    const value = colon < 0 ? "" : line.slice(start);
    switch (name) {
      case "data":
        add(value);
        return;
      case "event":
        event = value;
        return;
      case "error":
        event = "error";
        add(value);
        return;
      default:
        // No field starts like this, so nothing a conforming server sends can be meant.
        if (data.length === 0 && /^\s*[[{]/.test(line)) {
          strayJson = true;
          add(line);
        }
    }
  }

  function readAll(completed: readonly string[]): Frame[] {
    const frames: Frame[] = [];
    for (const line of completed) readLine(line, frames);
    return frames;
  }

  /** Looks at the first byte that says something. */
  function begin(bytes: Uint8Array): void {
    const first = bytes.find((byte) => !isBlank(byte));
    if (first === undefined) return;
    hasBegun = true;
    if (first === openBracket) array = createJsonArrayDecoder(options);
  }

  return {
    push(bytes) {
      if (!hasBegun) begin(bytes);
      return array === undefined ? readAll(lines.push(bytes)) : array.push(bytes);
    },
    end() {
      if (array !== undefined) return array.end();
      const frames = readAll(lines.end());
      finishEvent(frames);
      return frames;
    },
  };
}

/** Whether a line that follows stray JSON starts an event again. */
function isField(line: string): boolean {
  return line.startsWith("data:") || line.startsWith("event:") || line.startsWith(":");
}
