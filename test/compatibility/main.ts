/**
 * Tries the packed packages in every runtime, compiler and bundler that is supported, and says where they work:
 *
 *     npm run compatibility -- [--write] [--only WORD]
 *
 * The runtimes are those of `test/compatibility/package.json`; run `npm install` in that folder first. `--write` writes
 * `docs/compatibility.md`, `--only` tries what has the word in its name. Leaves with 1 when something failed.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Simulator } from "@outspec/runtime/testing";
import { check, features } from "./checks.js";
import { checkTypes, compilers } from "./compilers.js";
import { buildNext, checkInNext } from "./next.js";
import {
  commandLine,
  copySource,
  createProject,
  generateAll,
  linkTools,
  pack,
  removeProject,
  root,
  versionOf,
} from "./project.js";
import { run } from "./run.js";
import { findRuntimes, type Runtime } from "./runtimes.js";
import { type Cell, failuresOf, markdownOf, pageOf, type Row, rowOf, skippedOf, type Table } from "./table.js";

const { values } = parseArgs({
  options: { write: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const isWanted = (name: string): boolean => name.toLowerCase().includes(values.only.toLowerCase());
const bundlers = ["vite", "rollup", "esbuild", "webpack"] as const;
const tools = [...compilers, ...bundlers, "@types/node"];
const commands = ["init", "generate", "check"] as const;

/** Says what became of a row, as it is known. */
function tell(row: Row): Row {
  const cells = Object.entries(row.cells).filter(([, cell]) => cell !== "");
  const bad = cells.filter(([, cell]) => cell !== "ok");
  console.log(`${row.name} ${row.version}: ${bad.length === 0 ? "ok" : JSON.stringify(Object.fromEntries(bad))}`);
  return row;
}

const urlsOf = ({ baseUrls }: Simulator): readonly string[] => [baseUrls.openai, baseUrls.anthropic];

async function versionOfRuntime({ program }: Runtime): Promise<string> {
  if (program === undefined) return "";
  const printed = await run(program, ["--version"], { cwd: root });
  return /\d+\.\d+\.\d+/.exec(printed)?.[0] ?? "";
}

/** A project that `outspec init` has set up, with all example specs, compiled to `dist`, and as `.ts` in a folder of its own. */
async function setUp(tarballs: readonly string[]): Promise<string> {
  const folder = await createProject(tarballs);
  linkTools(folder, tools);
  await run(process.execPath, [commandLine, "init"], { cwd: folder });
  await generateAll(folder, "js");
  for (const name of [
    "checks.ts",
    "program.ts",
    "program.cjs",
    "imports-spec.js",
    "worker.js",
    "run-bundle.js",
    "build.mjs",
  ])
    copySource(name, join(folder, name));
  const compilerOptions = { target: "es2022", module: "nodenext", strict: true, outDir: "dist", types: ["node"] };
  const files = ["program.ts"];
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  await run(process.execPath, ["node_modules/typescript/bin/tsc"], { cwd: folder });

  const stripped = join(folder, "stripped");
  mkdirSync(stripped);
  writeFileSync(join(stripped, "package.json"), '{ "type": "module" }\n');
  await run(process.execPath, [join(folder, commandLine), "init"], { cwd: stripped });
  await generateAll(stripped, "ts", folder);
  for (const name of ["checks.ts", "program.ts"]) copySource(name, join(stripped, name), "ts");
  return folder;
}

/** Has a runtime make the checks: as it should be used, from CommonJS, and on TypeScript as it stands. */
async function checkRuntime(runtime: Runtime, folder: string): Promise<readonly Row[]> {
  const { name, program, args, requires, stripsTypes } = runtime;
  const columns = ["commands", ...features];
  if (program === undefined) return [tell(rowOf(name, "", columns, { skipped: notInstalled }))];
  const version = await versionOfRuntime(runtime);
  const checkFile = (what: string, file: string): Promise<Row> =>
    check(what, version, (simulator) => run(program, [...args, file, ...urlsOf(simulator)], { cwd: folder }));
  const first = await checkFile(name, "dist/program.js");
  const rows = [tell({ ...first, cells: { commands: await runCommands(runtime, folder), ...first.cells } })];
  if (requires) rows.push(tell(await checkFile(`${name}, \`require()\``, "program.cjs")));
  if (stripsTypes) rows.push(tell(await checkFile(`${name}, TypeScript as it stands`, "stripped/program.ts")));
  return rows;
}

const notInstalled = "not installed; run `npm install` in test/compatibility";

/** Runs the command line in an empty folder beside the installed packages. */
async function runCommands({ program = "", args, name }: Runtime, folder: string): Promise<Cell> {
  const cwd = mkdtempSync(join(folder, "commands-"));
  writeFileSync(join(cwd, "package.json"), '{ "type": "module" }\n');
  const rights = name === "Deno" ? ["--allow-write", "--allow-run"] : [];
  try {
    for (const command of commands)
      await run(program, [...args, ...rights, join(folder, commandLine), command], { cwd });
    return "ok";
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

async function checkRuntimes(folder: string): Promise<Table> {
  const rows: Row[] = [];
  const wanted = findRuntimes(join(root, "test/compatibility/node_modules")).filter(({ name }) => isWanted(name));
  for (const runtime of wanted) rows.push(...(await checkRuntime(runtime, folder)));
  if (isWanted("workerd")) {
    const { checkInWorkerd } = await import("./worker.js");
    rows.push(tell(await check("workerd", versionOf("workerd"), (simulator) => checkInWorkerd(folder, simulator))));
  }
  return {
    title: "Runtimes",
    text: "*commands*: `outspec init`, `generate` and `check` run in it. CommonJS requires the packages, which are ES modules, where the row says so; *as it stands* means that the runtime strips the types of what is generated itself.",
    columns: ["commands", ...features],
    rows,
  };
}

/** Builds with each bundler, for Node and for a browser, and makes the checks in what came out. */
async function checkBundlers(folder: string, tarballs: readonly string[]): Promise<Table> {
  const rows: Row[] = [];
  for (const bundler of bundlers) {
    for (const place of bundler === "rollup" ? ["node"] : ["node", "browser"]) {
      const name = `${bundler}, for ${place === "node" ? "Node" : "a browser"}`;
      if (!isWanted(name)) continue;
      const row = await check(name, versionOf(bundler), async (simulator) => {
        await run(process.execPath, ["build.mjs", bundler, place], { cwd: folder });
        const args = ["run-bundle.js", `bundles/${bundler}-${place}.js`, ...urlsOf(simulator)];
        return run(process.execPath, args, { cwd: folder });
      });
      rows.push(tell(row));
    }
  }
  if (isWanted("next")) {
    const row = await check("Next.js", versionOf("next"), async (simulator) => {
      const application = await buildNext(tarballs);
      try {
        return await checkInNext(application, simulator);
      } finally {
        removeProject(application);
      }
    });
    rows.push(tell(row));
  }
  return {
    title: "Bundlers",
    text: "A spec is imported as a module by the plugin, or, in Next.js, generated; then the checks run in the bundle, in Node. Rollup leaves packages to Node, as it does by itself.",
    columns: features,
    rows,
  };
}

const packed = mkdtempSync(join(tmpdir(), "outspec-packed-"));
let folder: string | undefined;
try {
  const tarballs = await pack(packed);
  folder = await setUp(tarballs);
  const tables = [await checkRuntimes(folder), await checkBundlers(folder, tarballs)];
  if (isWanted("typescript")) tables.splice(1, 0, await checkTypes(folder));
  const shown = tables.filter(({ rows }) => rows.length > 0);
  for (const table of shown) console.log(`\n${markdownOf(table).join("\n")}`);
  const failures = failuresOf(shown);
  for (const line of skippedOf(shown)) console.log(`skipped: ${line}`);
  for (const line of failures) console.log(`FAILED: ${line}`);
  const facts = { command: "npm run compatibility -- --write", platform: `${process.platform} ${process.arch}` };
  if (values.write) writeFileSync(join(root, "docs/compatibility.md"), pageOf(shown, facts));
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  if (folder !== undefined) removeProject(folder);
  removeProject(packed);
}
