/**
 * Runs the benchmarks, each in a process of its own: `npm run bench` runs all, `npm run bench -- generation 100 1000`
 * one with arguments.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const benchmarks = ["calls", "generation", "review", "page"];
const [, , ...given] = process.argv;
const [first = "", ...rest] = given;
if (first !== "" && !benchmarks.includes(first)) {
  console.error(`there is no benchmark ${JSON.stringify(first)}: ${benchmarks.join(", ")}`);
  process.exit(2);
}
for (const name of first === "" ? benchmarks : [first]) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, `${name}.js`), ...rest], {
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = status ?? 1;
}
