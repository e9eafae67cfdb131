import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { Difference, Level, Severity } from "./difference.ts";

/** A {@link Difference} judged under a configuration, with its places in the files. */
export interface ReviewedFinding extends Difference {
  readonly severity: Severity;
  /** Where it is in the new version, or the nearest place that is left there. */
  readonly location?: SourceRange;
  /** Where it was in the old version. */
  readonly baseLocation?: SourceRange;
  /** Names this change of this place, whatever line it is on: what an acceptance is tied to. */
  readonly fingerprint: string;
  /** Set where the configuration accepts the change: it is shown and fails nothing. */
  readonly accepted?: Acceptance;
}

/** Why a finding is accepted, and until when (`2026-12-31`). */
export interface Acceptance {
  readonly reason: string;
  readonly until?: string;
}

/** One spec that differs, with everything found about it. */
export interface ReviewedSpec {
  /** Name of its type: `PatientSummary`. */
  readonly id: string;
  /** Path below the project root; where the spec was removed, the one it had. */
  readonly path: string;
  /** Path in the base, where the spec existed. */
  readonly basePath?: string;
  readonly consumer: Level;
  readonly stored: Level;
  /** The worse of the two. */
  readonly full: Level;
  /** Whether the model sees a difference. */
  readonly behaviour: boolean;
  readonly severity: Severity;
  /** An experimental spec is reported and fails nothing. */
  readonly stability?: "experimental";
  readonly findings: readonly ReviewedFinding[];
  /** What the change means for each configured model, a plain sentence each. */
  readonly impact?: readonly string[];
}

/** What the new version is compared with. `commit` is the one that was really read. */
export interface ReviewBase {
  readonly kind: "git" | "dir" | "file" | "none";
  readonly ref?: string;
  readonly commit?: string;
  /** How the base was found: `merge base with origin/main`. */
  readonly note?: string;
}

/** What is under review. */
export interface ReviewHead {
  readonly kind: "worktree" | "git";
  readonly ref?: string;
  readonly commit?: string;
}

/** What can fail the run, and whether it did. */
export interface ReviewGate {
  readonly compat: "consumer" | "stored" | "full" | "none";
  readonly failOn: "breaking" | "dangerous" | "behaviour" | "never";
  readonly failed: boolean;
}

/** How many findings there are of each severity; accepted ones are counted apart. */
export interface ReviewSummary {
  /** How many specs have findings. */
  readonly specs: number;
  readonly breaking: number;
  readonly dangerous: number;
  readonly behaviour: number;
  readonly safe: number;
  readonly accepted: number;
}

/** A whole review, as every format renders it. */
export interface ReviewReport {
  readonly base: ReviewBase;
  readonly head: ReviewHead;
  readonly gate: ReviewGate;
  readonly summary: ReviewSummary;
  readonly specs: readonly ReviewedSpec[];
  /** Findings about the configuration and not about one spec. */
  readonly general: readonly ReviewedFinding[];
  /** What went differently than hoped and is no finding: an acceptance without a match, a base that could not be read. */
  readonly warnings: readonly string[];
  readonly specsCompared: number;
  /** How many of them do not differ. */
  readonly unchanged: number;
}

/** Severities, worst first. */
export const severities: readonly Severity[] = ["breaking", "dangerous", "behaviour", "safe"];

/** Counts what a review found. */
export function summarise(specs: readonly ReviewedSpec[], general: readonly ReviewedFinding[]): ReviewSummary {
  const findings = [...general, ...specs.flatMap((spec) => spec.findings)];
  const count = (severity: Severity): number =>
    findings.filter((one) => one.accepted === undefined && one.severity === severity).length;
  return {
    specs: specs.filter((spec) => spec.findings.length > 0).length,
    breaking: count("breaking"),
    dangerous: count("dangerous"),
    behaviour: count("behaviour"),
    safe: count("safe"),
    accepted: findings.filter((one) => one.accepted !== undefined).length,
  };
}

/** Puts findings in the order of reading: worst first, then by file, line, column, rule and pointer. */
export function sortFindings<F extends ReviewedFinding>(findings: readonly F[]): readonly F[] {
  return [...findings].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      comparePlaces(a.location ?? a.baseLocation, b.location ?? b.baseLocation) ||
      compareText(a.rule, b.rule) ||
      compareText(a.at, b.at) ||
      compareText(a.fingerprint, b.fingerprint) ||
      compareText(a.message, b.message) ||
      compareText(JSON.stringify(a), JSON.stringify(b)),
  );
}

/** What has no place comes first: it is about more than one. */
function comparePlaces(a: SourceRange | undefined, b: SourceRange | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareText(a.path, b.path) || a.start.line - b.start.line || a.start.column - b.start.column;
}

/** By code unit, which is the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
