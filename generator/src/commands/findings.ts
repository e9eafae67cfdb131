import { join, relative, sep } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { textIfPresent } from "../files/output-folder.ts";
import { formatGithub } from "../report/github.ts";
import { formatJson } from "../report/json.ts";
import { formatPretty } from "../report/pretty.ts";
import { type Arguments, choiceOption, type Terminal } from "./command.ts";

/** The forms in which findings can be printed. */
const reportFormats = ["pretty", "github", "json"] as const;

/** One form of printing findings. */
export type ReportFormat = (typeof reportFormats)[number];

/** Reads `--format`, and `--json` as its short form for JSON. */
export function formatOption(parsed: Arguments): ReportFormat {
  const format = choiceOption(parsed, "format", reportFormats);
  if (parsed.values["json"] !== true) return format ?? "pretty";
  if (format === undefined || format === "json") return "json";
  throw new UsageError(`--json and --format ${format} exclude each other`, "leave one of the two out");
}

/** What a command found, and what came of it. */
export interface Findings {
  readonly command: string;
  readonly root: string;
  readonly specs: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Last sentence of the pretty form. */
  readonly outcome?: string;
  /** More keys of the JSON form. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Prints findings: pretty and github to standard error, JSON to standard output. Prints nothing pretty when there is nothing. */
export function printFindings(findings: Findings, format: ReportFormat, terminal: Terminal): void {
  const { command, root, specs, diagnostics, outcome, more } = findings;
  switch (format) {
    case "json":
      terminal.out(formatJson(command, { diagnostics, specs, ...more }));
      return;
    case "github":
      terminal.out(formatGithub(diagnostics, pathPrefix(root, terminal.cwd)));
      return;
    case "pretty": {
      if (diagnostics.length === 0) return;
      const textOf = (path: string): string | undefined => textIfPresent(join(root, path))?.replace(/^\ufeff/, "");
      terminal.note(
        formatPretty(diagnostics, { textOf, specs, color: terminal.color, ...(outcome !== undefined && { outcome }) }),
      );
    }
  }
}

/** GitHub wants paths from the repository's root, which is where its jobs start. */
export function pathPrefix(root: string, cwd: string): string {
  const below = relative(process.env["GITHUB_WORKSPACE"] ?? cwd, root);
  return below === "" || below.startsWith("..") ? "" : `${below.split(sep).join("/")}/`;
}
