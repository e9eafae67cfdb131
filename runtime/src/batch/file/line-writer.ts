import type { FileHandle } from "node:fs/promises";

/** Appends lines to a file in the order in which they are given. */
export interface LineWriter {
  /** Resolves once the line is in the hands of the operating system, where it outlives this process. */
  write(line: string): Promise<void>;
  /** Waits for all of it. Does not reject: whoever wrote a line was told. */
  end(): Promise<void>;
}

interface PendingLine {
  readonly line: string;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Makes a writer at the end of a file. Lines that come while others are being written go together in the next write.
 *
 * After a write that failed all later ones fail with the same error: what it left may be half a line.
 */
export function createLineWriter(file: FileHandle): LineWriter {
  const encoder = new TextEncoder();
  let pending: PendingLine[] = [];
  let failure: { readonly error: unknown } | undefined;
  let writing: Promise<void> | undefined;

  const writePending = async (): Promise<void> => {
    while (pending.length > 0) {
      const batch = pending;
      pending = [];
      try {
        if (failure !== undefined) throw failure.error;
        await writeAll(file, encoder.encode(batch.map(({ line }) => `${line}\n`).join("")));
        for (const { done } of batch) done();
      } catch (error) {
        failure = { error };
        for (const { fail } of batch) fail(error);
      }
    }
    writing = undefined;
  };

  return {
    write: (line) =>
      new Promise((done, fail) => {
        pending.push({ line, done, fail });
        writing ??= writePending();
      }),
    async end() {
      await writing;
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    // A full disk, or a signal, may take in only some of it.
    const { bytesWritten } = await file.write(bytes, written);
    written += bytesWritten;
  }
}
