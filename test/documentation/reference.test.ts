import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

it("finds a comment on every export, with links that lead somewhere", async () => {
  const env = { ...process.env, NO_COLOR: "1" };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [".ci/api-reference.mjs", "--check"], {
    cwd: root,
    env,
  });
  expect(stdout + stderr).toMatch(/^runtime: \d+ entries\ngenerator: \d+ entries\n$/);
}, 300_000);
