/**
 * What calls and streams cost beside other programs, in one run:
 *
 *     npm run bench -- calls [--workload NAME]… [--only CONTENDER]… [--rounds N] [--json FILE] [--write]
 *
 * `--workload` and `--only` take the beginning of a name and may be given several times; the floor always takes part.
 * `--write` writes docs/performance.md. Peers take part where `npm install` has been run in bench/peers.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Entry, entries } from "./calls/contenders.js";
import { withoutHopeless } from "./calls/hopeless.js";
import { describeMachine, versionsOf } from "./calls/machine.js";
import { pageOf } from "./calls/report/page.js";
import { missesOf, missLine, type Report, type Table } from "./calls/report/report.js";
import { tableText } from "./calls/report/text.js";
import { defaultLimits, measureRounds } from "./calls/rounds.js";
import { startServer } from "./calls/server-process.js";
import { summarise } from "./calls/statistics.js";
import { workloads } from "./calls/workloads.js";

const { values: given } = parseArgs({
  options: {
    workload: { type: "string", multiple: true },
    only: { type: "string", multiple: true },
    rounds: { type: "string" },
    json: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

const repository = resolve(process.env["INIT_CWD"] ?? process.cwd());
const folder = import.meta.dirname;

function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  if (names === undefined) return all;
  const unknown = names.filter((name) => !all.some((one) => one.name.startsWith(name)));
  if (unknown.length > 0) {
    console.error(`there is no ${unknown.join(", ")}: ${all.map(({ name }) => name).join(", ")}`);
    process.exit(2);
  }
  return all.filter((one) => names.some((name) => one.name.startsWith(name)));
}

function participants(): readonly Entry[] {
  const asked = chosen(entries, given.only);
  const peersInstalled = existsSync(join(repository, "bench/peers/node_modules"));
  if (!peersInstalled) console.log("peers take no part: run `npm install` in bench/peers to measure them too");
  return entries.filter(
    (entry) => entry.kind === "floor" || (asked.includes(entry) && (peersInstalled || entry.kind !== "peer")),
  );
}

const taking = participants();
const limits = {
  ...defaultLimits,
  ...(given.rounds === undefined ? {} : { leastRounds: Number(given.rounds), mostRounds: Number(given.rounds) }),
};
const machine = describeMachine();
const started = performance.now();
console.log(`${machine}, Node ${process.version}; medians of interleaved rounds, CPU of each contender's process\n`);

for (const { label, prepare } of taking) {
  // Whatever went wrong shows again in its rows; the others are measured all the same.
  await prepare?.().catch((problem: unknown) => console.log(`${label} could not be prepared: ${String(problem)}\n`));
}
const server = await startServer(folder);
const tables: Table[] = [];
for (const workload of chosen(workloads, given.workload)) {
  const ownLimits = { ...limits, ...workload.limits };
  const entrants = workload.entrants({ folder, server, entries: taking });
  const hopeful = withoutHopeless(entrants, workload, tables, ownLimits);
  const rows = summarise(workload, await measureRounds(hopeful, ownLimits));
  const { name, title, description, judged, target, unit } = workload;
  const table = { name, title, description, judged, target, unit: unit.name, rows };
  tables.push(table);
  console.log(`${tableText(table)}\n`);
}
server.stop();

const misses = missesOf(tables);
console.log(
  misses.length === 0
    ? "Every target was met."
    : `Targets missed:\n${misses.map((miss) => `  ${missLine(miss)}`).join("\n")}`,
);
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);

const report: Report = {
  command: "npm run bench -- calls --write",
  machine,
  node: process.version,
  versions: versionsOf(taking, repository),
  tables,
};
if (given.json !== undefined)
  writeFileSync(resolve(repository, given.json), `${JSON.stringify(report, undefined, 2)}\n`);
if (given.write) writeFileSync(join(repository, "docs/performance.md"), pageOf(report, taking));
