import { createHash } from "node:crypto";
import { join } from "node:path";
import { contractVersion } from "../../../runtime/src/facts/dialects.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { FileDifference } from "../files/compare.ts";
import { textIfPresent } from "../files/output-folder.ts";
import { type CompiledProject, compileProject } from "../generate.ts";
import { formatFindingsMarkdown } from "../report/findings-markdown.ts";
import { formatGithub } from "../report/github.ts";
import { formatJson } from "../report/json.ts";
import { formatPretty } from "../report/pretty.ts";
import { plural, printable } from "../report/printable.ts";
import { formatSarif } from "../report/sarif.ts";
import { version } from "../version.ts";
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
import { pathPrefix, printFindings } from "./findings.ts";
import { formatOptions, type ReportTo, sendReport } from "./report-formats.ts";
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

const checkFormats = ["pretty", "json", "markdown", "github", "sarif"] as const;

type CheckFormat = (typeof checkFormats)[number];

/** What a check found. */
interface CheckRun {
  readonly root: string;
  /** Folder of the generated files. */
  readonly output: string;
  readonly specs: number;
  readonly files: number;
  /** What is wrong with specs and types. */
  readonly diagnostics: readonly Diagnostic[];
  readonly differences: readonly FileDifference[];
  /** What became of the type-check. */
  readonly types: string;
  /** The command that repairs. */
  readonly repair: string;
  readonly most: number | undefined;
  readonly failed: boolean;
}

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
    if (parsed.values["quiet"] !== true || failed) for (const to of formats) send(to, run, here);
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
    import("./lint-files.ts"),
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

function send(to: ReportTo<CheckFormat>, run: CheckRun, terminal: Terminal): void {
  const text = render(to, run, terminal);
  sendReport(to, text, { cwd: terminal.cwd, terminal, isForPeople: false });
}

function render({ format, file }: ReportTo<CheckFormat>, run: CheckRun, terminal: Terminal): string {
  const { root, specs, failed, most } = run;
  const findings = [
    ...run.diagnostics,
    ...run.differences.map((difference) => toDiagnostic(run.output, difference, run.repair)),
  ].slice(0, most);
  const prefix = pathPrefix(root, terminal.cwd);
  switch (format) {
    case "pretty":
      return renderPretty(run, terminal.color && file === undefined, file === undefined ? terminal : undefined);
    case "json": {
      const files = run.differences.map(({ path, state }) => ({ path: `${run.output}/${path}`, state }));
      const repair = run.differences.length === 0 ? null : run.repair;
      return formatJson("check", { diagnostics: findings, specs, files, types: run.types, repair });
    }
    case "github":
      return formatGithub(findings, prefix);
    case "markdown":
      return formatFindingsMarkdown(findings, { command: "check", specs, failed, prefix });
    case "sarif":
      return renderSarif(findings, prefix);
  }
}

/** Findings go to standard error where a terminal is given, as those of all commands do. */
function renderPretty(run: CheckRun, color: boolean, terminal: Terminal | undefined): string {
  const { root, output, specs, files, differences, types, most } = run;
  const diagnostics = run.diagnostics.slice(0, most);
  const textOf = (path: string): string | undefined => textIfPresent(join(root, path))?.replace(/^\ufeff/, "");
  const findings = diagnostics.length === 0 ? "" : formatPretty(diagnostics, { textOf, specs, color });
  if (findings !== "") terminal?.note(findings);
  const verdict =
    differences.length === 0
      ? `${plural(specs, "spec")}, ${plural(files, "file")} in ${output}/: up to date.`
      : `${plural(differences.length, "file")} of ${files} in ${output}/ not up to date.`;
  return [
    terminal === undefined ? findings : "",
    ...differences.slice(0, most).map((difference) => describe(output, difference)),
    `${verdict} Types: ${types}.\n`,
    differences.length > 0 ? `Repair with: ${repairFor(differences, run.repair)}\n` : "",
  ].join("");
}

function renderSarif(findings: readonly Diagnostic[], prefix: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const help = "docs/diagnostics.md explains each finding and its way out.";
  return formatSarif({
    command: "check",
    version,
    prefix,
    rules: codes.map((id) => ({
      id,
      title: id.replaceAll("-", " "),
      level: "error" as const,
      description: help,
      help: { text: help, markdown: help },
      tags: ["outspec"],
    })),
    findings: findings.map(({ code, severity, message, hint, range }) => ({
      ruleId: code,
      level: severity === "info" ? ("note" as const) : severity,
      message: hint === undefined ? message : `${message}\n${hint}`,
      range,
      fingerprint: createHash("sha256")
        .update(JSON.stringify([code, range.path, message]))
        .digest("hex")
        .slice(0, 16),
    })),
  });
}

function repairFor(differences: readonly FileDifference[], generate: string): string {
  if (differences.some(({ state }) => state === "foreign")) return `move the foreign files away, then ${generate}`;
  const newer = differences.some(({ contract }) => contract !== undefined && contract > contractVersion);
  return newer
    ? `npm install --save-dev outspec@latest (these files come from a newer Outspec), then ${generate}`
    : generate;
}

function describe(output: string, difference: FileDifference): string {
  const { path, lines } = difference;
  const head = `${difference.state.padEnd(15)}  ${printable(`${output}/${path}`)}${remark(output, difference)}\n`;
  if (lines === undefined) return head;
  const number = String(lines.line).padStart(6);
  const { found, expected } = lines;
  const row = (mark: string, text: string, other: string | undefined, index: number): string =>
    `${index === 0 ? number : " ".repeat(6)} ${mark} ${crop(text, other)}\n`;
  return (
    head +
    found.map((text, index) => row("-", text, expected[index], index)).join("") +
    expected.map((text, index) => row("+", text, found[index], found.length === 0 ? index : 1)).join("")
  );
}

const mostShown = 110;

/** A long line is shown around the first place in which it differs from its counterpart. */
function crop(line: string, counterpart = ""): string {
  const [text, other] = [printable(line), printable(counterpart)];
  let same = 0;
  while (same < text.length && text[same] === other[same]) same++;
  const from = same < mostShown - 30 || text.length <= mostShown ? 0 : same - 40;
  const start = from === 0 ? "" : "…";
  const rest = text.slice(from);
  const room = mostShown - start.length;
  return start + (rest.length > room ? `${rest.slice(0, room - 1)}…` : rest);
}

function remark(output: string, { path, state, contract, conflict, obstacle }: FileDifference): string {
  if (obstacle !== undefined)
    return obstacle === path ? "  (is a folder)" : `  (${printable(inFolder(output, obstacle))} is a file)`;
  if (conflict === true) return "  (holds merge conflict markers)";
  if (state === "orphaned") return "  (its spec is gone)";
  if (state === "edited") return "  (changed by hand)";
  if (contract === undefined) return "";
  return `  (written for contract ${contract}, this Outspec writes contract ${contractVersion})`;
}

function inFolder(output: string, path: string): string {
  return path === "" ? output : `${output}/${path}`;
}

function toDiagnostic(output: string, difference: FileDifference, repair: string): Diagnostic {
  const line = difference.lines?.line ?? 1;
  const place = { line, column: 1 };
  const messages: Readonly<Record<FileDifference["state"], string>> = {
    missing: "this file has not been generated yet",
    stale: "this file is not what its spec says now",
    edited: "this generated file was changed by hand",
    orphaned: "the spec of this generated file is gone",
    "other-generator": "this file was written by another version of Outspec",
    foreign:
      difference.obstacle === undefined
        ? "this file is in the way of a generated one"
        : `this ${difference.obstacle === difference.path ? "folder" : "file"} is in the way of a generated file`,
  };
  return error(
    `file-${difference.state}`,
    { path: inFolder(output, difference.obstacle ?? difference.path), start: place, end: place },
    messages[difference.state],
    difference.state === "foreign" ? `move it away, then run: ${repair}` : `run: ${repair}`,
  );
}
