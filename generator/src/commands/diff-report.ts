import { formatReviewGithub } from "../report/review/github.ts";
import { formatReviewJson } from "../report/review/json.ts";
import { formatReviewMarkdown } from "../report/review/markdown.ts";
import { formatReviewPretty } from "../report/review/pretty.ts";
import { formatReviewSarif } from "../report/review/sarif.ts";
import { type ReviewReport, sortFindings } from "../review/report-model.ts";
import type { Terminal } from "./command.ts";
import { type ReportTo, sendReport } from "./report-formats.ts";

/** The forms in which a review is reported, the default first. */
export const diffFormats = ["pretty", "json", "markdown", "github", "sarif"] as const;

type DiffFormat = (typeof diffFormats)[number];

/** What the forms need besides the review. */
export interface ReviewSurroundings {
  readonly terminal: Terminal;
  readonly color: boolean;
  /** Leads from the repository's root to the folder that paths count from. */
  readonly prefix: string;
  readonly version: string;
  /** Text of a file of the new version. */
  readonly textOf: (path: string) => string | undefined;
  /** Most findings that are shown. */
  readonly most?: number;
  readonly linkBase?: string;
}

/** Renders a review in one form and sends it where it was asked for. */
export function sendReview(to: ReportTo<DiffFormat>, report: ReviewReport, around: ReviewSurroundings): void {
  const { terminal, most } = around;
  const color = around.color && to.file === undefined;
  const text = render(to.format, most === undefined ? report : firstOf(report, most), { ...around, color });
  sendReport(to, text, { cwd: terminal.cwd, terminal, isForPeople: false });
}

function render(format: DiffFormat, report: ReviewReport, around: ReviewSurroundings): string {
  const { prefix, version, textOf, color, linkBase } = around;
  switch (format) {
    case "pretty":
      return formatReviewPretty(report, { textOf, color });
    case "json":
      return formatReviewJson(report);
    case "markdown":
      return formatReviewMarkdown(report, { prefix, ...(linkBase !== undefined && { linkBase }) });
    case "github":
      return formatReviewGithub(report, prefix);
    case "sarif":
      return formatReviewSarif(report, { version, prefix });
  }
}

/** A review with its worst findings only; its verdicts and counts are those of all. */
function firstOf(report: ReviewReport, most: number): ReviewReport {
  const all = sortFindings([...report.general, ...report.specs.flatMap(({ findings }) => findings)]);
  const shown = new Set(all.slice(0, most));
  const hidden = all.length - most;
  const warnings = hidden > 0 ? [hidden === 1 ? "1 finding is not shown" : `${hidden} findings are not shown`] : [];
  return {
    ...report,
    general: report.general.filter((one) => shown.has(one)),
    specs: report.specs.map((spec) => ({ ...spec, findings: spec.findings.filter((one) => shown.has(one)) })),
    warnings: [...report.warnings, ...warnings],
  };
}
