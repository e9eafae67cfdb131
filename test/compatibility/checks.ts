import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { faultsByPrompt } from "./faults.js";
import { type Cell, type Row, rowOf } from "./table.js";

/** The features that `project/checks.ts` tries, in order. */
export const features = [
  "generate",
  "failover",
  "stream",
  "abort",
  "signal",
  "deadline",
  "sse",
  "batch",
  "fetch",
] as const satisfies readonly string[];

/** What the checks print. */
interface Outcome {
  readonly feature: string;
  readonly problem?: string;
}

/** Has the checks made somewhere, against a simulator of their own; never rejects. */
export async function check(
  name: string,
  version: string,
  act: (simulator: Simulator) => Promise<string | readonly Outcome[]>,
): Promise<Row> {
  await using simulator = await startSimulator({ faults: faultsByPrompt, deltaMs: 2 });
  try {
    const said = await act(simulator);
    const outcomes = typeof said === "string" ? readOutcomes(said) : said;
    const cells = new Map<string, Cell>(
      outcomes.map(({ feature, problem }) => [feature, problem === undefined ? "ok" : { failed: problem }]),
    );
    if (!(await areClosed(simulator)))
      cells.set("abort", { failed: "connections of calls that were let go stay open" });
    const entries = features.map((feature) => [feature, cells.get(feature) ?? { failed: "it said nothing of it" }]);
    return { name, version, cells: Object.fromEntries(entries) };
  } catch (error) {
    return rowOf(name, version, features, { failed: error instanceof Error ? error.message : String(error) });
  }
}

/** The last line that a program printed. */
function readOutcomes(printed: string): readonly Outcome[] {
  const line = printed.trim().split("\n").at(-1) ?? "";
  // It is what runChecks gave.
  if (line.startsWith("[")) return JSON.parse(line) as readonly Outcome[];
  throw new Error(`it printed no outcomes: ${line.slice(0, 200)}`);
}

/** Whether no answer is being written any more, soon: those that never end have lost their readers. */
async function areClosed(simulator: Simulator): Promise<boolean> {
  for (let waited = 0; waited < 3_000; waited += 50) {
    if (simulator.openRequests.length === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
