import { type Base, type BaseRequest, type Head, parseBase, parseHead } from "./base.ts";
import { fetchBase } from "./fetch-base.ts";
import { emptyTree, type FileTree } from "./file-tree.ts";
import { createFolderTree } from "./folder-tree.ts";
import { createGitTree } from "./git-tree.ts";
import { LoadError } from "./load-error.ts";
import { findCommit, openRepository, type Repository } from "./repository.ts";
import { type BaseContext, resolveBase } from "./resolve-base.ts";
import type { LoadOptions } from "./review.ts";
import { below } from "./scope.ts";

/** The repository that a review is in, opened at most once. */
export interface RepositoryAccess {
  open(): Promise<Repository>;
  /** The repository, or `undefined` where there is none: some reviews need none. */
  tryOpen(): Promise<Repository | undefined>;
  /** Looks at it again, after something was fetched. */
  reopen(): void;
}

/** Creates access to the repository around a folder. */
export function createRepositoryAccess(
  folder: string,
  { git = {}, env, fetch = false }: LoadOptions,
): RepositoryAccess {
  const options = { ...git, ...(env !== undefined && { env }), network: fetch };
  let opened: Promise<Repository> | undefined;
  const open = (): Promise<Repository> => {
    opened ??= openRepository(folder, options);
    return opened;
  };
  return {
    open,
    tryOpen: () =>
      open().catch((error: unknown) => {
        if (error instanceof LoadError) return undefined;
        throw error;
      }),
    reopen() {
      opened = undefined;
    },
  };
}

/** Finds the old versions that were asked for, and fetches what is missing where that is allowed. */
export async function findBases(
  access: RepositoryAccess,
  head: Head,
  cwd: string,
  options: LoadOptions,
): Promise<readonly Base[]> {
  const request = parseBase(options.against);
  const context: BaseContext = {
    cwd,
    repository: access.open,
    head: async () => (head.kind === "git" ? head.commit : findCommit(await access.open(), "HEAD")),
    env: options.env ?? process.env,
  };
  try {
    return await findOrFetch(request, context, access, options);
  } catch (error) {
    if (!(error instanceof LoadError) || options.allowMissingBase !== true) throw error;
    if (error.problem !== "base-missing" && error.problem !== "no-repository") throw error;
    return [{ kind: "none", note: `${error.message}; everything is taken as new (--allow-missing-base)` }];
  }
}

async function findOrFetch(
  request: BaseRequest,
  context: BaseContext,
  access: RepositoryAccess,
  { fetch = false }: LoadOptions,
): Promise<readonly Base[]> {
  try {
    return await resolveBase(request, context);
  } catch (error) {
    if (!fetch || !(error instanceof LoadError) || error.fetch === undefined) throw error;
    await fetchBase(await access.open(), error.fetch);
    access.reopen();
    return resolveBase(request, context);
  }
}

/** Finds the new version that was asked for. */
export async function findHead(access: RepositoryAccess, { head }: LoadOptions): Promise<Head> {
  const ref = parseHead(head);
  if (ref === undefined) return { kind: "worktree" };
  const commit = await findCommit(await access.open(), ref);
  if (commit !== undefined) return { kind: "git", ref, commit };
  throw new LoadError("base-unreachable", `there is no commit ${JSON.stringify(ref)} for --head`, {
    hint: "fetch it, or leave --head out to review the files on disk",
  });
}

/** Opens the new version's files. */
export async function openHead(head: Head, root: string, access: RepositoryAccess): Promise<FileTree> {
  if (head.kind === "worktree") {
    const repository = await access.tryOpen();
    return createFolderTree(root, repository === undefined ? {} : { hash: repository.hash });
  }
  const repository = await access.open();
  return createGitTree(repository, head.commit, { folder: repository.prefix });
}

/** The old version's files, and where they are. */
export interface OpenedBase {
  readonly tree: FileTree;
  /** What is put before the tree's paths to make them count from the top. */
  readonly top: string;
  /** The tree as a copy of one of the project's folders. */
  mountedAt(path: string): Promise<FileTree>;
}

/** Opens the old version's files. */
export async function openBase(base: Base, access: RepositoryAccess): Promise<OpenedBase> {
  switch (base.kind) {
    case "none":
    case "file":
      return { tree: emptyTree, top: "", mountedAt: () => Promise.resolve(emptyTree) };
    case "dir": {
      const repository = await access.tryOpen();
      const hash = repository === undefined ? {} : { hash: repository.hash };
      const place = repository === undefined ? base.path : below(repository.top, base.path);
      return {
        tree: createFolderTree(base.path, hash),
        top: place.startsWith("../") || repository === undefined ? base.path : place,
        mountedAt: (mount) => Promise.resolve(createFolderTree(base.path, { ...hash, mount })),
      };
    }
    case "git": {
      const repository = await access.open();
      const folder = base.path ?? repository.prefix;
      return {
        tree: await createGitTree(repository, base.commit, { folder }),
        top: folder,
        mountedAt: (mount) => createGitTree(repository, base.commit, { folder, mount }),
      };
    }
  }
}
