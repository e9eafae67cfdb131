import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { excerptOf, isWholeFile } from "./excerpt.ts";
import { plural, printable } from "./printable.ts";

/** What a report needs besides the findings. */
export interface ReportContext {
  /** Text of a file that has findings, for the excerpts. */
  readonly textOf: (path: string) => string | undefined;
  /** How many specs the run looked at. */
  readonly specs: number;
  /** The last sentence, as in `Nothing was written.` */
  readonly outcome?: string;
  readonly color: boolean;
}

/** Widest line on which a message still stands beside its carets. */
const maxCaretColumn = 72;

/**
 * Renders findings for people: place, excerpt with carets, message, hint, and one summary line. `carries` is the code
 * under which another command reports the same.
 */
export function formatPretty(
  diagnostics: readonly (Diagnostic & { readonly carries?: string })[],
  context: ReportContext,
): string {
  const paint = context.color ? paints : plain;
  const blocks = diagnostics.map((diagnostic) => formatOne(diagnostic, context.textOf(diagnostic.range.path), paint));
  return `${[...blocks, formatSummary(diagnostics, context, paint)].join("\n\n")}\n`;
}

interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const colored = (code: number, text: string): string => `\x1b[${code}m${text}\x1b[0m`;
const paints: Paint = {
  error: (text) => colored(31, text),
  warning: (text) => colored(33, text),
  info: (text) => colored(36, text),
  dim: (text) => colored(2, text),
  bold: (text) => colored(1, text),
};
const same = (text: string): string => text;
const plain: Paint = { error: same, warning: same, info: same, dim: same, bold: same };

function formatOne(
  { code, carries, severity, message, hint, range }: Diagnostic & { readonly carries?: string },
  text: string | undefined,
  paint: Paint,
): string {
  const tint = paint[severity];
  const { start } = range;
  const alias = carries === undefined || carries === code ? "" : paint.dim(` (${carries})`);
  const head = `${paint.bold(`${printable(range.path)}:${start.line}:${start.column}`)}  ${tint(severity)}  ${code}${alias}`;
  const messages = [
    ...message.split("\n"),
    ...(hint ?? "").split("\n").filter((line, index) => line !== "" || index > 0),
  ].map(printable);
  const excerpt = text === undefined || isWholeFile(range) ? undefined : excerptOf(text, range);
  if (excerpt === undefined) return [head, "", ...messages.map((line) => `     ${line}`)].join("\n");

  const gutter = Math.max(4, String(start.line).length + 1);
  const numbered = (line: number, content: string): string =>
    `${paint.dim(`${String(line).padStart(gutter)} |`)} ${printable(content)}`.trimEnd();
  const { before, line, from, width } = excerpt;
  const margin = `${" ".repeat(gutter)} ${paint.dim("|")} `;
  const carets = tint("^".repeat(width));
  const beside = from + width <= maxCaretColumn;
  const indent = " ".repeat(gutter + 3 + (beside ? from + width + 1 : Math.min(from, 8)));
  const [first = "", ...more] = messages;
  const marks = beside
    ? [`${margin}${" ".repeat(from)}${carets} ${first}`]
    : [`${margin}${" ".repeat(from)}${carets}`, `${indent}${first}`];
  return [
    head,
    "",
    ...(before === undefined ? [] : [numbered(start.line - 1, before)]),
    numbered(start.line, line),
    ...marks,
    ...more.map((text) => (text === "" ? "" : `${indent}${text}`)),
  ].join("\n");
}

function formatSummary(diagnostics: readonly Diagnostic[], { specs, outcome }: ReportContext, paint: Paint): string {
  const count = (severity: Diagnostic["severity"]): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  const files = new Set(diagnostics.map(({ range }) => range.path)).size;
  const parts = (["error", "warning", "info"] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) =>
      paint[severity](severity === "info" ? `${count(severity)} info` : plural(count(severity), severity)),
    );
  // A finding in outspec.yaml or in a shared file is not "in one of the specs".
  const where =
    files > specs ? `in ${plural(files, "file")}` : specs === 1 ? "in 1 spec" : `in ${files} of ${specs} specs`;
  const counted = parts.length === 0 ? `${plural(specs, "spec")}, no findings` : `${listOf(parts)} ${where}`;
  return `${counted}.${outcome === undefined ? "" : ` ${outcome}`}`;
}

function listOf(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(" and ") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}
