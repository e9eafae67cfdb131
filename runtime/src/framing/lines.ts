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
  return new ByteLines(ends, maxLineBytes);
}

class ByteLines implements LineSplitter {
  readonly #ends: LineEnds;
  readonly #maxLineBytes: number;
  /** The pieces of a line that is not over. */
  #unfinished: Uint8Array[] | undefined;
  #unfinishedBytes = 0;
  #atStart = true;
  #lastWasCarriageReturn = false;

  constructor(ends: LineEnds, maxLineBytes: number) {
    this.#ends = ends;
    this.#maxLineBytes = maxLineBytes;
  }

  push(bytes: Uint8Array): readonly string[] {
    let rest = bytes;
    if (this.#lastWasCarriageReturn && rest.length > 0) {
      this.#lastWasCarriageReturn = false;
      // The second half of a CRLF whose first half already ended the line.
      if (rest[0] === lineFeed) rest = rest.subarray(1);
    }
    const lastFeed = rest.lastIndexOf(lineFeed);
    const lastReturn = this.#ends === "any" ? rest.lastIndexOf(carriageReturn) : -1;
    const lastEnd = Math.max(lastFeed, lastReturn);
    if (lastEnd < 0) {
      this.#keep(rest);
      return none;
    }
    this.#lastWasCarriageReturn = lastReturn === rest.length - 1;
    const whole = rest.subarray(0, lastEnd + 1);
    if (this.#unfinishedBytes + lastEnd >= this.#maxLineBytes) this.#checkLengths(whole);
    const lines = splitLines(this.#decode(whole), this.#ends);
    this.#keep(rest.subarray(lastEnd + 1));
    return lines;
  }

  end(): readonly string[] {
    if (this.#unfinishedBytes === 0) return none;
    const last = this.#decode(new Uint8Array(0));
    return last === "" ? none : [last];
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#unfinishedBytes += bytes.length;
    if (this.#unfinishedBytes > this.#maxLineBytes) throw this.#tooLong();
    // Copied, because the transport may use its buffer again.
    const piece = new Uint8Array(bytes);
    if (this.#unfinished === undefined) this.#unfinished = [piece];
    else this.#unfinished.push(piece);
  }

  #decode(bytes: Uint8Array): string {
    sharedDecoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
    const text = sharedDecoder.decode(this.#unfinished === undefined ? bytes : this.#joined(this.#unfinished, bytes));
    if (!this.#atStart) return text;
    this.#atStart = false;
    return text.startsWith("\uFEFF") ? text.slice(1) : text;
  }

  #joined(unfinished: readonly Uint8Array[], last: Uint8Array): Uint8Array {
    const whole = new Uint8Array(this.#unfinishedBytes + last.length);
    let offset = 0;
    for (const piece of unfinished) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    whole.set(last, offset);
    this.#unfinished = undefined;
    this.#unfinishedBytes = 0;
    return whole;
  }

  /** Counts bytes as they came: those that are no UTF-8 become longer when they are decoded. */
  #checkLengths(bytes: Uint8Array): void {
    let length = this.#unfinishedBytes;
    for (const byte of bytes) {
      const isEnd = byte === lineFeed || (this.#ends === "any" && byte === carriageReturn);
      length = isEnd ? 0 : length + 1;
      if (length > this.#maxLineBytes) throw this.#tooLong();
    }
  }

  #tooLong(): FramingError {
    return new FramingError(`a line of the response is longer than ${this.#maxLineBytes} bytes`);
  }
}

/** Splits text that ends with a line end. */
function splitLines(text: string, ends: LineEnds): readonly string[] {
  const lines = text.includes("\r") ? text.split(ends === "any" ? /\r\n|\r|\n/ : /\r?\n/) : text.split("\n");
  lines.pop();
  return lines;
}
