import { fork } from "node:child_process";
import { join } from "node:path";
import type { Runner } from "./rounds.js";
import type { Sample, Task } from "./task.js";

/** What a contender's process is told: a task to prepare, or to do the prepared one once. */
export interface Request {
  readonly task?: Task;
}

/** What it says to that. */
export type Response =
  | { readonly sample: Sample | undefined; readonly error?: never }
  | { readonly error: string; readonly sample?: never };

/**
 * Starts a contender in a process of its own, so that neither its garbage nor its compiled code colours another's
 * figures. What it prints is kept for the case that it fails.
 */
export async function startContender(folder: string, name: string, task: Task): Promise<Runner> {
  const child = fork(join(folder, "contender.js"), [name], {
    execArgv: ["--expose-gc"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  for (const output of [child.stdout, child.stderr]) {
    output?.setEncoding("utf8").on("data", (part: string) => {
      printed = (printed + part).slice(-4000);
    });
  }

  const ask = (request: Request): Promise<Sample> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null) => reject(new Error(`left with ${code}: ${printed.trim()}`));
      child.once("exit", onExit);
      child.once("message", (response: Response) => {
        child.off("exit", onExit);
        if (response.error !== undefined) reject(new Error(response.error));
        else resolve(response.sample ?? {});
      });
      child.send(request);
    });
  const stop = () => void child.kill("SIGKILL");
  try {
    await ask({ task });
  } catch (problem) {
    stop();
    throw problem;
  }
  return { run: () => ask({}), stop };
}
