import type { Row, Spread } from "../statistics.js";
import type { Table } from "./report.js";

const names = { cpu: "CPU", wall: "wall", heap: "heap" } as const;

/** The head of a table: the first column is text, the others are figures. */
export function headOf({ judged, unit }: Table): readonly string[] {
  const quantities = judged === "heap" ? (["heap"] as const) : (["cpu", "wall"] as const);
  return [
    "contender",
    ...quantities.map((quantity) => `${names[quantity]}, ${unit}`),
    "partials",
    `ratio (${names[judged]})`,
    "p25 to p75",
    "rounds",
  ];
}

/** The cells of one row, below {@link headOf}. */
export function cellsOf({ judged }: Table, row: Row): readonly string[] {
  const quantities = judged === "heap" ? (["heap"] as const) : (["cpu", "wall"] as const);
  const { ratio } = row;
  return [
    row.label,
    ...quantities.map((quantity) => figure(row[quantity])),
    row.kind === "floor" || row.partials === undefined ? "" : Math.round(row.partials).toLocaleString("en"),
    ratio === undefined ? "" : ratio.median.toFixed(2),
    ratio === undefined || row.kind === "floor" ? "" : `${ratio.p25.toFixed(2)} to ${ratio.p75.toFixed(2)}`,
    row.rounds === 0 ? "" : String(row.rounds),
  ];
}

/** A figure with three digits that count. */
function figure(spread: Spread | undefined): string {
  if (spread === undefined) return "";
  const { median } = spread;
  if (Math.abs(median) >= 100) return Math.round(median).toLocaleString("en");
  return median.toFixed(Math.abs(median) >= 10 ? 1 : 2);
}
