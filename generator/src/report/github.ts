import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { printable } from "./printable.ts";

/** Renders findings as workflow commands, which GitHub shows beside the changed lines. `prefix` leads from the repository's root to the project's. */
export function formatGithub(diagnostics: readonly Diagnostic[], prefix = ""): string {
  return diagnostics
    .map(({ code, severity, message, hint, range }) =>
      workflowCommand(
        severity === "info" ? "notice" : severity,
        { ...placeProperties(range, prefix), title: code },
        hint === undefined ? message : `${message}\n${hint}`,
      ),
    )
    .join("");
}

/** The properties of a workflow command that say where. */
export function placeProperties({ path, start, end }: SourceRange, prefix: string): Readonly<Record<string, string>> {
  return {
    file: printable(prefix + path),
    line: String(start.line),
    endLine: String(end.line),
    col: String(start.column),
    endColumn: String(end.column),
  };
}

/** One workflow command, on a line of its own whatever stands in its message. */
export function workflowCommand(
  command: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${command} ${listed.join(",")}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
