import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../runtime/src/schema/pointer.ts";
import { hash } from "../pipeline/hash.ts";
import type { LintFinding } from "./finding.ts";

/** One finding that is known and tolerated for now. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly path: string;
}

/** What a baseline does to a run. */
export interface BaselineVerdict {
  /** What is not in the baseline. */
  readonly fresh: readonly LintFinding[];
  /** How many were in it. */
  readonly known: number;
  /** Entries that nothing matches any more, of the files that were looked at. */
  readonly gone: readonly BaselineEntry[];
}

/** A finding with its fingerprint, which moves of lines do not disturb. */
export interface Fingerprinted {
  readonly finding: LintFinding;
  readonly fingerprint: string;
}

/** Gives each finding a fingerprint of its rule, file, place and message; repeats are counted. */
export function fingerprintFindings(findings: readonly LintFinding[]): readonly Fingerprinted[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const { code, range, at = "", message } = finding;
    // What is counted in a message may change without another finding.
    const base = hash(code, range.path, at, message.replaceAll(/\d+/g, "#"));
    const number = (counts.get(base) ?? 0) + 1;
    counts.set(base, number);
    return { finding, fingerprint: hash(base, number).slice(0, 16) };
  });
}

/** Sets aside what a baseline holds. What `outspec generate` refuses is never set aside. */
export function applyBaseline(
  findings: readonly Fingerprinted[],
  baseline: readonly BaselineEntry[],
  isLookedAt: (path: string) => boolean,
): BaselineVerdict {
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const met = new Set<string>();
  const fresh = findings.flatMap(({ finding, fingerprint }) => {
    if (finding.refused || !entries.has(fingerprint)) return [finding];
    met.add(fingerprint);
    return [];
  });
  const gone = baseline.filter(({ fingerprint, path }) => !met.has(fingerprint) && isLookedAt(path));
  return { fresh, known: met.size, gone };
}

/** The entries a baseline has after a run: those of files that were not looked at, and what was found. */
export function updateBaseline(
  findings: readonly Fingerprinted[],
  baseline: readonly BaselineEntry[],
  isLookedAt: (path: string) => boolean,
): readonly BaselineEntry[] {
  const kept = baseline.filter(({ path }) => !isLookedAt(path));
  const found = findings
    .filter(({ finding }) => !finding.refused)
    .map(({ finding, fingerprint }) => ({ fingerprint, rule: finding.code, path: finding.range.path }));
  const key = ({ path, rule, fingerprint }: BaselineEntry): string => `${path} ${rule} ${fingerprint}`;
  return [...kept, ...found].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Reads the text of a baseline; nothing where it is none. */
export function parseBaseline(text: string): readonly BaselineEntry[] | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  const findings = isRecord(value) && value["version"] === 1 ? value["findings"] : undefined;
  if (!isList(findings)) return undefined;
  const entries = findings.flatMap((one): BaselineEntry[] => {
    if (!isRecord(one)) return [];
    const { fingerprint, rule, path } = one;
    return typeof fingerprint === "string" && typeof rule === "string" && typeof path === "string"
      ? [{ fingerprint, rule, path }]
      : [];
  });
  return entries.length === findings.length ? entries : undefined;
}

/** The text of a baseline. */
export function formatBaseline(entries: readonly BaselineEntry[]): string {
  const lines = entries.map(({ path, rule, fingerprint }) => `    ${JSON.stringify({ path, rule, fingerprint })}`);
  return `{\n  "version": 1,\n  "findings": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
}
