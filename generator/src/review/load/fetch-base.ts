import { explainFailure, quoteArgument, runGit } from "./git.ts";
import { LoadError } from "./load-error.ts";
import { listRefs, type Repository } from "./repository.ts";

const fetchTimeoutMs = 180_000;

/** The remote that a clone came from: `origin`, or the first there is. */
export async function findRemote(repository: Repository): Promise<string | undefined> {
  const { stdout } = await runGit(repository.folder, ["remote"], repository.options);
  const remotes = stdout.split("\n").filter((name) => name !== "");
  return remotes.includes("origin") ? "origin" : remotes[0];
}

/** The command that brings one commit. A depth is never given in a complete clone: it would cut its history off. */
export function commandForCommit({ shallow }: Repository, remote: string, commit: string): readonly string[] {
  return ["fetch", "--no-tags", ...(shallow ? ["--depth=1"] : []), remote, commit];
}

/** The command that brings a branch with all the history that a merge base needs; all branches for no name. */
export function commandForBranch({ shallow }: Repository, remote: string, branch = "*"): readonly string[] {
  const refs = `+refs/heads/${branch}:refs/remotes/${remote}/${branch}`;
  return ["fetch", "--no-tags", ...(shallow ? ["--unshallow"] : []), remote, refs];
}

/** The command that brings one tag. */
export function commandForTag({ shallow }: Repository, remote: string, tag: string): readonly string[] {
  return ["fetch", ...(shallow ? ["--depth=1"] : []), remote, `+refs/tags/${tag}:refs/tags/${tag}`];
}

/** Says that the base is not in this clone, and the one command that brings it. */
export function unreachable(message: string, fetch: readonly string[] | undefined, also?: string): LoadError {
  if (fetch === undefined) return new LoadError("base-unreachable", message, also === undefined ? {} : { hint: also });
  const command = `git ${fetch.map(quoteArgument).join(" ")}`;
  return new LoadError("base-unreachable", message, {
    hint: `run: ${command}${also === undefined ? "" : ` (${also})`}`,
    fetch,
  });
}

/** Runs the command of a {@link LoadError}: the only place where anything is asked of a remote. */
export async function fetchBase({ folder, options }: Repository, fetch: readonly string[]): Promise<void> {
  const [verb = "fetch", ...rest] = fetch;
  const quiet = ["--quiet", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance"];
  const args = [verb, ...quiet, ...rest];
  const { code, stderr } = await runGit(folder, args, { ...options, network: true, timeoutMs: fetchTimeoutMs });
  if (code === 0) return;
  const { message } = explainFailure(args, stderr);
  throw new LoadError("base-unreachable", `the base could not be fetched: ${message}`, {
    hint: `run: git ${fetch.map(quoteArgument).join(" ")}`,
  });
}

/** Names of all branches and tags as people write them, for hints. */
export async function shortRefNames(repository: Repository): Promise<readonly string[]> {
  const refs = await listRefs(repository, ["refs/heads", "refs/remotes", "refs/tags"]);
  return refs.map(({ name }) => name.replace(/^refs\/(?:heads|remotes|tags)\//, ""));
}
