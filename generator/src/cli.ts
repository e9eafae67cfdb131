#!/usr/bin/env node
import type { Command, Terminal } from "./commands/command.ts";
import { InternalError } from "./diagnostics/internal-error.ts";
import { UsageError } from "./diagnostics/usage-error.ts";

/** The commands: one line for the list, and how to load the rest. Loaded one by one, so that `--help` stays quick. */
const commands: Readonly<Record<string, { readonly summary: string; load(): Promise<{ readonly command: Command }> }>> =
  {
    init: {
      summary: "set up a project: configuration, a first spec, an example program",
      load: () => import("./commands/init.ts"),
    },
    generate: {
      summary: "write TypeScript types and functions for every spec",
      load: () => import("./commands/generate.ts"),
    },
    check: {
      summary: "say whether the generated files are what the specs say",
      load: () => import("./commands/check.ts"),
    },
    lint: {
      summary: "say what in the specs will go wrong with models and providers",
      load: () => import("./commands/lint.ts"),
    },
    diff: {
      summary: "say what a change of the specs does to code, to stored outputs and to the models",
      load: () => import("./commands/diff.ts"),
    },
    try: { summary: "run one spec and watch its output fill in", load: () => import("./commands/try.ts") },
    simulate: {
      summary: "start a local server that speaks the providers' protocols",
      load: () => import("./commands/simulate.ts"),
    },
  };

const help = `outspec: typed LLM output from schema files

Usage
  outspec <command> [options]

Commands
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}\n`)
  .join("")}
Start with \`npx outspec init\`. \`outspec <command> --help\` explains a command.

Options
  --help       this text
  --version    version of outspec

Exit codes
  0  fine
  1  findings: a spec has an error, a file is not up to date, lint found something
  2  the command line or outspec.yaml is wrong
  3  something could not be read or compared, or an internal fault
`;

/** Runs the command line and gives the exit code. Never throws. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const [name, ...rest] = argv;
    if (name === undefined || name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
      terminal.out(help);
      return name === undefined ? 2 : 0;
    }
    if (name === "--version" || name === "-v") {
      const { version } = await import("./version.ts");
      terminal.out(`${version}\n`);
      return 0;
    }
    const wanted = name === "help" ? (rest[0] ?? "") : name;
    const entry = Object.hasOwn(commands, wanted) ? commands[wanted] : undefined;
    if (entry === undefined) throw await unknownCommand(wanted);
    const { command } = await entry.load();
    // What comes after `--` is another program's.
    const own = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : undefined);
    if (name === "help" || own.includes("--help") || own.includes("-h")) {
      terminal.out(command.help);
      return 0;
    }
    return await command.run(rest, terminal);
  } catch (problem) {
    return explain(problem, terminal);
  }
}

async function unknownCommand(name: string): Promise<UsageError> {
  const { didYouMean } = await import("./spec/suggest.ts");
  const kind = name.startsWith("-") ? "option" : "command";
  const hint = didYouMean(name, Object.keys(commands));
  return new UsageError(
    `unknown ${kind} ${JSON.stringify(name)}`,
    `${hint === undefined ? "" : `${hint} `}commands: ${Object.keys(commands).join(", ")}`,
  );
}

function explain(problem: unknown, terminal: Terminal): number {
  if (problem instanceof UsageError) {
    terminal.note(
      `outspec: ${problem.message}\n${problem.hint === undefined ? "" : `  ${problem.hint.replaceAll("\n", "\n  ")}\n`}`,
    );
    return 2;
  }
  const isOfSpec = problem instanceof InternalError;
  const text = problem instanceof Error && !isOfSpec ? `${problem.name}: ${problem.message}` : messageOf(problem);
  terminal.note(
    `outspec: internal error${isOfSpec ? ` in ${problem.path}` : ""}: ${text.split("\n")[0] ?? ""}\n  This is a fault of Outspec. Please report it: https://github.com/outspec/outspec/issues (OUTSPEC_DEBUG=1 shows where)\n`,
  );
  const fault = isOfSpec ? problem.cause : problem;
  if (process.env["OUTSPEC_DEBUG"] && fault instanceof Error) terminal.note(`${fault.stack ?? ""}\n`);
  return 3;
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  // The reader of a pipe may leave, as `head` does; that is no error.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (problem: NodeJS.ErrnoException) => {
      if (problem.code === "EPIPE") process.exit(0);
      throw problem;
    });
  }
  const forced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0";
  // A job log keeps every redrawing, even where the job has a terminal.
  const watched = env["TERM"] !== "dumb" && ["", "0", "false"].includes(env["CI"] ?? "");
  const color = forced || (stderr.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb");
  return {
    cwd: process.cwd(),
    out: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    ...(stderr.isTTY === true && watched && { progress: (text) => void stderr.write(`\r\u001b[K${text}`) }),
    interactive: stdout.isTTY === true && watched,
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    color,
  };
}

/** Whether this file is what Node was started with, and not imported by a test. */
async function isProgram(): Promise<boolean> {
  const [, script] = process.argv;
  if (script === undefined) return false;
  const [{ realpathSync }, { fileURLToPath }] = await Promise.all([import("node:fs"), import("node:url")]);
  try {
    return realpathSync(script) === realpathSync(fileURLToPath(import.meta.url));
  } catch {
    return false;
  }
}

void isProgram().then(async (program) => {
  if (program) process.exitCode = await main(process.argv.slice(2), processTerminal());
});
