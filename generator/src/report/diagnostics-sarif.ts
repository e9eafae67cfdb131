import { createHash } from "node:crypto";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { formatSarif } from "./sarif.ts";

/** What a SARIF report of diagnostics needs besides them. */
export interface DiagnosticsSarifOptions {
  readonly command: string;
  /** Version of this package. */
  readonly version: string;
  /** Leads from the repository's root to the project's. */
  readonly prefix: string;
}

/** Renders what is wrong with specs for code scanning. */
export function formatDiagnosticsSarif(diagnostics: readonly Diagnostic[], options: DiagnosticsSarifOptions): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const help = "docs/diagnostics.md explains each finding and its way out.";
  return formatSarif({
    ...options,
    rules: codes.map((id) => ({
      id,
      title: id.replaceAll("-", " "),
      level: "error" as const,
      description: help,
      help: { text: help, markdown: help },
      tags: ["outspec"],
    })),
    findings: diagnostics.map(({ code, severity, message, hint, range }) => ({
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
