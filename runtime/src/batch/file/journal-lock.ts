import { open, readFile, stat, unlink } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import { ConfigurationError } from "../../errors.ts";

/** A lock that this process holds. */
export interface HeldLock {
  release(): Promise<void>;
}

/** What is known of this machine and its processes. */
export interface Machine {
  readonly host: string;
  readonly pid: number;
  /** When this process began and when the machine did, in milliseconds since 1970. */
  readonly processStartedAt: number;
  readonly machineStartedAt: number;
  isRunning(pid: number): boolean;
}

/** What a lock file says of its holder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** In milliseconds since 1970. */
  readonly since: number;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/** Clocks of processes and machines are rounded and set right now and then. */
const clockSlackMs = 2_000;
/** A lock file is written right after it is made; one that stays empty longer than this belongs to a process that was killed. */
const unwrittenMs = 10_000;

/** This machine, at a time. */
export function thisMachine(now: number): Machine {
  return {
    host: hostname(),
    pid: process.pid,
    processStartedAt: now - process.uptime() * 1_000,
    machineStartedAt: now - uptime() * 1_000,
    isRunning(pid) {
      try {
        process.kill(pid, 0);
        return true;
      } catch (error) {
        // A process of another user may not be signalled, but it is there.
        return codeOf(error) === "EPERM";
      }
    },
  };
}

/**
 * Takes a lock that is a file, or throws a `ConfigurationError` that says who has it.
 *
 * A lock whose process is gone is taken over. Of a process on another machine that cannot be known, so its lock is
 * left to the person who reads the error.
 */
export async function acquireLock(path: string, machine: Machine, now: number, token: string): Promise<HeldLock> {
  const mine: Holder = { pid: machine.pid, host: machine.host, since: now, token };
  if (!(await create(path, mine))) {
    const holder = await readHolder(path, now);
    if (holder !== undefined && !isStale(holder, machine)) throw inUse(path, holder, machine);
    await takeOver(path, mine, machine);
  }
  return {
    async release() {
      // Whoever removed the file by hand may have let another run in.
      const holder = await readHolder(path, now);
      if (holder !== "unwritten" && holder?.token === token) await unlink(path);
    },
  };
}

/**
 * Replaces a stale lock. Only one process at a time does so, or a second one might remove the first one's new lock: a
 * second file says who.
 */
async function takeOver(path: string, mine: Holder, machine: Machine): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await create(guard, mine))) {
    throw new ConfigurationError(
      `another process is taking ${path} over at this moment: try again, and if that goes on, delete ${guard}`,
    );
  }
  try {
    // It may be another one by now.
    const holder = await readHolder(path, mine.since);
    if (holder !== undefined && isStale(holder, machine)) await unlink(path);
    if (await create(path, mine)) return;
    throw inUse(path, await readHolder(path, mine.since), machine);
  } finally {
    await unlink(guard);
  }
}

/** Makes a lock file, unless there is one. */
async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(holder)}\n`);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Who holds a lock: nobody (undefined), somebody who was killed before saying so (`unwritten`), or whom the file names. */
async function readHolder(path: string, now: number): Promise<Holder | "unwritten" | undefined> {
  try {
    const text = await readFile(path, "utf8");
    const holder = parseHolder(text);
    if (holder !== undefined) return holder;
    const { mtimeMs } = await stat(path);
    return now - mtimeMs > unwrittenMs ? "unwritten" : { pid: 0, host: "", since: mtimeMs, token: "" };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null; // any JSON; its members are looked at
    const { pid, host, since, token } = value ?? {};
    const isHolder =
      typeof pid === "number" && typeof host === "string" && typeof since === "number" && typeof token === "string";
    return isHolder ? { pid, host, since, token } : undefined;
  } catch {
    return undefined;
  }
}

function isStale(holder: Holder | "unwritten", machine: Machine): boolean {
  if (holder === "unwritten") return true;
  if (holder.host !== machine.host) return false;
  // Numbers of processes come again: after a restart of the machine, and in containers, where each first one has the same.
  if (holder.since < machine.machineStartedAt - clockSlackMs) return true;
  if (holder.pid === machine.pid) return holder.since < machine.processStartedAt - clockSlackMs;
  return !machine.isRunning(holder.pid);
}

function inUse(path: string, holder: Holder | "unwritten" | undefined, machine: Machine): ConfigurationError {
  const who =
    typeof holder !== "object" || holder.pid === 0
      ? "another process"
      : `process ${holder.pid}${holder.host === machine.host ? "" : ` on ${holder.host}`}, since ${new Date(holder.since).toISOString()}`;
  return new ConfigurationError(
    `the journal is in use by ${who}: wait until that run is over, and if there is none, delete ${path}`,
  );
}

/** The code of an error of the file system. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
