import { buildIr } from "../../../runtime/src/schema/ir/build.ts";
import type { SchemaIr } from "../../../runtime/src/schema/ir/ir.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { InternalError } from "../diagnostics/internal-error.ts";
import { maskSecrets } from "../diagnostics/secrets.ts";
import { hasError } from "../diagnostics/sort.ts";
import { compilePrompt } from "../emit/prompt.ts";
import { checkSpec } from "../spec/check.ts";
import type { LintRuleId } from "../spec/lint-format.ts";
import { readSpec } from "../spec/read.ts";
import { documentOf } from "../spec/read-and-check.ts";
import type { OtherFiles } from "../spec/references.ts";
import { resolveSpecs } from "../spec/resolve.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { SpecDocument } from "../spec/spec.ts";
import { type SilencedFinding, suppress } from "./apply-suppressions.ts";
import { carriedFix, carryingRule } from "./carried.ts";
import { type LintFinding, sortFindings } from "./finding.ts";
import { createLevels, isApplied, type LevelOf } from "./levels.ts";
import type { LintReport } from "./rule.ts";
import { checkModels } from "./rules/providers.ts";
import { lintRules } from "./rules.ts";
import { createSubject, type LintSubject } from "./subject.ts";
import { pointerAt } from "./suppressions.ts";
import { fitTargets, type LintTarget, targetsOf } from "./targets.ts";

/** What a run of lint looks at. */
export interface LintInput {
  /** All specs of the project by path: names and references reach beyond the chosen ones. */
  readonly specs: ReadonlyMap<string, string>;
  /** The specs to report about; absent: all. */
  readonly chosen?: ReadonlySet<string>;
  readonly others: OtherFiles;
  readonly config: ProjectConfig;
  /** The text of the configuration, with its path. */
  readonly configFile?: { readonly path: string; readonly text: string };
  /** Targets of `--target`, besides those of the configuration. */
  readonly targets?: readonly LintTarget[];
}

/** What lint found. */
export interface LintResult {
  /** Sorted, the heaviest first. Suppressed ones are not among them. */
  readonly findings: readonly LintFinding[];
  readonly suppressed: number;
  /** The suppressed ones, each with the reason, in the same order. */
  readonly silenced: readonly SilencedFinding[];
  /** Whether a suppression is malformed, lacks its reason or names no rule. */
  readonly misused: boolean;
}

/** Looks at specs already in memory. Reads and writes nothing itself. */
export async function lintSpecs(input: LintInput): Promise<LintResult> {
  const { specs, config, others, configFile } = input;
  const chosen = input.chosen ?? new Set(specs.keys());
  const levelOf = createLevels(config.lint);
  const paths = [...specs.keys()].sort();
  const diagnostics: Diagnostic[] = [];
  const documents: SpecDocument[] = [];
  for (const path of paths) {
    const text = specs.get(path) ?? "";
    const read = readSpec(path, text);
    if (chosen.has(path)) diagnostics.push(...read.findings, ...(await checkSpec(read, config)));
    documents.push(documentOf(path, text, read));
  }
  const byPath = new Map(documents.map((document) => [document.path, document]));
  const resolution = await resolveSpecs(documents, config, others);

  const isWanted = ({ range }: Diagnostic): boolean => chosen.has(range.path) || !specs.has(range.path);
  diagnostics.push(...resolution.diagnostics.filter(isWanted));
  const broken = new Set(diagnostics.filter(({ severity }) => severity === "error").map(({ range }) => range.path));

  const reports: LintFinding[] = [];
  // The specs at which every rule had its look.
  const done = new Set<string>();
  for (const spec of resolution.specs) {
    const document = byPath.get(spec.path);
    if (document === undefined || !chosen.has(spec.path) || broken.has(spec.path)) continue;
    try {
      const ir = buildIr(spec.schema, spec.draft);
      const emission = findInEmission(spec, ir);
      diagnostics.push(...emission);
      if (hasError(emission)) continue;
      reports.push(...checkSubject(spec, document, ir, input, levelOf));
      done.add(spec.path);
    } catch (cause) {
      // What a spec refers to may be broken; then nothing holds of what it was resolved to.
      if (broken.size === 0) throw new InternalError(spec.path, cause);
    }
  }
  const asksForPlaces = config.lint?.overrides?.some(({ at }) => at !== undefined) === true;
  const carried = diagnostics.flatMap((one) => carry(one, levelOf, byPath, asksForPlaces));
  // The generator's own words for the same thing at the same place are the better ones.
  const startOf = ({ code, range }: LintFinding): string =>
    JSON.stringify([code, range.path, range.start.line, range.start.column]);
  const told = new Set(carried.map(startOf));
  const own = reports.filter((one) => !told.has(startOf(one)));
  const models = configFile === undefined ? [] : lintModels(configFile, levelOf);
  // Any spec may refer to a file that is none.
  const isDone = (path: string): boolean => (specs.has(path) ? done.has(path) : done.size === specs.size);
  const { kept, silenced, misused, about } = suppress([...carried, ...own], chosen, byPath, others, levelOf, isDone);
  return {
    findings: capped(sortFindings([...kept, ...about, ...models])),
    suppressed: silenced.length,
    silenced: capped(sortFindings(silenced)),
    misused,
  };
}

/** What the generator would find only when it emits. */
function findInEmission(spec: ResolvedSpec, output: SchemaIr): readonly Diagnostic[] {
  const input = spec.input === undefined ? undefined : buildIr(spec.input, spec.inputDraft ?? spec.draft);
  const place = output.tooComplexAt ?? input?.tooComplexAt;
  const refuse = (code: string, message: string, range: Diagnostic["range"]): Diagnostic => ({
    ...{ severity: "error", message, range },
    code,
  });
  if (place !== undefined) {
    const range = spec.rangeOf(output.tooComplexAt === undefined ? "" : place.slice(1));
    return [
      refuse("too-complex", `the schema of ${spec.name} combines its anyOf, oneOf and allOf in too many ways`, range),
    ];
  }
  if (spec.prompt === undefined) return [];
  return compilePrompt(spec.prompt, input).unclear.map((path) =>
    refuse(
      "undeclared-variable",
      `the prompt of ${spec.name} goes into ${JSON.stringify(path)}, and the input does not say what is there`,
      spec.rangeOfVariable?.(path) ?? spec.rangeOf(""),
    ),
  );
}

function checkSubject(
  spec: ResolvedSpec,
  document: SpecDocument,
  ir: SchemaIr,
  { config, targets = [] }: LintInput,
  levelOf: LevelOf,
): readonly LintFinding[] {
  const subject = createSubject(spec, document, config, () =>
    fitTargets(spec, ir, targetsOf(config, spec.router, targets)),
  );
  const found: LintFinding[] = [];
  for (const [id, rule] of lintRules) {
    if (rule.check === undefined || !isApplied(id, config.lint)) continue;
    let count = 0;
    for (const report of rule.check(subject)) {
      const finding = toFinding(id, report, subject, levelOf);
      if (finding !== undefined) found.push(finding);
      // A file that is wrong in thousands of places is wrong about one thing.
      if (++count === mostOfRule) break;
    }
  }
  return found;
}

function toFinding(
  rule: LintRuleId,
  { at, what, range, message, hint, level, fix }: LintReport,
  subject: LintSubject,
  levelOf: LevelOf,
): LintFinding | undefined {
  const severity = levelOf(rule, { path: subject.spec.path, at }, level);
  if (severity === "off") return undefined;
  return {
    code: rule,
    severity,
    message: maskSecrets(message),
    ...(hint !== undefined && { hint: maskSecrets(hint) }),
    range: range ?? placeOf(subject, at, what),
    at,
    refused: false,
    ...(fix !== undefined && { fix }),
  };
}

/** Where a pointer into a spec stands. */
function placeOf({ spec, document, output }: LintSubject, at: string, what: "key" | "value" = "value") {
  const isOutput = at === output.prefix || at.startsWith(`${output.prefix}/`);
  return isOutput ? spec.rangeOf(at.slice(output.prefix.length), what) : document.rangeOf(at, what);
}

/** Makes a finding of the generator one of lint. What is an error there is one here, whatever the levels say. */
function carry(
  diagnostic: Diagnostic,
  levelOf: LevelOf,
  documents: ReadonlyMap<string, SpecDocument>,
  asksForPlaces: boolean,
): readonly LintFinding[] {
  const { message, hint, range, severity } = diagnostic;
  const code = carryingRule(diagnostic);
  const fix = carriedFix(diagnostic);
  const refused = severity === "error";
  const document = documents.get(range.path);
  const at = document === undefined || refused || !asksForPlaces ? "" : pointerAt(document, range.start);
  const level = refused ? "error" : levelOf(code, { path: range.path, at });
  if (level === "off") return [];
  const rest = { message, ...(hint !== undefined && { hint }), range, refused, ...(fix !== undefined && { fix }) };
  return [{ code, severity: level, carries: diagnostic.code, ...rest }];
}

function lintModels(
  { path, text }: { readonly path: string; readonly text: string },
  levelOf: LevelOf,
): readonly LintFinding[] {
  return checkModels(readSpec(path, text)).flatMap(({ rule, at, range, message, hint }): LintFinding[] => {
    const severity = levelOf(rule, { path, at });
    if (severity === "off" || range === undefined) return [];
    return [{ code: rule, severity, message, ...(hint !== undefined && { hint }), range, at, refused: false }];
  });
}

/** As many findings of one rule are listed of a file, and so many looked for. */
const mostAlike = 100;
const mostOfRule = 1000;

/** Keeps the first findings of a rule in each file, and says of the last one kept how many more there are. */
function capped<T extends LintFinding>(findings: readonly T[]): readonly T[] {
  const keyOf = ({ code, severity, range }: LintFinding): string => JSON.stringify([code, severity, range.path]);
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return findings.flatMap((finding) => {
    const key = keyOf(finding);
    const index = (seen.get(key) ?? 0) + 1;
    seen.set(key, index);
    const more = (counts.get(key) ?? 0) - mostAlike;
    if (index < mostAlike || more <= 0) return index <= mostAlike ? [finding] : [];
    return index > mostAlike
      ? []
      : [{ ...finding, message: `${finding.message} (and ${more} more like this in the file)` }];
  });
}
