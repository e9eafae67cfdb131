import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { GenerateResult } from "../generate.ts";
import { plural } from "../report/pretty.ts";
import type { Terminal } from "./command.ts";
import { printFindings, type ReportFormat } from "./findings.ts";

/** Prints what a run did and gives its exit code. */
export function reportRun(result: GenerateResult, format: ReportFormat, terminal: Terminal): number {
  const { status, root, output, specs, diagnostics, written, deleted, unchanged } = result;
  const failed = status === "failed";
  const more = { status, output, written, deleted, unchanged: unchanged.length };
  const outcome = failed ? "Nothing was written." : undefined;
  printFindings(
    { command: "generate", root, specs, diagnostics, ...(outcome !== undefined && { outcome }), more },
    format,
    terminal,
  );
  if (format === "pretty" && !failed) {
    // In a pipe one line says it all; a person also likes to see the names.
    if (terminal.interactive) terminal.out(listNames(output, "wrote", written) + listNames(output, "deleted", deleted));
    terminal.out(`${summarise(specs, written.length, deleted.length, unchanged.length, output)}\n`);
  }
  return failed ? exitCodeFor(diagnostics) : 0;
}

/** Findings about the configuration are about how the command was called; all others are about the specs. */
export function exitCodeFor(diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.length > 0 && errors.every(({ range }) => /(^|\/)outspec\.ya?ml$/.test(range.path))
    ? 2
    : errors.length > 0
      ? 1
      : 0;
}

const mostNames = 12;

function listNames(folder: string, verb: string, paths: readonly string[]): string {
  if (paths.length === 0) return "";
  const shown = paths.slice(0, mostNames).map((path) => `  ${verb} ${folder}/${path}\n`);
  return shown.join("") + (paths.length > mostNames ? `  and ${paths.length - mostNames} more\n` : "");
}

function summarise(specs: number, written: number, deleted: number, unchanged: number, output: string): string {
  const files = plural(written + unchanged, "file");
  if (written + deleted === 0) return `${plural(specs, "spec")}, ${files} in ${output}/: nothing changed.`;
  const parts = [
    `${written} written`,
    ...(deleted > 0 ? [`${deleted} deleted`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
  ];
  return `${plural(specs, "spec")}, ${files} in ${output}/: ${parts.join(", ")}.`;
}
