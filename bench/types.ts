/**
 * What the compiler has to do for an application with so many specs: our generated code and calls of it, beside the same
 * specs in zod (BAML: in its language) and calls of each peer. Taken in turn in one run, each a process of its own.
 *
 * `npm run bench -- types [SPECS...]`, 50 by default; peers are measured where `npm install` has been run in bench/peers.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { median } from "./measure-process.js";
import { ordinarySpecs } from "./ordinary-specs.js";
import { outspecProgram } from "./programs/outspec.js";
import { peerPrograms } from "./programs/peers.js";
import { type Program, writeText } from "./programs/program.js";
import type { Row, Table } from "./report/part.js";
import { finishPart, printTable, readRunOptions } from "./report/run.js";
import { repository } from "./repository.js";
import { versionOf } from "./versions.js";

const { quick, json, sizes } = readRunOptions();
const rounds = quick ? 1 : 3;
const scratch = mkdtempSync(join(tmpdir(), "outspec-types-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** What an application's compiler is told, strict as most are. */
const options = {
  compilerOptions: {
    target: "es2023",
    lib: ["es2023", "dom", "dom.iterable"],
    types: [],
    module: "nodenext",
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
  },
  files: ["main.ts"],
};

/** The figures of `tsc --extendedDiagnostics`, by their names; times in seconds, memory in megabytes. */
type Diagnostics = Readonly<Record<string, number>>;

const figures = [
  { name: "instantiations", key: "Instantiations", format: "count" },
  { name: "types", key: "Types", format: "count" },
  { name: "check, s", key: "Check time", format: "figure" },
  { name: "whole run, s", key: "Total time", format: "figure" },
  { name: "memory, MB", key: "Memory used", format: "count" },
  { name: "lines of TypeScript and declarations", key: "Lines", format: "count" },
] as const;

/** The least: an application that calls nothing. */
const nothing: Program = {
  name: "nothing",
  label: "an empty file (floor)",
  kind: "floor",
  folder: repository,
  packages: [],
  second: [],
  write: (folder) => writeText(folder, "main.ts", "export {};\n"),
};

function compile(folder: string): Diagnostics {
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "--extendedDiagnostics", "-p", folder], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`does not compile: ${stdout.replaceAll(/\s+/g, " ").slice(0, 300)}`);
  const lines = [...stdout.matchAll(/^([A-Z][\w /]+):\s+([\d.]+)(K|s)?$/gm)];
  const read = Object.fromEntries(
    lines.map(([, name = "", value, unit]) => [name, Number(value) / (unit === "K" ? 1024 : 1)]),
  );
  const ofLines = ["Library", "Definitions", "TypeScript"].map((kind) => read[`Lines of ${kind}`] ?? 0);
  return { ...read, Lines: ofLines.reduce((sum, count) => sum + count, 0) };
}

function writeAll(programs: readonly Program[], size: number): ReadonlyMap<Program, string> {
  const specs = ordinarySpecs(size);
  const problems = new Map<Program, string>();
  for (const program of programs) {
    const folder = folderOf(program, size);
    mkdirSync(folder, { recursive: true });
    try {
      const modules = join(program.folder, "node_modules");
      if (!existsSync(modules))
        throw new Error(`not installed: run \`npm install\` in ${relative(repository, program.folder)}`);
      symlinkSync(modules, join(folder, "node_modules"), "dir");
      writeText(folder, "package.json", '{ "type": "module" }\n');
      writeText(folder, "tsconfig.json", JSON.stringify(options));
      program.write(folder, specs, false);
    } catch (problem) {
      problems.set(program, messageOf(problem));
    }
  }
  return problems;
}

function folderOf({ name }: Program, size: number): string {
  return join(scratch, `${name}-${size}`);
}

function messageOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}

function measureTypes(size: number): Table {
  const programs = [nothing, outspecProgram, ...peerPrograms];
  const problems = new Map(writeAll(programs, size));
  const measured = new Map<Program, Diagnostics[]>(programs.map((program) => [program, []]));
  for (let round = 0; round < rounds; round++) {
    for (const program of programs.filter((one) => !problems.has(one))) {
      try {
        measured.get(program)?.push(compile(folderOf(program, size)));
      } catch (problem) {
        problems.set(program, messageOf(problem));
      }
    }
  }
  const rows = programs.map((program): Row => {
    const taken = measured.get(program) ?? [];
    const problem = problems.get(program);
    const cells = figures.map(({ key }) =>
      taken.length === 0 ? null : median(taken.map((one) => one[key] ?? Number.NaN)),
    );
    return { label: program.label, kind: program.kind, cells, ...(problem === undefined ? {} : { problem }) };
  });
  return printTable({
    name: `types-${size}`,
    title: `Type checking of ${size} specs and their calls`,
    description: `\`tsc --extendedDiagnostics\` of TypeScript ${versionOf("typescript", repository)}, strict, \`skipLibCheck\`; for each spec one typed call, one stream whose partials are read, and a use of the result; one provider. Medians of ${rounds} rounds.`,
    command: `npm run bench -- types ${size}`,
    columns: figures.map(({ name, format }) => ({
      name,
      format,
      compared: name !== "lines of TypeScript and declarations",
    })),
    rows,
  });
}

finishPart(
  {
    name: "types",
    title: "Type checking",
    introduction: [
      "What an editor and `tsc` have to do for the same specs: ours as generated, the peers' as zod schemas of the same",
      "content, BAML's in its own language and as its generator writes them.",
    ],
    contenders: [],
    tables: (sizes.length > 0 ? sizes : quick ? [5] : [50]).map(measureTypes),
    skipped: [],
  },
  json,
);
