import { resolve } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { writeAtomically } from "../files/write.ts";
import { didYouMean } from "../spec/suggest.ts";
import { type Arguments, type Terminal, textsOption } from "./command.ts";

/** One `--format F[=FILE]`: a form, and the file it goes to instead of the terminal. */
export interface ReportTo<F extends string> {
  readonly format: F;
  readonly file?: string;
}

/** Reads `--format F[=FILE]`, which may be given several times; one may go to the terminal, and one to each file. */
export function formatOptions<F extends string>(
  parsed: Arguments,
  formats: readonly F[],
  cwd = "",
): readonly ReportTo<F>[] {
  const given = textsOption(parsed, "format").map((text): ReportTo<F> => {
    const [name = "", ...rest] = text.split("=");
    const format = formats.find((one) => one === name);
    if (format === undefined)
      throw new UsageError(
        `--format must be ${formats.slice(0, -1).join(", ")} or ${formats.at(-1)}, not ${JSON.stringify(name)}`,
        didYouMean(name, formats) ?? `as in --format ${formats[0]}, or --format ${formats[1]}=FILE`,
      );
    if (rest.length === 0) return { format };
    const file = rest.join("=");
    if (file === "") throw new UsageError(`--format ${format}= names no file`, `as in --format ${format}=report.txt`);
    return { format, file };
  });
  const [first, second] = given.filter(({ file }) => file === undefined);
  if (first !== undefined && second !== undefined)
    throw new UsageError(
      `--format ${first.format} and --format ${second.format} both go to the terminal`,
      `send one of them to a file: --format ${second.format}=FILE`,
    );
  for (const [index, { file, format }] of given.entries()) {
    const isSame = (other: ReportTo<F>): boolean =>
      file !== undefined && other.file !== undefined && resolve(cwd, file) === resolve(cwd, other.file);
    const other = given.slice(0, index).find(isSame);
    if (other !== undefined)
      throw new UsageError(
        `--format ${other.format} and --format ${format} both go to ${file}`,
        `send one of them to another file: --format ${format}=FILE`,
      );
  }
  const [pretty] = formats;
  // Findings that only went to a file would leave a person with nothing but an exit code.
  return first === undefined && pretty !== undefined ? [{ format: pretty }, ...given] : given;
}

/** Sends a report where it was asked for: to its file, to standard error if people read it, else to standard output. */
export function sendReport<F extends string>(
  { format, file }: ReportTo<F>,
  text: string,
  { cwd, terminal, isForPeople }: { readonly cwd: string; readonly terminal: Terminal; readonly isForPeople: boolean },
): void {
  if (file !== undefined) writeAtomically(resolve(cwd, file), text);
  else if (text !== "") (isForPeople && format === "pretty" ? terminal.note : terminal.out)(text);
}
