import { posix } from "node:path";
import {
  createSpecTest,
  decodeText,
  type FileTree,
  inFolder,
  isConfigPath,
  isPassedOver,
  mostBytes,
  submodule,
  unreadable,
} from "./file-tree.ts";
import { createBlobReader, listTree, type TreeEntry } from "./git-objects.ts";
import type { Repository } from "./repository.ts";

/** Which files of a commit, and as what. */
export interface GitTreeOptions {
  /** The folder that is the top of the tree, below the top of the repository. */
  readonly folder: string;
  /** The folder is a copy of the one at this path of the project, and nothing around it is known. */
  readonly mount?: string;
}

const mostHops = 20;

/** The files of a commit, read from git's objects. Nothing is checked out and nothing is written. */
export async function createGitTree(
  repository: Repository,
  commit: string,
  { folder: top, mount = "" }: GitTreeOptions,
): Promise<FileTree> {
  const listed = await listTree(repository, commit, top);
  const entries: ReadonlyMap<string, TreeEntry> =
    mount === "" ? listed : new Map([...listed].map(([path, entry]) => [inFolder(mount, path), entry]));
  const links = [...entries].filter(([, { kind }]) => kind === "link").map(([path]) => path);
  const submodules = [...entries].filter(([, { kind }]) => kind === "submodule").map(([path]) => path);
  const reader = createBlobReader(repository, { object: mostBytes });
  const where = `in ${commit.slice(0, 7)}`;
  const texts = new Map<string, string | undefined>();

  /** Follows links to the id of a file. A link that leaves the project is an error. */
  const locate = async (path: string, folder: string): Promise<string | undefined> => {
    let at = path;
    for (let hops = 0; hops < mostHops; hops++) {
      const outer = submodules.find((one) => at === one || at.startsWith(`${one}/`));
      if (outer !== undefined) throw submodule(outer, where);
      const link = links.find((one) => at === one || at.startsWith(`${one}/`));
      if (link === undefined) return entries.get(at)?.id;
      const id = entries.get(link)?.id ?? "";
      const target = (await reader.read([id])).get(id);
      if (target === undefined || typeof target === "string") return undefined;
      const text = target.toString("utf8");
      const led = posix.normalize(posix.join(posix.dirname(link), text));
      const isOutside = text.startsWith("/") || (folder === "" ? /^\.\.(?:\/|$)/.test(led) : !isBelow(led, folder));
      if (isOutside)
        throw unreadable(
          path,
          `is a link that leads out of the project ${where}`,
          "put the file itself there: the review reads nothing beyond",
        );
      at = led + at.slice(link.length);
    }
    throw unreadable(path, `is a link that leads to itself ${where}`);
  };

  return {
    configs: () => [...entries.keys()].filter((path) => isConfigPath(path) && isVisible(path)).sort(),
    has: (path) => ["file", "link"].includes(entries.get(path)?.kind ?? ""),
    listSpecs(folder, config) {
      const schemas = config.schemas === "." ? folder : inFolder(folder, config.schemas);
      const around = [...submodules, ...links].find((path) => path === schemas || schemas.startsWith(`${path}/`));
      if (around !== undefined && submodules.includes(around)) throw submodule(around, where);
      if (around !== undefined)
        throw unreadable(around, `is a link to a folder ${where}, and specs below it cannot be found`);
      const inside = submodules.find((path) => isBelow(path, schemas) && isVisible(path.slice(startOf(schemas))));
      if (inside !== undefined) throw submodule(inside, where);
      const isSpec = createSpecTest(config);
      const below = [...entries.keys()].filter((path) => isBelow(path, schemas));
      if (below.length === 0) return undefined;
      return below
        .filter((path) => isVisible(path.slice(startOf(schemas))))
        .map((path) => path.slice(startOf(folder)))
        .filter(isSpec)
        .sort();
    },
    idsOf(path) {
      const entry = entries.get(path);
      return entry?.kind === "file" ? [entry.id] : [];
    },
    async load(paths, folder) {
      const missing = [...new Set(paths)].filter((path) => !texts.has(path));
      const located = await Promise.all(
        missing.map(async (path): Promise<[string, string | undefined]> => [path, await locate(path, folder)]),
      );
      const blobs = await reader.read(located.flatMap(([, id]) => id ?? []));
      for (const [path, id] of located) {
        const blob = id === undefined ? undefined : blobs.get(id);
        if (blob === "too-large") throw unreadable(path, `has more than ${mostBytes} bytes ${where}`);
        if (blob === "missing") throw unreadable(path, `is not in this clone ${where}`, "clone without --filter");
        if (blob === undefined && entries.get(path)?.kind === "link")
          throw unreadable(path, `is a link that leads nowhere ${where}`);
        texts.set(path, blob === undefined ? undefined : decodeText(path, blob, where));
      }
    },
    textOf: (path) => texts.get(path),
    close: () => reader.close(),
  };
}

function isVisible(path: string): boolean {
  return !path.split("/").some(isPassedOver);
}

function isBelow(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}

function startOf(folder: string): number {
  return folder === "" ? 0 : folder.length + 1;
}
