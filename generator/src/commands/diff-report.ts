import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { textIfPresent } from "../files/output-folder.ts";
import { formatDiagnosticsSarif } from "../report/diagnostics-sarif.ts";
import { formatFindingsMarkdown } from "../report/findings-markdown.ts";
import { formatGithub } from "../report/github.ts";
import { formatJson } from "../report/json.ts";
import { formatPretty } from "../report/pretty.ts";
import { formatReviewGithub } from "../report/review/github.ts";
import { formatReviewJson } from "../report/review/json.ts";
import { formatReviewMarkdown } from "../report/review/markdown.ts";
import { worstOf } from "../report/review/prepare.ts";
import { formatReviewPretty } from "../report/review/pretty.ts";
import { formatReviewSarif } from "../report/review/sarif.ts";
import type { ReviewReport } from "../review/report-model.ts";
import { version } from "../version.ts";
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
  const { terminal } = around;
  const color = around.color && to.file === undefined;
  const text = render(to.format, report, { ...around, color });
  sendReport(to, text, { cwd: terminal.cwd, terminal, isForPeople: false });
}

function render(format: DiffFormat, report: ReviewReport, around: ReviewSurroundings): string {
  const { prefix, version, textOf, color, most, linkBase } = around;
  const limit = most === undefined ? {} : { most };
  switch (format) {
    case "pretty":
      return formatReviewPretty(report, { textOf, color, ...limit });
    case "json":
      return formatReviewJson(worstOf(report, most));
    case "markdown":
      return formatReviewMarkdown(report, { prefix, ...limit, ...(linkBase !== undefined && { linkBase }) });
    case "github":
      return formatReviewGithub(worstOf(report, most), prefix);
    case "sarif":
      return formatReviewSarif(worstOf(report, most), { version, prefix });
  }
}

/** What is wrong with the version under review, which therefore was not compared. */
export interface InvalidRun {
  readonly root: string;
  readonly specs: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Leads from the repository's root to the folder that paths count from. */
  readonly prefix: string;
}

/** Renders what kept a review from being made in one form: for people on standard error, else where it was asked for. */
export function sendInvalid(to: ReportTo<DiffFormat>, run: InvalidRun, terminal: Terminal): void {
  const color = terminal.color && to.file === undefined;
  sendReport(to, renderInvalid(to.format, run, color), { cwd: terminal.cwd, terminal, isForPeople: true });
}

function renderInvalid(format: DiffFormat, { root, specs, diagnostics, prefix }: InvalidRun, color: boolean): string {
  const outcome = "Nothing was compared.";
  switch (format) {
    case "pretty": {
      const textOf = (path: string): string | undefined => textIfPresent(join(root, path))?.replace(/^\ufeff/, "");
      return diagnostics.length === 0 ? "" : formatPretty(diagnostics, { textOf, specs, color, outcome });
    }
    case "json":
      // The keys that a review has, too, have the same form here: what reads one meets a gate that failed.
      return formatJson("diff", { diagnostics, gate: { failed: true }, outcome });
    case "github":
      return formatGithub(diagnostics, prefix);
    // The marker is that of a review, so that an older comment does not stay and say something else.
    case "markdown":
      return formatFindingsMarkdown(diagnostics, { command: "review", specs, failed: true, prefix });
    case "sarif":
      return formatDiagnosticsSarif(diagnostics, { command: "diff", version, prefix });
  }
}
