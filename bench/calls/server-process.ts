import { fork } from "node:child_process";
import { join } from "node:path";
import type { ObjectName } from "./objects.js";

/**
 * How the server sends a stream: all at once; each event by itself, 50 µs apart; each by itself as fast as it can; one
 * event every 10 ms; the first one, and all others 150 ms later; fifty and then nothing more. `overloaded` answers 529
 * whatever is asked.
 */
export type Pace = "burst" | "apart" | "flushed" | "every-10ms" | "first" | "held" | "overloaded";

/** The running server. */
export interface Server {
  /** The base URL under which the server answers with `object`, at `pace`. */
  urlOf(pace: Pace, object: ObjectName): string;
  stop(): void;
}

/** Starts the server of the benchmark in a process of its own. */
export async function startServer(folder: string): Promise<Server> {
  const child = fork(join(folder, "server.js"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message: number) => resolve(message));
    child.once("exit", () => reject(new Error("the server of the benchmark did not start")));
  });
  return {
    urlOf: (pace, object) => `http://127.0.0.1:${port}/${pace}/${object}/v1`,
    stop: () => void child.kill(),
  };
}
