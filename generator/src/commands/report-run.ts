import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { GenerateResult } from "../generate.ts";
import { plural } from "../report/printable.ts";
import type { Terminal } from "./command.ts";
import { printFindings, type ReportFormat } from "./findings.ts";

/** Prints what a run did, and with `ms` what it compiled and how long that took; gives the exit code. */
export function reportRun(result: GenerateResult, format: ReportFormat, terminal: Terminal, ms?: number): number {
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
    const work = ms === undefined ? "" : ` ${describeWork(result.compiled, ms)}`;
    terminal.out(`${summarise(specs, written.length, deleted.length, unchanged.length, output)}${work}\n`);
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

const mostSpecs = 3;

function describeWork(compiled: readonly string[], ms: number): string {
  const seconds = `${(ms / 1000).toFixed(2)} s`;
  if (compiled.length === 0) return `Took ${seconds}.`;
  const names = compiled.slice(0, mostSpecs).join(", ");
  const more = compiled.length > mostSpecs ? ` and ${compiled.length - mostSpecs} more` : "";
  return `Compiled ${names}${more} in ${seconds}.`;
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
