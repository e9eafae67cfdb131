import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EmittedFile } from "../plan/file.ts";
import { cacheFolder } from "./cache.ts";
import { hashEmitted, hashText } from "./hash.ts";
import { textIfPresent } from "./output-folder.ts";
import { writeAtomically } from "./write.ts";

/** One result of a compiler as the disk keeps it: the texts are in the output folder, here are their hashes. */
interface StoredResult {
  readonly files: readonly { readonly path: string; readonly hash: string }[];
}

/** Something a compiler knows about a file, and the results it has, by path. */
export interface StoredKnowledge<F, R> {
  readonly files: ReadonlyMap<string, F>;
  readonly results: ReadonlyMap<string, R>;
}

/**
 * Reads what an earlier run of the same generator learnt about a project. A cache that is missing, cut short or edited
 * counts as none; a result whose files are no longer in the output folder as they were written is left out.
 */
export function readKnowledge<F, R extends { readonly files: readonly EmittedFile[] }>(
  root: string,
  config: string,
  generator: string,
  output: string,
): StoredKnowledge<F, R> | undefined {
  const path = knowledgePath(root, config);
  const text = path === undefined ? undefined : textIfReadable(path);
  if (text === undefined) return undefined;
  const end = text.indexOf("\n");
  // The hash covers every byte, so that what passes is what we wrote, and its shape need not be looked at.
  if (end === -1 || text.slice(0, end) !== hashText(generator + text.slice(end + 1))) return undefined;
  const stored = JSON.parse(text.slice(end + 1)) as {
    readonly files: readonly (readonly [string, F])[];
    readonly results: readonly (readonly [string, Omit<R, "files"> & StoredResult])[];
  };
  const results = stored.results.flatMap(([spec, result]): [string, R][] => {
    const files = result.files.flatMap(({ path: below, hash }): EmittedFile[] => {
      const present = textIfPresent(join(root, output, below));
      return present !== undefined && hashText(present) === hash ? [{ path: below, text: present }] : [];
    });
    // The cast holds because it is `R` that was written, with hashes for texts.
    return files.length === result.files.length ? [[spec, { ...result, files } as unknown as R]] : [];
  });
  return { files: new Map(stored.files), results: new Map(results) };
}

/** Keeps what a run learnt. A cache that cannot be written is no reason to fail. */
export function writeKnowledge<F, R extends { readonly files: readonly EmittedFile[] }>(
  root: string,
  config: string,
  generator: string,
  { files, results }: StoredKnowledge<F, R>,
): void {
  const path = knowledgePath(root, config);
  if (path === undefined) return;
  const stored = [...results].map(([spec, result]) => [
    spec,
    { ...result, files: result.files.map((file) => ({ path: file.path, hash: hashEmitted(file) })) },
  ]);
  const body = JSON.stringify({ files: [...files], results: stored });
  try {
    writeAtomically(path, `${hashText(generator + body)}\n${body}`);
    dropOldest(dirname(path));
  } catch {
    // The next run does the work again.
  }
}

/** More files than this are of projects and configurations that somebody once had. */
const mostFiles = 64;

function dropOldest(folder: string): void {
  const paths = readdirSync(folder).map((name) => join(folder, name));
  if (paths.length <= mostFiles) return;
  const times = paths.map((path): [string, number] => [path, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0]);
  const oldest = times.sort(([, a], [, b]) => a - b).slice(0, paths.length - mostFiles);
  for (const [path] of oldest) rmSync(path, { force: true });
}

function knowledgePath(root: string, config: string): string | undefined {
  const folder = cacheFolder(root);
  return folder === undefined ? undefined : join(folder, `${hashText(`${root}\n${config}`).slice(0, 16)}.known`);
}

function textIfReadable(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
