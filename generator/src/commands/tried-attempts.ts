/** What is shown of a result. */
export interface TriedResult {
  readonly output: unknown;
  readonly model: string;
  readonly usage: { readonly input: { readonly total: number }; readonly output: { readonly total: number } };
  readonly attempts: readonly TriedAttempt[];
}

/** What is shown of an attempt. */
export interface TriedAttempt {
  readonly id: string;
  readonly mode: string;
  readonly ms: number;
  readonly firstTokenMs?: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/** One headline and one numbered line for each attempt; what an attempt says is not said twice. */
export function explainFailure(problem: Error): string {
  const attempts = (problem as { readonly attempts?: readonly TriedAttempt[] }).attempts ?? [];
  if (attempts.length === 0) return `\n${problem.message}\n`;
  const isRepeat = attempts.some(({ error }) => error?.message === problem.message);
  const headline = isRepeat ? "no output" : (problem.message.split("\n")[0] ?? "");
  return `\n${headline}\n${attempts.map(attemptLine).join("")}`;
}

/** One numbered line for each attempt, then who answered, its tokens and times. */
export function summarise(
  { model, usage, attempts }: TriedResult,
  firstPartialMs: number | undefined,
  totalMs: number,
): string {
  const first = firstPartialMs === undefined ? "" : `first partial after ${seconds(firstPartialMs)}, `;
  return `\n${attempts.map(attemptLine).join("")}\n${model}: ${usage.input.total} tokens in, ${usage.output.total} out; ${first}done after ${seconds(totalMs)}.\n`;
}

function attemptLine({ id, mode, ms, error }: TriedAttempt, index: number): string {
  if (error === undefined) return `  ${index + 1}. ${id}  ok (${mode})  ${seconds(ms)}\n`;
  const [first = "", ...more] = error.message.split("\n");
  return `  ${index + 1}. ${id}  ${error.code}: ${first}  ${seconds(ms)}\n${more.map((line) => `     ${line}\n`).join("")}`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
