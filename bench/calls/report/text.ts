import { cellsOf, headOf } from "./cells.js";
import type { Table } from "./report.js";

/** A table as a terminal shows it. */
export function tableText(table: Table): string {
  const lines = [headOf(table), ...table.rows.map((row) => cellsOf(table, row))];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const rows = lines.map((cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
  const problems = table.rows.map(({ problem }) => problem);
  return [
    `${table.title} (${table.name}): Outspec at most ${table.target}`,
    ...rows.map((cells, index) => {
      const problem = index === 0 ? undefined : problems[index - 1];
      return `  ${cells.join("  ")}${problem === undefined ? "" : `  ${problem}`}`.trimEnd();
    }),
  ].join("\n");
}
