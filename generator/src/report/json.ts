import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** Renders a run as one JSON document for tools. Keys are only ever added. */
export function formatJson(
  command: string,
  result: { readonly diagnostics: readonly Diagnostic[] } & Readonly<Record<string, unknown>>,
): string {
  const { diagnostics, ...more } = result;
  const count = (severity: string): number => diagnostics.filter((one) => one.severity === severity).length;
  const summary = { errors: count("error"), warnings: count("warning") };
  const findings = diagnostics.map(({ range, ...finding }) => ({
    ...finding,
    file: range.path,
    start: range.start,
    end: range.end,
  }));
  return `${JSON.stringify({ version: 1, command, summary, ...more, findings }, null, 2)}\n`;
}
