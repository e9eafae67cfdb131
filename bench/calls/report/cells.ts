import type { Row, Spread } from "../statistics.js";
import type { Table } from "./report.js";

const names = { cpu: "CPU", wall: "wall", heap: "heap", resident: "resident" } as const;
const quantities = ["cpu", "wall", "heap", "resident"] as const;

/** The lines of a table, its head first: one text, then figures. Columns with nothing in them are left out. */
export function linesOf(table: Table): readonly (readonly string[])[] {
  const head = [
    "contender",
    ...quantities.map((quantity) => `${names[quantity]}, ${table.unit}`),
    "partials",
    `ratio (${names[table.judged]})`,
    "p25 to p75",
    "rounds",
  ];
  const lines = table.rows.map(cellsOf);
  const isFilled = (_: string, column: number) => lines.some((cells) => cells[column] !== "");
  return [head, ...lines].map((cells) => cells.filter(isFilled));
}

function cellsOf(row: Row): readonly string[] {
  const { ratio } = row;
  return [
    row.label,
    ...quantities.map((quantity) => figure(row[quantity])),
    row.kind === "floor" || row.partials === undefined ? "" : Math.round(row.partials).toLocaleString("en"),
    ratio === undefined ? "" : times(ratio.median),
    ratio === undefined || row.kind === "floor" ? "" : `${times(ratio.p25)} to ${times(ratio.p75)}`,
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

function times(ratio: number): string {
  return ratio >= 100 ? Math.round(ratio).toLocaleString("en") : ratio.toFixed(ratio >= 10 ? 1 : 2);
}
