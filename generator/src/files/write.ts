import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { EmittedFile } from "../plan/file.ts";
import { findOrphans, textIfPresent } from "./output-folder.ts";
import { isOwnFile } from "./ownership.ts";

/** What writing did, as paths below the output folder. */
export interface WriteReport {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: readonly string[];
  /** Files in the way that are not ours. With any of these, nothing was written. */
  readonly refused: readonly Diagnostic[];
}

/**
 * Brings an output folder to the emitted files: writes what differs, each file in one step, and deletes files of ours
 * that are no longer emitted. A file that somebody else wrote is never touched.
 */
export function writeFiles(root: string, output: string, emitted: readonly EmittedFile[]): WriteReport {
  const folder = join(root, output);
  const present = new Map(emitted.map(({ path }) => [path, textIfPresent(join(folder, path))]));
  const refused = emitted.flatMap((file): Diagnostic[] => {
    const existing = present.get(file.path);
    if (existing === undefined || existing === file.text || isOwnFile(existing)) return [];
    const range = { path: `${output}/${file.path}`, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
    return [
      error(
        "foreign-file",
        range,
        "this file was not written by Outspec and will not be overwritten",
        "move it away, or name another folder in outspec.yaml: output: path/to/generated",
      ),
    ];
  });
  if (refused.length > 0) return { written: [], deleted: [], unchanged: [], refused };

  const changed = emitted.filter(({ path, text }) => present.get(path) !== text);
  for (const { path, text } of changed) writeAtomically(join(folder, path), text);
  const orphans = findOrphans(folder, new Set(emitted.map(({ path }) => path)));
  for (const path of orphans) {
    rmSync(join(folder, path));
    removeEmptyFolders(folder, path);
  }
  const written = changed.map(({ path }) => path);
  return {
    written,
    deleted: orphans,
    unchanged: emitted.map(({ path }) => path).filter((path) => !written.includes(path)),
    refused,
  };
}

/** Writes a file so that readers see the old text or the new one, never half of it. */
export function writeAtomically(path: string, text: string): void {
  const temporary = join(dirname(path), `.${process.pid}-${Date.now().toString(36)}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new UsageError(
      `${path} cannot be written: ${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}`,
      undefined,
      { cause },
    );
  }
}

function removeEmptyFolders(folder: string, path: string): void {
  for (let below = dirname(path); below !== "."; below = dirname(below)) {
    const place = join(folder, below);
    if (!statSync(place, { throwIfNoEntry: false })?.isDirectory() || readdirSync(place).length > 0) return;
    rmdirSync(place);
  }
}
