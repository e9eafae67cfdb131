// The long way round: every schema and every recording beside this checkout, and every law of these files ten times as often, or as OUTSPEC_TIMES says.
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
  "generator/fuzz",
  "framing-laws",
  "router/random-scripts",
  "router/failover-policy",
  "review/whole/random",
  "review/whole/typescript",
];
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=3000000", ...files],
  {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, OUTSPEC_SWEEP: "1", OUTSPEC_TIMES: process.env.OUTSPEC_TIMES ?? "10" },
    stdio: "inherit",
  },
);
process.exitCode = status ?? 1;
