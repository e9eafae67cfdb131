import type { Diagnostic, SourceRange } from "./diagnostic.ts";

/** Builds an error: the run goes on, but nothing is written. */
export function error(code: string, range: SourceRange, message: string, hint?: string): Diagnostic {
  return { code, severity: "error", message, ...(hint !== undefined && { hint }), range };
}

/** Builds a warning: shown, and the files are written all the same. */
export function warning(code: string, range: SourceRange, message: string, hint?: string): Diagnostic {
  return { code, severity: "warning", message, ...(hint !== undefined && { hint }), range };
}
