import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UsageError } from "../diagnostics/usage-error.ts";
import { didYouMean } from "../spec/suggest.ts";

/** Where a command was called, and what it may print there. */
export interface Terminal {
  /** Folder the command was called in. */
  readonly cwd: string;
  /** Results: standard output. */
  out(text: string): void;
  /** Findings and progress: standard error. */
  note(text: string): void;
  /** Shows a text on the last line until the next one, or none for an empty text; absent where nobody watches. */
  progress?(text: string): void;
  /** Whether a person watches standard output, on a terminal that can be drawn on. */
  readonly interactive: boolean;
  /** How large that terminal is now; absent where it has no size. */
  size?(): { readonly columns: number; readonly rows: number };
  /** Whether findings on standard error may have colours. */
  readonly color: boolean;
}

/** One command of the command line. */
export interface Command {
  /** The text of `--help`: what it does, options, examples, exit codes. */
  readonly help: string;
  /** Does the work and gives the exit code. */
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}

/** The options of a command: whether each takes a value. */
export type OptionTable = Readonly<
  Record<string, { readonly type: "string" | "boolean"; readonly short?: string; readonly multiple?: boolean }>
>;

/** Options and other arguments as they were given. */
export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/** Reads a command's arguments; anything unknown is a {@link UsageError} with the nearest option. */
export function readArguments(
  argv: readonly string[],
  options: OptionTable,
  positionals: { readonly max: number; readonly name?: string } = { max: 0 },
): Arguments {
  const parsed = parseKnown(argv, options);
  const extra = parsed.positionals[positionals.max];
  if (extra !== undefined)
    throw new UsageError(
      `unexpected argument ${JSON.stringify(extra)}`,
      positionals.max === 0 ? "this command takes only options" : `it takes one ${positionals.name ?? "argument"}`,
    );
  return parsed;
}

function parseKnown(argv: readonly string[], options: OptionTable): Arguments {
  for (const argument of argv) {
    const name = /^--([^=]+)/.exec(argument)?.[1];
    if (argument === "--") break;
    if (name !== undefined && !Object.hasOwn(options, name)) {
      const known = Object.keys(options);
      throw new UsageError(
        `unknown option --${name}`,
        didYouMean(name, known)?.replace(/"(.*)"/, "--$1") ?? `options: ${known.map((one) => `--${one}`).join(", ")}`,
      );
    }
  }
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return { values: values as Arguments["values"], positionals };
  } catch (cause) {
    throw explainParsing(cause, options);
  }
}

/** Says in our own words what Node found wrong with an option. */
function explainParsing(cause: unknown, options: OptionTable): UsageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const option = /'(--?[^\s'=]+)/.exec(message)?.[1] ?? "an option";
  const known = Object.keys(options);
  const named = known.find((name) => option === `--${name}`);
  if (named === undefined)
    return new UsageError(`unknown option ${option}`, `options: ${known.map((one) => `--${one}`).join(", ")}`, {
      cause,
    });
  return options[named]?.type === "boolean"
    ? new UsageError(`${option} takes no value`, `write ${option} alone, or leave it out`, { cause })
    : new UsageError(
        `${option} needs a value`,
        `${option} VALUE, or ${option}=VALUE where it begins with a dash; --help says which values there are`,
        { cause },
      );
}

/** Text of a string option, if given. */
export function textOption({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** Texts of a string option that may be given several times, in order. */
export function textsOption({ values }: Arguments, name: string): readonly string[] {
  return [values[name] ?? []].flat().filter((value) => typeof value === "string");
}

/** A whole number of an option, if given. */
export function countOption(parsed: Arguments, name: string): number | undefined {
  const text = textOption(parsed, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** The folder that a command works in: that of `--cwd`, else the one it was called in. */
export function folderOption(parsed: Arguments, from: string): string {
  const folder = resolve(from, textOption(parsed, "cwd") ?? ".");
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`there is no folder ${textOption(parsed, "cwd") ?? folder}`);
  return folder;
}

/** Value of an option that must be one of some. */
export function choiceOption<T extends string>(parsed: Arguments, name: string, choices: readonly T[]): T | undefined {
  const value = textOption(parsed, name);
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice === undefined)
    throw new UsageError(
      `--${name} must be ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}, not ${JSON.stringify(value)}`,
      didYouMean(value, choices) ?? `as in --${name} ${choices[0]}`,
    );
  return choice;
}
