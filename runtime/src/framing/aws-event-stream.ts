import { asObject, asText, parseJson } from "../providers/json-values.ts";
import { crc32 } from "./crc32.ts";
import type { Frame, FrameDecoder, FrameDecoderOptions } from "./decoder.ts";
import { defaultMaxEventBytes, FramingError } from "./lines.ts";

/** Lengths of headers and message, and their checksum. */
const preludeBytes = 12;
const checksumBytes = 4;
const openingBrace = 0x7b;

/**
 * Makes a decoder of `application/vnd.amazon.eventstream` for one body. Source: providers.md, section 3.
 *
 * An event becomes a frame under its type. An exception becomes an event named `error` whose data has the form
 * `{ error: { type, message } }`, so that an adapter need not know this framing to tell it from an answer. Both checksums
 * of every message are checked. Bytes left over at the end give nothing: the answer then lacks its last events.
 *
 * JSON text where a message should begin, as sent by a server that does not stream, becomes the last frame; no
 * message begins like it, because it would have two billion bytes.
 */
export function createAwsEventStreamDecoder(options: FrameDecoderOptions = {}): FrameDecoder {
  const { maxEventBytes = defaultMaxEventBytes } = options;
  const text = new TextDecoder("utf-8", { ignoreBOM: true });
  let kept = new Uint8Array(0);
  let keptBytes = 0;

  /** Adds bytes to those that are kept. They are copied, because the transport may use its buffer again. */
  function keep(bytes: Uint8Array): void {
    const needed = keptBytes + bytes.length;
    if (needed > kept.length) {
      const larger = new Uint8Array(Math.max(needed, kept.length * 2));
      larger.set(kept.subarray(0, keptBytes));
      kept = larger;
    }
    kept.set(bytes, keptBytes);
    keptBytes = needed;
  }

  /** Reads the messages that the bytes begin with, and gives what follows them. */
  function readAll(bytes: Uint8Array, frames: Frame[]): Uint8Array {
    let rest = bytes;
    for (;;) {
      const length = messageLength(rest, maxEventBytes);
      if (length === undefined || rest.length < length) return rest;
      const frame = readMessage(rest.subarray(0, length), text);
      if (frame !== undefined) frames.push(frame);
      rest = rest.subarray(length);
    }
  }

  return {
    push(bytes) {
      const frames: Frame[] = [];
      if (keptBytes > 0) {
        keep(bytes);
        const rest = readAll(kept.subarray(0, keptBytes), frames);
        kept.copyWithin(0, keptBytes - rest.length, keptBytes);
        keptBytes = rest.length;
      } else {
        keep(readAll(bytes, frames));
      }
      if (keptBytes > maxEventBytes) throw tooLong(maxEventBytes);
      return frames;
    },
    end() {
      const rest = kept.subarray(0, keptBytes);
      keptBytes = 0;
      return rest[0] === openingBrace ? [{ data: text.decode(rest) }] : [];
    },
  };
}

/** How long the message is that begins here, once its prelude has come; nothing while it has not, or where JSON begins. */
function messageLength(bytes: Uint8Array, maxEventBytes: number): number | undefined {
  if (bytes[0] === openingBrace || bytes.length < preludeBytes) return undefined;
  const view = viewOf(bytes);
  const length = view.getUint32(0);
  const headerLength = view.getUint32(4);
  if (crc32(bytes.subarray(0, 8)) !== view.getUint32(8)) throw damaged();
  if (length > maxEventBytes) throw tooLong(maxEventBytes);
  if (length < preludeBytes + headerLength + checksumBytes) throw damaged();
  return length;
}

/** The frame of a whole message; nothing for one that is neither event nor error. */
function readMessage(message: Uint8Array, text: InstanceType<typeof TextDecoder>): Frame | undefined {
  const view = viewOf(message);
  const end = message.length - checksumBytes;
  if (crc32(message.subarray(0, end)) !== view.getUint32(end)) throw damaged();
  const payloadStart = preludeBytes + view.getUint32(4);
  const headers = readHeaders(message.subarray(preludeBytes, payloadStart), text);
  const data = text.decode(message.subarray(payloadStart, end));
  switch (headers.get(":message-type")) {
    case "event": {
      const event = headers.get(":event-type");
      return event === undefined ? { data } : { event, data };
    }
    case "exception":
      return errorFrame(headers.get(":exception-type"), messageOf(data));
    case "error":
      return errorFrame(headers.get(":error-code"), headers.get(":error-message") ?? messageOf(data));
    default:
      return undefined;
  }
}

function errorFrame(type: string | undefined, message: string): Frame {
  return { event: "error", data: JSON.stringify({ error: { type, message } }) };
}

function messageOf(payload: string): string {
  const fields = asObject(parseJson(payload));
  return asText(fields?.["message"]) ?? asText(fields?.["Message"]) ?? payload;
}

/** How many bytes a value has, by its type; those of the types 6 and 7 say it themselves. */
const valueBytes: readonly (number | "counted")[] = [0, 0, 1, 2, 4, 8, "counted", "counted", 8, 16];
const textType = 7;

/** The headers that are text, by name; the others say nothing here. */
function readHeaders(bytes: Uint8Array, text: InstanceType<typeof TextDecoder>): ReadonlyMap<string, string> {
  const view = viewOf(bytes);
  const headers = new Map<string, string>();
  let at = 0;

  function take(count: number): number {
    const start = at;
    at += count;
    if (at > bytes.length) throw damaged();
    return start;
  }

  while (at < bytes.length) {
    const nameLength = view.getUint8(take(1));
    const nameStart = take(nameLength);
    const type = view.getUint8(take(1));
    const size = valueBytes[type];
    if (size === undefined) throw damaged();
    const length = size === "counted" ? view.getUint16(take(2)) : size;
    const start = take(length);
    if (type !== textType) continue;
    const name = text.decode(bytes.subarray(nameStart, nameStart + nameLength));
    headers.set(name, text.decode(bytes.subarray(start, start + length)));
  }
  return headers;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(): FramingError {
  return new FramingError("a message of the response's event stream is damaged");
}

function tooLong(maxEventBytes: number): FramingError {
  return new FramingError(`a message of the response is longer than ${maxEventBytes} bytes`);
}
