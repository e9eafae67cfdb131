/**
 * The hop that calls from within the process need not: a Python sidecar and LiteLLM's proxy between a service and its
 * provider. Latency of a small call with one and with 64 under way, start-up until ready, memory.
 *
 * `npm run bench -- sidecar`; makes virtual environments for Python at its first run, and leaves out what it cannot install.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startContender } from "./calls/contender-process.js";
import { type Entry, entries, hopClient } from "./calls/contenders.js";
import { versionsOf } from "./calls/machine.js";
import { defaultLimits, type Entrant, measureRounds, quickLimits } from "./calls/rounds.js";
import { type Server, startServer } from "./calls/server-process.js";
import { median } from "./measure-process.js";
import type { Row, Table } from "./report/part.js";
import { finishPart, printSkipped, printTable, readRunOptions } from "./report/run.js";
import { type RunningHop, startHop } from "./sidecar/hop-process.js";
import { type Hop, hops } from "./sidecar/hops.js";

const { quick, json } = readRunOptions();
const folder = import.meta.dirname;
const scratch = mkdtempSync(join(tmpdir(), "outspec-sidecar-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const isDirect = ({ name }: Entry) => name === "undici" || name === "outspec";
const direct = entries.filter(isDirect);
const starts = quick ? 1 : 3;

/** A hop with its process, and what was seen of its starts. */
interface Measured {
  readonly hop: Hop;
  readonly running: RunningHop;
  readonly startMs: number;
  readonly idleMB: number | undefined;
}

const skipped: string[] = [];

async function prepareHops(provider: string): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const [label, prepare] of Object.entries(hops)) {
    try {
      const hop = prepare(scratch);
      const times: number[] = [];
      let running = await startHop(hop, provider);
      times.push(running.startMs);
      while (times.length < starts) {
        await running.stop();
        running = await startHop(hop, provider);
        times.push(running.startMs);
      }
      measured.push({ hop, running, startMs: median(times), idleMB: running.readMemory() });
    } catch (problem) {
      skipped.push(printSkipped(`${label}: ${problem instanceof Error ? problem.message : String(problem)}`));
    }
  }
  return measured;
}

/** The rows of one table: the calls themselves, and those through each hop. */
function entrantsOf(server: Server, measured: readonly Measured[], atOnce: number): readonly Entrant[] {
  const taskOf = (url: string, calls: number) => ({ kind: "latency", url, calls, atOnce }) as const;
  const calls = quick ? 64 : atOnce === 1 ? 300 : 1024;
  return [
    ...direct.map((entry) => ({
      entry,
      start: () => startContender(folder, entry.name, taskOf(server.urlOf("burst", "summary"), calls)),
    })),
    ...measured.map(({ hop, running }) => ({
      entry: { ...hopClient, label: hop.label },
      start: () => startContender(folder, hop.client, taskOf(running.url, Math.max(64, calls / 4))),
    })),
  ];
}

async function measureLatency(server: Server, measured: readonly Measured[], atOnce: number): Promise<Table> {
  const limits = { ...defaultLimits, warmUpMs: 2000, mostRounds: 15, limitMs: 60_000, ...(quick ? quickLimits : {}) };
  const lanes = await measureRounds(entrantsOf(server, measured, atOnce), limits);
  const bare = lanes[0]?.samples ?? [];
  const rows = lanes.map(({ entry, samples, problem }): Row => {
    const known = samples.flatMap((sample) => (sample === undefined ? [] : [sample]));
    // Both sides of a difference are of one round.
    const added = samples.flatMap((sample, round) => {
      const [own, floor] = [sample?.wall, bare[round]?.wall];
      return own === undefined || floor === undefined ? [] : [own - floor];
    });
    const middle = (values: readonly (number | undefined)[]) => {
      const there = values.filter((value) => value !== undefined);
      return there.length === 0 ? null : median(there);
    };
    const cells = [
      middle(known.map(({ wall }) => wall)),
      middle(known.map(({ slowest }) => slowest)),
      entry.kind === "floor" ? null : middle(added),
      known.length === 0 ? null : known.length,
    ];
    return { label: entry.label, kind: entry.kind, cells, ...(problem === undefined ? {} : { problem }) };
  });
  const together = atOnce === 1 ? "one at a time" : `${atOnce} at once`;
  return printTable({
    name: `sidecar-${atOnce}`,
    title: `Latency through a hop, ${together}`,
    description: `A small generate, ${together}: the direct call with bare undici, Outspec in the process, and the same call through each hop. The median call of a round, and the slowest but one in a hundred; medians of interleaved rounds. *Added* is by how much a call takes longer than the direct one of the same round.`,
    command: "npm run bench -- sidecar",
    columns: [
      { name: "median, ms", format: "figure", compared: true },
      { name: "99th percentile, ms", format: "figure", compared: true },
      { name: "added, ms", format: "figure", compared: true },
      { name: "rounds", format: "count", compared: false },
    ],
    rows,
  });
}

/** What loading Outspec adds to a process that is there anyway. */
function measureLoading(): Row {
  const loads = Array.from({ length: starts }, () => {
    const { stdout } = spawnSync(process.execPath, [join(folder, "load-outspec.js")], { encoding: "utf8" });
    // What that program prints.
    return JSON.parse(stdout) as { readonly milliseconds: number; readonly bytes: number };
  });
  const cells = [
    median(loads.map((one) => one.milliseconds)) / 1000,
    median(loads.map((one) => one.bytes)) / 2 ** 20,
    null,
  ];
  return { label: "Outspec, loaded into the service", kind: "ours", cells };
}

function processTable(measured: readonly Measured[]): Table {
  const rows = measured.map(({ hop, running, startMs, idleMB }): Row => {
    const cells = [startMs / 1000, idleMB ?? null, running.readMemory() ?? null];
    return { label: hop.label, kind: "peer", cells };
  });
  return printTable({
    name: "sidecar-process",
    title: "Start-up and memory of a hop",
    description: `From the start of its process until it answers (median of ${starts}), and the resident set of its processes, before any call and after all of the above. Beside it what loading Outspec with its generated code adds to a service: there is no process to start.`,
    command: "npm run bench -- sidecar",
    columns: [
      { name: "start, s", format: "figure", compared: true },
      { name: "memory, MB", format: "figure", compared: true },
      { name: "after the calls, MB", format: "figure", compared: true },
    ],
    rows: [measureLoading(), ...rows],
  });
}

const server = await startServer(folder);
const measured = await prepareHops(server.urlOf("burst", "summary"));
const tables: Table[] = [];
try {
  if (measured.length > 0) {
    for (const atOnce of [1, 64]) tables.push(await measureLatency(server, measured, atOnce));
    tables.push(processTable(measured));
  }
} finally {
  for (const { running } of measured) await running.stop();
  server.stop();
}
finishPart(
  {
    name: "sidecar",
    title: "The hop that is not needed",
    introduction: [
      "A service that has its calls made by a process beside it, in Python as most are, pays for that process and for the",
      "way there. Outspec calls from within the service.",
    ],
    contenders: [
      ...direct.map((entry) => ({ label: entry.label, versions: versionsOf(entry), how: entry.how })),
      ...measured.map(({ hop: { label, versions, how } }) => ({ label, versions, how })),
    ],
    tables,
    skipped,
  },
  json,
);
