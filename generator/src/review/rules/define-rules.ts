import type { DiffRule } from "./rule.ts";

/** Rules of one group, written without naming it in each. */
export function inGroup(group: DiffRule["group"], rules: readonly Omit<DiffRule, "group">[]): readonly DiffRule[] {
  return rules.map((rule) => ({ ...rule, group }));
}

/** A fragment of a spec as it was and as it became, for the page of a rule. */
export function change(before: string, after: string): string {
  return `# before\n${before}\n# after\n${after}`;
}
