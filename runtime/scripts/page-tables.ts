/** A page with its tables as the code has them: what stands between `<!-- table: name -->` and `<!-- end -->`. The rest is kept. */
export function withTables(page: string, tables: Readonly<Record<string, () => string>>): string {
  return page.replace(
    /(<!-- table: (\w+) -->\n)(?:.*?\n)??(<!-- end -->)/gs,
    (_, start: string, name: string, end: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`there is no table ${name}`);
      return `${start}${table()}\n${end}`;
    },
  );
}

/** A table in Markdown, its columns aligned but for the last. */
export function markdown(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => (cells[column] ?? "").length)));
  const line = (cells: readonly string[], fill: string): string =>
    `| ${cells.map((cell, column) => (column < head.length - 1 ? cell.padEnd(widths[column] ?? 0, fill) : cell)).join(" | ")} |`;
  return [
    line(head, " "),
    line(
      head.map(() => "---"),
      "-",
    ),
    ...body.map((cells) => line(cells, " ")),
  ].join("\n");
}
