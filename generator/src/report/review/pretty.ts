import type { Level, Severity } from "../../review/difference.ts";
import type { ReviewedFinding, ReviewedSpec, ReviewReport } from "../../review/report-model.ts";
import { excerptOf, isWholeFile } from "../excerpt.ts";
import { displayWidth, loggable, plural } from "../printable.ts";
import { sayMessage } from "./headline.ts";
import { prepareReport, worstOf } from "./prepare.ts";
import {
  type Compat,
  isAboutInput,
  isAcceptable,
  isHarm,
  isHidden,
  levelsOf,
  otherLevels,
  sayBase,
  sayCounts,
  sayFingerprint,
  sayHead,
  sayUses,
  sayValue,
  shorten,
  shownWitness,
} from "./wording.ts";

/** What a report for a terminal needs besides the review. */
export interface ReviewPrettyOptions {
  /** Text of a file of the new version, for the excerpts. */
  readonly textOf: (path: string) => string | undefined;
  readonly color: boolean;
  /** Most findings that are shown; verdicts and counts are those of all. */
  readonly most?: number;
}

/** Column at which a verdict ends, where the name and path leave room. */
const lineWidth = 110;

/** Longest single piece of text from a spec. */
const maxTextLength = 600;

const marks: Readonly<Record<Severity, string>> = { breaking: "✖", dangerous: "▲", behaviour: "●", safe: "○" };
const colors: Readonly<Record<Severity, number>> = { breaking: 31, dangerous: 33, behaviour: 36, safe: 32 };

type Paint = (code: number, text: string) => string;

interface Context extends ReviewPrettyOptions {
  readonly paint: Paint;
  readonly compat: Compat;
}

/** Renders a review for a terminal: a block a spec with both verdicts, its findings worst first, and one summary line. */
export function formatReviewPretty(report: ReviewReport, options: ReviewPrettyOptions): string {
  const prepared = prepareReport(report);
  const paint: Paint = options.color ? (code, text) => `\x1b[${code}m${text}\x1b[0m` : (_, text) => text;
  const context: Context = { ...options, paint, compat: prepared.gate.compat };
  const { general, specs, warnings } = worstOf(prepared, options.most);
  const blocks = [
    ...(general.length === 0
      ? []
      : [[paint(1, "configuration"), ...general.map((finding) => findingBlock(finding, undefined, context))]]),
    ...prepared.specs.flatMap((spec, index) => {
      const { findings = [] } = specs[index] ?? {};
      return isWorthShowing(spec, findings) ? [specBlock(spec, findings, context)] : [];
    }),
  ].map((lines) => lines.join("\n\n"));
  return `${[...blocks, closing({ ...prepared, warnings }, paint)].join("\n\n")}\n`;
}

/** What hurts is named, too, where its findings are beyond the limit. */
function isWorthShowing(spec: ReviewedSpec, shown: readonly ReviewedFinding[]): boolean {
  return shown.length > 0 || (spec.impact ?? []).length > 0 || (spec.findings.length > 0 && isHarm(spec.severity));
}

function specBlock(spec: ReviewedSpec, findings: readonly ReviewedFinding[], context: Context): readonly string[] {
  const { paint } = context;
  const moved = spec.basePath !== undefined && spec.basePath !== spec.path ? `  (was ${loggable(spec.basePath)})` : "";
  const name = leading(spec.id);
  const place = `${loggable(spec.path)}${moved}`;
  const plain = verdict(spec, (_, text) => text);
  const gap = Math.max(3, lineWidth - displayWidth(name) - 2 - displayWidth(place) - displayWidth(plain));
  const impact = (spec.impact ?? []).map((line) => `\n    · ${indented(line, "      ")}`).join("");
  return [
    `${paint(1, name)}  ${place}${" ".repeat(gap)}${verdict(spec, paint)}`,
    ...findings.map((finding) => findingBlock(finding, spec, context)),
    ...(impact === "" ? [] : [`  what it means for each model${impact}`]),
  ];
}

function verdict(spec: ReviewedSpec, paint: Paint): string {
  const { consumer, stored, callers } = levelsOf(spec);
  const { behaviour, stability } = spec;
  return [
    `consumer ${sayLevel(consumer, paint)}`,
    `stored ${sayLevel(stored, paint)}`,
    ...(callers === undefined ? [] : [`callers ${sayLevel(callers, paint)}`]),
    behaviour ? "model sees it" : "model sees no difference",
    ...(stability === undefined ? [] : ["experimental: never fails"]),
  ].join(" · ");
}

/** A name from a spec that starts a line: in quotes where it is more than a name. */
function leading(text: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$./-]*$/u.test(text) ? text : loggable(JSON.stringify(text));
}

function sayLevel(level: Level, paint: Paint): string {
  return level === "safe" ? "safe" : paint(colors[level], level.toUpperCase());
}

function findingBlock(finding: ReviewedFinding, spec: ReviewedSpec | undefined, context: Context): string {
  const { paint } = context;
  const { severity, accepted } = finding;
  const state = accepted === undefined ? severity : "accepted";
  const mark = accepted === undefined ? marks[severity] : "✓";
  const color = accepted === undefined ? colors[severity] : 2;
  const head =
    `  ${paint(color, `${mark} ${state.padEnd(9)}`)}  ${finding.rule.padEnd(27)} ${sayPlace(finding)}`.trimEnd();
  const message = indented(sayMessage(finding), "      ");
  const uses = sayUses(finding);
  return [
    head,
    `    ${accepted === undefined ? message : struck(message, context)}`,
    ...(accepted === undefined ? harmLines(finding, context) : []),
    ...[...finding.notes, ...(uses === undefined ? [] : [uses])].map((note) => `    note: ${indented(note, "      ")}`),
    ...(accepted === undefined ? [] : [acceptedLine(finding)]),
    ...(isAcceptable(finding, spec) ? [paint(2, `    accept with change ${loggable(sayFingerprint(finding))}`)] : []),
  ].join("\n");
}

/** Struck through on a terminal that can; in brackets elsewhere, so that it does not read as a finding. */
function struck(text: string, { color, paint }: Context): string {
  return color ? paint(9, text) : `~~${text}~~`;
}

function acceptedLine({ accepted, severity }: ReviewedFinding): string {
  const until = accepted?.until === undefined ? "" : ` (until ${loggable(accepted.until)})`;
  return `    accepted although ${severity}: ${indented(accepted?.reason ?? "", "      ")}${until}`;
}

function sayPlace({ location, baseLocation, side }: ReviewedFinding): string {
  const place = location ?? baseLocation;
  if (place === undefined) return "";
  const here = `${loggable(place.path)}:${place.start.line}:${place.start.column}`;
  if (location === undefined) return `${here}   (in the base)`;
  if (baseLocation === undefined) return here;
  if (baseLocation.path !== location.path) {
    return `${here}   (was ${loggable(baseLocation.path)}:${baseLocation.start.line})`;
  }
  return side === "before" ? `${here}   (was line ${baseLocation.start.line})` : here;
}

/** The new line, what stood there before, an example, and what it does to the other readers. */
function harmLines(finding: ReviewedFinding, context: Context): readonly string[] {
  const { before, evidence } = finding;
  const harm = isHarm(finding.severity);
  const witness = shownWitness(finding, context.compat);
  const levels = otherLevels(finding, context.compat).map(([reader, level]) => `${reader}: ${level}`);
  const details = [
    ...(harm && before !== undefined ? [`was  ${loggable(sayValue(before))}`] : []),
    ...(witness === undefined
      ? []
      : [`${evidence === "recorded" ? "recorded" : witness.kind}  ${loggable(witness.text)}`]),
    ...levels,
    ...(isHidden(finding) ? ["the TypeScript type is the same"] : []),
  ];
  return [
    ...(harm && finding.side === "after" && !isAboutSpec(finding) ? frame(finding, context) : []),
    ...(details.length === 0 ? [] : [`    ${details.join("      ")}`]),
    ...(isAboutInput(finding) && harm ? ["    callers and recorded inputs alike"] : []),
  ];
}

/** A whole spec has no line to show. */
function isAboutSpec({ at }: ReviewedFinding): boolean {
  return at === "";
}

function frame({ location }: ReviewedFinding, { textOf, paint }: Context): readonly string[] {
  const text = location === undefined || isWholeFile(location) ? undefined : textOf(location.path);
  const excerpt = location === undefined || text === undefined ? undefined : excerptOf(text, location);
  if (location === undefined || excerpt === undefined) return [];
  const number = String(location.start.line).padStart(4);
  return [
    `    ${paint(2, `${number} │`)} ${loggable(excerpt.line)}`.trimEnd(),
    `    ${paint(2, `${" ".repeat(number.length)} │`)} ${" ".repeat(excerpt.from)}${paint(31, "^".repeat(excerpt.width))}`,
  ];
}

/** A text from a spec after words of ours; its further lines stand behind a bar, so that none starts with it. */
function indented(text: string, indent: string): string {
  const [first = "", ...more] = shorten(text, maxTextLength).split(/\r\n?|\n/);
  const start = /^\s*(?:::|##)/.test(first) ? `| ${first}` : first;
  return [loggable(start), ...more.map((line) => `${indent}| ${loggable(line)}`.trimEnd())].join("\n");
}

function closing(report: ReviewReport, paint: Paint): string {
  const { summary, specsCompared, gate } = report;
  const total = summary.breaking + summary.dangerous + summary.behaviour + summary.safe + summary.accepted;
  const counts = [
    `${summary.breaking} breaking`,
    `${summary.dangerous} dangerous`,
    `${summary.behaviour} behaviour`,
    ...(summary.safe > 0 ? [`${summary.safe} safe`] : []),
    ...(summary.accepted > 0 ? [`${summary.accepted} accepted`] : []),
  ].join(", ");
  const head = sayHead(report);
  const line = [
    total === 0
      ? `No differences in ${plural(specsCompared, "spec")}`
      : `${counts} in ${summary.specs} of ${plural(specsCompared, "spec")}`,
    `base ${loggable(sayBase(report))}`,
    ...(head === undefined ? [] : [`head ${loggable(head)}`]),
    gate.failOn === "never" || gate.compat === "none" ? "gate: none" : `gate: ${gate.compat} ≥ ${gate.failOn}`,
  ].join(" · ");
  return [
    ...report.warnings.map((warning) => `${paint(33, "warning")}: ${indented(warning, "  ")}`),
    line,
    ...(gate.failed
      ? [paint(31, `Failed (${sayCounts(report)}): fix, or accept with a reason in the configuration (review.accept).`)]
      : []),
  ].join("\n");
}
