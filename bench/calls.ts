/**
 * What calls and streams cost beside other programs, in one run:
 *
 *     npm run bench -- calls [--workload NAME]… [--only CONTENDER]… [--rounds N] [--quick] [--samples FILE]
 *
 * `--workload` and `--only` take the beginning of a name, or a whole one, and may be given several times; the floor and
 * `node:http` always take part. `--samples` writes what each round measured. Peers take part where `npm install` has
 * been run in bench/peers and bench/peers/instructor.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Entry, entries } from "./calls/contenders.js";
import { withoutHopeless } from "./calls/hopeless.js";
import { versionsOf } from "./calls/machine.js";
import { type Measurement, tableOf } from "./calls/measurement.js";
import { defaultLimits, type Limits, measureRounds, quickLimits } from "./calls/rounds.js";
import { startServer } from "./calls/server-process.js";
import { summarise } from "./calls/statistics.js";
import { workloads } from "./calls/workloads.js";
import { missesOf, missLine } from "./report/losses.js";
import type { Table } from "./report/part.js";
import { finishPart, printSkipped, printTable } from "./report/run.js";
import { peersFolder, repository } from "./repository.js";

const { values: given } = parseArgs({
  options: {
    workload: { type: "string", multiple: true },
    only: { type: "string", multiple: true },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    samples: { type: "string" },
    json: { type: "string" },
  },
});

const folder = import.meta.dirname;

function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  if (names === undefined) return all;
  const isMeant = (one: T, name: string) =>
    all.some((other) => other.name === name) ? one.name === name : one.name.startsWith(name);
  const unknown = names.filter((name) => !all.some((one) => isMeant(one, name)));
  if (unknown.length > 0) {
    console.error(`there is no ${unknown.join(", ")}: ${all.map(({ name }) => name).join(", ")}`);
    process.exit(2);
  }
  return all.filter((one) => names.some((name) => isMeant(one, name)));
}

const skipped: string[] = [];

function participants(): readonly Entry[] {
  const asked = chosen(entries, given.only);
  const missing = new Set<string>();
  const taking = entries.filter((entry) => {
    if (entry.kind === "floor" || entry.kind === "bare") return true;
    if (!asked.includes(entry)) return false;
    const place = entry.folder ?? peersFolder;
    if (entry.kind !== "peer" || existsSync(join(place, "node_modules"))) return true;
    missing.add(relative(repository, place));
    return false;
  });
  for (const place of missing) {
    skipped.push(printSkipped(`peers of ${place} take no part; run \`npm install\` there to measure them too`));
  }
  return taking;
}

function limitsOf(own: Partial<Limits> = {}): Limits {
  const rounds =
    given.rounds === undefined ? {} : { leastRounds: Number(given.rounds), mostRounds: Number(given.rounds) };
  return { ...defaultLimits, ...own, ...(given.quick ? quickLimits : {}), ...rounds };
}

const taking = participants();
const started = performance.now();
console.log("medians of interleaved rounds, CPU of each contender's process\n");

for (const { label, prepare } of taking) {
  // Whatever went wrong shows again in its rows; the others are measured all the same.
  await prepare?.().catch((problem: unknown) => console.log(`${label} could not be prepared: ${String(problem)}\n`));
}
const server = await startServer(folder);
const measurements: Measurement[] = [];
const tables: Table[] = [];
for (const workload of chosen(workloads, given.workload)) {
  const limits = limitsOf(workload.limits);
  const entrants = workload.entrants({ folder, server, entries: taking });
  const hopeful = withoutHopeless(entrants, workload, measurements, limits);
  const measurement = { workload, rows: summarise(workload, await measureRounds(hopeful, limits)) };
  measurements.push(measurement);
  tables.push(printTable(tableOf(measurement)));
}
server.stop();

const misses = missesOf(tables);
console.log(
  misses.length === 0
    ? "Every target was met."
    : `Targets missed:\n${misses.map((miss) => `  ${missLine(miss)}`).join("\n")}`,
);
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);

if (given.samples !== undefined)
  writeFileSync(resolve(repository, given.samples), `${JSON.stringify(measurements, undefined, 2)}\n`);
finishPart(
  {
    name: "calls",
    title: "Calls and streams",
    introduction: [
      "What a call costs, beside other programs that do the same. The **floor** is the least that reading an answer can",
      "cost: undici's `request()`, every server-sent event parsed as it comes, the text parsed as JSON at its end, with no",
      "validation and no partials. Figures that count are ratios to it.",
      "",
      "- Each contender is a process of its own, and so is the server, which speaks the providers' protocols on loopback.",
      "- CPU is user and system time of the contender's whole process: its garbage collector and compiler count.",
      "- Contenders take turns, round by round. Figures are medians of the rounds; a ratio is the median of the ratios",
      "  within a round, with the quarter and three-quarter marks beside it.",
      "- Everyone parses and validates as its documentation has it for structured output, and every partial is read.",
      "  *Partials* is how many of them one stream showed. A program shows fewer than there were deltas when several",
      "  came at once, or when it leaves some out.",
      "- Everyone runs for a while unmeasured first. Peers, which take longer, make a fifth of the calls in a round. Who",
      `  needs more than ${defaultLimits.limitMs / 1000} s for one round, or 30 s to open its streams, is stopped there and says so.`,
    ],
    contenders: taking.map((entry) => ({ label: entry.label, versions: versionsOf(entry), how: entry.how })),
    tables,
    skipped,
  },
  given.json,
);
