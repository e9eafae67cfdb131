import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What a whole process cost, its start included. */
export interface ProcessCost {
  readonly wallMs: number;
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  /** Largest resident set. */
  readonly peakMB: number;
}

/** Runs a Node program to its end and measures it; throws with what it printed when it fails. */
export function measureProcess(cwd: string, args: readonly string[]): ProcessCost {
  const folder = mkdtempSync(join(tmpdir(), "outspec-bench-"));
  const usagePath = join(folder, "usage.json");
  const preload = pathToFileURL(join(import.meta.dirname, "usage.js")).href;
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", preload, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, BENCH_USAGE: usagePath },
  });
  const wallMs = performance.now() - started;
  if (status !== 0)
    throw new Error(`${args.join(" ")} left with ${status}\n${stdout.slice(0, 2000)}${stderr.slice(0, 2000)}`);
  const usage = JSON.parse(readFileSync(usagePath, "utf8")) as NodeJS.ResourceUsage;
  rmSync(folder, { recursive: true });
  return {
    wallMs,
    cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
    peakMB: usage.maxRSS / 1024,
  };
}

/** The middle of some costs, each figure by itself. */
export function medianCost(costs: readonly ProcessCost[]): ProcessCost {
  const middle = (of: (cost: ProcessCost) => number): number => median(costs.map(of));
  return {
    wallMs: middle((cost) => cost.wallMs),
    cpuMs: middle((cost) => cost.cpuMs),
    peakMB: middle((cost) => cost.peakMB),
  };
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
