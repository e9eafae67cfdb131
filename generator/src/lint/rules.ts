import { type LintRuleId, lintRuleIds } from "../spec/lint-format.ts";
import type { LintRule } from "./rule.ts";
import { boundRules } from "./rules/bounds.ts";
import { descriptionRules } from "./rules/descriptions.ts";
import { enumRules } from "./rules/enums.ts";
import { fileRules } from "./rules/file.ts";
import { nameRules } from "./rules/names.ts";
import { objectRules } from "./rules/objects.ts";
import { orderRules } from "./rules/order.ts";
import { patternRules } from "./rules/patterns.ts";
import { promptRules } from "./rules/prompt.ts";
import { providerRules } from "./rules/providers.ts";
import { referenceRules } from "./rules/references.ts";
import { unionRules } from "./rules/unions.ts";

const entries: Readonly<Partial<Record<LintRuleId, LintRule>>> = {
  ...fileRules,
  ...descriptionRules,
  ...enumRules,
  ...orderRules,
  ...nameRules,
  ...boundRules,
  ...unionRules,
  ...objectRules,
  ...referenceRules,
  ...patternRules,
  ...providerRules,
  ...promptRules,
};

/** Every lint rule by name: documentation, `--explain`, the checks and what carries the generator's findings. */
export const lintRules: ReadonlyMap<LintRuleId, LintRule> = new Map(
  lintRuleIds.map((id) => {
    const rule = entries[id];
    if (rule === undefined) throw new Error(`the lint rule ${id} has no entry`);
    return [id, rule];
  }),
);

/** The rule of a name; nothing where there is none. */
export function findLintRule(name: string): LintRuleId | undefined {
  return lintRuleIds.find((id) => id === name);
}
