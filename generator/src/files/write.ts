import {
  type BigIntStats,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { EmittedFile } from "../plan/file.ts";
import { hashEmitted } from "./hash.ts";
import { createObstacleFinder, findOrphans } from "./output-folder.ts";
import { isOwnFile } from "./ownership.ts";
import { readText } from "./read.ts";

/** What writing did, as paths below the output folder. */
export interface WriteReport {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: readonly string[];
  /** Files in the way that are not ours. With any of these, nothing was written. */
  readonly refused: readonly Diagnostic[];
}

/** Files that were found as emitted, by path: a stamp of the file and the hash of its text. Saves a watcher the reading. */
export type SeenFiles = Map<string, { readonly stamp: string; readonly hash: string }>;

/**
 * Brings an output folder to the emitted files: writes what differs, each file in one step, and deletes files of ours
 * that are no longer emitted. A file that somebody else wrote is never touched.
 */
export function writeFiles(
  root: string,
  output: string,
  emitted: readonly EmittedFile[],
  seen: SeenFiles = new Map(),
): WriteReport {
  const folder = join(root, output);
  const paths = new Set(emitted.map(({ path }) => path));
  const present = new Map(emitted.map((file) => [file.path, readPresent(join(folder, file.path), file, seen)]));
  const refuse = (path: string, message: string): Diagnostic => {
    const range = { path: join(output, path), start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
    const hint = "move it away, or name another folder in outspec.yaml: output: path/to/generated";
    return error("foreign-file", { ...range, path: range.path.replaceAll("\\", "/") }, message, hint);
  };
  const obstacles = new Set<string>();
  const findObstacle = createObstacleFinder(folder);
  for (const { path } of emitted) {
    const obstacle = present.get(path) === undefined ? findObstacle(path) : undefined;
    if (obstacle !== undefined) obstacles.add(obstacle);
  }
  const refused = [
    ...[...obstacles].map((path) =>
      paths.has(path)
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
  const orphans = findOrphans(folder, paths);
  for (const path of orphans) {
    rmSync(join(folder, path));
    removeEmptyFolders(folder, path);
  }
  const unchanged = emitted.filter(({ path, text }) => present.get(path) === text);
  return {
    written: changed.map(({ path }) => path),
    deleted: orphans,
    unchanged: unchanged.map(({ path }) => path),
    refused,
  };
}

/** Text of the file at a place, if there is one; a file seen as emitted before, and not touched since, is not read. */
function readPresent(place: string, file: EmittedFile, seen: SeenFiles): string | undefined {
  const stats = statsOf(place);
  if (stats === undefined || !stats.isFile()) return undefined;
  const stamp = [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(" ");
  const last = seen.get(place);
  if (last?.stamp === stamp && last.hash === hashEmitted(file)) return file.text;
  const text = readText(place);
  if (text === file.text) seen.set(place, { stamp, hash: hashEmitted(file) });
  return text;
}

function statsOf(place: string): BigIntStats | undefined {
  try {
    return statSync(place, { bigint: true, throwIfNoEntry: false });
  } catch {
    // A file stands in place of one of the path's folders.
    return undefined;
  }
}

/**
 * Writes a file so that readers see the old text or the new one, never half of it. A link or a device is written to, and
 * never replaced: `/dev/null` stays what it is.
 */
export function writeAtomically(path: string, text: string): void {
  const target = lstatSync(path, { throwIfNoEntry: false });
  const isReplaced = target === undefined || target.isFile();
  const temporary = join(dirname(path), `.${process.pid}-${Date.now().toString(36)}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(isReplaced ? temporary : path, text);
    if (isReplaced) renameSync(temporary, path);
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
