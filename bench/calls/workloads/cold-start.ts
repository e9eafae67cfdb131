import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Runner } from "../rounds.js";
import type { Sample } from "../task.js";
import type { Workload } from "../workload.js";

/** From nothing to the first answer. */
export const coldStart: Workload = {
  name: "cold-start",
  title: "Cold start, spawn to first answer",
  description:
    "A fresh process that makes one small call and ends. The floor loads the whole undici package, and `node:http` nothing.",
  judged: "wall",
  target: 0.75,
  unit: { name: "ms", factor: 1 },
  limits: { leastRounds: 15, leastPeerRounds: 7, warmUpMs: 1 },
  entrants: ({ folder, server, entries }) =>
    entries.map((entry) => ({
      entry,
      start: async () => createRunner([join(folder, `${entry.cold}.js`), server.urlOf("burst", "summary"), entry.name]),
    })),
};

function createRunner(args: readonly string[]): Runner {
  let stop = () => {};
  const run = (): Promise<Sample> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
      stop = () => void child.kill("SIGKILL");
      let printed = "";
      for (const output of [child.stdout, child.stderr]) {
        output.setEncoding("utf8").on("data", (part: string) => {
          printed += part;
        });
      }
      child.once("close", (code) => {
        const wall = performance.now() - started;
        if (code === 0) resolve({ wall, cpu: Number(printed.trim().split("\n").at(-1)) });
        else reject(new Error(`left with ${code}: ${printed.slice(0, 300)}`));
      });
    });
  return { run, stop: () => stop() };
}
