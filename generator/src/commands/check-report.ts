import { join } from "node:path";
import { contractVersion } from "../../../runtime/src/facts/dialects.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import type { FileDifference } from "../files/compare.ts";
import { textIfPresent } from "../files/output-folder.ts";
import { formatDiagnosticsSarif } from "../report/diagnostics-sarif.ts";
import { formatFindingsMarkdown } from "../report/findings-markdown.ts";
import { formatGithub } from "../report/github.ts";
import { formatJson } from "../report/json.ts";
import { formatPretty } from "../report/pretty.ts";
import { plural, printable } from "../report/printable.ts";
import { version } from "../version.ts";
import type { Terminal } from "./command.ts";
import { pathPrefix } from "./findings.ts";
import { type ReportTo, sendReport } from "./report-formats.ts";

/** The forms in which a check is reported, the default first. */
export const checkFormats = ["pretty", "json", "markdown", "github", "sarif"] as const;

/** One of these forms. */
export type CheckFormat = (typeof checkFormats)[number];

/** What a check found. */
export interface CheckRun {
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

/** Renders a check in one form and sends it where it was asked for. */
export function sendCheck(to: ReportTo<CheckFormat>, run: CheckRun, terminal: Terminal): void {
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
      return formatDiagnosticsSarif(findings, { command: "check", version, prefix });
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
