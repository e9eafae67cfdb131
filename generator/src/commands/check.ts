import { contractVersion } from "../../../runtime/src/facts/dialects.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import type { FileDifference } from "../files/compare.ts";
import { compileProject } from "../generate.ts";
import { plural, printable } from "../report/printable.ts";
import { type Command, readArguments, textOption } from "./command.ts";
import { formatOption, printFindings } from "./findings.ts";
import { exitCodeFor } from "./report-run.ts";

const help = `outspec check: says whether the generated files are what the specs say

Usage
  outspec check [options]

Generates in memory, writes nothing, and compares with the files on disk. Made for
continuous integration. States of a file:

  missing          a spec has no generated file yet
  stale            the spec has changed since
  edited           somebody changed this file by hand
  orphaned         the spec is gone
  other-generator  written by another version of Outspec: upgrade, or generate again
  foreign          in the way, and not written by Outspec

Then type-checks the generated modules, when @outspec/runtime is installed.

Options
  --config FILE    the configuration to use (default: the nearest outspec.yaml)
  --format FORM    how findings are printed: pretty (default), github or json
  --json           short for --format json
  --no-types       leave the type-check out
  --help           this text

Examples
  npx outspec check
  npx outspec check --format github

Exit codes
  0  everything is up to date
  1  a spec has an error, or a file is not up to date
  2  the command line or outspec.yaml is wrong
`;

const options = {
  config: { type: "string" },
  format: { type: "string" },
  json: { type: "boolean" },
  "no-types": { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** `outspec check`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options);
    const configPath = textOption(parsed, "config");
    const format = formatOption(parsed);
    const project = await compileProject({
      cwd: terminal.cwd,
      ...(configPath !== undefined && { config: configPath }),
    });
    const { place, config, specs, files } = project;
    const repair = `npx outspec generate${configPath === undefined ? "" : ` --config ${configPath}`}`;
    const base = { command: "check", root: place.root, specs: specs.length };
    if (project.diagnostics.some(({ severity }) => severity === "error")) {
      printFindings(
        { ...base, diagnostics: project.diagnostics, outcome: "The generated files were not compared." },
        format,
        terminal,
      );
      return exitCodeFor(project.diagnostics);
    }

    const { compareFiles } = await import("../files/compare.ts");
    const differences = compareFiles(place.root, config.output, files);
    const found: Diagnostic[] = [];
    let types = "left out";
    if (parsed.values["no-types"] !== true) {
      const { checkTypes } = await import("./check-types.ts");
      const result = await checkTypes(place.root, config.output, files);
      found.push(...result.diagnostics);
      types =
        result.skipped === undefined ? `${plural(result.modules, "module")} checked` : `skipped: ${result.skipped}`;
    }

    const diagnostics = [...project.diagnostics, ...found];
    if (format === "pretty") {
      printFindings({ ...base, diagnostics }, format, terminal);
      for (const difference of differences) terminal.out(describe(config.output, difference));
      const verdict =
        differences.length === 0
          ? `${plural(specs.length, "spec")}, ${plural(files.length, "file")} in ${config.output}/: up to date.`
          : `${plural(differences.length, "file")} of ${files.length} in ${config.output}/ not up to date.`;
      terminal.out(`${verdict} Types: ${types}.\n`);
      if (differences.length > 0) terminal.out(`Repair with: ${repairFor(differences, repair)}\n`);
    } else {
      const asFindings = differences.map((difference) => toDiagnostic(config.output, difference, repair));
      const states = differences.map(({ path, state }) => ({ path: `${config.output}/${path}`, state }));
      printFindings(
        {
          ...base,
          diagnostics: [...diagnostics, ...asFindings],
          more: { files: states, types, repair: differences.length === 0 ? null : repair },
        },
        format,
        terminal,
      );
    }
    return differences.length > 0 || found.length > 0 ? 1 : 0;
  },
};

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
