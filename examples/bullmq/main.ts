/**
 * A large batch through a queue: `add` makes a job of each note, `work` does them, on as many machines as you like, and
 * `watch` shows how far it is. Without an argument, all three. Stop it, kill it and start it again: nothing is lost and
 * nothing is paid for twice but what was under way.
 */
import { createRouter, openai, type Router } from "@outspec/runtime";
import { writeNotes } from "./notes.js";
import { addNotes } from "./producer.js";
import { showProgress } from "./progress.js";
import { openQueue } from "./queue.js";
import { openResults } from "./results.js";
import { work } from "./worker.js";

const { env } = process;
const redisUrl = env["REDIS_URL"] ?? "redis://127.0.0.1:6379";

/** A simulator that is asked in place of the models of outspec.yaml; `outspec simulate` prints its address. */
function simulatedRouter(url: string): Router {
  // One attempt: the queue is what waits and tries again.
  return createRouter({ primary: openai("gpt-5.4-mini", { baseUrl: `${url}/v1`, apiKey: "none" }), attempts: 1 });
}

const commands = ["add", "work", "watch"] as const;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !commands.some((command) => command === name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; the commands are ${commands.join(", ")}`);
  process.exit(2);
}
const does = (command: (typeof commands)[number]): boolean => asked.length === 0 || asked.includes(command);

const stopped = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stopped.abort());

const queue = openQueue(redisUrl);
const results = openResults(redisUrl);
if (does("add")) await addNotes(queue, writeNotes(Number(env["NOTES"] ?? 200)));
const working = does("work")
  ? work({
      redisUrl,
      queue,
      results,
      router: env["SIMULATOR_URL"] ? simulatedRouter(env["SIMULATOR_URL"]) : undefined,
      concurrency: Number(env["CONCURRENCY"] ?? 16),
      stalledMs: Number(env["STALLED_MS"] ?? 30_000),
      signal: stopped.signal,
    })
  : undefined;
if (does("watch")) {
  const { failed } = await showProgress(queue, process.stdout, stopped.signal);
  if (failed > 0) process.exitCode = 1;
  stopped.abort();
}
await working;
await queue.close();
await results.close();
