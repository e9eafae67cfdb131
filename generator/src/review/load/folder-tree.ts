import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { leadsInside } from "../../files/find.ts";
import {
  createSpecTest,
  decodeText,
  type FileTree,
  inFolder,
  isConfigPath,
  isPassedOver,
  joinFolders,
  mostBytes,
  submodule,
  unreadable,
} from "./file-tree.ts";

/** Which folder, and as what. */
export interface FolderTreeOptions {
  /** Algorithm of the ids that files are given. */
  readonly hash?: "sha1" | "sha256";
  /** The folder is a copy of the one at this path of the project, and nothing around it is known. */
  readonly mount?: string;
}

/** The files of a folder on disk, uncommitted edits included. */
export function createFolderTree(root: string, { hash = "sha1", mount = "" }: FolderTreeOptions = {}): FileTree {
  const texts = new Map<string, { readonly text: string; readonly ids: readonly string[] } | undefined>();
  const onDisk = (path: string): string | undefined => {
    if (mount === "") return join(root, path);
    return path.startsWith(`${mount}/`) ? join(root, path.slice(mount.length + 1)) : undefined;
  };

  const read = (path: string, folder: string): void => {
    if (texts.has(path)) return;
    const file = onDisk(path);
    const found = file === undefined ? undefined : readFile(path, file, root, mount === "" ? folder : "");
    texts.set(
      path,
      found === undefined ? undefined : { text: decodeText(path, found, "here"), ids: idsOf(found, hash) },
    );
  };

  return {
    configs: () => (mount === "" ? findConfigs(root) : []),
    has: (path) => {
      const file = onDisk(path);
      return file !== undefined && (statOf(file, statSync)?.isFile() ?? false);
    },
    listSpecs(folder, config) {
      const schemas = config.schemas === "." ? "" : config.schemas;
      const start = mount === "" ? join(root, folder, schemas) : root;
      if (statSync(start, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
      const isSpec = createSpecTest(config);
      const paths = walk(start, joinFolders(folder, schemas), schemas === "" || mount !== "")
        .map(({ path, link }) => ({ path: inFolder(schemas, path), link }))
        .filter(({ path }) => isSpec(path));
      const packageRoot = mount === "" ? join(root, folder) : root;
      for (const { path, link } of paths) {
        const below = mount === "" ? path : path.slice(mount.length + 1);
        if (link && !leadsInside(packageRoot, below)) throw badLink(inFolder(folder, path), join(packageRoot, below));
      }
      return paths.map(({ path }) => path).sort();
    },
    idsOf: (path) => texts.get(path)?.ids ?? [],
    load: (paths, folder) => {
      for (const path of paths) read(path, folder);
      return Promise.resolve();
    },
    textOf: (path) => texts.get(path)?.text,
    close: () => undefined,
  };
}

function readFile(path: string, file: string, root: string, folder: string): Buffer | undefined {
  const stat = statOf(file, statSync);
  if (stat === undefined && statOf(file, lstatSync)?.isSymbolicLink() !== true) return undefined;
  if (stat?.isDirectory() === true) return undefined;
  const packageRoot = join(root, folder);
  if (!leadsInside(packageRoot, file.slice(packageRoot.length + 1))) throw badLink(path, file);
  if (stat !== undefined && stat.size > mostBytes) throw unreadable(path, `has more than ${mostBytes} bytes`);
  try {
    return readFileSync(file);
  } catch (cause) {
    throw unreadable(path, `cannot be read: ${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}`);
  }
}

/** What the system says of a path. A reference may name anything: what cannot be a file's name is no file. */
function statOf(file: string, ask: (file: string) => Stats): Stats | undefined {
  try {
    return ask(file);
  } catch {
    return undefined;
  }
}

function badLink(path: string, file: string): Error {
  return existsSync(file)
    ? unreadable(
        path,
        "is a link that leads out of the project",
        "put the file itself there: the review reads nothing beyond",
      )
    : unreadable(path, "is a link that leads nowhere");
}

/** Ids of the bytes as they are, and as git keeps them where it turns line ends around. */
function idsOf(bytes: Buffer, hash: "sha1" | "sha256"): readonly string[] {
  const id = (content: Buffer): string =>
    createHash(hash).update(`blob ${content.length}\0`).update(content).digest("hex");
  if (!bytes.includes("\r\n")) return [id(bytes)];
  return [id(bytes), id(Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1"))];
}

/** All files below a folder, hidden ones passed over. A repository inside is an error. */
function walk(
  start: string,
  shown: string,
  isProject: boolean,
): readonly { readonly path: string; readonly link: boolean }[] {
  const found: { path: string; link: boolean }[] = [];
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(start, below), { withFileTypes: true })) {
      const path = inFolder(below, entry.name);
      // The top of the project's own repository may be the folder of specs itself.
      if (entry.name === ".git" && (below !== "" || !isProject)) throw submodule(joinFolders(shown, below), "here");
      if (isPassedOver(entry.name)) continue;
      if (entry.isDirectory()) visit(path);
      else found.push({ path, link: entry.isSymbolicLink() });
    }
  };
  visit("");
  return found;
}

function findConfigs(root: string): readonly string[] {
  const found: string[] = [];
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
      const path = inFolder(below, entry.name);
      if (isPassedOver(entry.name)) continue;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && isConfigPath(path)) found.push(path);
    }
  };
  visit("");
  return found.sort();
}
