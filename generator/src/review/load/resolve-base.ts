import { statSync } from "node:fs";
import { isAbsolute, posix, resolve } from "node:path";
import { compileGlobs } from "../../spec/globs.ts";
import { didYouMean } from "../../spec/suggest.ts";
import type { Base, BaseRequest } from "./base.ts";
import { chooseDefaultBase, leftAt } from "./default-base.ts";
import {
  commandForBranch,
  commandForCommit,
  commandForTag,
  findRemote,
  shortRefNames,
  unreachable,
} from "./fetch-base.ts";
import { runGit } from "./git.ts";
import { LoadError } from "./load-error.ts";
import { findCommit, listRefs, type Repository } from "./repository.ts";

/** What finding a base needs to know. */
export interface BaseContext {
  /** Folder that paths are relative to. */
  readonly cwd: string;
  /** Opens the repository, or throws a {@link LoadError} that says why there is none. */
  repository(): Promise<Repository>;
  /** The commit that the new version is, or grew out of; `undefined` before the first commit. */
  head(): Promise<string | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Finds the old versions that were asked for: one, or one for each matching tag, oldest version first. */
export async function resolveBase(request: BaseRequest, context: BaseContext): Promise<readonly Base[]> {
  switch (request.kind) {
    case "default": {
      const repository = await context.repository();
      return [await chooseDefaultBase(repository, await headOf(context), context.env)];
    }
    case "git":
      return [await resolveRef(request.ref, request.path, context)];
    case "dir":
    case "file":
      return [resolvePath(request.kind, request.path, context.cwd)];
    case "tags":
      return resolveTags(request.pattern, await context.repository());
    case "bare":
      return [await resolveBare(request.text, context)];
  }
}

async function headOf(context: BaseContext): Promise<string> {
  const head = await context.head();
  if (head !== undefined) return head;
  throw new LoadError("base-missing", "this repository has no commit yet, so there is no old version", {
    hint: "commit first, or take everything as new: --allow-missing-base",
  });
}

function pathKind(path: string): "dir" | "file" | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  return stat.isDirectory() ? "dir" : "file";
}

function resolvePath(kind: "dir" | "file", path: string, cwd: string): Base {
  const absolute = resolve(cwd, path);
  const found = pathKind(absolute);
  if (found === kind) return { kind, path: absolute };
  const word = kind === "dir" ? "folder" : "file";
  if (found === undefined)
    throw new LoadError("base-missing", `there is no ${word} ${path}`, { hint: "paths are relative to --cwd" });
  throw new LoadError("usage", `${path} is not a ${word}`, { hint: `did you mean ${found}:${path}?` });
}

async function resolveBare(text: string, context: BaseContext): Promise<Base> {
  const kind = pathKind(resolve(context.cwd, text));
  const repository = await context.repository().catch((error: unknown) => {
    if (kind !== undefined && error instanceof LoadError) return undefined;
    throw error;
  });
  const commit = repository === undefined ? undefined : await findCommit(repository, text);
  if (kind !== undefined && commit !== undefined)
    throw new LoadError("usage", `${JSON.stringify(text)} is a ${kind === "dir" ? "folder" : "file"} and a ref`, {
      hint: `say which: --against ${kind}:${text} or --against git:${text}`,
    });
  if (kind !== undefined) return resolvePath(kind, text, context.cwd);
  return resolveRef(text, undefined, context);
}

async function resolveRef(ref: string, path: string | undefined, context: BaseContext): Promise<Base> {
  const repository = await context.repository();
  const found = await findRef(repository, ref);
  const base = await (async (): Promise<Extract<Base, { kind: "git" }>> => {
    if (found.branch === undefined) return { kind: "git", ref, commit: found.commit };
    // Against its tip, what others merged since would show up as undone by this author.
    const remote = await findRemote(repository);
    const name = found.branch.replace(/^refs\/(?:heads\/|remotes\/[^/]+\/)/, "");
    const fetch = remote === undefined ? undefined : commandForBranch(repository, remote, name);
    return leftAt(repository, await headOf(context), found.shown, found.commit, fetch);
  })();
  return path === undefined ? base : { ...base, path: belowTop(repository, path) };
}

/** A path as git takes it: below the top, or below the current folder when it begins with a dot. */
function belowTop({ prefix }: Repository, path: string): string {
  const plain = path.replaceAll("\\", "/");
  const joined = /^\.\.?(?:\/|$)/.test(plain) ? posix.join(prefix, plain) : posix.normalize(plain);
  const clean = joined.replace(/\/$/, "");
  if (isAbsolute(clean) || clean === ".." || clean.startsWith("../"))
    throw new LoadError("usage", `${JSON.stringify(path)} is outside the repository`, {
      hint: "a path of a commit counts from the top of the repository, or from here when it begins with ./",
    });
  return clean === "." ? "" : clean;
}

interface FoundRef {
  readonly commit: string;
  readonly shown: string;
  /** Full name of the branch, for one that moves on. */
  readonly branch?: string;
}

async function findRef(repository: Repository, ref: string): Promise<FoundRef> {
  const commit = await findCommit(repository, ref);
  if (commit !== undefined) {
    const args = ["rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", ref];
    const { stdout } = await runGit(repository.folder, args, repository.options);
    const full = stdout.trim();
    const moves = /^refs\/(?:heads|remotes)\//.test(full) && !["HEAD", "@"].includes(ref);
    return { commit, shown: ref, ...(moves && { branch: full }) };
  }
  const remote = await findRemote(repository);
  const tracking = `refs/remotes/${remote ?? ""}/${ref}`;
  const remembered = remote === undefined ? undefined : await findCommit(repository, tracking);
  if (remembered !== undefined) return { commit: remembered, shown: `${remote}/${ref}`, branch: tracking };
  throw await explainUnknownRef(repository, remote, ref);
}

async function explainUnknownRef(repository: Repository, remote: string | undefined, ref: string): Promise<LoadError> {
  const shown = JSON.stringify(ref);
  if (remote !== undefined && (repository.shallow || /^[0-9a-f]{40,64}$/.test(ref))) {
    const branch = ref.startsWith(`${remote}/`) ? ref.slice(remote.length + 1) : ref;
    const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1] ?? (/^v?\d+(?:\.\d+)+/.test(ref) ? ref : undefined);
    const fetch = /^[0-9a-f]{40,64}$/.test(ref)
      ? commandForCommit(repository, remote, ref)
      : tag !== undefined
        ? commandForTag(repository, remote, tag)
        : commandForBranch(repository, remote, branch);
    return unreachable(`${shown} is not in this ${repository.shallow ? "shallow " : ""}clone`, fetch);
  }
  const hint =
    didYouMean(ref, await shortRefNames(repository)) ??
    (remote === undefined
      ? "`git branch --all` and `git tag` list what there is"
      : `if it is new there, run: git fetch ${remote}`);
  return new LoadError("base-missing", `there is no commit, branch or tag ${shown}`, { hint });
}

async function resolveTags(pattern: string, repository: Repository): Promise<readonly Base[]> {
  const matches = compilePattern(pattern);
  const bases: Base[] = [];
  for (const { name } of await listRefs(repository, ["refs/tags"])) {
    const tag = name.slice("refs/tags/".length);
    if (!matches(tag)) continue;
    const commit = await findCommit(repository, name);
    // A tag may stand for a single file.
    if (commit !== undefined) bases.push({ kind: "git", ref: tag, commit });
  }
  if (bases.length > 0) return bases;
  const remote = await findRemote(repository);
  const message = `no tag matches ${JSON.stringify(pattern)}`;
  if (remote === undefined || !repository.shallow)
    throw new LoadError("base-missing", message, { hint: "`git tag` lists the tags of this clone" });
  throw unreachable(message, ["fetch", "--depth=1", remote, "+refs/tags/*:refs/tags/*"]);
}

function compilePattern(pattern: string): (tag: string) => boolean {
  try {
    return compileGlobs([pattern]);
  } catch (cause) {
    throw new LoadError("usage", `the pattern ${JSON.stringify(pattern)} cannot be read`, {
      hint: "as in tags:v1.*",
      cause,
    });
  }
}
