import { createConfig } from "../../../generator/src/config.ts";
import { type FixResult, fixSpecs } from "../../../generator/src/lint/fix-specs.ts";
import { type LintInput, type LintResult, lintSpecs } from "../../../generator/src/lint/lint-specs.ts";
import { readTarget } from "../../../generator/src/lint/targets.ts";
import type { LintConfig } from "../../../generator/src/spec/lint-format.ts";

/** How a text is linted. */
export interface LintOptions {
  readonly lint?: LintConfig;
  readonly targets?: readonly string[];
  /** Path of the text. */
  readonly path?: string;
  /** More files by path; those below `schemas/` are specs. */
  readonly files?: Readonly<Record<string, string>>;
  readonly outspec?: string;
}

/** What a run over one text, and what stands beside it, is given. */
export function lintInput(text: string, options: LintOptions = {}): LintInput {
  const { path = "schemas/spec.yaml", files = {}, targets = [], lint = { set: "strict" }, outspec } = options;
  const isSpec = (file: string): boolean => file.startsWith("schemas/");
  const entries = Object.entries(files);
  return {
    specs: new Map([[path, text], ...entries.filter(([file]) => isSpec(file))]),
    others: new Map(entries.filter(([file]) => !isSpec(file))),
    config: createConfig({ lint }),
    targets: targets.map(readTarget).filter((target) => typeof target === "object"),
    ...(outspec !== undefined && { configFile: { path: "outspec.yaml", text: outspec } }),
  };
}

/** Lints one text. */
export function lintText(text: string, options?: LintOptions): Promise<LintResult> {
  return lintSpecs(lintInput(text, options));
}

/** Lints and mends one text. */
export function fixText(text: string, options?: LintOptions): Promise<FixResult> {
  return fixSpecs(lintInput(text, options));
}
