/**
 * Runs the benchmarks, each in a process of its own:
 *
 *     npm run bench -- [--quick] [--write | --page FILE] [--json FILE]   all of them
 *     npm run bench -- PART [ARGUMENTS]                                  one, with arguments of its own
 *
 * `--write` writes docs/performance.md, `--page` the same page elsewhere, `--json` all figures. `--quick` takes few rounds,
 * to see that everything works.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "./calls/machine.js";
import { pageOf } from "./report/page.js";
import type { Part } from "./report/part.js";
import { remarks } from "./report/remarks.js";
import { repository } from "./repository.js";

/** In the order of the report. Each is a program beside this one. */
const parts = ["calls", "sidecar", "size", "generation", "types", "review", "page"];

function runPart(name: string, args: readonly string[]): number {
  const program = join(import.meta.dirname, `${name}.js`);
  return spawnSync(process.execPath, [program, ...args], { stdio: "inherit" }).status ?? 1;
}

function runAll(): void {
  const { values: given } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      page: { type: "string" },
      json: { type: "string" },
    },
  });
  const scratch = mkdtempSync(join(tmpdir(), "outspec-bench-"));
  const found: Part[] = [];
  const failed: string[] = [];
  for (const name of parts) {
    console.log(`\n== ${name}\n`);
    const path = join(scratch, `${name}.json`);
    if (runPart(name, ["--json", path, ...(given.quick ? ["--quick"] : [])]) === 0) {
      // Written by the program that has just ended well.
      found.push(JSON.parse(readFileSync(path, "utf8")) as Part);
    } else failed.push(name);
  }
  rmSync(scratch, { recursive: true });

  const command = `npm run bench -- ${given.quick ? "--quick " : ""}--write`;
  const run = {
    command,
    isQuick: given.quick,
    machine: describeMachine(),
    node: process.version,
    parts: found,
    failed,
  };
  if (given.json !== undefined)
    writeFileSync(resolve(repository, given.json), `${JSON.stringify(run, undefined, 2)}\n`);
  const page = given.page ?? (given.write ? "docs/performance.md" : undefined);
  if (page !== undefined) writeFileSync(resolve(repository, page), pageOf(run, remarks));
  console.log(
    `\n${(performance.now() / 60_000).toFixed(1)} minutes${failed.map((name) => `; ${name} failed`).join("")}`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

const [, , first = "", ...rest] = process.argv;
if (first === "" || first.startsWith("-")) runAll();
else if (parts.includes(first)) process.exitCode = runPart(first, rest);
else {
  console.error(`there is no benchmark ${JSON.stringify(first)}: ${parts.join(", ")}`);
  process.exitCode = 2;
}
