import type { Diagnostic } from "./diagnostic.ts";

/** Puts findings in the order in which a person walks through the files, and drops exact repeats. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const distinct = new Map(diagnostics.map((one) => [JSON.stringify([one.range, one.code, one.message]), one]));
  return [...distinct.values()].sort(
    (a, b) =>
      compare(a.range.path, b.range.path) ||
      a.range.start.line - b.range.start.line ||
      a.range.start.column - b.range.start.column ||
      compare(a.code, b.code),
  );
}

/** By code unit, which is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether nothing may be written. */
export function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
