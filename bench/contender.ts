/** One contender in a process of its own: `contender.js NAME`. Told by its parent what to do and to measure. */
import type { Request, Response } from "./calls/contender-process.js";
import { entries, hopClient } from "./calls/contenders.js";
import { prepareTask, type Sample } from "./calls/task.js";

const entry = [...entries, hopClient].find(({ name }) => name === process.argv[2]);
let run: (() => Promise<Sample>) | undefined;

async function answer(request: Request): Promise<Response> {
  try {
    if (entry === undefined) throw new Error(`there is no contender ${JSON.stringify(process.argv[2])}`);
    if (request.task !== undefined) run = prepareTask(await entry.load(), request.task);
    return { sample: request.task === undefined ? await run?.() : {} };
  } catch (problem) {
    return { error: problem instanceof Error ? `${problem.name}: ${problem.message}` : String(problem) };
  }
}

process.on("message", async (request: Request) => process.send?.(await answer(request)));
process.on("disconnect", () => process.exit());
