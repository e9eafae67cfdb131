import type { Readable, Transform } from "node:stream";
import { TransportError } from "./transport.ts";

/** Most bytes that a compressed body may become. A few kilobytes can be made to fill any memory. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Undoes the content encoding of a body, chunk by chunk. We ask for none, and some proxies compress anyway.
 *
 * An unknown encoding, broken data and a body that grows beyond all bounds throw a {@link TransportError} when they are
 * read and not before, so that status and headers stay known. For Node only.
 */
export function decompress(body: AsyncIterable<Uint8Array>, encoding = ""): AsyncIterable<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name === "" || name === "identity") return body;
  return { [Symbol.asyncIterator]: () => decodeChunks(body[Symbol.asyncIterator](), name) };
}

// Written out rather than as a generator, whose `return` would wait for a chunk that may never come.
function decodeChunks(source: AsyncIterator<Uint8Array>, encoding: string): AsyncIterator<Uint8Array, undefined> {
  const done = { done: true, value: undefined } as const;
  const compressed = readCompressed(source);
  let decoded: { readonly stream: Readable; readonly chunks: AsyncIterator<Uint8Array> } | undefined;
  let bytes = 0;
  let left = false;

  async function leave(): Promise<void> {
    left = true;
    decoded?.stream.destroy();
    await source.return?.();
  }

  return {
    async next() {
      try {
        decoded ??= decodeStream(compressed.chunks(), encoding);
        const { done: isOver, value } = await decoded.chunks.next();
        const failure = compressed.failure();
        if (failure !== undefined) throw failure.error;
        if (isOver === true) return done;
        bytes += value.byteLength;
        if (bytes > maxBytes) throw new Error(`it is larger than ${maxBytes / 1024 / 1024} MB`);
        return { done: false, value };
      } catch (error) {
        const failure = compressed.failure();
        if (left || (failure === undefined && compressed.isEmpty())) return done;
        await leave();
        if (failure !== undefined) throw failure.error;
        const reason = error instanceof Error ? error.message : String(error);
        throw new TransportError("other", new Error(`cannot decompress an answer encoded as "${encoding}": ${reason}`));
      }
    },
    async return() {
      await leave();
      return done;
    },
  };
}

/** The compressed chunks. What the source throws is kept apart: it passes the decoder by, as the object it is. */
function readCompressed(source: AsyncIterator<Uint8Array>): {
  chunks(): AsyncGenerator<Uint8Array>;
  failure(): { readonly error: unknown } | undefined;
  /** Whether the body ended without a byte, as that of a redirect does: no encoding of nothing is valid. */
  isEmpty(): boolean;
} {
  let failure: { readonly error: unknown } | undefined;
  let isEmpty = false;
  return {
    async *chunks() {
      try {
        let next = await source.next();
        isEmpty = next.done === true;
        for (; next.done !== true; next = await source.next()) yield next.value;
      } catch (error) {
        failure = { error };
      }
    },
    failure: () => failure,
    isEmpty: () => isEmpty,
  };
}

function decodeStream(
  compressed: AsyncIterable<Uint8Array>,
  encoding: string,
): { readonly stream: Readable; readonly chunks: AsyncIterator<Uint8Array> } {
  // Loaded only here: hardly any answer is compressed.
  const { pipeline } = process.getBuiltinModule("node:stream");
  const stream = createDecoder(encoding);
  // The reader of the stream meets its errors.
  pipeline(compressed, stream, () => {});
  return { stream, chunks: stream[Symbol.asyncIterator]() };
}

function createDecoder(encoding: string): Transform {
  const { createBrotliDecompress, createUnzip } = process.getBuiltinModule("node:zlib");
  switch (encoding) {
    case "gzip":
    case "x-gzip":
    case "deflate":
      return createUnzip();
    case "br":
      return createBrotliDecompress();
    default:
      throw new Error("the encoding is not known");
  }
}
