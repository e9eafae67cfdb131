import { randomUUID } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Clock, systemClock } from "../../clock.ts";
import { ConfigurationError } from "../../errors.ts";
import type { BatchJournal, JournalHeader, JournalRecord, OpenJournal } from "../journal.ts";
import { readLines } from "./journal-lines.ts";
import { acquireLock, codeOf, type HeldLock, thisMachine } from "./journal-lock.ts";
import { isHeaderStart, parseRecord, readHeader, writeHeader } from "./journal-text.ts";
import { createLineWriter } from "./line-writer.ts";

/** What can be set for a journal in a file. */
export interface FileJournalOptions {
  /** Time, for tests. */
  readonly clock?: Clock;
}

/** Where the latest record of a key stands in the file. */
interface Place {
  readonly fingerprint: string;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Makes a journal that is a file of JSON lines: a header, then one line for each finished input, appended as it is
 * finished. Holds outputs, and neither inputs nor prompts; only its owner may read it.
 *
 * A process that is killed loses no line it has written; a last line that is torn is cut off when the file is opened
 * again. Beside the file stands `….lock` while a run has it. Opening it throws a `ConfigurationError` when another run
 * has it, when it is of another spec, or is no journal.
 */
export function createFileJournal(path: string | URL, options: FileJournalOptions = {}): BatchJournal {
  const file = path instanceof URL ? fileURLToPath(path) : path;
  const clock = options.clock ?? systemClock;
  return {
    async open(header) {
      const now = clock.wallTime();
      const lock = await translate(file, () => acquireLock(`${file}.lock`, thisMachine(now), now, randomUUID()));
      try {
        return await translate(file, () => openLocked(file, header, lock));
      } catch (error) {
        await lock.release();
        throw error;
      }
    },
  };
}

async function openLocked(path: string, header: JournalHeader, lock: HeldLock): Promise<OpenJournal> {
  // Outputs may be confidential, so nobody else may read them.
  const file = await open(path, "a+", 0o600);
  try {
    const places = await readPlaces(path, file, header);
    return createOpenJournal(path, file, places, lock);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads what earlier runs wrote, and leaves the file with a header and whole lines only. */
async function readPlaces(path: string, file: FileHandle, header: JournalHeader): Promise<Map<string, Place>> {
  const decoder = new TextDecoder();
  const places = new Map<string, Place>();
  const lines = readLines(file);
  let number = 0;
  for (;;) {
    const next = await lines.next();
    if (next.done) {
      await cutTornLine(path, file, next.value);
      if (number === 0) await file.appendFile(writeHeader(header));
      return places;
    }
    number++;
    const { bytes, offset } = next.value;
    const text = decoder.decode(bytes);
    if (number === 1) {
      readHeader(path, text, header);
      continue;
    }
    const record = parseRecord(text);
    if (record === undefined) {
      throw new ConfigurationError(
        `line ${number} of ${path} is no record of a journal: delete that line, and its input is done again`,
      );
    }
    places.set(record.key, { fingerprint: record.fingerprint, offset, bytes: bytes.length });
  }
}

async function cutTornLine(path: string, file: FileHandle, end: number): Promise<void> {
  const { size } = await file.stat();
  if (size === end) return;
  if (end === 0) {
    // Nothing says yet that this is a journal, and somebody's only copy of something else must not be cut.
    const start = new Uint8Array(Math.min(size, 64));
    await file.read(start, 0, start.length, 0);
    if (!isHeaderStart(new TextDecoder().decode(start))) {
      throw new ConfigurationError(`${path} is no journal of a batch: choose another path`);
    }
  }
  await file.truncate(end);
}

function createOpenJournal(
  path: string,
  file: FileHandle,
  places: ReadonlyMap<string, Place>,
  lock: HeldLock,
): OpenJournal {
  const writer = createLineWriter(file);
  return {
    async find(key, fingerprint) {
      const place = places.get(key);
      if (place?.fingerprint !== fingerprint) return undefined;
      const bytes = new Uint8Array(place.bytes);
      await translate(path, () => file.read(bytes, 0, bytes.length, place.offset));
      return parseRecord(new TextDecoder().decode(bytes));
    },
    append: (record: JournalRecord) => translate(path, () => writer.write(JSON.stringify(record))),
    async close() {
      await writer.end();
      try {
        await translate(path, async () => {
          await file.datasync();
          await file.close();
        });
      } finally {
        await lock.release();
      }
    },
  };
}

/** Runs something that uses the disk; its errors come out as ours, naming the journal. */
async function translate<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || error instanceof ConfigurationError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`the journal ${path} cannot be used: ${message}`, { cause: error });
  }
}
