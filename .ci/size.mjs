// Measures bundles of the packages as they are built, and fails beyond a budget: `node .ci/size.mjs [--pieces]`.
// Each is bundled and minified by esbuild as for a platform without Node, and compressed as `gzip -9` does.
// `--pieces` bundles the sources instead, and says what each file of them takes before compression.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
// Within the repository, where the packages are found.
const project = join(root, "node_modules/.cache/outspec-size");

/** A project with one spec and two providers. */
function generate() {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(join(project, "schemas"), { recursive: true });
  cpSync(join(root, "schemas/patient-summary.yaml"), join(project, "schemas/patient-summary.yaml"));
  writeFileSync(join(project, "package.json"), '{ "type": "module", "sideEffects": false }\n');
  writeFileSync(
    join(project, "outspec.yaml"),
    "router:\n  primary: openai/gpt-5.4-mini\n  fallbacks: [anthropic/claude-haiku-5-5]\n",
  );
  const { status, stderr } = spawnSync(process.execPath, [join(root, "generator/dist/cli.js"), "generate"], {
    cwd: project,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

/** Takes the transport out: what is left of a bundle is what we answer for on every platform. */
const withoutTransport = {
  name: "without-transport",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#default-transport$|^undici(\/|$)/ }, () => ({ path: "transport", namespace: "none" }));
    onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export const defaultTransport = () => {};" }));
  },
};

/** Leads to the sources, whose files say more than the chunks of what is built. */
const fromSources = {
  name: "from-sources",
  setup({ onResolve }) {
    const source = (name) => ({ path: join(root, "runtime/src", `${name}.ts`), sideEffects: false });
    onResolve({ filter: /^@outspec\/runtime(\/|$)/ }, ({ path }) => source(path.split("/")[2] ?? "index"));
    onResolve({ filter: /^#default-transport$/ }, () => source("transport/fetch"));
  },
};

const functions = 'export { generatePatientSummary, streamPatientSummary } from "./generated/patient-summary.js";';

const entries = [
  {
    name: "browser client",
    what: "readEventStream",
    budget: 2_048,
    code: 'export { readEventStream } from "@outspec/runtime/sse";',
  },
  {
    name: "React hook",
    what: "useOutputStream, React not counted",
    budget: 2_910,
    code: 'export { useOutputStream } from "@outspec/runtime/react";',
  },
  {
    name: "spec object",
    what: "schema, validate, parse, parseText",
    budget: 24_800,
    code: 'export { patientSummary } from "./generated/patient-summary.js";',
  },
  {
    name: "runtime",
    what: "both functions, two providers, no transport",
    budget: 63_400,
    // Asked for once; the parser of partials alone is more than that.
    goal: 15_360,
    plugins: [withoutTransport],
    code: functions,
  },
  {
    name: "worker",
    what: "the same with fetch and toEventStream",
    budget: 67_100,
    code: `${functions} export { toEventStream } from "@outspec/runtime/sse";`,
  },
];

async function measure({ code, plugins = [] }) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: project, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    target: "es2023",
    conditions: ["workerd", "worker", "browser"],
    external: ["react"],
    absWorkingDir: root,
    plugins: showsPieces ? [...plugins, fromSources] : plugins,
    // The repository's own compiler options would lead to the sources.
    tsconfigRaw: "{}",
  });
  const [{ contents }] = outputFiles;
  const [{ inputs }] = Object.values(metafile.outputs);
  const pieces = Object.entries(inputs).map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }));
  return { minified: contents.length, bytes: gzipSync(contents, { level: 9 }).length, pieces };
}

const showsPieces = process.argv.includes("--pieces");
generate();
const count = (number) => number.toLocaleString("en").padStart(8);
console.log("  gzip -9    budget  minified");
let isOver = false;
for (const entry of entries) {
  const { minified, bytes, pieces } = await measure(entry);
  const isBeyond = bytes > entry.budget;
  isOver ||= isBeyond;
  const goal = entry.goal === undefined ? "" : `  (goal: ${entry.goal.toLocaleString("en")})`;
  const verdict = isBeyond ? "  BEYOND ITS BUDGET" : goal;
  console.log(`${count(bytes)}  ${count(entry.budget)}  ${count(minified)}  ${entry.name}: ${entry.what}${verdict}`);
  if (!showsPieces) continue;
  for (const { path, bytes: own } of pieces.sort((a, b) => b.bytes - a.bytes).slice(0, 25))
    console.log(`                    ${count(own)}    ${path}`);
}
rmSync(project, { recursive: true, force: true });
if (isOver) process.exitCode = 1;
