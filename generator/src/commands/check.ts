import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type CompiledProject, compileProject } from "../generate.ts";
import { plural } from "../report/printable.ts";
import { type CheckFormat, type CheckRun, checkFormats, sendCheck } from "./check-report.ts";
import {
  type Arguments,
  type Command,
  choiceOption,
  countOption,
  folderOption,
  readArguments,
  type Terminal,
  textOption,
  textsOption,
} from "./command.ts";
import { printFindings } from "./findings.ts";
import { formatOptions, type ReportTo } from "./report-formats.ts";
import { exitCodeFor } from "./report-run.ts";

const help = `outspec check: says whether the generated files are what the specs say

Usage
  outspec check [specs…] [options]

Generates in memory, writes nothing, and compares with the files on disk. Made for
continuous integration. Specs are files, folders or patterns; default: all of the
project. States of a file:

  missing          a spec has no generated file yet
  stale            the spec has changed since
  edited           somebody changed this file by hand
  orphaned         the spec is gone
  other-generator  written by another version of Outspec: upgrade, or generate again
  foreign          in the way, and not written by Outspec

Then type-checks the generated modules, when @outspec/runtime is installed.

Options
  --config FILE      the configuration to use (default: the nearest outspec.yaml)
  --format F[=FILE]  pretty (default), json, markdown, github or sarif, to the terminal or
                     to a file; may be repeated
  --json             short for --format json
  --no-types         leave the type-check out
  --fail-on LEVEL    error (default) or never
  --max-findings N   list no more than N findings; all of them count
  --allow-empty      be content with patterns that match nothing
  --quiet            print nothing when everything is up to date
  --no-color         no colours
  --cwd DIR          as if called in DIR
  --help             this text

Examples
  npx outspec check
  npx outspec check --format github --format sarif=check.sarif

Exit codes
  0  everything is up to date
  1  a file is not up to date, or a generated module has a type error
  2  the command line or outspec.yaml is wrong
  3  nothing was compared: a spec has an error or cannot be read, or an internal fault
`;

const options = {
  config: { type: "string" },
  format: { type: "string", multiple: true },
  json: { type: "boolean" },
  "no-types": { type: "boolean" },
  "fail-on": { type: "string" },
  "max-findings": { type: "string" },
  "allow-empty": { type: "boolean" },
  quiet: { type: "boolean" },
  "no-color": { type: "boolean" },
  cwd: { type: "string" },
  help: { type: "boolean" },
} as const;

/** `outspec check`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options, { max: Number.POSITIVE_INFINITY });
    const formats = readFormats(parsed);
    const gate = choiceOption(parsed, "fail-on", ["error", "never"]);
    const cwd = folderOption(parsed, terminal.cwd);
    const here = { ...terminal, cwd, color: terminal.color && parsed.values["no-color"] !== true };
    const configPath = textOption(parsed, "config");
    const project = await compileProject({ cwd, ...(configPath !== undefined && { config: configPath }) });
    if (project.diagnostics.some(({ severity }) => severity === "error")) return reportInvalid(project, formats, here);
    const run = await check(project, parsed, cwd);
    const failed = run.failed && gate !== "never";
    if (parsed.values["quiet"] !== true || failed) for (const to of formats) sendCheck(to, run, here);
    return failed ? 1 : 0;
  },
};

/** `--json` is short for one `--format json`. */
function readFormats(parsed: Arguments): readonly ReportTo<CheckFormat>[] {
  const formats = formatOptions(parsed, checkFormats);
  if (parsed.values["json"] !== true) return formats;
  const other = textsOption(parsed, "format").find((text) => text !== "json");
  if (other !== undefined)
    throw new UsageError(`--json and --format ${other} exclude each other`, "leave one of the two out");
  return [{ format: "json" }];
}

/** Without valid specs there is nothing to compare, which must not look like an answer. */
function reportInvalid(
  { place, specs, diagnostics }: CompiledProject,
  formats: readonly ReportTo<CheckFormat>[],
  terminal: Terminal,
): number {
  const outcome = "The generated files were not compared.";
  const base = { command: "check", root: place.root, specs: specs.length, diagnostics };
  const [format = "pretty"] = formats.flatMap(({ format, file }) => (file === undefined ? [format] : []));
  const shown = format === "json" || format === "github" ? format : "pretty";
  printFindings({ ...base, outcome }, shown, terminal);
  return exitCodeFor(diagnostics) === 2 ? 2 : 3;
}

async function check(project: CompiledProject, parsed: Arguments, cwd: string): Promise<CheckRun> {
  const { place, config, specs, files } = project;
  const [{ compareFiles }, { chooseSpecs }] = await Promise.all([
    import("../files/compare.ts"),
    import("./choose-specs.ts"),
  ]);
  const chosen = chooseSpecs(place.root, cwd, parsed.positionals, parsed.values["allow-empty"] === true);
  const isWanted = chosen === undefined ? () => true : isOfSpecs(chosen, config.schemas);
  const differences = compareFiles(place.root, config.output, files).filter(({ path }) => isWanted(path));
  const { types, diagnostics } = await typesOf(project, parsed, isWanted);
  const configPath = textOption(parsed, "config");
  return {
    root: place.root,
    output: config.output,
    specs: chosen?.size ?? specs.length,
    files: files.filter(({ path }) => isWanted(path)).length,
    diagnostics: [...project.diagnostics, ...diagnostics],
    differences,
    types,
    repair: `npx outspec generate${configPath === undefined ? "" : ` --config ${configPath}`}`,
    most: countOption(parsed, "max-findings"),
    failed: differences.length > 0 || diagnostics.length > 0,
  };
}

/** Tells which generated files are those of some specs. */
function isOfSpecs(specs: ReadonlySet<string>, schemas: string): (path: string) => boolean {
  const folder = schemas === "." ? "" : `${schemas}/`;
  const stems = new Set(
    [...specs].map((path) =>
      (path.startsWith(folder) ? path.slice(folder.length) : path).replace(/\.(?:ya?ml|schema\.json|json)$/, ""),
    ),
  );
  return (path) => stems.has(path.replace(/^internal\//, "").replace(/\.ts$/, ""));
}

async function typesOf(
  { place, config, files }: CompiledProject,
  parsed: Arguments,
  isWanted: (path: string) => boolean,
): Promise<{ readonly types: string; readonly diagnostics: readonly Diagnostic[] }> {
  if (parsed.values["no-types"] === true) return { types: "left out", diagnostics: [] };
  const { checkTypes } = await import("./check-types.ts");
  const { skipped, modules, diagnostics } = await checkTypes(place.root, config.output, files);
  const below = `${config.output}/`;
  return {
    types: skipped === undefined ? `${plural(modules, "module")} checked` : `skipped: ${skipped}`,
    diagnostics: diagnostics.filter(
      ({ range }) => !range.path.startsWith(below) || isWanted(range.path.slice(below.length)),
    ),
  };
}
