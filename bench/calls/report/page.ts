import type { Entry } from "../contenders.js";
import { defaultLimits } from "../rounds.js";
import { linesOf } from "./cells.js";
import { missesOf, missLine, type Report, type Table } from "./report.js";

/** The page of the documentation that a run writes. */
export function pageOf(report: Report, entries: readonly Entry[]): string {
  const misses = missesOf(report.tables);
  return [
    "# Performance",
    "",
    `Written by \`${report.command}\`; not edited by hand.`,
    "",
    "What a call costs, beside other programs that do the same, in one run. The **floor** is the least that reading an",
    "answer can cost: undici's `request()`, every server-sent event parsed as it comes, the text parsed as JSON at its",
    "end, with no validation and no partials. Figures that count are ratios to it.",
    "",
    "- Each contender is a process of its own, and so is the server, which speaks the providers' protocols on loopback.",
    "- CPU is user and system time of the contender's whole process: its garbage collector and compiler count.",
    "- Contenders take turns, round by round. Figures are medians of the rounds; a ratio is the median of the ratios",
    "  within a round, with the quarter and three-quarter marks beside it.",
    "- Everyone parses and validates as its documentation has it for structured output, and every partial is read.",
    "  *Partials* is how many of them one stream showed. A program shows fewer than there were deltas when several",
    "  came at once, or when it leaves some out.",
    "- Everyone runs for a while unmeasured first. Peers, which take longer, make a fifth of the calls in a round. Who",
    `  needs more than ${defaultLimits.limitMs / 1000} s for one round is stopped there and says so.`,
    "",
    `Measured on ${report.machine}, Node ${report.node}.`,
    "",
    ...machineRows(report, entries),
    "",
    ...report.tables.flatMap(tableLines),
    "## Targets missed",
    "",
    ...(misses.length === 0 ? ["None."] : misses.map((miss) => `- ${missLine(miss)}`)),
    "",
  ].join("\n");
}

function machineRows({ versions }: Report, entries: readonly Entry[]): readonly string[] {
  return [
    "| contender | versions | how it is called |",
    "|---|---|---|",
    ...entries.map(({ label, packages, how }) => {
      const named = packages.map((name) => `${name} ${versions[name] ?? "(not installed)"}`).join(", ");
      return `| ${label} | ${named === "" ? "this repository" : named} | ${how} |`;
    }),
  ];
}

function tableLines(table: Table): readonly string[] {
  const [head = [], ...rows] = linesOf(table);
  const problems = table.rows.filter(({ problem }) => problem !== undefined);
  return [
    `## ${table.title}`,
    "",
    table.description,
    `Outspec's target: at most ${table.target} times the floor's ${table.judged === "cpu" ? "CPU" : table.judged}.`,
    "",
    `| ${head.join(" | ")} |`,
    `|---|${"---:|".repeat(head.length - 1)}`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...(problems.length === 0
      ? []
      : [...problems.map(({ label, problem }) => `- ${label}: ${problem?.replaceAll(/[<>|]/g, "")}`), ""]),
  ];
}
