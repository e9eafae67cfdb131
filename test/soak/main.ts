/**
 * Lets many streams run for minutes while their providers misbehave at random, and looks for what is left behind:
 *
 *     npm run soak -- [--minutes 5] [--streams 1000] [--seed N]
 *
 * Leaves with 1 when a stream did not end, or in neither a value nor a typed error; when memory grew, or a descriptor or
 * a timer is left; when a rejection went unhandled, or the providers did not last.
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
/** So many streams share what this machine can do, so all of their times are so many times as long. */
const slowness = Math.max(1, streams / 100);

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

const simulators = spawn(
  process.execPath,
  [join(import.meta.dirname, "simulators.js"), String(seed), String(slowness)],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
process.on("exit", () => simulators.kill());
let isOver = false;
simulators.on("exit", (code) => {
  if (!isOver) violations.push(`the providers left with ${code}`);
});
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
  timeouts: { firstTokenMs: 400 * slowness, idleMs: 400 * slowness, totalMs: 5_000 * slowness },
  hedge: { afterMs: 250 * slowness },
  // An outage of everything is not what is looked for here.
  breaker: { failures: 1_000_000, coolDownMs: 100 },
  clock,
});

const endings = new Map<Ending, number>();
/** How long the last calls may take once no more are begun: an attempt's deadline for each that a call may make. */
const endMs = 30_000 * slowness;
const until = performance.now() + minutes * 60_000;
let calls = 0;
let open = 0;

async function keepCalling(): Promise<void> {
  while (performance.now() < until) {
    calls++;
    open++;
    try {
      const ending = await readOnce({ router }, random, slowness);
      endings.set(ending, (endings.get(ending) ?? 0) + 1);
    } catch (error) {
      violations.push(`a call ended in ${String(error)}`);
    }
    open--;
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

/** Waits until something holds, or for so long. */
async function untilTrue(holds: () => boolean, mostMs: number): Promise<void> {
  const since = performance.now();
  while (!holds() && performance.now() - since < mostMs) await new Promise((resolve) => setTimeout(resolve, 50));
}

const delay = monitorEventLoopDelay();
delay.enable();
const start = sample();
const samples: Sample[] = [];
console.log(`${streams} streams at once for ${minutes} min, seed ${seed}`);
const sampling = setInterval(
  () => {
    samples.push(sample());
    if (process.stdout.isTTY) process.stdout.write(`\r${calls} calls, ${samples.at(-1)?.heapMB.toFixed(1)} MB `);
  },
  Math.max(250, (minutes * 60_000) / 60),
);
const running = Promise.all(Array.from({ length: streams }, keepCalling));
await untilTrue(() => performance.now() > until, Number.POSITIVE_INFINITY);
// Only while all streams run: what is sampled as they end would hide what has grown.
clearInterval(sampling);
await Promise.race([running, untilTrue(() => open === 0, endMs)]);
delay.disable();
if (open > 0) violations.push(`${open} streams did not end`);
// Connections that are kept alive go with the providers; whatever is open after that was not let go of.
isOver = true;
simulators.kill();
await untilTrue(() => openDescriptors() <= start.descriptors, 5_000);
const end = sample();

/** The middle of what was sampled in a third of the time. */
function middle(third: 0 | 1 | 2, of: (one: Sample) => number): number {
  const size = Math.floor(samples.length / 3);
  const part = samples.slice(third * size, third * size + size).map(of);
  return part.sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? Number.NaN;
}

const heaps = ([0, 1, 2] as const).map((third) => middle(third, ({ heapMB }) => heapMB));
const descriptors = ([0, 1, 2] as const).map((third) => middle(third, (one) => one.descriptors));
const [firstHeap = Number.NaN, , lastHeap = Number.NaN] = heaps;
const allowedMB = Math.max(5, firstHeap * 0.1);
if (!(lastHeap <= firstHeap + allowedMB)) violations.push(`the heap grew from ${firstHeap} to ${lastHeap} MB`);
// A stream has a connection, and another one where it is hedged; each may be kept alive for the next.
const mostDescriptors = start.descriptors + streams * 4;
if (Math.max(...descriptors) > mostDescriptors)
  violations.push(`${Math.max(...descriptors)} descriptors were open, more than ${mostDescriptors}`);
if (end.descriptors > start.descriptors)
  violations.push(`${end.descriptors} descriptors are open, and ${start.descriptors} were before`);
if (timers !== 0) violations.push(`${timers} timers are left`);
if ((endings.get("value") ?? 0) * 4 < calls) violations.push("most calls gave no value");

const rows: readonly (readonly [string, string])[] = [
  ["calls", String(calls)],
  ...[...endings].sort(([, a], [, b]) => b - a).map(([ending, count]) => [`  ${ending}`, String(count)] as const),
  ["heap after collection, MB, by third", heaps.map((heap) => heap.toFixed(1)).join(", ")],
  ["descriptors, before, by third, after", [start.descriptors, ...descriptors, end.descriptors].join(", ")],
  ["timers left", String(timers)],
  ["event loop delay, p99, ms", (delay.percentile(99) / 1e6).toFixed(1)],
  ["violations", String(violations.length)],
];
console.log(`\n${rows.map(([name, value]) => `${name.padEnd(38)} ${value}`).join("\n")}`);
for (const violation of violations.slice(0, 20)) console.log(`! ${violation}`);
process.exit(violations.length === 0 ? 0 : 1);
