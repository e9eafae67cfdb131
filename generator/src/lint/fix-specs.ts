import { readSpec, withoutMark } from "../spec/read.ts";
import type { LintFinding } from "./finding.ts";
import { type Fixable, fixText } from "./fix.ts";
import { type LintInput, type LintResult, lintSpecs } from "./lint-specs.ts";

/** What mending gave. */
export interface FixResult {
  /** Texts of the files that changed, by path. */
  readonly changed: ReadonlyMap<string, string>;
  /** How many findings were mended. */
  readonly fixed: number;
  /** What is left. */
  readonly result: LintResult;
}

/** Mending one thing can show another; more rounds than this show nothing new. */
const mostRounds = 10;

/** Looks at specs and mends what can be mended without doubt, again and again until nothing is left to mend. */
export async function fixSpecs(input: LintInput): Promise<FixResult> {
  const specs = new Map(input.specs);
  const changed = new Map<string, string>();
  let fixed = 0;
  let result = await lintSpecs(input);
  for (let round = 0; round < mostRounds; round++) {
    const byPath = fixablesByPath(result.findings, input);
    let isChanged = false;
    for (const [path, findings] of byPath) {
      const text = specs.get(path);
      if (text === undefined) continue;
      const { text: mended, made } = mend(path, text, findings);
      if (made === 0 || mended === text) continue;
      specs.set(path, mended);
      changed.set(path, mended);
      fixed += made;
      isChanged = true;
    }
    if (!isChanged) break;
    result = await lintSpecs({ ...input, specs });
  }
  return { changed, fixed, result };
}

function fixablesByPath(findings: readonly LintFinding[], { specs, chosen }: LintInput): Map<string, Fixable[]> {
  const byPath = new Map<string, Fixable[]>();
  for (const { range, fix } of findings) {
    if (fix === undefined || !specs.has(range.path) || chosen?.has(range.path) === false) continue;
    byPath.set(range.path, [...(byPath.get(range.path) ?? []), { range, fix }]);
  }
  return byPath;
}

/** Mends a file, unless it would be read worse afterwards; then each fix is tried by itself. */
function mend(
  path: string,
  source: string,
  fixables: readonly Fixable[],
): { readonly text: string; readonly made: number } {
  const mark = source.slice(0, source.length - withoutMark(source).length);
  const text = withoutMark(source);
  const before = readSpec(path, text).findings.length;
  const isWorse = (mended: string): boolean => {
    const read = readSpec(path, mended);
    return read.value === undefined || read.findings.length > before;
  };
  const all = fixText(text, fixables);
  if (all.made.length > 0 && !isWorse(all.text)) return { text: mark + all.text, made: all.made.length };
  for (const one of fixables) {
    const { text: mended, made } = fixText(text, [one]);
    if (made.length > 0 && !isWorse(mended)) return { text: mark + mended, made: 1 };
  }
  return { text: source, made: 0 };
}
