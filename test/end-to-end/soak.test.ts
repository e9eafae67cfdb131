import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { root } from "./compiled.ts";

const run = promisify(execFile);

it("a short soak leaves nothing behind, and every call ends in a value or a typed error", async () => {
  const script = [".ci/run-ts.mjs", "test/soak/main.ts"];
  const args = ["--minutes", "0.1", "--streams", "60", "--seed", "7"];
  // It rejects, with what was printed, when the soak leaves with another code than 0.
  const { stdout } = await run(process.execPath, [...script, ...args], { cwd: root });
  expect(stdout).toMatch(/^violations +0$/m);
  expect(stdout).toMatch(/^ {2}value +\d+$/m);
}, 60_000);
