import type { Base } from "./base.ts";
import { commandForBranch, commandForCommit, findRemote, unreachable } from "./fetch-base.ts";
import { LoadError } from "./load-error.ts";
import { findCommit, findMergeBase, listRefs, type Repository, readParents } from "./repository.ts";

type Environment = Readonly<Record<string, string | undefined>>;
type GitBase = Extract<Base, { kind: "git" }>;

/**
 * Chooses the base when none is named: that of the pull request in a job for one, else where this history left the
 * default branch. `head` is the commit of the new version.
 */
export async function chooseDefaultBase(repository: Repository, head: string, env: Environment): Promise<GitBase> {
  return (
    (await baseOnGitHub(repository, head, env)) ??
    (await baseOnGitLab(repository, head, env)) ??
    (await baseOnDefaultBranch(repository, head))
  );
}

/** The base in a job that GitHub runs for a pull request. */
async function baseOnGitHub(repository: Repository, head: string, env: Environment): Promise<GitBase | undefined> {
  const branch = env["GITHUB_BASE_REF"];
  if (branch === undefined || branch === "") return undefined;
  const remote = (await findRemote(repository)) ?? "origin";
  // The commit that GitHub made to try the merge: its first parent is the base exactly, however old the clone's refs
  // are. A merge that the author made has the author's own commit there.
  const isMergeCheckout = /^refs\/pull\/\d+\/merge$/.test(env["GITHUB_REF"] ?? "") && env["GITHUB_SHA"] === head;
  const [parent, second] = isMergeCheckout ? await readParents(repository, head) : [];
  if (parent !== undefined && second !== undefined) {
    const ref = `${remote}/${branch}`;
    if ((await findCommit(repository, parent)) !== undefined)
      return { kind: "git", ref, commit: parent, note: "first parent of the pull request's merge commit" };
    throw unreachable(
      `this clone does not reach the base of the pull request, ${parent.slice(0, 7)}`,
      commandForCommit(repository, remote, parent),
      "or give actions/checkout `fetch-depth: 2`",
    );
  }
  return mergeBaseWith(repository, head, remote, branch, "or give actions/checkout `fetch-depth: 0`");
}

/** The base in a pipeline that GitLab runs for a merge request. */
async function baseOnGitLab(repository: Repository, head: string, env: Environment): Promise<GitBase | undefined> {
  const branch = env["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] ?? "";
  const isMerged = /^merge/.test(env["CI_MERGE_REQUEST_EVENT_TYPE"] ?? "");
  const merged = isMerged ? (env["CI_MERGE_REQUEST_TARGET_BRANCH_SHA"] ?? "") : "";
  // The result of a merge holds what the target branch has by now, so that the older point is not its base.
  const commit = merged === "" ? (env["CI_MERGE_REQUEST_DIFF_BASE_SHA"] ?? "") : merged;
  if (branch === "" && commit === "") return undefined;
  const remote = (await findRemote(repository)) ?? "origin";
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return mergeBaseWith(repository, head, remote, branch, "or set GIT_DEPTH: 0");
  if ((await findCommit(repository, commit)) !== undefined) {
    const note = merged === "" ? "merge base of the merge request" : "the target branch that was merged";
    return { kind: "git", ref: branch === "" ? commit : `${remote}/${branch}`, commit, note };
  }
  throw unreachable(
    `this clone does not reach the base of the merge request, ${commit.slice(0, 7)}`,
    commandForCommit(repository, remote, commit),
    "or set GIT_DEPTH: 0",
  );
}

/** Where this history left a branch of the remote. */
async function mergeBaseWith(
  repository: Repository,
  head: string,
  remote: string,
  branch: string,
  also: string,
): Promise<GitBase> {
  const ref = `${remote}/${branch}`;
  const tip = await findCommit(repository, `refs/remotes/${ref}`);
  if (tip === undefined)
    throw unreachable(`${ref} is not in this clone`, commandForBranch(repository, remote, branch), also);
  return leftAt(repository, head, ref, tip, commandForBranch(repository, remote, branch));
}

/** The base of a history that left a branch: where it did. */
export async function leftAt(
  repository: Repository,
  head: string,
  ref: string,
  tip: string,
  fetch: readonly string[] | undefined,
): Promise<GitBase> {
  const commit = await findMergeBase(repository, head, tip);
  if (commit !== undefined) {
    // After a push to the default branch there is nothing to review, which has to be seen from having reviewed it.
    const itself = commit === head ? ", which is the commit checked out: only uncommitted edits count" : "";
    return { kind: "git", ref, commit, note: `merge base with ${ref}${itself}` };
  }
  if (repository.shallow) throw unreachable(`this clone is too shallow to tell where the history left ${ref}`, fetch);
  throw new LoadError("base-missing", `the history has no commit in common with ${ref}`, {
    hint: `compare with its tip: --against git:${tip.slice(0, 12)}`,
  });
}

/** The base outside a pull request's job: where this history left the default branch, as the remote knows it. */
async function baseOnDefaultBranch(repository: Repository, head: string): Promise<GitBase> {
  const remote = await findRemote(repository);
  const refs = new Map(
    (await listRefs(repository, ["refs/heads", ...(remote === undefined ? [] : [`refs/remotes/${remote}`])])).map(
      (ref) => [ref.name, ref],
    ),
  );
  const remotes = remote === undefined ? "" : `refs/remotes/${remote}/`;
  const known = refs.get(`${remotes}HEAD`)?.symbolic?.slice(remotes.length);
  const names = [...(remote !== undefined && known !== undefined ? [known] : []), "main", "master", "trunk"];
  for (const name of names) {
    const upstream = refs.get(`refs/heads/${name}`)?.upstream;
    const candidates = [upstream, remote === undefined ? undefined : `${remotes}${name}`, `refs/heads/${name}`];
    for (const candidate of candidates) {
      const tip = candidate === undefined ? undefined : await findCommit(repository, candidate);
      if (candidate === undefined || tip === undefined) continue;
      const ref = candidate.replace(/^refs\/(?:heads|remotes)\//, "");
      const isLocal = candidate.startsWith("refs/heads/");
      // With a remote, a branch that only this clone has may be far behind: in a shallow clone it is not the base.
      if (isLocal && remote !== undefined && repository.shallow) continue;
      const fetch = remote === undefined ? undefined : commandForBranch(repository, remote, name);
      return leftAt(repository, head, ref, tip, fetch);
    }
  }
  if (remote !== undefined)
    throw unreachable("this clone does not have the default branch", commandForBranch(repository, remote));
  throw new LoadError("base-missing", "there is no branch main, master or trunk to compare with", {
    hint: "name the base: --against git:REF",
  });
}
