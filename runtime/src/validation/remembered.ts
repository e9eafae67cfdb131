import type { Validate, ValidationIssue } from "../codec.ts";

const valid: readonly ValidationIssue[] = [];

/** The verdicts of the run that is going on, by validator and value; nothing between runs, when values may change. */
let verdicts: Map<Validate, Map<object, readonly ValidationIssue[]>> | undefined;

/**
 * Asks a validator of a schema that refers to itself, once for each value. Two branches of a union that look into the same
 * member would otherwise judge it twice, those of its own members four times, and at a depth of thirty a billion times.
 */
export function remembered(validate: Validate, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return validate(value);
  const isOutermost = verdicts === undefined;
  verdicts ??= new Map();
  try {
    const known = verdicts.get(validate) ?? new Map<object, readonly ValidationIssue[]>();
    verdicts.set(validate, known);
    const before = known.get(value);
    if (before !== undefined) {
      validate.errors = before === valid ? null : [...before];
      return before === valid;
    }
    const isValid = validate(value) === true;
    known.set(value, isValid ? valid : inShort(validate.errors ?? []));
    return isValid;
  } finally {
    if (isOutermost) verdicts = undefined;
  }
}

/** Most issues that are told again where the same value is judged again. */
const mostAgain = 16;

/** Issues as they are told again: told in full each time, they would double from level to level. */
function inShort(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  const last = issues.at(-1);
  if (last === undefined || issues.length <= mostAgain) return issues;
  const { branches: _branches, ...params } = last.params;
  return [{ ...last, params }];
}
