import type { ValidationIssue } from "../codec.ts";

/**
 * Leaves out what a validator says about things that were not meant, and so would lead a reader astray.
 *
 * For a value that fits no branch of a union, the issues of every branch stand before the one of the union, which says
 * how many there are of each (`branches`). A branch whose type or tag (a `const` or `enum` of a direct member) differs
 * was not meant. When one is left, its issues are those worth reading; when none is, one issue names what any branch
 * would have taken; of several, the one with the fewest issues is nearest, and goes with the union's issue as `nearest`.
 */
export function withoutBranchNoise(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  const told: ValidationIssue[] = [];
  let end = issues.length;
  while (end > 0) {
    end--;
    const issue = issues[end];
    if (issue === undefined || isEcho(issue, issues)) continue;
    const branches: (readonly ValidationIssue[])[] = [];
    for (const length of branchLengths(issue).reverse()) {
      branches.unshift(withoutBranchNoise(issues.slice(end - length, end)));
      end -= length;
    }
    told.push(...[...(branches.length === 0 ? [issue] : summaryOf(issue, branches))].reverse());
  }
  return told.reverse();
}

/** The issues of the branch that fits best, where a union's issue has them. */
export function nearestOf({ params }: ValidationIssue): readonly ValidationIssue[] {
  // The cast holds: only this file sets it.
  return Array.isArray(params["nearest"]) ? (params["nearest"] as readonly ValidationIssue[]) : [];
}

/** Whether an issue only repeats another: inside of a name that is refused as such, or around a `then` that says why. */
function isEcho(issue: ValidationIssue, issues: readonly ValidationIssue[]): boolean {
  return "propertyName" in issue || (issue.keyword === "if" && issues.length > 1);
}

function branchLengths({ params }: ValidationIssue): number[] {
  return Array.isArray(params["branches"]) ? params["branches"].map(Number) : [];
}

function summaryOf(
  union: ValidationIssue,
  branches: readonly (readonly ValidationIssue[])[],
): readonly ValidationIssue[] {
  const { branches: _lengths, ...params } = union.params;
  const alone = { ...union, params };
  if (Number(params["passing"]) > 1) return [alone];
  const meant = branches.filter((branch) => !branch.some((issue) => isMismatch(issue, union)));
  if (meant.length === 0) {
    const mismatches = branches.flatMap((branch) => branch.filter((issue) => isMismatch(issue, union)));
    return [mergeOf(mismatches) ?? alone];
  }
  const nearest = meant.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return meant.length === 1 ? nearest : [{ ...union, params: { ...params, nearest } }];
}

/** Whether an issue says that a branch was not meant: another type, or another value of a direct scalar member. */
function isMismatch({ instancePath, keyword }: ValidationIssue, union: ValidationIssue): boolean {
  const isValue = keyword === "const" || keyword === "enum";
  if (instancePath === union.instancePath) return isValue || keyword === "type";
  const below = instancePath.slice(union.instancePath.length + 1);
  return isValue && !below.includes("/");
}

/** One issue for several of the same kind at the same place, if that is what they are. */
function mergeOf(issues: readonly ValidationIssue[]): ValidationIssue | undefined {
  const [first] = issues;
  if (first === undefined || issues.some((issue) => issue.instancePath !== first.instancePath)) return undefined;
  if (issues.every((issue) => issue.keyword === "type")) {
    const types = issues.flatMap(({ params }) => [params["type"]].flat().map(String));
    return { ...first, params: { type: [...new Set(types)] } };
  }
  if (issues.some((issue) => issue.keyword === "type")) return undefined;
  const values = issues.flatMap(({ params }): readonly unknown[] => {
    const allowed = params["allowedValues"];
    return Array.isArray(allowed) ? allowed : [params["allowedValue"]];
  });
  return { ...first, keyword: "enum", params: { allowedValues: [...new Set(values)] } };
}
