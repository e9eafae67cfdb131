import type { Severity } from "../../review/difference.ts";
import type { ReviewedFinding, ReviewedSpec, ReviewReport } from "../../review/report-model.ts";
import { diffRules } from "../../review/rules/diff-rules.ts";
import { explainRule, ruleMarkdown } from "../../review/rules/explain.ts";
import type { DiffRule } from "../../review/rules/rule.ts";
import { formatSarif, type SarifFinding, type SarifLevel, type SarifRule } from "../sarif.ts";
import { allFindings, prepareReport } from "./prepare.ts";
import { type Compat, otherLevels, shorten, shownWitness } from "./wording.ts";

const levels: Readonly<Record<Severity, SarifLevel>> = {
  breaking: "error",
  dangerous: "warning",
  behaviour: "note",
  safe: "note",
};

/** What a SARIF report needs besides the review. */
export interface ReviewSarifOptions {
  /** Version of this package. */
  readonly version: string;
  /** Leads from the repository's root to the project's. */
  readonly prefix?: string;
}

/** Renders a review for code scanning: what is safe is left out, what is accepted is suppressed with its reason. */
export function formatReviewSarif(report: ReviewReport, { version, prefix = "" }: ReviewSarifOptions): string {
  const prepared = prepareReport(report);
  return formatSarif({
    command: "diff",
    version,
    prefix,
    rules: [...diffRules.values()].map(sarifRule),
    findings: allFindings(prepared)
      .filter(({ severity }) => severity !== "safe")
      .map((finding) => sarifFinding(finding, prepared.gate.compat)),
  });
}

function sarifRule(rule: DiffRule): SarifRule {
  return {
    id: rule.id,
    title: rule.title,
    level: levels[rule.severity],
    description: rule.page.what,
    help: { text: explainRule(rule.id) ?? rule.title, markdown: ruleMarkdown(rule) },
    tags: ["schema-review", rule.group],
  };
}

function sarifFinding(finding: ReviewedFinding & { readonly spec?: ReviewedSpec }, compat: Compat): SarifFinding {
  const { location, baseLocation, accepted } = finding;
  const range = location ?? baseLocation;
  return {
    ruleId: finding.rule,
    level: levels[finding.severity],
    message: sentences(finding, compat),
    ...(range !== undefined && { range }),
    ...(baseLocation !== undefined && { related: [{ range: baseLocation, message: "Before the change." }] }),
    fingerprint: finding.fingerprint,
    ...(accepted !== undefined && { suppression: { kind: "external", justification: justification(accepted) } }),
    properties: {
      spec: finding.spec?.id,
      at: finding.at,
      consumer: finding.consumer,
      stored: finding.stored,
      model: finding.model,
      visible: finding.visible,
      evidence: finding.evidence,
    },
  };
}

function sentences(finding: ReviewedFinding & { readonly spec?: ReviewedSpec }, compat: Compat): string {
  const witness = shownWitness(finding, compat);
  const others = otherLevels(finding, compat).map(([reader, level]) => `${reader}: ${level}`);
  return [
    finding.spec === undefined ? finding.message : `${finding.spec.id}: ${shorten(finding.message, 2000)}`,
    ...finding.notes,
    ...(witness === undefined ? [] : [`Example of a ${witness.kind}: ${witness.text}`]),
    ...(others.length === 0 ? [] : [`(${others.join(", ")})`]),
  ].join(" ");
}

function justification({ reason, until }: NonNullable<ReviewedFinding["accepted"]>): string {
  return until === undefined ? reason : `${reason} (until ${until})`;
}
