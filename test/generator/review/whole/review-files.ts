import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReviewConfig } from "../../../../generator/src/config.ts";
import type { Level } from "../../../../generator/src/review/difference.ts";
import { loadReview } from "../../../../generator/src/review/load/load.ts";
import type { LoadedReview } from "../../../../generator/src/review/load/review.ts";
import type { ReviewedFinding, ReviewReport } from "../../../../generator/src/review/report-model.ts";
import { reviewChanges } from "../../../../generator/src/review/review.ts";
import { createFolder, isolated } from "../load/scratch-repository.ts";

/** Files of a project by path; `undefined` stands for one that is not there. */
export type Files = Readonly<Record<string, string | undefined>>;

/** What a review says of a change, its findings about specs and about the configuration together. */
export interface Told {
  readonly loaded: LoadedReview;
  readonly report: ReviewReport;
  readonly findings: readonly ReviewedFinding[];
  readonly consumer: Level;
  readonly stored: Level;
  readonly behaviour: boolean;
}

/** Writes the files of a project below a folder. */
function writeFiles(root: string, files: Files): void {
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Loads two versions of a project from folders of their own. */
export async function loadFiles(before: Files, after: Files): Promise<LoadedReview> {
  const folder = createFolder();
  writeFiles(join(folder, "before"), before);
  writeFiles(join(folder, "after"), after);
  const loaded = await loadReview({
    cwd: join(folder, "after"),
    against: `dir:${join(folder, "before")}`,
    allowEmpty: true,
    env: isolated,
  });
  if (loaded.failure !== undefined)
    throw new Error(loaded.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return loaded;
}

/** Reviews two versions of a project by everything the product does between its files and its report. */
export async function reviewFiles(before: Files, after: Files, flags: Partial<ReviewConfig> = {}): Promise<Told> {
  const loaded = await loadFiles(before, after);
  const { compat, failOn } = flags;
  const { report } = await reviewChanges(loaded, {
    flags: { ...(compat !== undefined && { compat }), ...(failOn !== undefined && { failOn }) },
    today: "2026-06-01",
  });
  return { loaded, report, ...tell(report) };
}

/** The findings of a report, and the worst of them. */
export function tell(
  report: Pick<ReviewReport, "specs" | "general">,
): Pick<Told, "findings" | "consumer" | "stored" | "behaviour"> {
  const findings = [...report.general, ...report.specs.flatMap((spec) => spec.findings)];
  const worst = (of: "consumer" | "stored"): Level => {
    const levels = new Set(findings.map((one) => one[of]));
    return levels.has("breaking") ? "breaking" : levels.has("dangerous") ? "dangerous" : "safe";
  };
  return {
    findings,
    consumer: worst("consumer"),
    stored: worst("stored"),
    behaviour: findings.some(({ model }) => model),
  };
}
