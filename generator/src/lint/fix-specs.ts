import type { ProjectConfig } from "../config.ts";
import { checkSpec } from "../spec/check.ts";
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
      const { text: mended, made } = await mend(path, text, findings, input.config);
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

/** Where not everything can be mended at once, so many fixes are tried one by one. */
const mostTried = 50;

/** Mends a file with all fixes after which no more of it is refused than before. */
async function mend(
  path: string,
  source: string,
  fixables: readonly Fixable[],
  config: ProjectConfig,
): Promise<{ readonly text: string; readonly made: number }> {
  const text = withoutMark(source);
  const mark = source.slice(0, source.length - text.length);
  const before = await countRefusals(path, text, config);
  const attempt = async (some: readonly Fixable[]) => {
    const { text: mended, made } = fixText(text, some);
    const isGood = made.length > 0 && (await countRefusals(path, mended, config)) <= before;
    return isGood ? { text: mark + mended, made: made.length } : undefined;
  };
  let best = await attempt(fixables);
  if (best !== undefined) return best;
  const kept: Fixable[] = [];
  for (const one of fixables.slice(0, mostTried)) {
    const found = await attempt([...kept, one]);
    if (found === undefined || found.made <= kept.length) continue;
    kept.push(one);
    best = found;
  }
  return best ?? { text: source, made: 0 };
}

/** How many things of a text `outspec generate` refuses by itself; endless where it cannot be read. */
async function countRefusals(path: string, text: string, config: ProjectConfig): Promise<number> {
  const document = readSpec(path, text);
  if (document.value === undefined) return Number.POSITIVE_INFINITY;
  const diagnostics = [...document.findings, ...(await checkSpec(document, config))];
  return diagnostics.filter(({ severity }) => severity === "error").length;
}
