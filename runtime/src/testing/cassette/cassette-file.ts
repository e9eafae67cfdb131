import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigurationError } from "../../errors.ts";
import { parseJson } from "../incoming.ts";
import { isObject } from "../instance/schema.ts";
import type { CassetteFile, RecordedExchange } from "./recorded-exchange.ts";

const about =
  "Calls recorded for tests. Keys and credentials are removed; prompts and answers are as they were. Check in, and record again when a request changes.";

/** Reads what is recorded; nothing where there is no such file. Throws a `ConfigurationError` for a file that is none of ours. */
export function readCassetteFile(file: string): readonly RecordedExchange[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return [];
    throw new ConfigurationError(`the cassette ${file} cannot be read`, { cause: error });
  }
  const read = parseJson(text);
  if (!isObject(read) || read["version"] !== 1 || !Array.isArray(read["exchanges"])) {
    throw new ConfigurationError(`${file} is no cassette of this version: delete it and record it again`);
  }
  // Written by `writeCassetteFile`, as its version says.
  return (read as unknown as CassetteFile).exchanges;
}

/** Puts the exchanges in place of what is recorded, at once: a run that is stopped leaves the file as it was. */
export function writeCassetteFile(file: string, exchanges: readonly RecordedExchange[]): void {
  const written: CassetteFile = { about, version: 1, exchanges };
  const temporary = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, `${JSON.stringify(written, null, 2)}\n`);
  renameSync(temporary, file);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
