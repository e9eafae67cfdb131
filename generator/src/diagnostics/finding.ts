import type { Diagnostic, SourceRange } from "./diagnostic.ts";
import { maskSecrets } from "./secrets.ts";

/** Builds an error: the run goes on, but nothing is written. */
export function error(code: string, range: SourceRange, message: string, hint?: string): Diagnostic {
  return masked({ code, severity: "error", message, ...(hint !== undefined && { hint }), range });
}

/** Builds a warning: shown, and the files are written all the same. */
export function warning(code: string, range: SourceRange, message: string, hint?: string): Diagnostic {
  return masked({ code, severity: "warning", message, ...(hint !== undefined && { hint }), range });
}

/** Findings quote what stood in a file, and a key may have stood there. */
function masked({ message, hint, ...rest }: Diagnostic): Diagnostic {
  return { ...rest, message: maskSecrets(message), ...(hint !== undefined && { hint: maskSecrets(hint) }) };
}
