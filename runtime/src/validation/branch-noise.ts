import type { ValidationIssue } from "../codec.ts";

/**
 * Leaves out what a validator says about alternatives that were not meant.
 *
 * For a value that fits no branch of a union, ajv reports the issues of every branch and then one for the union.
 * A branch whose tag (a `const` or `enum` of a direct member) or type differs was not meant. When others remain,
 * theirs are the issues worth reading; when none does, one issue names what any branch would have taken.
 */
export function withoutBranchNoise(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  const told: ValidationIssue[] = [];
  for (const issue of issues) {
    if (issue.keyword !== "anyOf" && issue.keyword !== "oneOf") {
      told.push(issue);
      continue;
    }
    const branches = new Map<string, ValidationIssue[]>();
    for (const other of told) {
      const branch = branchOf(other, issue);
      if (branch !== undefined) branches.set(branch, [...(branches.get(branch) ?? []), other]);
    }
    const noise = new Set([...branches.values()].flat());
    const rest = told.filter((other) => !noise.has(other));
    told.length = 0;
    told.push(...rest, ...summaryOf(issue, [...branches.values()]));
  }
  return told;
}

/** Which branch of a union an earlier issue belongs to, if to any. */
function branchOf(issue: ValidationIssue, union: ValidationIssue): string | undefined {
  if (issue.instancePath !== union.instancePath && !issue.instancePath.startsWith(`${union.instancePath}/`))
    return undefined;
  if (issue.schemaPath.startsWith(`${union.schemaPath}/`)) {
    return issue.schemaPath.slice(union.schemaPath.length + 1).split("/", 1)[0];
  }
  // Issues from behind a `$ref` tell the definition they come from, and not the branch. Others come from keywords beside the union.
  const beside = union.schemaPath.slice(0, union.schemaPath.lastIndexOf("/") + 1);
  if (issue.schemaPath.startsWith(beside)) return undefined;
  return issue.schemaPath.split("/").slice(0, 3).join("/");
}

function summaryOf(
  union: ValidationIssue,
  branches: readonly (readonly ValidationIssue[])[],
): readonly ValidationIssue[] {
  const meant = branches.filter((branch) => !branch.some((issue) => isTagMismatch(issue, union)));
  if (meant.length > 0) {
    // Of several that may have been meant the one with the fewest issues is nearest.
    const nearest = meant.reduce((best, branch) => (branch.length < best.length ? branch : best));
    return meant.length === 1 ? nearest : [union, ...nearest];
  }
  const mismatches = branches.flatMap((branch) => branch.filter((issue) => isTagMismatch(issue, union)));
  return [mergeOf(mismatches) ?? union];
}

/** Whether an issue says that a branch was not meant: another type, or another value of a direct scalar member. */
function isTagMismatch({ instancePath, keyword }: ValidationIssue, union: ValidationIssue): boolean {
  if (keyword === "type" || keyword === "const" || keyword === "enum") {
    if (instancePath === union.instancePath) return true;
  }
  if (keyword !== "const" && keyword !== "enum") return false;
  return (
    instancePath.startsWith(`${union.instancePath}/`) &&
    !instancePath.slice(union.instancePath.length + 1).includes("/")
  );
}

/** One issue for several of the same kind at the same place, if that is what they are. */
function mergeOf(issues: readonly ValidationIssue[]): ValidationIssue | undefined {
  const [first] = issues;
  if (first === undefined || issues.some((issue) => issue.instancePath !== first.instancePath)) return undefined;
  if (issues.every((issue) => issue.keyword === "type")) {
    const types = issues.flatMap(({ params }) =>
      Array.isArray(params["type"]) ? params["type"] : String(params["type"]).split(","),
    );
    return { ...first, params: { type: [...new Set(types)] } };
  }
  if (issues.some((issue) => issue.keyword === "type")) return undefined;
  const values = issues.flatMap(({ params }): readonly unknown[] => {
    const allowed = params["allowedValues"];
    return Array.isArray(allowed) ? allowed : [params["allowedValue"]];
  });
  return { ...first, keyword: "enum", params: { allowedValues: [...new Set(values)] } };
}
