import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** Renders findings as workflow commands, which GitHub shows beside the changed lines. `prefix` leads from the repository's root to the project's. */
export function formatGithub(diagnostics: readonly Diagnostic[], prefix = ""): string {
  return diagnostics
    .map(({ code, severity, message, hint, range }) => {
      const { start, end } = range;
      const place = {
        file: prefix + range.path,
        line: start.line,
        endLine: end.line,
        col: start.column,
        endColumn: end.column,
        title: code,
      };
      const properties = Object.entries(place).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      return `::${severity === "info" ? "notice" : severity} ${properties.join(",")}::${escapeData(hint === undefined ? message : `${message}\n${hint}`)}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
