/**
 * Lets many streams run for minutes while their providers misbehave at random, and looks for what is left behind:
 *
 *     npm run soak -- [--minutes 5] [--streams 1000] [--seed N]
 *
 * Leaves with 1 when a call ended in neither a value nor a typed error, a promise was rejected that nobody awaits, or
 * memory, descriptors, timers or requests are left over.
 */
import { readdirSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { anthropic, createRouter, ollama, openai, type Router } from "@outspec/runtime";
import { createRandom } from "../random.js";
import { type CountingClock, createCountingClock } from "./counting-clock.js";
import { judgeGrowth, type Sample } from "./growth.js";
import { type Providers, startProviders } from "./providers.js";
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
if (![minutes, streams, seed].every((value) => value > 0))
  throw new Error("minutes, streams and seed are numbers above 0");

/** What may not be, as it is found. */
const violations: string[] = [];
process.on("unhandledRejection", (reason) => void violations.push(`unhandled rejection: ${String(reason)}`));

/** How long the last calls may take once no more are begun: longer than all their deadlines allow. */
const mostMs = 180_000;

/** What the calls came to. */
interface Tally {
  calls: number;
  open: number;
  readonly endings: Map<Ending, number>;
  /** Attempts by the code they failed with, hedges apart. */
  readonly attempts: Map<string, number>;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function routerTo({ urls }: Providers, clock: CountingClock, { attempts }: Tally): Router {
  return createRouter({
    primary: openai("gpt-5.4-mini", { baseUrl: urls.openai, apiKey: "k" }),
    fallbacks: [
      anthropic("claude-haiku-5-5", { baseUrl: urls.anthropic, apiKey: "k" }),
      ollama("llama3.2", { baseUrl: urls.ollama, maxConcurrency: Math.ceil(streams / 4) }),
    ],
    timeouts: { connectMs: 5_000, firstTokenMs: 3_000, idleMs: 3_000, totalMs: 30_000 },
    hedge: { afterMs: 1_000 },
    breaker: { coolDownMs: 1_000 },
    hooks: {
      onAttemptEnd: ({ attempt }) =>
        count(attempts, `${attempt.error?.code ?? "well"}${attempt.hedge ? ", a hedge" : ""}`),
    },
    clock,
  });
}

/** Makes calls one after the other until the time is over. */
async function keepCalling(router: Router, tally: Tally, until: number): Promise<void> {
  while (performance.now() < until) {
    const random = createRandom(seed * 1_000_003 + tally.calls++);
    tally.open++;
    try {
      count(tally.endings, await readOnce({ router }, random));
    } catch (error) {
      violations.push(`a call ended in ${String(error)}`);
    }
    tally.open--;
  }
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void; // what the flag exposes

/** Descriptors of this process that are open, where the platform tells. */
function openDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}

/** What was measured while the streams ran. */
interface Samples {
  readonly heapMB: Sample[];
  readonly descriptors: Sample[];
}

/** Measures at intervals until stopped, and says how far it is on a terminal. */
function startSampling({ calls }: { readonly calls: () => number }): { readonly samples: Samples; stop(): void } {
  const samples: Samples = { heapMB: [], descriptors: [] };
  const since = performance.now();
  const sample = (): void => {
    collect();
    const at = (performance.now() - since) / 1_000;
    const heapMB = process.memoryUsage().heapUsed / 1e6;
    samples.heapMB.push({ at, value: heapMB });
    samples.descriptors.push({ at, value: openDescriptors() });
    if (!process.stdout.isTTY) return;
    const share = Math.min(100, (at / (minutes * 60)) * 100).toFixed(0);
    process.stdout.write(
      `\r${share.padStart(3)} %  ${calls()} calls  ${heapMB.toFixed(1)} MB  ${violations.length} violations `,
    );
  };
  const timer = setInterval(sample, Math.max(250, (minutes * 60_000) / 90));
  return { samples, stop: () => clearInterval(timer) };
}

/** Waits until something is so, and so long at most. */
async function settle(isSo: () => boolean | Promise<boolean>, ms = 10_000): Promise<boolean> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

const providers = await startProviders(seed, (code) => {
  console.error(`the providers left with ${code}`);
  process.exit(1);
});
const clock = createCountingClock();
const tally: Tally = { calls: 0, open: 0, endings: new Map(), attempts: new Map() };
const router = routerTo(providers, clock, tally);
const descriptorsBefore = openDescriptors();
const delay = monitorEventLoopDelay();
delay.enable();

console.log(`${streams} streams at once for ${minutes} min, seed ${seed}`);
const started = process.cpuUsage();
const until = performance.now() + minutes * 60_000;
const sampling = startSampling({ calls: () => tally.calls });
for (let stream = 0; stream < streams; stream++) void keepCalling(router, tally, until);
// What is sampled as they end would hide what has grown.
setTimeout(sampling.stop, minutes * 60_000);
const isTimeOver = (): boolean => performance.now() >= until;
if (!(await settle(() => isTimeOver() && tally.open === 0, minutes * 60_000 + mostMs))) {
  violations.push(`${tally.open} calls did not end`);
}
delay.disable();
const cpu = process.cpuUsage(started);

if (clock.pending !== 0) violations.push(`${clock.pending} timers are left`);
if (!(await settle(async () => (await providers.openRequests()) === 0))) {
  violations.push(`${await providers.openRequests()} requests are still open at the providers`);
}
// Connections that are kept alive are closed after four seconds without a request.
if (!(await settle(() => openDescriptors() <= descriptorsBefore + 5))) {
  violations.push(`${openDescriptors()} descriptors are open; there were ${descriptorsBefore} before`);
}
providers.stop();

const { heapMB, descriptors } = sampling.samples;
const heap = judgeGrowth(heapMB, Math.max(5, 0.1 * Math.max(...heapMB.map(({ value }) => value))));
if (heap.isTooMuch) violations.push(`the heap grew: ${heap.thirds.map((mb) => mb.toFixed(1)).join(", ")} MB`);
if ((tally.endings.get("value") ?? 0) * 4 < tally.calls)
  violations.push("fewer than a quarter of the calls gave a value");
const mostDescriptors = Math.max(...descriptors.map(({ value }) => value));
// A call has a connection, and another one while it is hedged; each may be kept alive for one to come.
if (mostDescriptors > descriptorsBefore + streams * 4)
  violations.push(`${mostDescriptors} descriptors were open at once`);

const inOrder = (counts: ReadonlyMap<string, number>): readonly (readonly [string, string])[] =>
  [...counts].sort(([, a], [, b]) => b - a).map(([name, times]) => [`  ${name}`, String(times)]);
const milliseconds = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(0);
const rows: readonly (readonly [string, string])[] = [
  ["calls", String(tally.calls)],
  ...inOrder(tally.endings),
  ["attempts", String([...tally.attempts.values()].reduce((sum, times) => sum + times, 0))],
  ...inOrder(tally.attempts),
  ["heap after collection, MB, by third", heap.thirds.map((mb) => mb.toFixed(1)).join(", ")],
  ["heap, MB a minute", heap.perMinute.toFixed(2)],
  ["descriptors before, at most, after", `${descriptorsBefore}, ${mostDescriptors}, ${openDescriptors()}`],
  ["timers left", String(clock.pending)],
  [
    "event loop delay, ms, p50, p99, max",
    [delay.percentile(50), delay.percentile(99), delay.max].map(milliseconds).join(", "),
  ],
  ["CPU, s", ((cpu.user + cpu.system) / 1e6).toFixed(1)],
  ["violations", String(violations.length)],
];
console.log(`\n${rows.map(([name, value]) => `${name.padEnd(38)} ${value}`).join("\n")}`);
for (const violation of violations.slice(0, 20)) console.log(`! ${violation}`);
process.exit(violations.length === 0 ? 0 : 1);
