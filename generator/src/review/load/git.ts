import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { LoadError } from "./load-error.ts";

/** How git is run. */
export interface GitOptions {
  /** The executable; `git` from the path by default. */
  readonly executable?: string;
  /** Variables of the process; `process.env` by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A command that takes longer is ended. */
  readonly timeoutMs?: number;
  /** Whether git may ask a remote: only to fetch what the caller allowed to be fetched. */
  readonly network?: boolean;
}

/** What a command gave. Git's own words are in `stderr`. */
export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const defaultTimeoutMs = 30_000;
const mostOutput = 256 * 1024 * 1024;

// A hook runs with these set for its own work; the repository is found from the folder instead.
const misleading: ReadonlySet<string> = new Set(["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]);

/** Variables under which git writes nothing, asks nobody, and says things in English. */
export function gitEnvironment({ env = process.env, network = false }: GitOptions): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !misleading.has(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "",
    // Windows would look for the executable in the current folder first, which a pull request may have filled.
    NoDefaultCurrentDirectoryInExePath: "1",
    // A partial clone would fetch missing files behind our back.
    ...(network ? {} : { GIT_NO_LAZY_FETCH: "1", GIT_ALLOW_PROTOCOL: "" }),
  };
}

/** Options that come before every command: nothing of the repository's configuration is run. */
export const gitPrefix: readonly string[] = [
  "--no-pager",
  "--literal-pathspecs",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.quotePath=false",
];

/** Runs git in a folder with an array of arguments, never through a shell. Only a git that cannot run is thrown. */
export function runGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const { executable = "git", timeoutMs = defaultTimeoutMs } = options;
  return new Promise((resolve, reject) => {
    execFile(
      executable,
      [...gitPrefix, ...args],
      {
        cwd,
        env: gitEnvironment(options),
        encoding: "utf8",
        maxBuffer: mostOutput,
        timeout: timeoutMs,
        killSignal: "SIGKILL",
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr });
        else if (typeof error.code === "number") resolve({ code: error.code, stdout, stderr });
        else reject(explainSpawnError(cwd, args, error, timeoutMs));
      },
    ).stdin?.end();
  });
}

/** Runs git and gives what it says; a failure is thrown in its own words. */
export async function askGit(cwd: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runGit(cwd, args, options);
  if (code !== 0) throw explainFailure(args, stderr);
  return stdout;
}

/** What a failed command means. */
export function explainFailure(args: readonly string[], stderr: string): LoadError {
  const owned = /detected dubious ownership in repository at '(.+)'/.exec(stderr)?.[1];
  if (owned !== undefined)
    return new LoadError("git-failed", `git does not trust ${owned}: it belongs to another user`, {
      hint: `git config --global --add safe.directory ${quoteArgument(owned)}`,
    });
  if (/GIT_NO_LAZY_FETCH|promisor remote|lazy fetching disabled|transport '.*' not allowed/.test(stderr))
    return new LoadError("base-unreachable", "this is a partial clone, and files of the base are not in it", {
      hint: "clone without --filter, or give --fetch to let git ask the remote for them",
    });
  const said = stderr.trim().split("\n")[0] ?? "";
  return new LoadError("git-failed", `git ${args[0] ?? ""} failed: ${said === "" ? "it did not say why" : said}`);
}

/** What it means that git did not even run, or had to be ended. */
export function explainSpawnError(
  cwd: string,
  args: readonly string[],
  error: Error & { readonly code?: number | string | null; readonly killed?: boolean },
  timeoutMs: number = defaultTimeoutMs,
): LoadError {
  if (error.code === "ENOENT") {
    if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true)
      return new LoadError("unreadable", `there is no folder ${cwd}`, { cause: error });
    return new LoadError("no-git", "git is needed to read the base, and it is not installed or not on the path", {
      hint: "install git, or compare with a folder: --against dir:path/to/the/old/version",
      cause: error,
    });
  }
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")
    return new LoadError("git-failed", `git ${args[0] ?? ""} said more than can be read`, { cause: error });
  if (error.killed === true)
    return new LoadError("git-failed", `git ${args[0] ?? ""} did not end within ${timeoutMs / 1000} s`, {
      cause: error,
    });
  return new LoadError("git-failed", `git cannot be run: ${error.message.split("\n")[0] ?? ""}`, { cause: error });
}

/** An argument as a person types it in a shell. */
export function quoteArgument(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
