import type { FileHandle } from "node:fs/promises";

/** One whole line of a file, without its end. */
export interface Line {
  readonly bytes: Uint8Array;
  /** Where it begins. */
  readonly offset: number;
}

const chunkBytes = 256 * 1024;
const newline = 0x0a;

/**
 * Reads a file's lines one after the other, holding one at a time. What follows the last line's end is no line: it is
 * what a killed process had written of its last one. Returns where that begins.
 */
export async function* readLines(file: FileHandle): AsyncGenerator<Line, number> {
  let pending: Uint8Array = new Uint8Array(0);
  let offset = 0;
  for (;;) {
    const chunk = new Uint8Array(chunkBytes);
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, offset + pending.length);
    if (bytesRead === 0) return offset;
    const searched = pending.length;
    pending = joined(pending, chunk.subarray(0, bytesRead));
    let start = 0;
    for (let end = pending.indexOf(newline, searched); end !== -1; end = pending.indexOf(newline, start)) {
      yield { bytes: pending.subarray(start, end), offset: offset + start };
      start = end + 1;
    }
    pending = pending.subarray(start);
    offset += start;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
