import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { readText } from "../files/read.ts";
import { writeAtomically } from "../files/write.ts";
import type { BaselineEntry } from "../lint/baseline.ts";
import type { LintInput } from "../lint/lint-specs.ts";
import { plural } from "../report/printable.ts";
import { type LintGate, lintGates } from "../spec/lint-format.ts";
import { didYouMean } from "../spec/suggest.ts";
import {
  type Arguments,
  type Command,
  choiceOption,
  countOption,
  folderOption,
  readArguments,
  type Terminal,
  textOption,
} from "./command.ts";
import { printFindings } from "./findings.ts";
import { readInput, readProject } from "./lint-input.ts";
import { type LintRun, lintFormats, sendLintReport } from "./lint-report.ts";
import { formatOptions } from "./report-formats.ts";

const help = `outspec lint: says what in the specs will go wrong with models, readers and providers

Usage
  outspec lint [specs…] [options]

Looks at one version of each spec: what \`generate\` refuses, and what it takes but models,
code or the configured providers will have trouble with. Specs are files, folders or
patterns; default: all of the project. docs/lint.md explains every rule.

Options
  --fix               mend in the files what can be mended without doubt
  --target T          also judge for this model, provider or dialect; may be repeated
  --explain RULE      say what a rule is about, and end
  --config FILE       the configuration to use (default: the nearest outspec.yaml)
  --format F[=FILE]   pretty (default), json, markdown, github or sarif, to the terminal
                      or to a file; may be repeated
  --fail-on LEVEL     error (default), warning, info or never: what gives exit code 1
  --max-findings N    list no more than N findings; all of them count
  --baseline FILE     do not report the findings that FILE holds
  --update-baseline   write what is found now to FILE; without it FILE is never written
  --allow-empty       be content with patterns that match nothing
  --quiet             list only what fails the run
  --no-color          no colours
  --cwd DIR           as if called in DIR
  --help              this text

Examples
  npx outspec lint
  npx outspec lint schemas/invoice.yaml --fix
  npx outspec lint --format github --format json=lint.json
  npx outspec lint --explain decision-before-reasoning

Exit codes
  0  nothing at or above --fail-on
  1  findings at or above --fail-on
  2  the command line, outspec.yaml or a suppression is wrong
  3  a file cannot be read, or an internal fault
`;

const options = {
  fix: { type: "boolean" },
  target: { type: "string", multiple: true },
  explain: { type: "string" },
  config: { type: "string" },
  format: { type: "string", multiple: true },
  "fail-on": { type: "string" },
  "max-findings": { type: "string" },
  baseline: { type: "string" },
  "update-baseline": { type: "boolean" },
  "allow-empty": { type: "boolean" },
  quiet: { type: "boolean" },
  "no-color": { type: "boolean" },
  cwd: { type: "string" },
  help: { type: "boolean" },
} as const;

/** `outspec lint`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options, { max: Number.POSITIVE_INFINITY });
    const rule = textOption(parsed, "explain");
    if (rule !== undefined) return explain(rule, terminal);
    const formats = formatOptions(parsed, lintFormats);
    const gate = choiceOption(parsed, "fail-on", lintGates);
    const most = countOption(parsed, "max-findings");
    const cwd = folderOption(parsed, terminal.cwd);
    const project = await readProject(parsed, cwd);
    const { place, config } = project;
    if (project.diagnostics.some(({ severity }) => severity === "error")) {
      const outcome = "No spec was looked at.";
      printFindings(
        { command: "lint", root: place.root, specs: 0, diagnostics: project.diagnostics, outcome },
        "pretty",
        terminal,
      );
      return 2;
    }
    const input = await readInput(parsed, cwd, project, terminal);
    if (typeof input === "number") return input;
    const baseline = await readBaseline(parsed, cwd);
    const run = await lint(input, parsed.values["fix"] === true, place.root);

    const [{ applyBaseline, fingerprintFindings, formatBaseline, updateBaseline }, { reaches }] = await Promise.all([
      import("../lint/baseline.ts"),
      import("../lint/finding.ts"),
    ]);
    const isLookedAt = (path: string): boolean => input.chosen?.has(path) ?? true;
    const all = fingerprintFindings(run.result.findings);
    const isUpdate = parsed.values["update-baseline"] === true;
    const entries = isUpdate ? updateBaseline(all, baseline?.entries ?? [], isLookedAt) : (baseline?.entries ?? []);
    if (isUpdate && baseline !== undefined) writeAtomically(baseline.path, formatBaseline(entries));
    const { fresh, known, gone } = applyBaseline(all, entries, isLookedAt);

    const failOn: LintGate = gate ?? config.lint?.failOn ?? "error";
    const isQuiet = parsed.values["quiet"] === true;
    const failed = fresh.some(({ severity }) => reaches(severity, failOn));
    const listed = isQuiet ? fresh.filter(({ severity }) => reaches(severity, failOn)) : fresh;
    const silenced = isQuiet ? [] : run.result.silenced;
    // Behind the others, so that theirs stay what the baseline has.
    const fingerprints = new Map(
      fingerprintFindings([...run.result.findings, ...silenced]).map(({ finding, fingerprint }) => [
        finding,
        fingerprint,
      ]),
    );
    const report: LintRun = {
      root: place.root,
      specs: input.chosen?.size ?? input.specs.size,
      findings: listed.slice(0, most),
      hidden: Math.max(0, listed.length - (most ?? listed.length)),
      all: fresh,
      fingerprintOf: (finding) => fingerprints.get(finding) ?? "",
      failOn,
      failed,
      suppressed: run.result.suppressed,
      silenced: silenced.slice(0, most === undefined ? undefined : Math.max(0, most - listed.length)),
      known,
      gone: gone.length,
      fixed: run.fixed,
      quiet: isQuiet,
    };
    const color = terminal.color && parsed.values["no-color"] !== true;
    for (const format of formats) sendLintReport(format, report, { ...terminal, color }, cwd);
    return run.result.misused ? 2 : failed ? 1 : 0;
  },
};

async function explain(name: string, terminal: Terminal): Promise<number> {
  const [{ explainRule }, { findLintRule, lintRules }] = await Promise.all([
    import("../lint/page.ts"),
    import("../lint/rules.ts"),
  ]);
  const rule = findLintRule(name);
  if (rule === undefined)
    throw new UsageError(
      `there is no lint rule ${JSON.stringify(name)}`,
      didYouMean(name, lintRules.keys()) ?? `rules: ${[...lintRules.keys()].join(", ")}`,
    );
  terminal.out(explainRule(rule));
  return 0;
}

interface Baseline {
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
}

async function readBaseline(parsed: Arguments, cwd: string): Promise<Baseline | undefined> {
  const file = textOption(parsed, "baseline");
  const isUpdate = parsed.values["update-baseline"] === true;
  if (file === undefined) {
    if (isUpdate) throw new UsageError("--update-baseline needs the file", "name it: --baseline lint-baseline.json");
    return undefined;
  }
  const path = resolve(cwd, file);
  if (!existsSync(path)) {
    if (isUpdate) return { path, entries: [] };
    throw new UsageError(`there is no baseline ${file}`, `write it: --baseline ${file} --update-baseline`);
  }
  const { parseBaseline } = await import("../lint/baseline.ts");
  const entries = parseBaseline(readText(path));
  if (entries === undefined) throw new UsageError(`${file} is no baseline of outspec lint`);
  return { path, entries };
}

async function lint(input: LintInput, isFix: boolean, root: string) {
  if (!isFix) {
    const { lintSpecs } = await import("../lint/lint-specs.ts");
    return { result: await lintSpecs(input), fixed: undefined };
  }
  const { fixSpecs } = await import("../lint/fix-specs.ts");
  const { changed, fixed, result } = await fixSpecs(input);
  // A link stays one, and the file it leads to is mended.
  for (const [path, text] of changed) writeAtomically(realpathSync(join(root, path)), text);
  return { result, fixed: `mended ${plural(fixed, "finding")} in ${plural(changed.size, "file")}` };
}
