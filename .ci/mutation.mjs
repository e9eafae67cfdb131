import { Stryker } from "@stryker-mutator/core";
import { scopes } from "../test/mutation/scopes.mjs";

const [scope, ...only] = process.argv.slice(2);
process.env.OUTSPEC_MUTATION = scope;
process.env.LAW_RUNS = "10";
const folder = `coverage/mutation/${scope}`;
await new Stryker({
  mutate: only.length > 0 ? only : scopes[scope].mutate,
  ignorePatterns: ["coverage", "**/dist", "test/react-18", "docs/images"],
  tempDirName: "coverage/mutation/sandbox",
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
  coverageAnalysis: "perTest",
  ignoreStatic: process.env.STATIC !== "1",
  concurrency: Number(process.env.CONC ?? 1),
  timeoutMS: 10_000,
  timeoutFactor: 2,
  dryRunTimeoutMinutes: 20,
  disableTypeChecks: false,
  reporters: ["json", "clear-text", "progress-append-only"],
  jsonReporter: { fileName: `${folder}.json` },
  allowConsoleColors: false,
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false, reportMutants: false, reportScoreTable: true },
  dryRunOnly: process.env.DRY === "1",
}).runMutationTest();
