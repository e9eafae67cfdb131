import type { Acceptance, ReviewConfig } from "../config.ts";
import { compileGlobs } from "../spec/globs.ts";
import type { CompatMode, FailLevel, RuleSeverities } from "../spec/review-format.ts";
import type { Difference, Level, Severity } from "./difference.ts";
import { worstLevel } from "./difference.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** What is known of a spec when its differences are judged. */
export interface JudgedSpec {
  /** Name of the spec; empty for the configuration. */
  readonly id: string;
  readonly path: string;
  readonly compat?: CompatMode;
  readonly experimental: boolean;
  /** Whether a difference is about a property that was marked as deprecated. */
  wasDeprecated(difference: Difference): boolean;
}

/** A difference with what it counts as. */
export interface Judged {
  readonly difference: Difference;
  readonly severity: Severity;
  readonly fingerprint: string;
  /** Set where somebody has accepted this very change. */
  readonly accepted?: Acceptance;
  /** Whether it makes the review fail. */
  readonly fails: boolean;
}

/** What the command line says about judging; it wins over the configuration. */
export interface JudgeFlags {
  readonly compat?: CompatMode;
  readonly failOn?: FailLevel;
}

/** Judges the differences of specs, and remembers which acceptances were of use. */
export interface Judge {
  judge(spec: JudgedSpec, differences: readonly Difference[]): readonly Judged[];
  /** The gate a spec is under. */
  gateOf(spec: JudgedSpec): { readonly compat: CompatMode; readonly failOn: FailLevel };
  /** Acceptances that covered nothing, and those whose last day is over. */
  unused(): { readonly unmatched: readonly Acceptance[]; readonly expired: readonly Acceptance[] };
}

/** Creates a {@link Judge}. `today` is a day such as `2026-12-31`. */
export function createJudge(config: ReviewConfig, flags: JudgeFlags, today: string): Judge {
  const used = new Set<Acceptance>();
  const expired = config.accept.filter(({ until }) => until !== undefined && until < today);
  const valid = config.accept.filter((one) => !expired.includes(one));

  function settingsOf({ path, compat }: JudgedSpec): {
    readonly compat: CompatMode;
    readonly failOn: FailLevel;
    readonly rules: RuleSeverities;
  } {
    const own = config.overrides.filter(({ specs }) => compileGlobs([specs])(path));
    const last = <K extends "compat" | "failOn">(key: K) => own.findLast((one) => one[key] !== undefined)?.[key];
    return {
      compat: flags.compat ?? compat ?? last("compat") ?? config.compat,
      failOn: flags.failOn ?? last("failOn") ?? config.failOn,
      rules: Object.assign({}, config.rules, ...own.map(({ rules }) => rules)),
    };
  }

  function severityOf(spec: JudgedSpec, difference: Difference, compat: CompatMode, rules: RuleSeverities): Severity {
    const { rule, visible, evidence } = difference;
    // The configuration that relaxes a review does not judge that it does.
    if (rule === "review-config-relaxed") return rules[rule] === "breaking" ? "breaking" : "dangerous";
    if (Object.hasOwn(rules, rule)) return rules[rule] ?? "safe";
    const level = levelUnder(compat, difference);
    const isSoft =
      (visible === "values" && config.values === "dangerous" && evidence !== "source") ||
      (rule === "property-removed" && config.removalAfterDeprecation === "dangerous" && spec.wasDeprecated(difference));
    if (level !== "safe") return level === "breaking" && isSoft ? "dangerous" : level;
    return difference.model ? "behaviour" : "safe";
  }

  return {
    judge(spec, differences) {
      const { compat, failOn, rules } = settingsOf(spec);
      return differences.map((difference) => {
        const severity = severityOf(spec, difference, compat, rules);
        const fingerprint = fingerprintOf(spec.id, difference);
        const accepted = valid.find(
          (one) =>
            one.change === fingerprint &&
            one.rule === difference.rule &&
            (one.spec ?? "") === spec.id &&
            one.at === difference.at,
        );
        if (accepted !== undefined) used.add(accepted);
        const fails =
          accepted === undefined && !spec.experimental && !isAcceptance(difference) && reaches(severity, failOn);
        return { difference, severity, fingerprint, ...(accepted !== undefined && { accepted }), fails };
      });
    },
    gateOf: settingsOf,
    unused: () => ({ unmatched: valid.filter((one) => !used.has(one)), expired }),
  };
}

/** An acceptance is shown and fails nothing: it would have to be accepted by another one, without end. */
function isAcceptance({ rule, at }: Difference): boolean {
  return rule === "review-config-relaxed" && at.startsWith("/review/accept/");
}

/** The level of a difference for those whose compatibility is asked for. */
function levelUnder(compat: CompatMode, { consumer, stored }: Pick<Difference, "consumer" | "stored">): Level {
  switch (compat) {
    case "consumer":
      return consumer;
    case "stored":
      return stored;
    case "full":
      return worstLevel([consumer, stored]);
    case "none":
      return "safe";
  }
}

const severities: readonly Severity[] = ["safe", "behaviour", "dangerous", "breaking"];

/** The worst of some severities; `safe` for none. */
export function worstSeverity(all: readonly Severity[]): Severity {
  return severities.findLast((severity) => all.includes(severity)) ?? "safe";
}

/** Whether a severity is enough for a review to fail. */
function reaches(severity: Severity, failOn: FailLevel): boolean {
  return failOn !== "never" && severities.indexOf(severity) >= severities.indexOf(failOn);
}
