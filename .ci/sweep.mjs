// The long way round: every schema and every recording beside this checkout, and the laws of partials many more times.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const files = [
  "emit-sweep",
  "dialects-sweep",
  "simulator/instance",
  "recordings-sweep",
  "rows-sweep",
  "partial-laws",
  "partial-corpus",
  "runtime/sse/laws",
  "runtime/dynamic",
  "runtime/json-schema",
  "runtime/testing",
  "hostile-specs",
  "review/whole/random",
  "review/whole/typescript",
];
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=3000000", ...files],
  {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, OUTSPEC_SWEEP: "1", LAW_RUNS: "5000" },
    stdio: "inherit",
  },
);
process.exitCode = status ?? 1;
