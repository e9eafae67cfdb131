import { printable } from "../report/printable.ts";

/** What is shown of a result. */
export interface TriedResult {
  readonly output: unknown;
  readonly model: string;
  readonly usage: { readonly input: { readonly total: number }; readonly output: { readonly total: number } };
  readonly attempts: readonly TriedAttempt[];
  readonly repairs: readonly string[];
}

/** What is shown of an attempt. */
export interface TriedAttempt {
  readonly id: string;
  readonly mode: string;
  readonly ms: number;
  readonly firstTokenMs?: number;
  readonly usage?: { readonly output: { readonly total: number } };
  readonly error?: { readonly code: string; readonly message: string };
}

/** One headline and one numbered line for each attempt that was not told of before; what an attempt says is not said twice. */
export function explainFailure(problem: Error, told: ReadonlySet<TriedAttempt>): string {
  const attempts = (problem as { readonly attempts?: readonly TriedAttempt[] }).attempts ?? [];
  if (attempts.length === 0) return `\n${printableLines(problem.message)}\n`;
  const isRepeat = attempts.some(({ error }) => error?.message === problem.message);
  const headline = isRepeat ? "no output" : printable(problem.message.split("\n")[0] ?? "");
  return `\n${headline}\n${linesOf(attempts, told)}`;
}

/** One numbered line for each attempt that was not told of before, then who answered, its tokens, their pace and times. */
export function summarise(
  { model, usage, attempts, repairs }: TriedResult,
  { firstPartialMs, totalMs }: { readonly firstPartialMs?: number; readonly totalMs: number },
  told: ReadonlySet<TriedAttempt>,
): string {
  const first = firstPartialMs === undefined ? "" : `first partial after ${seconds(firstPartialMs)}, `;
  const tokens = `${usage.input.total} tokens in, ${usage.output.total} out${paceOf(attempts.find(({ error }) => error === undefined))}`;
  const mended = repairs.length === 0 ? "" : `Repaired: ${repairs.join(", ")}.\n`;
  return `\n${linesOf(attempts, told)}\n${model}: ${tokens}; ${first}done after ${seconds(totalMs)}.\n${mended}`;
}

/** One line on how an attempt went, and more where its error has more. */
export function attemptLine({ id, mode, ms, error }: TriedAttempt, number: number): string {
  if (error === undefined) return `  ${number}. ${id}  ok (${mode})  ${seconds(ms)}\n`;
  const [first = "", ...more] = error.message.split("\n");
  return `  ${number}. ${id}  ${error.code}: ${printable(first)}  ${seconds(ms)}\n${more.map((line) => `     ${printable(line)}\n`).join("")}`;
}

/** A time as people say it. */
export function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function linesOf(attempts: readonly TriedAttempt[], told: ReadonlySet<TriedAttempt>): string {
  return attempts.map((attempt, index) => (told.has(attempt) ? "" : attemptLine(attempt, index + 1))).join("");
}

/** A pace over less time than this is mostly chance. */
const pacedMs = 100;

/** How fast the tokens came, once they came. */
function paceOf(attempt: TriedAttempt | undefined): string {
  if (attempt?.usage === undefined || attempt.firstTokenMs === undefined) return "";
  const ms = attempt.ms - attempt.firstTokenMs;
  return ms < pacedMs ? "" : `, ${Math.round(attempt.usage.output.total / (ms / 1000))} a second`;
}

function printableLines(text: string): string {
  return text
    .split("\n")
    .map((line) => printable(line))
    .join("\n");
}
