import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { maskSecrets } from "../../diagnostics/secrets.ts";
import type { Witness } from "../../review/difference.ts";
import {
  compareText,
  type ReviewedFinding,
  type ReviewedSpec,
  type ReviewReport,
  severities,
  sortFindings,
} from "../../review/report-model.ts";

/**
 * A report in the order of reading and without credentials: specs and their findings worst first. Every format starts
 * with this, so that equal findings give equal bytes however they were collected.
 */
export function prepareReport(report: ReviewReport): ReviewReport {
  return {
    ...report,
    specs: report.specs.map(prepareSpec).sort(compareSpecs),
    general: sortFindings(report.general.map(maskFinding)),
    warnings: report.warnings.map(maskSecrets),
  };
}

/** The findings of a prepared report in one list, each with the spec it is about. */
export function allFindings(report: ReviewReport): readonly (ReviewedFinding & { readonly spec?: ReviewedSpec })[] {
  return sortFindings([
    ...report.general,
    ...report.specs.flatMap((spec) => spec.findings.map((finding) => ({ ...finding, spec }))),
  ]);
}

/** A review with its worst findings only, where there is a limit; its verdicts and counts are those of all. */
export function worstOf(report: ReviewReport, most: number | undefined): ReviewReport {
  if (most === undefined) return report;
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

function prepareSpec(spec: ReviewedSpec): ReviewedSpec {
  return {
    ...spec,
    findings: sortFindings(spec.findings.map(maskFinding)),
    ...(spec.impact !== undefined && { impact: spec.impact.map(maskSecrets) }),
  };
}

function compareSpecs(a: ReviewedSpec, b: ReviewedSpec): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.path, b.path) ||
    compareText(a.id, b.id) ||
    // No two specs are alike in all that; bytes must not depend on it.
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function maskFinding(finding: ReviewedFinding): ReviewedFinding {
  const { before, after, witness, accepted } = finding;
  return {
    ...finding,
    message: maskSecrets(finding.message),
    notes: finding.notes.map(maskSecrets),
    ...(before !== undefined && { before: maskJson(before) }),
    ...(after !== undefined && { after: maskJson(after) }),
    ...(witness !== undefined && { witness: maskWitness(witness) }),
    ...(accepted !== undefined && { accepted: { ...accepted, reason: maskSecrets(accepted.reason) } }),
  };
}

function maskWitness({ consumer, stored, caller }: Witness): Witness {
  return {
    ...(consumer !== undefined && { consumer: maskJson(consumer) }),
    ...(stored !== undefined && { stored: maskJson(stored) }),
    ...(caller !== undefined && { caller: maskJson(caller) }),
  };
}

/** `Object.fromEntries` defines its keys, so that `__proto__` stays one. */
function maskJson(value: Json): Json {
  if (typeof value === "string") return maskSecrets(value);
  if (isList(value)) return value.map(maskJson);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [maskSecrets(key), maskJson(member)]));
}
