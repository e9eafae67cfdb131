import { join } from "node:path";
import { contractVersion } from "../../../runtime/src/facts/dialects.ts";
import type { EmittedFile } from "../plan/file.ts";
import { createObstacleFinder, findOrphans, textIfPresent } from "./output-folder.ts";
import { hasConflict, internalHead, isOwnFile } from "./ownership.ts";

/** How a file on disk stands to what would be generated now. */
export type FileState =
  | "missing"
  /** Ours, and not what the specs say now. */
  | "stale"
  /** Somebody edited it: its body is not the one that was generated, or its internal sibling still is as it should be. */
  | "edited"
  /** Ours, but its spec is gone. */
  | "orphaned"
  /** Written for another contract version. */
  | "other-generator"
  /** In the way, and not ours. */
  | "foreign";

/** One file that is not as it should be. */
export interface FileDifference {
  readonly path: string;
  readonly state: FileState;
  /** Contract version in the file, for `other-generator`. */
  readonly contract?: number;
  /** A folder in the file's place, or a file in place of one of its folders, below the output folder: for `foreign`. */
  readonly obstacle?: string;
  /** The first lines that differ. */
  readonly lines?: { readonly line: number; readonly found: readonly string[]; readonly expected: readonly string[] };
  /** Whether the file holds merge conflict markers. */
  readonly conflict?: true;
}

/** Compares an output folder with the emitted files; line ends do not count. Writes nothing. */
export function compareFiles(root: string, output: string, emitted: readonly EmittedFile[]): readonly FileDifference[] {
  const folder = join(root, output);
  const findObstacle = createObstacleFinder(folder);
  const intact = new Set(
    emitted.flatMap(({ path, text }) =>
      textIfPresent(join(folder, path))?.replaceAll("\r\n", "\n") === text ? [path] : [],
    ),
  );
  const differing = emitted.flatMap(({ path, text }): FileDifference[] => {
    const obstacle = findObstacle(path);
    if (obstacle !== undefined) return [{ path, state: "foreign", obstacle }];
    const existing = textIfPresent(join(folder, path));
    if (existing === undefined) return [{ path, state: "missing" }];
    const found = existing.replaceAll("\r\n", "\n");
    if (found === text) return [];
    const lines = firstDifference(found, text);
    if (!isOwnFile(existing)) return [{ path, state: "foreign" }];
    const head = internalHead(existing);
    if (head !== undefined && head.contract !== contractVersion)
      return [{ path, state: "other-generator", contract: head.contract }];
    if (hasConflict(found)) return [{ path, state: "stale", lines, conflict: true }];
    const isEdited =
      head === undefined
        ? intact.has(`internal/${path}`) && withoutExtensions(found) !== withoutExtensions(text)
        : head.state === "edited";
    return [{ path, state: isEdited ? "edited" : "stale", lines }];
  });
  const orphans = findOrphans(folder, new Set(emitted.map(({ path }) => path)));
  return [...differing, ...orphans.map((path): FileDifference => ({ path, state: "orphaned" }))];
}

/** A text whose relative imports end in nothing: their ends follow the tsconfig, which internal files know nothing of. */
function withoutExtensions(text: string): string {
  return text.replace(/(from "\.[^"]*?)(?:\.[jt]s)?"/g, '$1"');
}

const shownLines = 3;

/** Finds the first lines that differ. The second line of internal files is a hash of the rest and says nothing by itself. */
function firstDifference(found: string, expected: string): NonNullable<FileDifference["lines"]> {
  const ours = found.split("\n");
  const theirs = expected.split("\n");
  const isHash = (line: string | undefined): boolean => line?.startsWith("// contract ") ?? false;
  let line = 0;
  while (
    line < Math.max(ours.length, theirs.length) &&
    (ours[line] === theirs[line] || (isHash(ours[line]) && isHash(theirs[line])))
  )
    line++;

  // One side that goes on with the other's line a little later has lines more, and nothing else.
  const added = theirs.slice(line + 1, line + 1 + shownLines).indexOf(ours[line] ?? "\0");
  if (added !== -1) return { line: line + 1, found: [], expected: theirs.slice(line, line + 1 + added) };
  const removed = ours.slice(line + 1, line + 1 + shownLines).indexOf(theirs[line] ?? "\0");
  if (removed !== -1) return { line: line + 1, found: ours.slice(line, line + 1 + removed), expected: [] };
  let length = 1;
  while (length < shownLines && ours[line + length] !== theirs[line + length]) length++;
  return { line: line + 1, found: ours.slice(line, line + length), expected: theirs.slice(line, line + length) };
}
