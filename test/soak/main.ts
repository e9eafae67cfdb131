/**
 * Lets many streams run for minutes while their providers misbehave at random, and looks for what is lost, doubled or left
 * behind:
 *
 *     npm run soak -- [--minutes 5] [--streams 1000] [--seed N] [--write] [--folder docs]
 *
 * `--write` writes what it found as `soak.md` with a plot, `soak.svg`, into the folder. Leaves with 1 when a call ended in
 * neither a value nor a typed error, when a result was lost, doubled or another call's, when a promise was rejected that
 * nobody awaits, when memory, descriptors, latency or calls a second were not level, or when timers, connections or requests
 * are left over.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { anthropic, createRouter, ollama, openai, type Router } from "@outspec/runtime";
import { describeMachine } from "../../bench/calls/machine.js";
import { type Calls, type Ending, keepCalling } from "./callers.js";
import { type CountingClock, createCountingClock } from "./counting-clock.js";
import { createLatencies } from "./latencies.js";
import { createLedger } from "./ledger.js";
import { type Providers, startProviders } from "./providers.js";
import { judgeAll, quantities } from "./quantities.js";
import { linesOf, pageOf, plotOf, type Run } from "./report.js";
import { countDescriptors, startSampling } from "./sampling.js";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    streams: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
    write: { type: "boolean", default: false },
    folder: { type: "string", default: "docs" },
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
/** Points of a plot. */
const samples = 120;

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function routerTo({ urls }: Providers, clock: CountingClock, attempts: Map<string, number>): Router {
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

/** Says how far it is, on a terminal. */
function showProgress(seconds: number, heapMB: number): void {
  if (!process.stdout.isTTY) return;
  const share = Math.min(100, (seconds / (minutes * 60)) * 100).toFixed(0);
  process.stdout.write(
    `\r${share.padStart(3)} %  ${ledger.begun} calls  ${heapMB.toFixed(1)} MB  ${violations.length} violations `,
  );
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
const ledger = createLedger();
const endings = new Map<Ending, number>();
const attempts = new Map<string, number>();
const calls: Calls = {
  router: routerTo(providers, clock, attempts),
  seed,
  ledger,
  firstPartial: createLatencies(),
  whole: createLatencies(),
  onEnd: (ending) => count(endings, ending),
  onViolation: (complaint) => void violations.push(complaint),
};
const before = countDescriptors();
const delay = monitorEventLoopDelay();
delay.enable();

console.log(`${streams} streams at once for ${minutes} min, seed ${seed}`);
const [started, providersBefore] = [process.cpuUsage(), await providers.ask()];
const until = performance.now() + minutes * 60_000;
const ended = (): number => ledger.begun - ledger.open;
const sampled = { firstPartial: calls.firstPartial, whole: calls.whole, ended, onSample: showProgress };
const sampling = startSampling(sampled, Math.max(250, (minutes * 60_000) / samples));
for (let stream = 0; stream < streams; stream++) void keepCalling(calls, until);
// What is sampled as they end would hide what has grown.
setTimeout(sampling.stop, minutes * 60_000);
const isOver = (): boolean => performance.now() >= until && ledger.open === 0;
if (!(await settle(isOver, minutes * 60_000 + mostMs))) violations.push(`${ledger.open} calls did not end`);
delay.disable();
const cpu = process.cpuUsage(started);

if (clock.pending !== 0) violations.push(`${clock.pending} timers are left`);
await settle(async () => (await providers.ask()).open === 0);
const standing = await providers.ask();
if (standing.open !== 0) violations.push(`${standing.open} requests are still open at the providers`);
// Connections that are kept alive are closed after four seconds without a request.
if (!(await settle(() => countDescriptors() <= before + 5)))
  violations.push(`${countDescriptors()} descriptors are open; there were ${before} before`);
const after = countDescriptors();
providers.stop();

const gave = endings.get("value") ?? 0;
if (gave !== ledger.taken) violations.push(`${gave} calls gave a value, of ${ledger.taken} answers`);
if (gave * 4 < ledger.begun) violations.push("fewer than a quarter of the calls gave a value");
const most = Math.max(...sampling.measured.descriptors.map(({ value }) => value));
// A call has a connection, and another one while it is hedged; each may be kept alive for one to come.
if (most > before + streams * 4) violations.push(`${most} descriptors were open at once`);
const verdicts = judgeAll(sampling.measured, minutes);
for (const { key, growth, verdict } of verdicts) {
  if (verdict === "not level")
    violations.push(
      `${quantities[key].label} is not level: ${growth.thirds.map((value) => value.toFixed(1)).join(", ")}`,
    );
}

const milliseconds = (nanoseconds: number): number => nanoseconds / 1e6;
const run: Run = {
  command: `npm run soak -- --minutes ${minutes} --streams ${streams} --seed ${seed} --write`,
  machine: describeMachine(),
  ...{ minutes, streams, seed, endings, attempts, verdicts, violations },
  calls: ledger.begun,
  taken: ledger.taken,
  requests: standing.requests,
  measured: sampling.measured,
  descriptors: { before, most, after },
  timersLeft: clock.pending,
  requestsLeft: standing.open,
  loopDelay: {
    p50: milliseconds(delay.percentile(50)),
    p99: milliseconds(delay.percentile(99)),
    max: milliseconds(delay.max),
  },
  cpuSeconds: {
    own: (cpu.user + cpu.system) / 1e6,
    providers: standing.cpuSeconds - providersBefore.cpuSeconds,
  },
};
console.log(`\n${linesOf(run).join("\n")}`);
if (values.write) {
  writeFileSync(join(values.folder, "soak.md"), pageOf(run));
  writeFileSync(join(values.folder, "soak.svg"), plotOf(run));
}
process.exit(violations.length === 0 ? 0 : 1);
