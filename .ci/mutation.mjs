// Changes the code in small ways and looks whether a test fails: `npm run mutation -- [SCOPE …] [--mutate GLOB[:LINES]]`.
// The scopes, with the tests that are run, are in test/mutation/scopes.mjs. Leaves with 1 below a score of 85 %, and
// reports to coverage/mutation/SCOPE.json, of which .ci/mutation-report.mjs makes the tables of docs/mutation.md.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { markRefused } from "../test/mutation/compiler.mjs";
import { scopes } from "../test/mutation/scopes.mjs";

const root = join(import.meta.dirname, "..");
const least = 85;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { mutate: { type: "string", multiple: true }, concurrency: { type: "string", default: "2" } },
});
const names = positionals.length > 0 ? positionals : Object.keys(scopes);
const unknown = names.find((name) => !Object.hasOwn(scopes, name));
if (unknown !== undefined) throw new Error(`there is no scope "${unknown}": ${Object.keys(scopes).join(", ")}`);

for (const name of names) {
  const { mutate, tests, skipsStatic } = scopes[name];
  const report = `coverage/mutation/${name}${values.mutate === undefined ? "" : "-part"}.json`;
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
    disableTypeChecks: false,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    thresholds: { high: 95, low: 90, break: null },
    warnings: { slow: false },
  }).runMutationTest();
  // The compiler is asked of those alone that no test has found: it takes as long as a test.
  const marked = markRefused(root, join(root, report));
  writeFileSync(join(root, report), JSON.stringify(marked));
  const mutants = Object.values(marked.files).flatMap((file) => file.mutants);
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, survived] = [count("Killed", "Timeout"), count("Survived", "NoCoverage")];
  const score = (100 * killed) / (killed + survived);
  console.log(
    `${name}: ${score.toFixed(1)} %, ${killed} killed, ${survived} survived, ${count("CompileError")} refused`,
  );
  if (values.mutate === undefined && score < least) process.exitCode = 1;
}
