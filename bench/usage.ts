/** Preloaded into a measured process: writes what it used, as JSON, to the file that `BENCH_USAGE` names. */
import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const path = process.env["BENCH_USAGE"];
if (path !== undefined && isMainThread) {
  process.on("exit", () => writeFileSync(path, JSON.stringify(process.resourceUsage())));
}
