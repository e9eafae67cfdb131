import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { askGit, explainFailure, explainSpawnError, gitEnvironment, gitPrefix } from "./git.ts";
import { LoadError } from "./load-error.ts";
import type { Repository } from "./repository.ts";

/** One entry of a commit's files. */
export interface TreeEntry {
  readonly kind: "file" | "link" | "submodule";
  readonly id: string;
}

/** Lists all files of a commit below a folder, by path below that folder. Empty where there is no such folder. */
export async function listTree(
  { folder, options }: Repository,
  commit: string,
  below: string,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const args = ["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit];
  const text = await askGit(folder, below === "" ? args : [...args, "--", `${below}/`], options);
  const entries = new Map<string, TreeEntry>();
  const start = below === "" ? 0 : below.length + 1;
  for (const line of text.split("\0")) {
    const tab = line.indexOf("\t");
    if (tab < 0) continue;
    const [mode, , id = ""] = line.slice(0, tab).split(" ");
    const kind = mode === "160000" ? "submodule" : mode === "120000" ? "link" : "file";
    entries.set(line.slice(tab + 1 + start), { kind, id });
  }
  return entries;
}

/** What stands at a path of a commit. */
export async function kindAt(
  { folder, options }: Repository,
  commit: string,
  path: string,
): Promise<"file" | "folder" | "link" | "submodule" | undefined> {
  const args = ["ls-tree", "-z", "--full-tree", "--end-of-options", commit, "--", path];
  const [mode] = (await askGit(folder, args, options)).split(" ");
  if (mode === "040000") return "folder";
  if (mode === "160000") return "submodule";
  if (mode === "120000") return "link";
  return mode === undefined || mode === "" ? undefined : "file";
}

/** Reads objects through one process of git. */
export interface BlobReader {
  /** The bytes of each object. One that is too large or not there is told as such. */
  read(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer | "missing" | "too-large">>;
  /** Ends the process. */
  close(): void;
}

/** Bounds of reading. */
export interface BlobLimits {
  /** Bytes of one object. */
  readonly object?: number;
  /** Bytes of all objects together. */
  readonly total?: number;
  /** Without an answer for so long the process is ended. */
  readonly timeoutMs?: number;
}

/** Creates a {@link BlobReader}; git is started at the first object and stays until `close`. */
export function createBlobReader(repository: Repository, limits: BlobLimits = {}): BlobReader {
  const { object = 16 * 1024 * 1024, total = 512 * 1024 * 1024, timeoutMs = 30_000 } = limits;
  const args = ["cat-file", "--batch"];
  const known = new Map<string, Buffer | "missing" | "too-large">();
  let left = total;
  let child: ChildProcess | undefined;
  let stderr = "";
  /** Takes the next bytes that git says, and ends a round that waits for them. */
  let onBytes: (bytes: Buffer) => void = () => undefined;
  let onFailure: (error: LoadError) => void = () => undefined;

  const start = (): ChildProcess => {
    if (child !== undefined) return child;
    const started = spawn(repository.options.executable ?? "git", [...gitPrefix, ...args], {
      cwd: repository.folder,
      env: gitEnvironment(repository.options),
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    started.stdout.on("data", (bytes: Buffer) => onBytes(bytes));
    started.stderr.on("data", (bytes: Buffer) => {
      if (stderr.length < 10_000) stderr += bytes.toString("utf8");
    });
    // Nobody has to wait for it at the end: without us it ends by itself. While it is asked, the timer keeps us here.
    started.unref();
    for (const stream of [started.stdin, started.stdout, started.stderr]) (stream as Socket).unref();
    // A process that is gone is told by its end.
    started.stdin.on("error", () => undefined);
    started.on("error", (error) => onFailure(explainSpawnError(repository.folder, args, error)));
    started.on("close", () => onFailure(explainFailure(args, stderr)));
    child = started;
    return started;
  };

  const ask = (ids: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const process = start();
      let timer = setTimeout(() => undefined, 0);
      const end = (error?: LoadError): void => {
        clearTimeout(timer);
        onBytes = () => undefined;
        onFailure = () => undefined;
        if (error === undefined) {
          resolve();
          return;
        }
        process.kill("SIGKILL");
        reject(error);
      };
      const wait = (): void => {
        clearTimeout(timer);
        const message = `git ${args.join(" ")} did not answer within ${timeoutMs / 1000} s`;
        timer = setTimeout(() => end(new LoadError("git-failed", message)), timeoutMs);
      };
      let count = 0;
      const parser = createBatchParser(object, (content) => {
        const id = ids[count++] ?? "";
        known.set(id, content);
        if (typeof content !== "string") left -= content.length;
      });
      onBytes = (bytes) => {
        wait();
        parser(bytes);
        if (left < 0) end(new LoadError("unreadable", `the files to compare have more than ${total} bytes`));
        else if (count === ids.length) end();
      };
      onFailure = end;
      wait();
      process.stdin?.write(ids.map((id) => `${id}\n`).join(""));
    });

  let last: Promise<void> = Promise.resolve();
  return {
    async read(ids) {
      const wanted = [...new Set(ids)];
      const round = last.then(() => {
        const missing = wanted.filter((id) => !known.has(id));
        return missing.length === 0 ? undefined : ask(missing);
      });
      last = round.catch(() => undefined);
      await round;
      return new Map(wanted.map((id) => [id, known.get(id) ?? "missing"]));
    },
    close() {
      child?.stdin?.end();
      child?.kill();
    },
  };
}

/** Splits what `cat-file --batch` says into objects; bytes beyond the limit are let go as they come. */
export function createBatchParser(
  limit: number,
  onObject: (content: Buffer | "missing" | "too-large") => void,
): (bytes: Buffer) => void {
  let header: Buffer[] = [];
  let content: Buffer[] = [];
  /** Bytes of the object that are still to come, with the line break behind it; negative before a header. */
  let left = -1;
  let dropped = false;
  const endHeader = (): void => {
    const line = Buffer.concat(header).toString("utf8");
    header = [];
    const size = /^[0-9a-f]+ \w+ (\d+)$/.exec(line)?.[1];
    if (size === undefined) {
      onObject("missing");
      return;
    }
    dropped = Number(size) > limit;
    left = Number(size) + 1;
  };
  return (bytes) => {
    let at = 0;
    while (at < bytes.length) {
      if (left < 0) {
        const end = bytes.indexOf(10, at);
        header.push(bytes.subarray(at, end < 0 ? bytes.length : end));
        at = end < 0 ? bytes.length : end + 1;
        if (end >= 0) endHeader();
        continue;
      }
      const part = bytes.subarray(at, at + left);
      at += part.length;
      left -= part.length;
      if (!dropped) content.push(part);
      if (left > 0) continue;
      const whole = Buffer.concat(content);
      content = [];
      left = -1;
      onObject(dropped ? "too-large" : whole.subarray(0, -1));
    }
  };
}
