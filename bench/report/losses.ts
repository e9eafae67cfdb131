import { cellText, timesText } from "./cells.js";
import { ourRow, type Row, type Table, type Target } from "./part.js";

/** A figure of a peer that is lower than ours. */
export interface Loss {
  readonly table: Table;
  readonly column: string;
  readonly peer: string;
  readonly theirs: string;
  readonly ours: string;
  /** Ours to theirs. */
  readonly times: number;
}

/** A target that was not met. */
export interface Miss {
  readonly table: Table;
  readonly target: Target;
  readonly value: number;
}

/** Every figure in which a peer beats the first row of Outspec, in the order of the tables. */
export function lossesOf(tables: readonly Table[]): readonly Loss[] {
  return tables.flatMap((table) =>
    table.rows.filter(({ kind }) => kind === "peer").flatMap((row) => beaten(table, row)),
  );
}

function beaten(table: Table, { label, cells }: Row): readonly Loss[] {
  const own = ourRow(table)?.cells;
  return table.columns.flatMap(({ name, format, compared }, place): readonly Loss[] => {
    const [theirs, ours] = [cells[place], own?.[place]];
    if (!compared || typeof theirs !== "number" || typeof ours !== "number" || theirs >= ours) return [];
    const [theirText, ourText] = [cellText(theirs, format), cellText(ours, format)];
    return [{ table, column: name, peer: label, theirs: theirText, ours: ourText, times: ours / theirs }];
  });
}

/** The targets that the first row of Outspec missed. */
export function missesOf(tables: readonly Table[]): readonly Miss[] {
  return tables.flatMap((table): readonly Miss[] => {
    const { target } = table;
    const value = target === undefined ? undefined : ourRow(table)?.cells[target.column];
    if (target === undefined || typeof value !== "number" || value <= target.atMost) return [];
    return [{ table, target, value }];
  });
}

/** One line for a figure in which a peer beats us. */
export function lossLine({ table, column, peer, theirs, ours, times }: Loss): string {
  return `${table.title}: ${peer} ${theirs}, Outspec ${ours} (${column}; ${timesText(times)} times)`;
}

/** One line for a target that was missed. */
export function missLine({ table, target, value }: Miss): string {
  const over = ((value / target.atMost - 1) * 100).toFixed(0);
  const text = cellText(value, table.columns[target.column]?.format ?? "figure");
  return `${table.title}: ${text}, ${target.says} asked for, ${over} % over`;
}
