/** Why two versions could not be brought together, for callers that act on it. */
export type LoadProblem =
  | "usage"
  | "no-git"
  | "no-repository"
  | "git-failed"
  | "base-missing"
  | "base-unreachable"
  | "unreadable";

/**
 * A reason why there is nothing to compare. `exitCode` is 2 where the command line or the configuration has to be
 * mended, 3 where the comparison could not be made: it never looks like "no changes".
 */
export class LoadError extends Error {
  override readonly name = "LoadError";
  readonly problem: LoadProblem;
  readonly exitCode: 2 | 3;
  /** The way out. */
  readonly hint?: string;
  /** What git would have to fetch, as arguments of `git`: the one command that `hint` names, which `--fetch` runs. */
  readonly fetch?: readonly string[];

  constructor(
    problem: LoadProblem,
    message: string,
    more: { readonly hint?: string; readonly fetch?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.problem = problem;
    this.exitCode = problem === "usage" ? 2 : 3;
    if (more.hint !== undefined) this.hint = more.hint;
    if (more.fetch !== undefined) this.fetch = more.fetch;
  }
}
