import { compileGlobs } from "../spec/globs.ts";
import type { LintConfig, LintLevel, LintRuleId } from "../spec/lint-format.ts";
import { lintRules } from "./rules.ts";

/** Where a finding is, as overrides name places. */
export interface LintPlace {
  readonly path: string;
  /** JSON pointer into the spec. */
  readonly at: string;
}

/** The level of a rule at a place, or that it is not applied there. `own` is what one case of the rule weighs. */
export type LevelOf = (rule: LintRuleId, place: LintPlace, own?: LintLevel) => LintLevel | "off";

/** Makes the function that decides on levels: the table's, the configuration's, and those of the last override that fits. */
export function createLevels(config: LintConfig = {}): LevelOf {
  const overrides = (config.overrides ?? []).map(({ files, at, rules }) => {
    // Patterns that only take away speak of all other files.
    const patterns = files.every((file) => file.startsWith("!")) ? ["**", ...files] : files;
    return { isOf: compileGlobs(patterns), at: at === "" || at === "/" ? undefined : at, rules };
  });
  return (id, { path, at }, own) => {
    const rule = lintRules.get(id);
    let level: LintLevel | "off" | undefined = config.rules?.[id];
    for (const override of overrides) {
      const asked = override.rules[id];
      if (asked === undefined || !override.isOf(path)) continue;
      if (override.at !== undefined && at !== override.at && !at.startsWith(`${override.at}/`)) continue;
      level = asked;
    }
    if (level !== undefined) return level;
    if (rule === undefined || (rule.set === "strict" && config.set !== "strict")) return "off";
    return own ?? rule.level;
  };
}

/** Whether a rule is applied anywhere at all. */
export function isApplied(id: LintRuleId, config: LintConfig = {}): boolean {
  const rule = lintRules.get(id);
  const isInSet = rule !== undefined && (rule.set === "recommended" || config.set === "strict");
  const asked = [config.rules?.[id], ...(config.overrides ?? []).map(({ rules }) => rules[id])];
  if (asked.some((level) => level !== undefined && level !== "off")) return true;
  return isInSet && config.rules?.[id] !== "off";
}
