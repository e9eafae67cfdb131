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
import { join } from "node:path";
import { measureProcess, medianCost, type ProcessCost } from "./measure-process.js";
import { ordinarySpecs, specText } from "./ordinary-specs.js";
import type { Kind, Table } from "./report/part.js";
import { finishPart, printTable, readRunOptions } from "./report/run.js";
import { repository } from "./repository.js";

const { quick, json, sizes } = readRunOptions();
const cli = join(repository, "generator/dist/cli.js");
const scratch = mkdtempSync(join(tmpdir(), "outspec-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const rounds = quick ? 1 : 3;

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

/** `git diff` is no Node program, so that only its wall time is known. */
function measureGit(root: string): ProcessCost {
  const started = performance.now();
  git(root, "diff", "main");
  return { wallMs: performance.now() - started, cpuMs: Number.NaN, peakMB: Number.NaN };
}

function measureReview(size: number): Table {
  const changed = Math.max(1, Math.round(size / 100));
  const [still, moved] = [writeRepository(size, 0), writeRepository(size, changed)];
  const outspec = (root: string, command: string) => () =>
    measureProcess(root, [cli, command, "--fail-on", "never", "--quiet"]);
  const programs: readonly { readonly label: string; readonly kind: Kind; readonly measure: () => ProcessCost }[] = [
    { label: "`git diff` of the same change", kind: "bare", measure: () => measureGit(moved) },
    { label: "`outspec diff`, nothing changed", kind: "ours", measure: outspec(still, "diff") },
    { label: `\`outspec diff\`, ${changed} changed`, kind: "ours", measure: outspec(moved, "diff") },
    { label: "`outspec lint`", kind: "ours", measure: outspec(still, "lint") },
  ];
  const costs = programs.map((): ProcessCost[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [place, { measure }] of programs.entries()) costs[place]?.push(measure());
  }
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return printTable({
    name: `review-${size}`,
    title: `Review of ${size.toLocaleString("en")} specs`,
    description: `Whole processes, their start included; medians of ${rounds} rounds in turn. \`git diff\` compares texts and knows nothing of them.`,
    command: `npm run bench -- review ${size}`,
    columns: [
      { name: "wall, s", format: "figure", compared: true },
      { name: "CPU, s", format: "figure", compared: true },
      { name: "peak memory, MB", format: "count", compared: true },
    ],
    rows: programs.map(({ label, kind }, place) => {
      const { wallMs, cpuMs, peakMB } = medianCost(costs[place] ?? []);
      return { label, kind, cells: [wallMs / 1000, known(cpuMs / 1000), known(peakMB)] };
    }),
  });
}

finishPart(
  {
    name: "review",
    title: "Review",
    introduction: [
      "What `outspec diff` and `outspec lint` cost on a repository of ordinary specs. No peer does the same.",
    ],
    contenders: [],
    tables: (sizes.length > 0 ? sizes : quick ? [20] : [100, 1000]).map(measureReview),
    skipped: [],
  },
  json,
);
