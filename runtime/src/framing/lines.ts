/** A body cannot be cut into frames. The router reports it as the provider's failure. */
export class FramingError extends Error {
  override readonly name = "FramingError";
}

/** Most bytes one line or event may have before the decoder gives up: far more than any answer, far less than a machine's memory. */
export const defaultMaxEventBytes: number = 16 * 1024 * 1024;

/** What ends a line: `any` is LF, CRLF and CR, as in server-sent events; `lf` is LF, or CRLF, as in NDJSON. */
export type LineEnds = "any" | "lf";

/** Cuts bytes that arrive in pieces into lines of text. */
export interface LineSplitter {
  /** Takes the next bytes and gives the lines they complete, without their ends. */
  push(bytes: Uint8Array): readonly string[];
  /** Gives what follows the last line end, if anything does. */
  end(): readonly string[];
}

// Decoded text always ends at a line end, so one call never sees half a character and needs no stream mode, which is
// several times slower on Node. Without it a decoder keeps nothing between calls, and all bodies can share one.
let sharedDecoder: InstanceType<typeof TextDecoder> | undefined;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const none: readonly string[] = [];

/**
 * Makes a splitter for one body.
 *
 * Every byte is looked at once and copied at most twice: only whole lines are decoded, so a character that was cut
 * by the network waits with the rest of its line. Bytes that are not UTF-8 become U+FFFD; a leading byte order mark
 * is dropped. Throws a {@link FramingError} when an unfinished line passes `maxLineBytes`.
 */
export function createLineSplitter(ends: LineEnds, maxLineBytes: number): LineSplitter {
  sharedDecoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  const decoder = sharedDecoder;
  let unfinished: Uint8Array[] = [];
  let unfinishedBytes = 0;
  let atStart = true;
  let lastWasCarriageReturn = false;

  const tooLong = () => new FramingError(`a line of the response is longer than ${maxLineBytes} bytes`);

  /** Counts bytes as they came: those that are no UTF-8 become longer when they are decoded. */
  function checkLengths(bytes: Uint8Array): void {
    let length = unfinishedBytes;
    for (const byte of bytes) {
      const isEnd = byte === lineFeed || (ends === "any" && byte === carriageReturn);
      length = isEnd ? 0 : length + 1;
      if (length > maxLineBytes) throw tooLong();
    }
  }

  function keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    unfinishedBytes += bytes.length;
    if (unfinishedBytes > maxLineBytes) throw tooLong();
    // Copied, because the transport may use its buffer again.
    unfinished.push(new Uint8Array(bytes));
  }

  function decode(bytes: Uint8Array): string {
    let text: string;
    if (unfinished.length === 0) {
      text = decoder.decode(bytes);
    } else {
      const whole = new Uint8Array(unfinishedBytes + bytes.length);
      let offset = 0;
      for (const piece of unfinished) {
        whole.set(piece, offset);
        offset += piece.length;
      }
      whole.set(bytes, offset);
      unfinished = [];
      unfinishedBytes = 0;
      text = decoder.decode(whole);
    }
    if (!atStart) return text;
    atStart = false;
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  }

  return {
    push(bytes) {
      let rest = bytes;
      if (lastWasCarriageReturn && rest.length > 0) {
        lastWasCarriageReturn = false;
        // The second half of a CRLF whose first half already ended the line.
        if (rest[0] === lineFeed) rest = rest.subarray(1);
      }
      const lastFeed = rest.lastIndexOf(lineFeed);
      const lastReturn = ends === "any" ? rest.lastIndexOf(carriageReturn) : -1;
      const lastEnd = Math.max(lastFeed, lastReturn);
      if (lastEnd < 0) {
        keep(rest);
        return none;
      }
      lastWasCarriageReturn = lastReturn === rest.length - 1;
      const whole = rest.subarray(0, lastEnd + 1);
      if (unfinishedBytes + lastEnd >= maxLineBytes) checkLengths(whole);
      const lines = splitLines(decode(whole), ends);
      keep(rest.subarray(lastEnd + 1));
      return lines;
    },
    end() {
      if (unfinishedBytes === 0) return none;
      const last = decode(new Uint8Array(0));
      return last === "" ? none : [last];
    },
  };
}

/** Splits text that ends with a line end. */
function splitLines(text: string, ends: LineEnds): readonly string[] {
  const lines = text.includes("\r") ? text.split(ends === "any" ? /\r\n|\r|\n/ : /\r?\n/) : text.split("\n");
  lines.pop();
  return lines;
}
