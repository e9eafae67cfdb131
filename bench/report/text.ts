import { linesOf } from "./cells.js";
import type { Table } from "./part.js";

/** A table as a terminal shows it. */
export function tableText(table: Table): string {
  const lines = linesOf(table);
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const rows = lines.map((cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  );
  const problems = [undefined, ...table.rows.map(({ problem }) => problem)];
  const target = table.target === undefined ? "" : `: Outspec ${table.target.says}`;
  return [
    `${table.title} (${table.name})${target}`,
    ...rows.map((cells, index) => `  ${cells.join("  ")}  ${problems[index] ?? ""}`.trimEnd()),
  ].join("\n");
}
