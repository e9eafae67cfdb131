import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { RulePage } from "../review/rules/rule.ts";
import type { LintLevel, LintRuleId, LintSet } from "../spec/lint-format.ts";
import type { LintFix } from "./fix.ts";
import type { LintSubject } from "./subject.ts";

/** The themes of the catalogue, in the order of its page. */
export const lintThemes = [
  "The file",
  "Descriptions",
  "Enums",
  "Order",
  "Names",
  "Bounds",
  "Unions",
  "Objects and references",
  "Patterns and formats",
  "Providers",
  "Prompt and examples",
  "Suppressions",
] as const;

/** One rule that looks at one version of a spec: everything that is said about it anywhere. */
export interface LintRule {
  readonly theme: (typeof lintThemes)[number];
  readonly level: LintLevel;
  /** The set that has it; `strict` has all that `recommended` has. */
  readonly set: LintSet;
  /** What `--fix` does about it, as a phrase; absent where it does nothing. */
  readonly fix?: string;
  /** Codes of the generator's own findings that are reported as this rule. */
  readonly codes?: readonly string[];
  /** Why the rule cannot fire in this product; absent where it can. */
  readonly never?: string;
  readonly page: RulePage;
  /** Looks at one spec. Findings of the generator that the rule carries come without it. */
  check?(subject: LintSubject): Iterable<LintReport>;
}

/** Some rules of the table. */
export type LintRules = Readonly<Partial<Record<LintRuleId, LintRule>>>;

/** What a rule found, before levels and positions are known. */
export interface LintReport {
  /** JSON pointer into the spec: `/output/properties/priority`, `/prompt`, or empty for the whole. */
  readonly at: string;
  /** Whether the name at the place is meant and not its value. */
  readonly what?: "key" | "value";
  /** Where it stands, when that is not where `at` does. */
  readonly range?: SourceRange;
  readonly message: string;
  readonly hint?: string;
  /** A level of its own, where this case weighs less or more than the rule's others. */
  readonly level?: LintLevel;
  readonly fix?: LintFix;
}
