import { ConfigurationError } from "../../errors.ts";
import type { JournalHeader, JournalRecord } from "../journal.ts";

/** The version of the format; a run reads no other. */
const version = 1;
const start = '{"format":"outspec-batch-journal",';

/** The first line of a journal, with its end. */
export function writeHeader({ name }: JournalHeader): string {
  return `${start}"version":${version},"name":${JSON.stringify(name)}}\n`;
}

/** Whether a text, of which there may be more, is how a header begins. */
export function isHeaderStart(text: string): boolean {
  return text.startsWith(start) || start.startsWith(text);
}

/** Checks a journal's first line. Throws a `ConfigurationError` when it is no journal, or not one that may be gone on with. */
export function readHeader(path: string, line: string, { name }: JournalHeader): void {
  const header = line.startsWith(start) ? parseObject(line) : undefined;
  if (header === undefined) throw new ConfigurationError(`${path} is no journal of a batch: choose another path`);
  if (header["version"] !== version) {
    throw new ConfigurationError(
      `${path} is a journal of format version ${String(header["version"])}, and this @outspec/runtime reads version ${version}: begin a new one, or use the version that wrote it`,
    );
  }
  if (header["name"] !== name) {
    throw new ConfigurationError(
      `${path} is the journal of a batch of ${String(header["name"])}, and this one is of ${name}: choose another path`,
    );
  }
}

/** Reads one line; undefined when it is no record. */
export function parseRecord(line: string): JournalRecord | undefined {
  const record = parseObject(line);
  if (record === undefined) return undefined;
  const { kind, key, fingerprint } = record;
  const isRecord = typeof kind === "string" && typeof key === "string" && typeof fingerprint === "string";
  // The cast holds as far as the file is what we wrote: its outputs are validated before anyone sees them.
  return isRecord ? (record as unknown as JournalRecord) : undefined;
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // The cast holds for every object.
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
