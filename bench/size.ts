/**
 * What a library takes: a fresh `npm install` of it in a folder of its own, and a bundle of a minimal program, one typed
 * call and one typed stream with two providers. Ours is installed from what `npm pack` makes.
 *
 * `npm run bench -- size`; asks the registry of npm for packages, and is skipped where it is not reached.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { outspecProgram } from "./programs/outspec.js";
import { peerPrograms } from "./programs/peers.js";
import { type Program, writeText } from "./programs/program.js";
import type { Row, Table } from "./report/part.js";
import { finishPart, printTable, readRunOptions } from "./report/run.js";
import { repository } from "./repository.js";
import { versionOf } from "./versions.js";

const { quick, json } = readRunOptions();
const scratch = mkdtempSync(join(tmpdir(), "outspec-size-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Asked for once: the parser of partials alone is more than that. */
const bundleGoal = 15_360;

const spec = {
  name: "patient-summary",
  schema: {
    type: "object",
    required: ["vitals_status", "key_notes", "requires_visit"],
    properties: {
      vitals_status: {
        description: "Overall reading of the latest vital signs.",
        enum: ["Normal", "Warning", "Critical"],
      },
      key_notes: { description: "Findings worth reading first.", type: "array", items: { type: "string" } },
      requires_visit: { description: "Whether a clinician needs to see the patient today.", type: "boolean" },
    },
  },
};

/** Something to install: an application's dependencies. */
interface Installation {
  readonly label: string;
  readonly kind: Row["kind"];
  /** As `npm install` takes them. */
  readonly packages: readonly string[];
  readonly program?: Program;
}

/** A package as it would be published. */
function pack(folder: string): string {
  const { status, stdout, stderr } = spawnSync(
    "npm",
    ["pack", join(repository, folder), "--json", "--pack-destination", scratch],
    { cwd: repository, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`npm pack left with ${status}: ${stderr.slice(0, 500)}`);
  // What npm prints of the one package; before it stands what a script printed.
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as readonly { readonly filename: string }[];
  return join(scratch, packed?.filename ?? "");
}

function installations(): readonly Installation[] {
  const runtime = pack("runtime");
  const peers = quick ? peerPrograms.slice(0, 2) : peerPrograms;
  return [
    { label: "Outspec", kind: "ours", packages: [runtime], program: outspecProgram },
    {
      label: "Outspec with its generator, where code is written",
      kind: "ours",
      packages: [runtime, pack("generator")],
    },
    ...peers.map((program): Installation => {
      const { name, label, kind, packages, second, folder } = program;
      const names = [...packages, ...second].map((one) => `${one}@${versionOf(one, folder)}`);
      const both = name === "openai" ? "OpenAI SDK and Anthropic SDK" : label;
      return {
        label: second.length > 0 || name === "baml" ? both : `${both}, one provider`,
        kind,
        packages: names,
        program,
      };
    }),
  ];
}

/** What an installation takes: packages, files, bytes, and bytes of native libraries among them. */
interface Footprint {
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
  readonly nativeBytes: number;
}

function install(folder: string, packages: readonly string[]): Footprint {
  mkdirSync(folder, { recursive: true });
  writeText(folder, "package.json", '{ "type": "module", "private": true, "sideEffects": false }\n');
  const options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const { status, stderr } = spawnSync("npm", ["install", ...options, ...packages], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, INIT_CWD: folder },
  });
  if (status !== 0)
    throw new Error(`not installed, npm left with ${status}: ${stderr.replaceAll(/\s+/g, " ").slice(0, 160)}`);
  const lock = readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8");
  // The lockfile that npm keeps of what it has installed.
  const { packages: installed } = JSON.parse(lock) as { readonly packages: object };
  const files = readdirSync(join(folder, "node_modules"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, bytes: statSync(join(entry.parentPath, entry.name)).size }));
  const sum = (some: typeof files) => some.reduce((total, { bytes }) => total + bytes, 0);
  return {
    packages: Object.keys(installed).length,
    files: files.length,
    bytes: sum(files),
    nativeBytes: sum(files.filter(({ name }) => name.endsWith(".node"))),
  };
}

/** Takes our transport out: the peers' is the platform's `fetch`, which is in no bundle. */
const withoutTransport: Plugin = {
  name: "without-transport",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#default-transport$|^undici(\/|$)/ }, () => ({ path: "transport", namespace: "none" }));
    onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export const defaultTransport = () => {};" }));
  },
};

async function bundle(folder: string): Promise<{ readonly minified: number; readonly gzip: number }> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "main.ts")],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2023",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", ...builtinModules],
    absWorkingDir: folder,
    plugins: [withoutTransport],
    tsconfigRaw: "{}",
    logLevel: "silent",
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: contents.length, gzip: gzipSync(contents, { level: 9 }).length };
}

const installRows: Row[] = [];
const bundleRows: Row[] = [];
for (const [index, { label, kind, packages, program }] of installations().entries()) {
  const folder = join(scratch, `install-${index}`);
  try {
    const { packages: count, files, bytes, nativeBytes } = install(folder, packages);
    installRows.push({ label, kind, cells: [count, files, bytes / 2 ** 20] });
    if (program === undefined) continue;
    if (nativeBytes > 0) {
      const problem = `not bundled: a native library of ${(nativeBytes / 2 ** 20).toFixed(0)} MB`;
      bundleRows.push({ label, kind, cells: [], problem });
      continue;
    }
    program.write(folder, [spec], true);
    const { minified, gzip } = await bundle(folder);
    bundleRows.push({ label, kind, cells: [gzip, minified] });
  } catch (problem) {
    const text = (problem instanceof Error ? problem.message : String(problem)).replaceAll(/\s+/g, " ").slice(0, 200);
    const isInstalled = installRows.some((row) => row.label === label);
    (isInstalled ? bundleRows : installRows).push({ label, kind, cells: [], problem: text });
  }
}

const count = { format: "count", compared: true } as const;
const bundles: Table = {
  name: "bundle",
  title: "Bundle of one typed call and one typed stream",
  description:
    "A program with one spec and two providers, bundled and minified by esbuild for a platform without Node; no transport is counted. What we were asked for once is 15 KB.",
  command: "npm run bench -- size",
  columns: [
    { name: "gzip -9, bytes", ...count },
    { name: "minified, bytes", ...count },
  ],
  rows: bundleRows,
  target: { column: 0, atMost: bundleGoal, says: `at most ${bundleGoal.toLocaleString("en")} bytes` },
};
const installs: Table = {
  name: "install",
  title: "Size of an installation",
  description:
    "A fresh `npm install` of what the same program needs, ours from what `npm pack` makes; install scripts are not run.",
  command: "npm run bench -- size",
  columns: [
    { name: "packages", ...count },
    { name: "files", ...count },
    { name: "MB", format: "figure", compared: true },
  ],
  rows: installRows,
};
finishPart(
  {
    name: "size",
    title: "Bundle and installation",
    introduction: ["What a service installs, and what a worker or a page has to load."],
    contenders: [],
    tables: [printTable(bundles), printTable(installs)],
    skipped: [],
  },
  json,
);
