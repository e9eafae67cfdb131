import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { root } from "./compiled.ts";

it("a short soak leaves nothing behind, and every stream ends in a value or a typed error", () => {
  const script = [".ci/run-ts.mjs", "test/soak/main.ts"];
  const args = ["--minutes", "0.08", "--streams", "60", "--seed", "7"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...script, ...args], { cwd: root, encoding: "utf8" });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/^violations +0$/m);
  expect(stdout).toMatch(/^ +value +\d+$/m);
}, 60_000);
