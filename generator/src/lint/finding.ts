import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { LintConfig, LintLevel, LintRuleId } from "../spec/lint-format.ts";
import { lintLevels } from "../spec/lint-format.ts";
import type { LintFix } from "./fix.ts";

/** One finding of lint. `code` is the rule. */
export interface LintFinding extends Diagnostic {
  readonly code: LintRuleId;
  readonly severity: LintLevel;
  /** The code under which `outspec generate` reports the same; absent where the rule found it. */
  readonly carries?: string;
  /** JSON pointer into the spec where the rule knows it: `/output/properties/priority`. */
  readonly at?: string;
  /** Whether `outspec generate` refuses the spec for it: such a finding stays an error, and nothing suppresses it. */
  readonly refused: boolean;
  readonly fix?: LintFix;
}

/** Whether `level` weighs at least as much as a gate asks for. */
export function reaches(level: LintLevel, gate: NonNullable<LintConfig["failOn"]>): boolean {
  return gate !== "never" && lintLevels.indexOf(level) <= lintLevels.indexOf(gate);
}

/** Puts findings in the order in which they are reported: the heaviest first, then by place. */
export function sortFindings<T extends LintFinding>(findings: readonly T[]): readonly T[] {
  const key = ({ severity, range, code, message }: LintFinding): readonly (string | number)[] => [
    lintLevels.indexOf(severity),
    range.path,
    range.start.line,
    range.start.column,
    code,
    message,
  ];
  const distinct = new Map(findings.map((one) => [JSON.stringify(key(one)), one]));
  const keyed = [...distinct.values()].map((finding) => ({ finding, key: key(finding) }));
  return keyed
    .sort((a, b) => {
      const at = a.key.findIndex((part, index) => part !== b.key[index]);
      const [one = 0, other = 0] = [a.key[at], b.key[at]];
      return at === -1 ? 0 : one < other ? -1 : 1;
    })
    .map(({ finding }) => finding);
}
