import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { EmittedFile } from "../plan/file.ts";
import { findObstacle, findOrphans, textIfPresent } from "./output-folder.ts";
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
  const refuse = (path: string, message: string): Diagnostic => {
    const range = { path: join(output, path), start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
    const hint = "move it away, or name another folder in outspec.yaml: output: path/to/generated";
    return error("foreign-file", { ...range, path: range.path.replaceAll("\\", "/") }, message, hint);
  };
  const obstacles = new Set(emitted.flatMap(({ path }) => findObstacle(folder, path) ?? []));
  const refused = [
    ...[...obstacles].map((path) =>
      emitted.some((file) => file.path === path)
        ? refuse(path, "this is a folder, and a file would be generated here")
        : refuse(path, "this is a file, and files would be generated below a folder of this name"),
    ),
    ...emitted.flatMap(({ path, text }) => {
      const existing = present.get(path);
      if (existing === undefined || existing === text || isOwnFile(existing)) return [];
      return [refuse(path, "this file was not written by Outspec and will not be overwritten")];
    }),
  ];
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
