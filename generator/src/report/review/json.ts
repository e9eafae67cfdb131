import type { SourceRange } from "../../diagnostics/diagnostic.ts";
import type { ReviewedFinding, ReviewedSpec, ReviewReport } from "../../review/report-model.ts";
import { escapeJson } from "../escape-json.ts";
import { abridge, abridgeWitness } from "./abridge.ts";
import { prepareReport } from "./prepare.ts";

/**
 * Renders a review as one JSON document for tools. Keys are only ever added. What stood, what stands and examples are
 * cut where they are long: thousands of findings about one long list would each repeat it.
 */
export function formatReviewJson(report: ReviewReport): string {
  const { base, head, gate, summary, specs, general, warnings, specsCompared, unchanged } = prepareReport(report);
  const document = {
    version: 1,
    command: "diff",
    base,
    head,
    gate,
    summary,
    specsCompared,
    unchanged,
    warnings,
    general: general.map(findingEntry),
    specs: specs.map(specEntry),
  };
  return `${escapeJson(JSON.stringify(document, null, 2))}\n`;
}

function specEntry(spec: ReviewedSpec): object {
  const { id, path, basePath, consumer, stored, full, behaviour, severity, stability, impact } = spec;
  return {
    id,
    path,
    basePath,
    consumer,
    stored,
    full,
    behaviour,
    severity,
    stability,
    impact: impact ?? [],
    findings: spec.findings.map(findingEntry),
  };
}

function findingEntry(finding: ReviewedFinding): object {
  const { rule, severity, visible, consumer, stored, model, at, side, beforeAt, message, notes } = finding;
  const { before, after, witness, evidence, location, baseLocation, usedAt, fingerprint, accepted } = finding;
  return {
    rule,
    severity,
    visible,
    consumer,
    stored,
    model,
    at,
    side,
    beforeAt,
    message,
    notes,
    before: before === undefined ? undefined : abridge(before),
    after: after === undefined ? undefined : abridge(after),
    witness: witness === undefined ? undefined : abridgeWitness(witness),
    evidence,
    location: placeEntry(location),
    baseLocation: placeEntry(baseLocation),
    usedAt,
    fingerprint,
    accepted,
  };
}

function placeEntry(range: SourceRange | undefined): object | undefined {
  if (range === undefined) return undefined;
  const { path, start, end } = range;
  return { file: path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
