import type { Frame, FrameDecoder, FrameDecoderOptions } from "./decoder.ts";
import { defaultMaxEventBytes, FramingError } from "./lines.ts";

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Whether a byte is white space between values of JSON. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * Makes a decoder of one JSON array that arrives in pieces: each element is a frame as soon as it is complete. Gemini streams
 * so where nobody asks it for server-sent events. Source: traffic-oddities.md item 29.
 *
 * Every byte is looked at once; elements are not parsed here, so a malformed one reaches the adapter. What follows the array
 * is cut in the same way. An element that is not complete when the body ends gives nothing.
 */
export function createJsonArrayDecoder(options: FrameDecoderOptions = {}): FrameDecoder {
  const { maxEventBytes = defaultMaxEventBytes } = options;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** What has come of the element that is being read, from earlier pieces. */
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let isInside = false;
  /** Whether the array has begun and not ended. */
  let isOpen = false;
  /** Containers of the element that are open; none while a scalar is read. */
  let depth = 0;
  let inString = false;
  let isEscaped = false;

  function keep(bytes: Uint8Array): void {
    keptBytes += bytes.length;
    if (keptBytes > maxEventBytes) {
      throw new FramingError(`an element of the response is longer than ${maxEventBytes} bytes`);
    }
    // Copied, because the transport may use its buffer again.
    if (bytes.length > 0) kept.push(new Uint8Array(bytes));
  }

  function take(last: Uint8Array): Frame {
    keep(last);
    const whole = new Uint8Array(keptBytes);
    let offset = 0;
    for (const piece of kept) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    kept = [];
    keptBytes = 0;
    isInside = false;
    return { data: decoder.decode(whole) };
  }

  /** Follows a byte of an element; true when the element ends with it. */
  function isLast(byte: number): boolean {
    if (inString) {
      if (isEscaped) isEscaped = false;
      else if (byte === backslash) isEscaped = true;
      else if (byte === quote) inString = false;
      return false;
    }
    switch (byte) {
      case quote:
        inString = true;
        return false;
      case openBrace:
      case openBracket:
        depth++;
        return false;
      case closeBrace:
      case closeBracket:
        depth--;
        return depth === 0;
      default:
        return false;
    }
  }

  /** Whether a byte between elements belongs to the array, and not to its next element. */
  function isBetween(byte: number): boolean {
    if (isBlank(byte) || byte === comma) return true;
    if (byte !== closeBracket && (byte !== openBracket || isOpen)) return false;
    isOpen = byte === openBracket;
    return true;
  }

  return {
    push(bytes) {
      const frames: Frame[] = [];
      let start = 0;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        if (!isInside) {
          if (isBetween(byte)) continue;
          isInside = true;
          start = at;
        } else if (depth === 0 && !inString && (byte === comma || byte === closeBracket || isBlank(byte))) {
          // A scalar ends before what follows it.
          frames.push(take(bytes.subarray(start, at)));
          isBetween(byte);
          continue;
        }
        if (isLast(byte)) frames.push(take(bytes.subarray(start, at + 1)));
      }
      if (isInside) keep(bytes.subarray(start));
      return frames;
    },
    end: () => [],
  };
}
