import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

it("finds a comment on every export, with links that lead somewhere", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [".ci/api-reference.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  expect(stdout + stderr).toMatch(/^runtime: \d+ entries\ngenerator: \d+ entries\n$/);
  expect(status).toBe(0);
}, 180_000);
