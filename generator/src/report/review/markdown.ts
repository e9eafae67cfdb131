import type { Level } from "../../review/difference.ts";
import type { ReviewedFinding, ReviewedSpec, ReviewReport } from "../../review/report-model.ts";
import { plural } from "../printable.ts";
import {
  acceptedItem,
  foldedItem,
  harmfulItem,
  levelMarks,
  type MarkdownContext,
  type MarkdownFinding,
} from "./markdown-items.ts";
import { codeText, messageText, proseText } from "./markdown-text.ts";
import { allFindings, prepareReport, worstOf } from "./prepare.ts";
import {
  isAboutInput,
  isAcceptable,
  isHarm,
  levelsOf,
  sayAcceptance,
  sayBase,
  sayCounts,
  sayHead,
  shorten,
} from "./wording.ts";

/** What a report for a comment needs besides the review. */
export interface ReviewMarkdownOptions {
  /** Names the configuration in the hidden marker, by which a sticky comment is found again. */
  readonly key?: string;
  /** Address of the repository's files, so that places become links. */
  readonly linkBase?: string;
  /** Leads from the repository's root to the project's. */
  readonly prefix?: string;
  /** Most findings that are shown; verdicts and counts are those of all. */
  readonly most?: number;
}

/** Hosts refuse comments of 65,536 characters. */
const mostCharacters = 60_000;

/** A part of the document that may be cut between its items. */
interface Section {
  readonly before: string;
  readonly items: readonly string[];
  readonly after: string;
  /** The longest it may get, where others are to have room too. */
  readonly most?: number;
}

/**
 * Renders a review for a pull request: the verdict, who is hurt, what to look at, and folded what only the model
 * notices. At most 60,000 characters, cut at whole findings; one line where there is nothing to say.
 */
export function formatReviewMarkdown(report: ReviewReport, options: ReviewMarkdownOptions = {}): string {
  const prepared = prepareReport(report);
  const marker = `<!-- schema-review:${(options.key ?? "default").replace(/[^\w.-]|--+/g, "-").replace(/-{2,}/g, "-")} -->`;
  if (prepared.warnings.length === 0 && allFindings(prepared).every(isQuiet))
    return `${marker} ${quietLine(prepared)}\n`;
  const head = `${marker}\n### Schema review: ${sayCounts(prepared)}\n`;
  const foot = `\n${footer(prepared)}\n`;
  const room = mostCharacters - head.length - foot.length;
  return `${head}${fit(sections(prepared, { ...options, compat: prepared.gate.compat }), room)}${foot}`;
}

/** Whether a finding alone is worth no comment. */
function isQuiet({ severity, accepted }: ReviewedFinding): boolean {
  return severity === "safe" && accepted === undefined;
}

function quietLine(report: ReviewReport): string {
  const { summary, specsCompared } = report;
  const what =
    summary.safe === 0 ? "nothing changed" : `${plural(summary.safe, "harmless change")}, nothing to look at`;
  return `Schema review: ${what} · ${plural(specsCompared, "spec")} compared · base ${baseText(report)}`;
}

function footer(report: ReviewReport): string {
  const { gate, specsCompared, unchanged } = report;
  const head = sayHead(report);
  const gated =
    gate.failOn === "never" || gate.compat === "none"
      ? "gate: none"
      : `gate: ${gate.compat}, fail on ${gate.failOn}${gate.failed ? " (failed)" : ""}`;
  return [
    `Base ${baseText(report)}`,
    ...(head === undefined ? [] : [`head ${proseText(head)}`]),
    gated,
    `${plural(specsCompared, "spec")} compared, ${unchanged} unchanged`,
  ].join(" · ");
}

/** A commit may become a link, and is worth one; what else names the base may not. */
function baseText(report: ReviewReport): string {
  const [, commit = "", rest = ""] = /^([0-9a-f]{7}(?= |$))?(.*)$/s.exec(sayBase(report)) ?? [];
  return `${commit}${proseText(rest)}`;
}

function sections(
  report: ReviewReport,
  context: MarkdownContext & Pick<ReviewMarkdownOptions, "most">,
): readonly Section[] {
  const worst = worstOf(report, context.most);
  const findings = allFindings(worst);
  const open = findings.filter((one) => one.accepted === undefined);
  const harmful = open.filter((one) => isHarm(one.severity));
  const unseen = open.filter((one) => one.severity === "behaviour");
  const harmless = open.filter((one) => one.severity === "safe");
  const accepted = findings.filter((one) => one.accepted !== undefined);
  const impact = report.specs.flatMap(({ id, impact: lines }) =>
    (lines ?? []).map((line) => `- **${proseText(id)}**: ${messageText(shorten(line, 300))}\n`),
  );
  return [
    {
      before: "\n",
      items: worst.warnings.map((text) => `- ⚠️ ${messageText(shorten(text, 300))}\n`),
      after: "",
      most: 4000,
    },
    specTable(report),
    { before: "", items: harmful.map((one) => `\n${harmfulItem(one, context)}`), after: "", most: 34_000 },
    folded(`🤖 What it means for each configured model`, impact, 6000),
    folded(
      `🔁 ${plural(unseen.length, "change")} that only the model notices: re-run evaluations`,
      unseen.map((one) => foldedItem(one, context)),
      8000,
    ),
    folded(
      `✅ ${plural(harmless.length, "harmless change")}`,
      harmless.map((one) => foldedItem(one, context)),
      4000,
    ),
    folded(
      `☑️ ${plural(accepted.length, "accepted change")}`,
      accepted.map((one) => acceptedItem(one, context)),
      6000,
    ),
    acceptance(open.filter((one) => isAcceptable(one, one.spec))),
  ];
}

function specTable({ specs }: ReviewReport): Section {
  const listed = specs.filter(({ findings }) => findings.length > 0);
  const hasInput = listed.some(({ findings }) => findings.some(isAboutInput));
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  const head = ["spec", "code that reads outputs", "stored outputs", ...(hasInput ? ["callers"] : []), "the model"];
  const rows = listed.map((spec) => {
    const experimental = spec.stability === undefined ? "" : " *experimental, never fails*";
    const name = `**${proseText(shorten(spec.id, 80))}** (${codeText(shorten(spec.path, 160), true)})${experimental}`;
    const { consumer, stored, callers = "safe" } = levelsOf(spec);
    const output = spec.findings.filter((one) => !isAboutInput(one));
    return row([
      name,
      levelCell(
        consumer,
        output.map((one) => ({ ...one, level: one.consumer })),
      ),
      levelCell(
        stored,
        output.map((one) => ({ ...one, level: one.stored })),
      ),
      ...(hasInput
        ? [
            levelCell(
              callers,
              spec.findings.filter(isAboutInput).map((one) => ({ ...one, level: one.consumer })),
            ),
          ]
        : []),
      modelCell(spec),
    ]);
  });
  return { before: `\n${row(head)}${row(head.map(() => "---"))}`, items: rows, after: "", most: 12_000 };
}

function levelCell(level: Level, findings: readonly (MarkdownFinding & { readonly level: Level })[]): string {
  if (level === "safe") return "✅ fine";
  const count = findings.filter((one) => one.accepted === undefined && one.level === level).length;
  return `${levelMarks[level]} ${level}${count > 0 ? ` (${count})` : ""}`;
}

function modelCell({ behaviour }: ReviewedSpec): string {
  return behaviour ? "🔁 sees a difference" : "sees no difference";
}

function folded(summary: string, items: readonly string[], most: number): Section {
  return { before: `\n<details><summary>${summary}</summary>\n\n`, items, after: "\n</details>\n", most };
}

/** What to copy into the configuration, in the order of the findings above. */
function acceptance(findings: readonly MarkdownFinding[]): Section {
  const before = "\n<details><summary>Accept instead of fixing</summary>\n\n    review:\n      accept:\n";
  // Findings that are one change, such as members that were added together, are accepted together.
  const items = [...new Set(findings.map((one) => `        ${sayAcceptance(one, one.spec?.id)}\n`))];
  return { before, items, after: "\n</details>\n", most: 10_000 };
}

/** As many whole items of each section as there is room for. A section without items is left out. */
function fit(all: readonly Section[], room: number): string {
  let text = "";
  for (const { before, items, after, most } of all) {
    if (items.length === 0) continue;
    const indent = /^ */.exec(items[0] ?? "")?.[0] ?? "";
    const more = (count: number): string =>
      indent === "" ? `\nand ${count} more\n` : `${indent}# and ${count} more\n`;
    const limit = Math.min(most ?? room, room - text.length) - before.length - after.length - more(items.length).length;
    let body = "";
    let shown = 0;
    for (const item of items) {
      if (body.length + item.length > limit) break;
      body += item;
      shown += 1;
    }
    if (shown === 0 && limit < 0) continue;
    text += `${before}${body}${shown < items.length ? more(items.length - shown) : ""}${after}`;
  }
  return text;
}
