import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { SourceRange } from "../../../../generator/src/diagnostics/diagnostic.ts";
import { worstLevel } from "../../../../generator/src/review/difference.ts";
import {
  type ReviewedFinding,
  type ReviewedSpec,
  type ReviewReport,
  severities,
  summarise,
} from "../../../../generator/src/review/report-model.ts";
import { diffRules, sayDifference } from "../../../../generator/src/review/rules/diff-rules.ts";

/** File, line, column, and where the line and column end. */
type Place = readonly [string, number, number, number, number];

/** A finding as a case writes it down: what is left out has the commonest value. */
export interface WrittenFinding extends Partial<Omit<ReviewedFinding, "location" | "baseLocation">> {
  readonly rule: string;
  /** Data of the message, where the message itself is not given. */
  readonly data?: Readonly<Record<string, string>>;
  readonly location?: Place;
  readonly baseLocation?: Place;
}

type WrittenSpec = Partial<Omit<ReviewedSpec, "findings">> &
  Pick<ReviewedSpec, "id" | "path"> & { readonly findings?: readonly WrittenFinding[] };

/** A report as a case writes it down. */
export type WrittenReport = Partial<Omit<ReviewReport, "specs" | "general">> & {
  readonly specs?: readonly WrittenSpec[];
  readonly general?: readonly WrittenFinding[];
};

/** Fills in what a written report leaves out. */
export function completeReport(written: WrittenReport): ReviewReport {
  const specs = (written.specs ?? []).map(completeSpec);
  const general = (written.general ?? []).map(completeFinding);
  return {
    base: { kind: "git", ref: "origin/main", commit: "4be19c2f00d", note: "merge base with origin/main" },
    head: { kind: "worktree" },
    gate: { compat: "consumer", failOn: "breaking", failed: false },
    specsCompared: 12,
    unchanged: 12 - specs.length,
    warnings: [],
    ...written,
    summary: summarise(specs, general),
    specs,
    general,
  };
}

function completeSpec(written: WrittenSpec): ReviewedSpec {
  const findings = (written.findings ?? []).map(completeFinding);
  const open = findings.filter(({ accepted }) => accepted === undefined);
  const consumer = worstLevel(open.map((one) => one.consumer));
  const stored = worstLevel(open.map((one) => one.stored));
  return {
    basePath: written.path,
    consumer,
    stored,
    full: worstLevel([consumer, stored]),
    behaviour: findings.some(({ model }) => model),
    severity: severities.find((severity) => open.some((one) => one.severity === severity)) ?? "safe",
    ...written,
    findings,
  };
}

function completeFinding({ data = {}, location, baseLocation, ...written }: WrittenFinding): ReviewedFinding {
  const rule = diffRules.get(written.rule);
  if (rule === undefined) throw new Error(`there is no rule ${written.rule}`);
  return {
    at: "",
    side: "after",
    what: "value",
    message: written.message ?? sayDifference(written.rule, data),
    notes: [],
    consumer: "safe",
    stored: "safe",
    model: rule.model,
    visible: "types",
    evidence: "proven",
    usedAt: [],
    severity: rule.severity,
    fingerprint: "00000000",
    ...written,
    ...(location !== undefined && { location: toRange(location) }),
    ...(baseLocation !== undefined && { baseLocation: toRange(baseLocation) }),
  };
}

function toRange([path, line, column, endLine, endColumn]: Place): SourceRange {
  return { path, start: { line, column }, end: { line: endLine, column: endColumn } };
}

const cases = join(import.meta.dirname, "cases");

/** Names of the golden cases. */
export const caseNames: readonly string[] = readdirSync(cases).sort();

/** Reads a golden case: its report, and the files it is about. */
export function readCase(name: string): {
  readonly folder: string;
  readonly report: ReviewReport;
  readonly textOf: (path: string) => string | undefined;
} {
  const folder = join(cases, name);
  const written = parse(readFileSync(join(folder, "report.yaml"), "utf8")) as WrittenReport;
  const textOf = (path: string): string | undefined => {
    const file = join(folder, "files", path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  return { folder, report: completeReport(written), textOf };
}
