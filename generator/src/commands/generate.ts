import { generate } from "../generate.ts";
import { type Command, readArguments, textOption } from "./command.ts";
import { formatOption } from "./findings.ts";
import { createProgressLine } from "./progress.ts";
import { reportRun } from "./report-run.ts";

const help = `outspec generate: writes TypeScript types and functions for every spec

Usage
  outspec generate [options]

Reads outspec.yaml and all specs, reports everything that is wrong with them, and
when nothing is, brings the output folder up to date: only files that differ are
written, and files of specs that are gone are deleted. Files that Outspec did not
write are never touched. With an error nothing is written at all.

Options
  --watch          stay, and generate again whenever a spec changes (Ctrl-C ends it)
  --config FILE    the configuration to use (default: the nearest outspec.yaml)
  --format FORM    how findings are printed: pretty (default), github or json
  --json           short for --format json
  --help           this text

Examples
  npx outspec generate
  npx outspec generate --watch
  npx outspec generate --config services/triage/outspec.yaml

Exit codes
  0  up to date; also when Ctrl-C ends --watch (through npx, npx then gives 130)
  1  a spec has an error, or a foreign file is in the way
  2  the command line or outspec.yaml is wrong
  3  an internal fault
  130  stopped by Ctrl-C; either all files are written or none
`;

const options = {
  watch: { type: "boolean" },
  config: { type: "string" },
  format: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** `outspec generate`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options);
    const config = textOption(parsed, "config");
    const format = formatOption(parsed);
    const where = { cwd: terminal.cwd, ...(config !== undefined && { config }) };
    if (parsed.values["watch"] === true) {
      const { watchProject } = await import("./watch.ts");
      return watchProject(where, format, terminal);
    }
    const { onProgress, clear } = createProgressLine(terminal);
    try {
      const result = await interruptible(() => generate({ ...where, onProgress }), clear);
      clear();
      return reportRun(result, format, terminal);
    } finally {
      clear();
    }
  },
};

/**
 * Does work that a signal ends between two steps: files are all written in one of them, so Ctrl-C finds either none of
 * them written or all.
 */
async function interruptible<T>(work: () => Promise<T>, clear: () => void): Promise<T> {
  const ends = { SIGINT: 130, SIGTERM: 143 } as const;
  const stop = (signal: keyof typeof ends): void => {
    clear();
    process.exit(ends[signal]);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await work();
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
