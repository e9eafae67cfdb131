import { boundRules } from "./bound-rules.ts";
import { inputRules } from "./input-rules.ts";
import { modelRules } from "./model-rules.ts";
import { nameRules } from "./name-rules.ts";
import { objectRules } from "./object-rules.ts";
import { providerRules } from "./provider-rules.ts";
import { type DiffRule, fillTemplate } from "./rule.ts";
import { textRules } from "./text-rules.ts";
import { typeRules } from "./type-rules.ts";
import { unionRules } from "./union-rules.ts";

/** Every rule that compares two versions of a spec, by its id. Documentation, messages and reports are made of it. */
export const diffRules: ReadonlyMap<string, DiffRule> = new Map(
  [
    ...objectRules,
    ...typeRules,
    ...boundRules,
    ...textRules,
    ...unionRules,
    ...nameRules,
    ...modelRules,
    ...providerRules,
    ...inputRules,
  ].map((rule) => [rule.id, rule]),
);

/** The message of a finding. Throws on a rule that does not exist. */
export function sayDifference(rule: string, data: Readonly<Record<string, string | undefined>>): string {
  const known = diffRules.get(rule);
  if (known === undefined) throw new Error(`there is no diff rule "${rule}"`);
  return fillTemplate(known.template, data);
}
