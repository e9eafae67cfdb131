import type { Column, Row, Table } from "./part.js";

/** The lines of a table, its head first: one text, then figures. Columns with nothing in them are left out. */
export function linesOf({ columns, rows }: Table): readonly (readonly string[])[] {
  const head = ["contender", ...columns.map(({ name }) => name)];
  const lines = rows.map((row) => cellsOf(row, columns));
  const isFilled = (_: string, place: number) => lines.some((cells) => cells[place] !== "");
  return [head, ...lines].map((cells) => cells.filter(isFilled));
}

function cellsOf({ label, cells }: Row, columns: readonly Column[]): readonly string[] {
  return [label, ...columns.map(({ format }, place) => cellText(cells[place], format))];
}

/** A cell as it is shown. */
export function cellText(cell: Row["cells"][number] | undefined, format: Column["format"]): string {
  if (cell === undefined || cell === null) return "";
  if (typeof cell === "string") return cell;
  switch (format) {
    case "figure":
      return figureText(cell);
    case "count":
      return Math.round(cell).toLocaleString("en");
    case "times":
      return timesText(cell);
  }
}

/** A figure with three digits that count. */
function figureText(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** A ratio with three digits that count. */
export function timesText(ratio: number): string {
  return ratio >= 100 ? Math.round(ratio).toLocaleString("en") : ratio.toFixed(ratio >= 10 ? 1 : 2);
}
