import { listWith } from "../spec/explain.ts";
import type { LintRuleId } from "../spec/lint-format.ts";
import { readSpec } from "../spec/read.ts";
import type { OtherFiles } from "../spec/references.ts";
import type { SpecDocument } from "../spec/spec.ts";
import type { LintFinding } from "./finding.ts";
import type { LevelOf } from "./levels.ts";
import { findLintRule, lintRules } from "./rules.ts";
import { readSuppressions, type Suppression } from "./suppressions.ts";

/** A finding that a suppression speaks of, with the reason it gives. */
export interface SilencedFinding extends LintFinding {
  readonly reason: string;
}

/** What suppressions leave of some findings. */
export interface Suppressed {
  readonly kept: readonly LintFinding[];
  readonly silenced: readonly SilencedFinding[];
  readonly misused: boolean;
  /** What is to be said about the suppressions themselves. */
  readonly about: readonly LintFinding[];
}

/**
 * Takes away what suppressions speak of, and looks at the suppressions themselves. Only where a file is done, which is
 * to say that every rule had its look at it, can a suppression be one that nothing needs.
 */
export function suppress(
  findings: readonly LintFinding[],
  chosen: ReadonlySet<string>,
  documents: ReadonlyMap<string, SpecDocument>,
  others: OtherFiles,
  levelOf: LevelOf,
  isDone: (path: string) => boolean,
): Suppressed {
  const byPath = new Map<string, readonly Suppression[]>();
  for (const path of new Set([...chosen, ...findings.map(({ range }) => range.path)])) {
    const document = documents.get(path) ?? readOther(path, others);
    if (document !== undefined) byPath.set(path, readSuppressions(document));
  }
  const used = new Map<Suppression, Set<string>>();
  const vain = new Map<Suppression, Set<string>>();
  const kept: LintFinding[] = [];
  const silenced: SilencedFinding[] = [];
  for (const finding of findings) {
    const found = (byPath.get(finding.range.path) ?? []).filter(
      (one) => one.rules.includes(finding.code) && one.reason !== "" && one.covers(finding.range.start),
    );
    const met = finding.refused ? vain : used;
    for (const one of found) met.set(one, (met.get(one) ?? new Set()).add(finding.code));
    const [first] = found;
    if (first === undefined || finding.refused) kept.push(finding);
    else silenced.push({ ...finding, reason: first.reason });
  }
  const about = [...byPath].flatMap(([path, suppressions]) =>
    suppressions.flatMap((one) => {
      const misuse = judgeForm(one);
      if (misuse.length > 0) return misuse;
      if (isDone(path)) return judgeUse(one, used.get(one), levelOf);
      return judgeVain(one, vain.get(one), levelOf);
    }),
  );
  const misused = about.some(({ code }) => code === "suppression-without-reason");
  return { kept, silenced, misused, about };
}

function readOther(path: string, others: OtherFiles): SpecDocument | undefined {
  const text = others.get(path);
  return text === undefined ? undefined : readSpec(path, text);
}

const rightForm =
  "# lint-ignore RULE -- REASON, with commas between several rules; `outspec lint --explain RULE` knows the rules";

/** What is wrong with a suppression as it is written. */
function judgeForm({ malformed, rules, reason, range }: Suppression): readonly LintFinding[] {
  const misuse = (message: string, hint: string): LintFinding =>
    findingAbout("suppression-without-reason", "error", message, range, { hint });
  if (malformed) return [misuse("this is not how a suppression is written, and it has no effect", rightForm)];
  if (rules.length === 0) return [misuse("this names no rule", rightForm)];
  const unknown = rules.filter((rule) => findLintRule(rule) === undefined);
  if (unknown.length > 0)
    return unknown.map((rule) => misuse(`there is no lint rule ${JSON.stringify(rule)}`, rightForm));
  if (reason !== "") return [];
  return [misuse("this suppression has no reason", `say why: # lint-ignore ${rules.join(", ")} -- …`)];
}

/** The rules of a suppression that had nothing to be silent about. */
function judgeUse(
  { rules, reason, isWhole, range }: Suppression,
  used: ReadonlySet<string> = new Set(),
  levelOf: LevelOf,
): readonly LintFinding[] {
  const unused = rules.filter((rule) => !used.has(rule));
  if (unused.length === 0) return [];
  const left = rules.filter((rule) => used.has(rule));
  const message = `there is nothing here for ${listWith("and", unused)} to be silent about`;
  if (left.length === 0)
    return unusedFinding(range, levelOf, message, { hint: "remove the comment", fix: { kind: "remove-comment" } });
  const comment = `# lint-ignore${isWhole ? "-file" : ""} ${left.join(", ")} -- ${reason}`;
  return unusedFinding(range, levelOf, message, {
    hint: `remove ${listWith("and", unused)} from the comment`,
    fix: { kind: "rewrite-comment", comment },
  });
}

/** Of a file that is not done: the rules that only pass on what `outspec generate` refuses, and did so here. */
function judgeVain(
  { rules, range }: Suppression,
  refused: ReadonlySet<string> = new Set(),
  levelOf: LevelOf,
): readonly LintFinding[] {
  const vain = rules.filter((rule) => {
    const id = findLintRule(rule);
    return id !== undefined && refused.has(id) && lintRules.get(id)?.check === undefined;
  });
  if (vain.length === 0) return [];
  const message = `there is nothing here for ${listWith("and", vain)} to be silent about`;
  return unusedFinding(range, levelOf, message, {
    hint: "what `outspec generate` refuses cannot be suppressed: remove the comment once it is mended",
  });
}

function unusedFinding(
  range: LintFinding["range"],
  levelOf: LevelOf,
  message: string,
  more: Pick<LintFinding, "hint" | "fix">,
): readonly LintFinding[] {
  const severity = levelOf("suppression-unused", { path: range.path, at: "" });
  if (severity === "off") return [];
  return [findingAbout("suppression-unused", severity, message, range, more)];
}

function findingAbout(
  code: LintRuleId,
  severity: LintFinding["severity"],
  message: string,
  range: LintFinding["range"],
  more: Pick<LintFinding, "hint" | "fix">,
): LintFinding {
  return { code, severity, message, range, at: "", refused: false, ...more };
}
