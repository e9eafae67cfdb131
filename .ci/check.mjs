// What continuous integration runs: every step, even when an earlier one failed (only a failed build stops),
// then a summary and, as the last line, `N passed, N failed`. A failed step counts as one failure.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "outspec-check-"));
const countsFile = join(scratch, "tests.json");
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const terminal = process.stdout.isTTY;
const env = {
  ...process.env,
  ...(terminal ? {} : { NO_COLOR: "1" }),
  PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  OUTSPEC_TEST_COUNTS: countsFile,
};

function run(command, ...args) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  if (error) console.error(String(error));
  if (signal) console.error(`${command} was stopped by ${signal}`);
  return status ?? 1;
}

function runPackageChecks(folder) {
  const to = mkdtempSync(join(scratch, "pack-"));
  const packed = run("npm", "pack", `./${folder}`, "--silent", "--pack-destination", to);
  if (packed !== 0) return packed;
  const [tarball] = readdirSync(to).map((name) => join(to, name));
  const published = run("publint", "run", tarball, "--strict");
  const types = run(
    "attw",
    tarball,
    "--profile",
    "esm-only",
    "--no-definitely-typed",
    "--format",
    "ascii",
    "--no-emoji",
  );
  return published || types;
}

/** Compares the example specs with those of the main branch. A clone without its history has nothing to compare with. */
function runReview() {
  const { stdout } = spawnSync("git", ["rev-parse", "--is-shallow-repository"], { cwd: root, encoding: "utf8" });
  if (stdout?.trim() === "false") return run(node, "generator/dist/cli.js", "diff", "--allow-missing-base");
  console.log("skipped: there is no history here to compare with");
  return 0;
}

const node = process.execPath;
const steps = {
  // Before the build, which would write them.
  "editor schemas are fresh": () => run(node, ".ci/run-ts.mjs", "generator/scripts/editor-schemas.ts", "--check"),
  "written files are fresh": () => run(node, ".ci/run-ts.mjs", "runtime/scripts/written-files.ts", "--check"),
  build: () => run("npm", "run", "build", "--silent"),
  types: () => run(node, "node_modules/typescript/bin/tsc", "-b"),
  "format and lint": () => run("biome", "ci", ...(terminal ? [] : ["--colors=off"])),
  "import rules": () => run("depcruise", "runtime/src", "generator/src"),
  "unused code": () => run("knip"),
  "bundle sizes": () => run(node, ".ci/size.mjs"),
  lockfile: () => run(node, ".ci/lockfile.mjs", "--check"),
  licences: () => run(node, ".ci/licences.mjs"),
  "generated code is fresh": () => run(node, "generator/dist/cli.js", "check"),
  "specs are good for models": () => run(node, "generator/dist/cli.js", "lint"),
  "specs are reviewed": () => runReview(),
  tests: () => run("vitest", "run", "--reporter=default", "--reporter=./.ci/count-reporter.mjs"),
  "package runtime": () => runPackageChecks("runtime"),
  "package generator": () => runPackageChecks("generator"),
};

function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, "utf8"));
  } catch {
    return { passed: 0, failed: [], skipped: [], broken: [], unhandled: ["the test run wrote no report"] };
  }
}

const results = [];
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const status = step();
  results.push({ name, status, seconds: ((performance.now() - started) / 1000).toFixed(1) });
  if (name === "build" && status !== 0) break;
}

console.log("\n== summary");
for (const { name, status, seconds } of results) {
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name} (${seconds} s)`);
}
for (const name of Object.keys(steps).slice(results.length)) console.log(`not run ${name}`);

const tests = results.find(({ name }) => name === "tests");
let passed = 0;
let failed = results.filter((result) => result !== tests && result.status !== 0).length;
if (tests) {
  const counts = readCounts();
  passed = counts.passed;
  const failures = [
    ...counts.failed.map((test) => `failed:    ${test}`),
    ...counts.broken.map((suite) => `broken:    ${suite}`),
    ...counts.unhandled.map((error) => `unhandled: ${error}`),
  ];
  if (failures.length === 0 && passed === 0) failures.push("no tests ran");
  if (failures.length === 0 && tests.status !== 0) failures.push(`vitest left with exit code ${tests.status}`);
  for (const test of counts.skipped) console.log(`skipped:   ${test}`);
  for (const failure of failures) console.log(failure);
  failed += failures.length;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = tests?.status || (failed > 0 ? 1 : 0);
