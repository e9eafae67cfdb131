import { spawn, spawnSync } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hop } from "./hops.js";

/** A hop that is ready. */
export interface RunningHop {
  /** The base URL of its clients. */
  readonly url: string;
  /** From the start of its process until it answers. */
  readonly startMs: number;
  /** Megabytes of its processes' resident sets; absent where `ps` does not say. */
  readMemory(): number | undefined;
  stop(): Promise<void>;
}

const longestStartMs = 120_000;

/** Starts a hop and waits until it answers. Throws with what it printed when it ends, or takes two minutes. */
export async function startHop(hop: Hop, provider: string): Promise<RunningHop> {
  const port = await findPort();
  const { program, args, env } = hop.commandFor(port, provider);
  const started = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8").on("data", (part: string) => {
      printed = (printed + part).slice(-2000);
    });
  }
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const onEnd = () => {
      ended = true;
      resolve();
    };
    child.once("exit", onEnd);
    child.once("error", (problem) => {
      printed += problem.message;
      onEnd();
    });
  });
  const stop = async () => {
    child.kill("SIGKILL");
    await end;
  };
  while (!(await answers(`http://127.0.0.1:${port}${hop.readyPath}`))) {
    if (ended || performance.now() - started > longestStartMs) {
      await stop();
      throw new Error(`does not answer: ${printed.replaceAll(/\s+/g, " ").trim().slice(-300)}`);
    }
    await sleep(10);
  }
  return {
    url: `http://127.0.0.1:${port}${hop.basePath}`,
    startMs: performance.now() - started,
    readMemory: () => residentOf(child.pid ?? 0),
    stop,
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** A port that is free now. */
function findPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      // A TCP server has an address with a port.
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Megabytes of the resident sets of a process and of those it has started. */
function residentOf(pid: number): number | undefined {
  const { status, stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" });
  if (status !== 0) return undefined;
  const all = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const sizeOf = (one: number): number =>
    all.reduce((sum, [own = 0, parent = 0, kilobytes = 0]) => {
      if (own === one) return sum + kilobytes;
      return parent === one ? sum + sizeOf(own) : sum;
    }, 0);
  return sizeOf(pid) / 1024;
}
