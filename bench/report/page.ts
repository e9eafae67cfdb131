import { linesOf } from "./cells.js";
import { lossesOf, lossLine, missesOf, missLine } from "./losses.js";
import type { Contender, Part, Table } from "./part.js";
import type { Remark } from "./remarks.js";

/** One run of all programs. */
export interface Run {
  /** How to run it again. */
  readonly command: string;
  /** Whether it took too few rounds to say anything. */
  readonly isQuick: boolean;
  readonly machine: string;
  readonly node: string;
  readonly parts: readonly Part[];
  /** The programs that found nothing. */
  readonly failed: readonly string[];
}

/** The page of the documentation that a run writes. */
export function pageOf(run: Run, remarks: readonly Remark[]): string {
  const { command, isQuick, machine, node, parts, failed } = run;
  const minutes = parts.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  return [
    "# Performance",
    "",
    `Written by \`${command}\`, in one run of ${minutes.toFixed(0)} minutes; not edited by hand. Below each title stands the command`,
    "that measures this table alone; lower is better in every column that is compared.",
    "",
    "To measure again, run `npm install` in `bench/peers` and in `bench/peers/instructor` once, and then the command above.",
    "What runs on Python is installed by it, and left out where there is none.",
    "",
    ...(isQuick ? ["**A quick run**: it shows that everything works, and its figures say nothing.", ""] : []),
    `Measured on ${machine}, Node ${node}.`,
    "",
    ...(failed.length === 0 ? [] : [`Not measured, because the program failed: ${failed.join(", ")}.`, ""]),
    ...parts.map(({ title }) => `- [${title}](#${anchorOf(title)})`),
    "- [What we lose at](#what-we-lose-at)",
    "- [Why, and what remains](#why-and-what-remains)",
    "",
    ...parts.flatMap(partLines),
    ...verdictLines(
      parts.flatMap(({ tables }) => tables),
      remarks,
    ),
  ].join("\n");
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

function partLines({ title, introduction, contenders, tables, skipped }: Part): readonly string[] {
  return [
    `## ${title}`,
    "",
    ...introduction,
    "",
    ...(contenders.length === 0 ? [] : [...contenderLines(contenders), ""]),
    ...(skipped.length === 0 ? [] : [...skipped.map((reason) => `- Skipped: ${plainText(reason)}`), ""]),
    ...tables.flatMap(tableLines),
  ];
}

function contenderLines(contenders: readonly Contender[]): readonly string[] {
  return [
    "| contender | versions | how it is called |",
    "|---|---|---|",
    ...contenders.map(({ label, versions, how }) => `| ${label} | ${versions} | ${how} |`),
  ];
}

function tableLines(table: Table): readonly string[] {
  const { title, command, description, target, rows } = table;
  const [head = [], ...lines] = linesOf(table);
  const problems = rows.flatMap(({ label, problem }) =>
    problem === undefined ? [] : [`- ${label}: ${plainText(problem)}`],
  );
  return [
    `### ${title}`,
    "",
    `\`${command}\``,
    "",
    description,
    ...(target === undefined ? [] : [`Outspec's target: ${target.says}.`]),
    "",
    `| ${head.join(" | ")} |`,
    `|---|${"---:|".repeat(head.length - 1)}`,
    ...lines.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...(problems.length === 0 ? [] : [...problems, ""]),
  ];
}

function verdictLines(tables: readonly Table[], remarks: readonly Remark[]): readonly string[] {
  const losses = lossesOf(tables);
  const misses = missesOf(tables);
  const lost = new Set([...losses, ...misses].map(({ table }) => table));
  const explained = new Set(remarks.flatMap(({ tables: names }) => names));
  const open = [...lost].filter(({ name }) => !explained.has(name));
  return [
    "## What we lose at",
    "",
    "Computed from the tables above; the first row of Outspec in a table is the one that counts.",
    "",
    "Figures in which a peer is below ours:",
    "",
    ...(losses.length === 0 ? ["- None."] : losses.map((loss) => `- ${lossLine(loss)}`)),
    "",
    "Targets missed:",
    "",
    ...(misses.length === 0 ? ["- None."] : misses.map((miss) => `- ${missLine(miss)}`)),
    "",
    "## Why, and what remains",
    "",
    ...remarks.flatMap(({ title, text }) => [`**${title}.** ${text}`, ""]),
    ...(open.length === 0 ? [] : [`Not explained yet: ${open.map(({ title }) => title).join("; ")}.`, ""]),
  ];
}

/** A message of a program, which may hold anything, as a page can show it. */
function plainText(text: string): string {
  return text.replaceAll(/[<>|]/g, "");
}
