// Changes the code in small ways and looks whether a test fails: `npm run mutation -- [SCOPE …] [--mutate GLOB[:LINES]]`.
// The scopes, with the tests that are run, are in test/mutation/scopes.mjs. Leaves with 1 below a score of 85 %, and
// reports to coverage/mutation/SCOPE.json, of which .ci/mutation-report.mjs makes the tables of docs/mutation.md.
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { scopes } from "../test/mutation/scopes.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { mutate: { type: "string", multiple: true }, concurrency: { type: "string", default: "2" } },
});
const names = positionals.length > 0 ? positionals : Object.keys(scopes);
const unknown = names.find((name) => !Object.hasOwn(scopes, name));
if (unknown !== undefined) throw new Error(`there is no scope "${unknown}": ${Object.keys(scopes).join(", ")}`);

for (const name of names) {
  const { mutate, tests, skipsStatic } = scopes[name];
  // The runner's processes inherit it: what test/mutation/vitest.config.ts includes.
  process.env.OUTSPEC_MUTATION = JSON.stringify(tests);
  await new Stryker({
    mutate: values.mutate ?? mutate,
    ignorePatterns: ["coverage", "**/dist", "test/react-18"],
    tempDirName: "coverage/mutation/sandbox",
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    coverageAnalysis: "perTest",
    ignoreStatic: skipsStatic,
    concurrency: Number(values.concurrency),
    timeoutMS: 20_000,
    timeoutFactor: 3,
    dryRunTimeoutMinutes: 20,
    // The compiler is not asked: some mutants it would refuse are killed by tests, or survive.
    disableTypeChecks: false,
    reporters: ["json", "clear-text", "progress-append-only"],
    jsonReporter: { fileName: `coverage/mutation/${name}${values.mutate === undefined ? "" : "-part"}.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
    thresholds: { high: 95, low: 90, break: values.mutate === undefined ? 85 : null },
    warnings: { slow: false },
  }).runMutationTest();
}
