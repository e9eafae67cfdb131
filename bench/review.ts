/**
 * What review costs, whole processes with their start, on a repository of ordinary specs: `outspec diff` with nothing
 * changed and with a hundredth of the specs changed, and `outspec lint` of them all; beside `git diff` of the same change,
 * which compares texts and knows nothing of them. Taken in turn in one run.
 *
 * `npm run bench -- review [SIZE...]`
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { measureProcess, medianCost, type ProcessCost } from "./measure-process.js";
import { ordinarySpecs, specText } from "./ordinary-specs.js";

const repository = resolve(process.env["INIT_CWD"] ?? process.cwd());
const cli = join(repository, "generator/dist/cli.js");
const scratch = mkdtempSync(join(tmpdir(), "outspec-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const rounds = 5;

function git(root: string, ...args: readonly string[]): void {
  const identity = ["-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd: root, stdio: "pipe" });
}

/** A repository with specs on its main branch, and a branch on which some of them have one more property. */
function writeRepository(size: number, changed: number): string {
  const root = join(scratch, `${size}-${changed}`);
  mkdirSync(join(root, "schemas"), { recursive: true });
  writeFileSync(
    join(root, "outspec.yaml"),
    "router:\n  primary: openai/gpt-5.4-mini\n  fallbacks: [anthropic/claude-haiku-5-5]\n",
  );
  const specs = ordinarySpecs(size);
  for (const spec of specs) writeFileSync(join(root, "schemas", `${spec.name}.yaml`), specText(spec));
  git(root, "init", "--quiet", "--initial-branch=main");
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--message=specs");
  git(root, "checkout", "--quiet", "-b", "change");
  const step = Math.max(1, Math.floor(size / Math.max(1, changed)));
  for (let index = 0; index < changed; index++) {
    const spec = specs[index * step];
    if (spec === undefined) continue;
    const text = specText(spec).replace(
      /^( +)properties:\n/m,
      (line, indent: string) => `${line}${indent}  added_later: { type: string, maxLength: 40 }\n`,
    );
    writeFileSync(join(root, "schemas", `${spec.name}.yaml`), text);
  }
  return root;
}

interface Row {
  readonly what: string;
  measure(): ProcessCost;
}

/** `git diff` is no Node program, so that only its wall time is known. */
function measureGit(root: string): ProcessCost {
  const started = performance.now();
  git(root, "diff", "main");
  return { wallMs: performance.now() - started, cpuMs: Number.NaN, peakMB: Number.NaN };
}

function figure(value: number, digits: number): string {
  return Number.isNaN(value) ? "–" : value.toFixed(digits);
}

for (const size of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000]) {
  const changed = Math.max(1, Math.round(size / 100));
  const [still, moved] = [writeRepository(size, 0), writeRepository(size, changed)];
  const outspec = (root: string, command: string) => () =>
    measureProcess(root, [cli, command, "--fail-on", "never", "--quiet"]);
  const rows: readonly Row[] = [
    { what: "`git diff` of the same change, for comparison", measure: () => measureGit(moved) },
    { what: "`outspec diff`, nothing changed", measure: outspec(still, "diff") },
    { what: `\`outspec diff\`, ${changed} changed`, measure: outspec(moved, "diff") },
    { what: "`outspec lint`", measure: outspec(still, "lint") },
  ];
  const costs = new Map<Row, ProcessCost[]>(rows.map((row) => [row, []]));
  for (let round = 0; round < rounds; round++) for (const row of rows) costs.get(row)?.push(row.measure());
  console.log(`\n${size.toLocaleString("en")} specs, medians of ${rounds} rounds in turn\n`);
  console.log("| what | wall s | CPU s | MB |\n|---|---|---|---|");
  for (const [{ what }, measured] of costs) {
    const { wallMs, cpuMs, peakMB } = medianCost(measured);
    console.log(`| ${what} | ${figure(wallMs / 1000, 2)} | ${figure(cpuMs / 1000, 2)} | ${figure(peakMB, 0)} |`);
  }
}
