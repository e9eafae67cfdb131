import { formatReviewGithub } from "../../../../generator/src/report/review/github.ts";
import { formatReviewJson } from "../../../../generator/src/report/review/json.ts";
import { formatReviewMarkdown } from "../../../../generator/src/report/review/markdown.ts";
import { formatReviewPretty } from "../../../../generator/src/report/review/pretty.ts";
import { formatReviewSarif } from "../../../../generator/src/report/review/sarif.ts";
import type { ReviewReport } from "../../../../generator/src/review/report-model.ts";

/** A report in every format, by the name of its golden file. */
export function renderAll(
  report: ReviewReport,
  textOf: (path: string) => string | undefined = () => undefined,
): Readonly<Record<`expected.${string}`, string>> {
  return {
    "expected.txt": formatReviewPretty(report, { textOf, color: false }),
    "expected.md": formatReviewMarkdown(report),
    "expected.github.txt": formatReviewGithub(report, "packages/app/"),
    "expected.json": formatReviewJson(report),
    "expected.sarif.json": formatReviewSarif(report, { version: "1.2.3", prefix: "packages/app/" }),
  };
}
