import type { LintRuleId } from "../spec/lint-format.ts";
import { readSpec } from "../spec/read.ts";
import type { OtherFiles } from "../spec/references.ts";
import type { SpecDocument } from "../spec/spec.ts";
import type { LintFinding } from "./finding.ts";
import type { LevelOf } from "./levels.ts";
import { findLintRule } from "./rules.ts";
import { readSuppressions, type Suppression } from "./suppressions.ts";

/** What suppressions leave of some findings. */
export interface Suppressed {
  readonly kept: readonly LintFinding[];
  readonly suppressed: number;
  readonly misused: boolean;
  /** What is to be said about the suppressions themselves. */
  readonly about: readonly LintFinding[];
}

/** Takes away what suppressions speak of, and looks at the suppressions themselves. */
export function suppress(
  findings: readonly LintFinding[],
  chosen: ReadonlySet<string>,
  documents: ReadonlyMap<string, SpecDocument>,
  others: OtherFiles,
  levelOf: LevelOf,
): Suppressed {
  const byPath = new Map<string, readonly Suppression[]>();
  for (const path of new Set([...chosen, ...findings.map(({ range }) => range.path)])) {
    const document = documents.get(path) ?? readOther(path, others);
    if (document !== undefined) byPath.set(path, readSuppressions(document));
  }
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    if (finding.refused) return true;
    const found = (byPath.get(finding.range.path) ?? []).filter(
      (one) => one.rule === finding.code && one.reason !== "" && one.covers(finding.range.start),
    );
    for (const one of found) used.add(one);
    return found.length === 0;
  });
  const all = [...byPath.values()].flat();
  const about = all.flatMap((one) => judgeSuppression(one, used.has(one), levelOf));
  const misused = about.some(({ code }) => code === "suppression-without-reason");
  return { kept, suppressed: findings.length - kept.length, misused, about };
}

function readOther(path: string, others: OtherFiles): SpecDocument | undefined {
  const text = others.get(path);
  return text === undefined ? undefined : readSpec(path, text);
}

function judgeSuppression(
  { rule, reason, range }: Suppression,
  isUsed: boolean,
  levelOf: LevelOf,
): readonly LintFinding[] {
  const say = (
    code: LintRuleId,
    severity: LintFinding["severity"],
    message: string,
    more: Partial<LintFinding>,
  ): LintFinding => ({
    ...{ code, severity, message, range, at: "", refused: false },
    ...more,
  });
  if (rule === "" || findLintRule(rule) === undefined) {
    const message = rule === "" ? "this names no rule" : `there is no lint rule ${JSON.stringify(rule)}`;
    const hint = "# lint-ignore RULE -- REASON; `outspec lint --explain RULE` knows the rules";
    return [say("suppression-without-reason", "error", message, { hint })];
  }
  if (reason === "") {
    const hint = `say why: # lint-ignore ${rule} -- …`;
    return [say("suppression-without-reason", "error", "this suppression has no reason", { hint })];
  }
  const level = levelOf("suppression-unused", { path: range.path, at: "" });
  if (isUsed || level === "off") return [];
  const message = `there is nothing here for ${rule} to be silent about`;
  return [say("suppression-unused", level, message, { hint: "remove the comment", fix: { kind: "remove-comment" } })];
}
