/** What became of one feature at one subject. Nothing: it was not asked of it. */
export type Cell = "ok" | "" | { readonly skipped: string } | { readonly failed: string };

/** One subject with what it was asked to do. */
export interface Row {
  readonly name: string;
  readonly version: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** Rows that were asked the same. */
export interface Table {
  readonly title: string;
  readonly text: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Everything that failed, a line each. */
export function failuresOf(tables: readonly Table[]): readonly string[] {
  return linesOf(tables, (cell) => (typeof cell === "object" && "failed" in cell ? cell.failed : undefined));
}

/** Everything that was skipped, with the reason, a line each. */
export function skippedOf(tables: readonly Table[]): readonly string[] {
  return linesOf(tables, (cell) => (typeof cell === "object" && "skipped" in cell ? cell.skipped : undefined));
}

function linesOf(tables: readonly Table[], reasonOf: (cell: Cell) => string | undefined): readonly string[] {
  const lines = tables.flatMap(({ rows }) =>
    rows.flatMap(({ name, version, cells }) => {
      const subject = `${name} ${version}`.trim();
      const reasons = Object.entries(cells).flatMap(([column, cell]) => {
        const reason = reasonOf(cell);
        return reason === undefined ? [] : [{ column, reason }];
      });
      const [first] = reasons;
      const isWhole = reasons.length > 1 && reasons.every(({ reason }) => reason === first?.reason);
      // One reason for a whole row is one line.
      if (first !== undefined && isWhole) return [`${subject}: ${first.reason}`];
      return reasons.map(({ column, reason }) => `${subject}, ${column}: ${reason}`);
    }),
  );
  return [...new Set(lines)];
}

/** A row with the same in all columns. */
export function rowOf(name: string, version: string, columns: readonly string[], cell: Cell): Row {
  return { name, version, cells: Object.fromEntries(columns.map((column) => [column, cell])) };
}

/** A table in Markdown. */
export function markdownOf({ columns, rows }: Table): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(["", "version", ...columns]),
    `|---|---${columns.map(() => "|:-:").join("")}|`,
    ...rows.map(({ name, version, cells }) =>
      line([name, version, ...columns.map((column) => word(cells[column] ?? ""))]),
    ),
  ];
}

function word(cell: Cell): string {
  if (typeof cell === "string") return cell;
  return "skipped" in cell ? "skipped" : "**FAILED**";
}

/** The page of the documentation that a run writes. */
export function pageOf(
  tables: readonly Table[],
  facts: { readonly command: string; readonly platform: string },
): string {
  const [failures, skipped] = [failuresOf(tables), skippedOf(tables)];
  const list = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines.map((one) => `- ${one.replaceAll("|", "\\|")}`)];
  return [
    "# Compatibility",
    "",
    `Written by \`${facts.command}\`; not edited by hand.`,
    "",
    "Both packages are packed and installed from their tarballs into an empty folder, as a user's `npm install` does it.",
    "`outspec init` sets a project up, the six example specs join it, and the same few calls are made everywhere, against a",
    "simulator: a call, a failover, a stream that breaks off in the middle, a reader that leaves, a signal, a deadline,",
    "server-sent events to a page, a batch, and calls over the platform's own `fetch`. A simulator must see, too, that the",
    "connections of calls that were let go are closed.",
    "",
    "The runtimes are packages in `test/compatibility/package.json`: run `npm install` in that folder first. Those that are",
    "not installed are skipped with a word.",
    "",
    `Run on ${facts.platform}. ${failures.length === 0 ? "**Nothing failed.**" : `**${failures.length} failures.**`}`,
    ...tables.flatMap((table) => ["", `## ${table.title}`, "", table.text, "", ...markdownOf(table)]),
    ...list("Failures", failures),
    ...list("Skipped", skipped),
    "",
  ].join("\n");
}
