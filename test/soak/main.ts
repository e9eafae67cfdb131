/**
 * Lets many streams run for minutes while their providers misbehave at random, and looks for what is left behind:
 *
 *     npm run soak -- [--minutes 5] [--streams 1000] [--seed N]
 *
 * Leaves with 1 when a stream ended in neither a value nor a typed error, or when memory, descriptors or timers grew.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { anthropic, type Clock, createRouter, openai, systemClock } from "@outspec/runtime";
import { createRandom } from "./random.js";
import { type Ending, readOnce } from "./readers.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    streams: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
  },
});
const minutes = Number(values.minutes);
const streams = Number(values.streams);
const seed = Number(values.seed);
const random = createRandom(seed);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const violations: string[] = [];
process.on("unhandledRejection", (reason) => void violations.push(`unhandled rejection: ${String(reason)}`));

/** The platform's clock, with the timers that have neither run nor been cancelled. */
let timers = 0;
const clock: Clock = {
  ...systemClock,
  after(ms, callback) {
    timers++;
    let isOver = false;
    const end = (): void => {
      if (!isOver) timers--;
      isOver = true;
    };
    const cancel = systemClock.after(ms, () => {
      end();
      callback();
    });
    return () => {
      end();
      cancel();
    };
  },
};

const simulators = spawn(process.execPath, [join(import.meta.dirname, "simulators.js"), String(seed)], {
  stdio: ["ignore", "pipe", "inherit"],
});
process.on("exit", () => simulators.kill());
const [first, second] = await new Promise<readonly [Urls, Urls]>((resolve) => {
  createInterface(simulators.stdout).once("line", (line) => resolve(JSON.parse(line)));
});

interface Urls {
  readonly openai: string;
  readonly anthropic: string;
}

const router = createRouter({
  primary: openai("gpt-5.4-mini", { baseUrl: first.openai, apiKey: "k" }),
  fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: second.anthropic, apiKey: "k" })],
  timeouts: { firstTokenMs: 400, idleMs: 400, totalMs: 5_000 },
  hedge: { afterMs: 250 },
  // An outage of everything is not what is looked for here.
  breaker: { failures: 1_000_000, coolDownMs: 100 },
  clock,
});

const endings = new Map<Ending, number>();
const until = performance.now() + minutes * 60_000;
let calls = 0;

async function keepCalling(): Promise<void> {
  while (performance.now() < until) {
    calls++;
    try {
      const ending = await readOnce({ router }, random);
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
    } catch (error) {
      violations.push(`a call ended in ${String(error)}`);
    }
  }
}

interface Sample {
  readonly heapMB: number;
  readonly descriptors: number;
}

function sample(): Sample {
  collect();
  return { heapMB: process.memoryUsage().heapUsed / 1e6, descriptors: openDescriptors() };
}

function openDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}

const delay = monitorEventLoopDelay();
delay.enable();
const samples: Sample[] = [];
console.log(`${streams} streams at once for ${minutes} min, seed ${seed}`);
const sampling = setInterval(
  () => {
    samples.push(sample());
    if (process.stdout.isTTY) process.stdout.write(`\r${calls} calls, ${samples.at(-1)?.heapMB.toFixed(1)} MB `);
  },
  Math.max(250, (minutes * 60_000) / 60),
);
await Promise.all(Array.from({ length: streams }, keepCalling));
clearInterval(sampling);
delay.disable();
// Sockets that were let go of take a moment to close.
await new Promise((resolve) => {
  setTimeout(resolve, 1_000);
});
const end = sample();

/** The middle of what was sampled in a third of the time. */
function middle(third: 0 | 1 | 2, of: (one: Sample) => number): number {
  const size = Math.floor(samples.length / 3);
  const part = samples.slice(third * size, third * size + size).map(of);
  return part.sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? Number.NaN;
}

const heaps = ([0, 1, 2] as const).map((third) => middle(third, ({ heapMB }) => heapMB));
const descriptors = ([0, 1, 2] as const).map((third) => middle(third, (one) => one.descriptors));
// The first third warms up: code is compiled and the router's memory fills.
const allowedMB = Math.max(5, (heaps[1] ?? 0) * 0.1);
if ((heaps[2] ?? 0) > (heaps[1] ?? 0) + allowedMB) violations.push(`the heap grew from ${heaps[1]} to ${heaps[2]} MB`);
// As many as there may be streams at once, hedged ones twice, and those of the process itself.
if (end.descriptors > streams * 2 + 100) violations.push(`${end.descriptors} descriptors are open`);
if (timers !== 0) violations.push(`${timers} timers are left`);
if (calls === 0) violations.push("no call was made");

const rows: readonly (readonly [string, string])[] = [
  ["calls", String(calls)],
  ...[...endings].sort(([, a], [, b]) => b - a).map(([ending, count]) => [`  ${ending}`, String(count)] as const),
  ["heap after collection, MB, by third", heaps.map((heap) => heap.toFixed(1)).join(", ")],
  ["descriptors, by third and at the end", [...descriptors, end.descriptors].join(", ")],
  ["timers left", String(timers)],
  ["event loop delay, p99, ms", (delay.percentile(99) / 1e6).toFixed(1)],
  ["violations", String(violations.length)],
];
console.log(`\n${rows.map(([name, value]) => `${name.padEnd(38)} ${value}`).join("\n")}`);
for (const violation of violations.slice(0, 20)) console.log(`! ${violation}`);
process.exit(violations.length === 0 ? 0 : 1);
