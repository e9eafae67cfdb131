import { join } from "node:path";
import { textIfPresent } from "../files/output-folder.ts";
import type { SilencedFinding } from "../lint/apply-suppressions.ts";
import type { LintFinding } from "../lint/finding.ts";
import { explainRule, ruleMarkdown } from "../lint/page.ts";
import { lintRules } from "../lint/rules.ts";
import { formatFindingsMarkdown } from "../report/findings-markdown.ts";
import { formatGithub } from "../report/github.ts";
import { formatJson } from "../report/json.ts";
import { formatPretty } from "../report/pretty.ts";
import { plural } from "../report/printable.ts";
import { formatSarif } from "../report/sarif.ts";
import { type LintGate, lintLevels } from "../spec/lint-format.ts";
import { version } from "../version.ts";
import type { Terminal } from "./command.ts";
import { pathPrefix } from "./findings.ts";
import { type ReportTo, sendReport } from "./report-formats.ts";

/** The forms in which lint reports, the default first. */
export const lintFormats = ["pretty", "json", "markdown", "github", "sarif"] as const;

type LintFormat = (typeof lintFormats)[number];

/** All that is said of a run of lint. */
export interface LintRun {
  readonly root: string;
  readonly specs: number;
  /** What is listed. */
  readonly findings: readonly LintFinding[];
  /** How many findings are not listed for their number. */
  readonly hidden: number;
  /** What counts, listed or not. */
  readonly all: readonly LintFinding[];
  fingerprintOf(finding: LintFinding): string;
  readonly failOn: LintGate;
  readonly failed: boolean;
  readonly suppressed: number;
  /** The suppressed ones that are listed, where the form has a place for them. */
  readonly silenced: readonly SilencedFinding[];
  /** How many findings the baseline holds, and how many of its entries nothing matches any more. */
  readonly known: number;
  readonly gone: number;
  /** What `--fix` did. */
  readonly fixed: string | undefined;
  readonly quiet: boolean;
}

/** Renders a run in one form and sends it where it was asked for. */
export function sendLintReport(to: ReportTo<LintFormat>, report: LintRun, terminal: Terminal, cwd: string): void {
  const color = terminal.color && to.file === undefined;
  const isForPeople = report.findings.length > 0;
  sendReport(to, render(to.format, report, color, cwd), { cwd, terminal, isForPeople });
}

function render(format: LintFormat, report: LintRun, color: boolean, cwd: string): string {
  switch (format) {
    case "json":
      return renderJson(report);
    case "github":
      return renderGithub(report, pathPrefix(report.root, cwd));
    case "markdown": {
      const { findings, specs, failed, root } = report;
      return formatFindingsMarkdown(findings, { command: "lint", specs, failed, prefix: pathPrefix(root, cwd) });
    }
    case "sarif":
      return renderSarif(report, pathPrefix(report.root, cwd));
    case "pretty":
      return renderPretty(report, color);
  }
}

/** GitHub shows about ten of each kind and step, and says nothing of the others. */
const mostShown = 10;

function renderGithub({ findings, hidden }: LintRun, prefix: string): string {
  const shown = lintLevels.flatMap((level) =>
    findings.filter(({ severity }) => severity === level).slice(0, mostShown),
  );
  const more = findings.length - shown.length + hidden;
  const rest =
    more === 0
      ? ""
      : `::notice title=outspec lint::and ${plural(more, "more finding")}: see the job's log, or run npx outspec lint\n`;
  return formatGithub(shown, prefix) + rest;
}

function renderJson(report: LintRun): string {
  const { all, findings, specs, hidden, suppressed, known, gone, failOn, failed } = report;
  const count = (severity: string): number => all.filter((one) => one.severity === severity).length;
  const diagnostics = findings.map((finding) => {
    const { fix, ...rest } = finding;
    return { ...rest, fixable: fix !== undefined, fingerprint: report.fingerprintOf(finding) };
  });
  return formatJson("lint", {
    diagnostics,
    specs,
    summary: {
      ...{ errors: count("error"), warnings: count("warning"), infos: count("info") },
      ...{ suppressed, baseline: known, baselineGone: gone, hidden },
    },
    gate: { failOn, failed },
  });
}

const sarifLevels = { error: "error", warning: "warning", info: "note" } as const;

function renderSarif({ findings, silenced, fingerprintOf }: LintRun, prefix: string): string {
  const entry = (finding: LintFinding) => ({
    ruleId: finding.code,
    level: sarifLevels[finding.severity],
    message: finding.hint === undefined ? finding.message : `${finding.message}\n${finding.hint}`,
    range: finding.range,
    fingerprint: fingerprintOf(finding),
  });
  return formatSarif({
    command: "lint",
    version,
    prefix,
    rules: [...lintRules].map(([id, { level, page }]) => ({
      id,
      title: id.replaceAll("-", " "),
      level: sarifLevels[level],
      description: page.what,
      help: { text: explainRule(id), markdown: ruleMarkdown(id) },
      tags: ["outspec", "lint"],
    })),
    findings: [
      ...findings.map(entry),
      ...silenced.map((finding) => ({
        ...entry(finding),
        suppression: { kind: "inSource" as const, justification: finding.reason },
      })),
    ],
  });
}

function renderPretty(report: LintRun, color: boolean): string {
  const { root, specs, findings, all, hidden, suppressed, known, gone, fixed, quiet } = report;
  const fixable = all.filter(({ fix }) => fix !== undefined).length;
  const remarks = [
    ...(fixed === undefined ? [] : [`${capitalized(fixed)}.`]),
    ...(hidden === 0 ? [] : [`${plural(hidden, "finding")} not listed.`]),
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed.`]),
    ...(known === 0 ? [] : [`${known} in the baseline.`]),
    ...(gone === 0 ? [] : [goneRemark(gone)]),
    ...(fixable === 0 || fixed !== undefined ? [] : [`--fix mends ${fixable} of them.`]),
  ];
  if (findings.length === 0) {
    if (quiet) return "";
    const text = hidden === 0 ? `${plural(specs, "spec")}, no findings.` : `${plural(specs, "spec")}.`;
    return `${[text, ...remarks].join(" ")}\n`;
  }
  const textOf = (path: string): string | undefined => textIfPresent(join(root, path))?.replace(/^\ufeff/, "");
  const outcome = remarks.join(" ");
  return formatPretty(findings, { textOf, specs, color, ...(outcome !== "" && { outcome }) });
}

function goneRemark(gone: number): string {
  return gone === 1
    ? "1 entry of the baseline matches nothing: --update-baseline removes it."
    : `${gone} entries of the baseline match nothing: --update-baseline removes them.`;
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
