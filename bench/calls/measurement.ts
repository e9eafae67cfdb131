import { timesText } from "../report/cells.js";
import type { Column, Row as ReportRow, Table } from "../report/part.js";
import type { Row } from "./statistics.js";
import type { Workload } from "./workload.js";

/** One workload with what was measured for it. */
export interface Measurement {
  readonly workload: Workload;
  readonly rows: readonly Row[];
}

const names = { cpu: "CPU", wall: "wall", heap: "heap", resident: "resident" } as const;
const quantities = ["cpu", "wall", "heap", "resident"] as const;

/** A measurement as a table of the report. */
export function tableOf({ workload, rows }: Measurement): Table {
  const { name, title, description, judged, target, unit } = workload;
  const figures = quantities.map(
    (quantity): Column => ({ name: `${names[quantity]}, ${unit.name}`, format: "figure", compared: true }),
  );
  const columns: readonly Column[] = [
    ...figures,
    { name: "partials", format: "count", compared: false },
    { name: `ratio (${names[judged]})`, format: "times", compared: false },
    { name: "p25 to p75", format: "times", compared: false },
    { name: "rounds", format: "count", compared: false },
  ];
  const quantity = judged === "cpu" ? "CPU" : judged;
  return {
    name,
    title,
    description,
    command: `npm run bench -- calls --workload ${name}`,
    columns,
    rows: rows.map(rowOf),
    target: {
      column: columns.findIndex(({ name }) => name.startsWith("ratio")),
      atMost: target,
      says: `at most ${target} times the floor's ${quantity}`,
    },
  };
}

function rowOf(row: Row): ReportRow {
  const { label, kind, ratio, partials, rounds, problem } = row;
  const isReader = kind === "floor" || kind === "bare";
  const cells = [
    ...quantities.map((quantity) => row[quantity]?.median ?? null),
    isReader || partials === undefined ? null : partials,
    ratio?.median ?? null,
    ratio === undefined || kind === "floor" ? null : `${timesText(ratio.p25)} to ${timesText(ratio.p75)}`,
    rounds === 0 ? null : rounds,
  ];
  return { label, kind, cells, ...(problem === undefined ? {} : { problem }) };
}
