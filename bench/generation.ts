/**
 * What generation costs, whole processes with their start: cold, with nothing changed, with one spec changed, and from
 * a write to the new file while watching; beside json-schema-to-typescript alone on the same schemas, which makes types
 * and nothing else. Figures of a shared machine wander; the ratios, taken in turn in one run, do so less.
 *
 * `npm run bench -- generation [SIZE...]`, 100 and 1000 by default; peers are measured too where `npm install` has been
 * run in bench/peers, real schemas where a corpus lies beside the repository and sizes are given.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { measureProcess, median, medianCost, type ProcessCost } from "./measure-process.js";
import { ordinarySpecs, type Schema, specText } from "./ordinary-specs.js";
import { measurePeers } from "./peers.js";
import type { Kind, Row, Table } from "./report/part.js";
import { finishPart, printSkipped, printTable, readRunOptions } from "./report/run.js";
import { repository } from "./repository.js";

const here = import.meta.dirname;
const { quick, json, sizes } = readRunOptions();
const cli = join(repository, "generator/dist/cli.js");
const corpus = join(repository, "../shared/corpus");
const scratch = mkdtempSync(join(tmpdir(), "outspec-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** A project on disk, and its schemas alone in a folder of JSON files. */
interface Sample {
  readonly label: string;
  readonly size: number;
  readonly root: string;
  readonly schemas: string;
  /** A spec's file, and a word in it that can be replaced. */
  readonly edit: { readonly path: string; readonly word: string };
}

function writeProject(
  label: string,
  specs: readonly { readonly name: string; readonly text: string; readonly schema: Schema }[],
  word: string,
): Sample {
  const root = join(scratch, label.replaceAll(" ", "-"));
  const schemas = `${root}-schemas`;
  for (const folder of [join(root, "schemas"), join(root, "node_modules"), schemas])
    mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(root, "outspec.yaml"),
    "router:\n  primary: openai/gpt-5.4-mini\n  fallbacks: [anthropic/claude-haiku-5-5]\n",
  );
  for (const { name, text, schema } of specs) {
    writeFileSync(join(root, "schemas", name), text);
    writeFileSync(join(schemas, `${name.replace(/\.\w+$/, "")}.json`), JSON.stringify(schema));
  }
  const edited = specs.find(({ text }) => text.includes(word))?.name ?? "";
  return { label, size: specs.length, root, schemas, edit: { path: join(root, "schemas", edited), word } };
}

function ordinarySample(size: number): Sample {
  const specs = ordinarySpecs(size).map((spec) => ({
    name: `${spec.name}.yaml`,
    text: specText(spec),
    schema: spec.schema,
  }));
  return writeProject(`${size.toLocaleString("en")} ordinary`, specs, "leave nothing out");
}

/** Real schemas, without those that Outspec or json-schema-to-typescript refuses as a whole. */
function corpusSample(size: number): Sample | undefined {
  if (!existsSync(corpus)) return undefined;
  const all = readdirSync(corpus)
    .filter((name) => name.endsWith(".jsonl.gz"))
    .sort()
    .flatMap((name) =>
      gunzipSync(readFileSync(join(corpus, name)))
        .toString("utf8")
        .split("\n"),
    )
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { readonly schema: Schema }).schema);
  const step = all.length / Math.min(size, all.length);
  const chosen = Array.from({ length: Math.min(size, all.length) }, (_, index) => all[Math.floor(index * step)] ?? {});
  const specs = chosen.map((schema, index) => {
    // Ids of different schemas are often the same in the wild; here each file stands alone.
    const { $id: _id, id: _oldId, ...rest } = schema;
    return { name: `real-${index}.json`, text: JSON.stringify(rest, undefined, 2), schema: rest };
  });
  return writeProject(`${specs.length.toLocaleString("en")} of the corpus`, keepAccepted(specs), '"description": "');
}

/** Drops the specs the generator has findings about, so that there is something to generate. */
function keepAccepted<T extends { readonly name: string; readonly text: string; readonly schema: Schema }>(
  specs: readonly T[],
): readonly T[] {
  for (let kept = specs; ; ) {
    const trial = writeProject("trial", kept, "");
    const refused = refusedIn(trial);
    for (const folder of [trial.root, trial.schemas]) rmSync(folder, { recursive: true });
    if (refused.size === 0) return kept;
    kept = kept.filter(({ name }) => !refused.has(name));
  }
}

/** File names of the specs with errors. */
function refusedIn({ root }: Sample): ReadonlySet<string> {
  const { stdout } = spawnSync(process.execPath, [cli, "generate", "--format", "json"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const { findings } = JSON.parse(stdout) as {
    readonly findings: readonly { readonly severity: string; readonly file: string }[];
  };
  const errors = findings.filter(({ severity }) => severity === "error");
  return new Set(errors.map(({ file }) => file.slice(file.lastIndexOf("/") + 1)));
}

function forget({ root }: Sample): void {
  rmSync(join(root, "generated"), { recursive: true, force: true });
  rmSync(join(root, "node_modules/.cache"), { recursive: true, force: true });
}

let edits = 0;

function editOnce({ edit: { path, word } }: Sample): void {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(word, word.endsWith('"') ? `${word}${++edits} ` : `leave nothing out ${++edits}`));
}

/** Milliseconds from writing a spec to its new file being in place, while watching. */
async function watchLatencies(sample: Sample, rounds: number): Promise<readonly number[]> {
  const child = spawn(process.execPath, [cli, "generate", "--watch"], {
    cwd: sample.root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = createInterface(child.stderr);
  await new Promise<void>((watching) => lines.on("line", (line) => line.startsWith("Watching") && watching()));
  const out = createInterface(child.stdout)[Symbol.asyncIterator]();
  const times: number[] = [];
  const stem = sample.edit.path.slice(sample.edit.path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
  await out.next();
  for (let round = 0; round < rounds; round++) {
    const written = new Promise<number>((done) => {
      const watcher = watch(join(sample.root, "generated"), (_, name) => {
        if (name !== `${stem}.ts`) return;
        watcher.close();
        done(performance.now());
      });
    });
    const started = performance.now();
    editOnce(sample);
    times.push((await written) - started);
    // Its report comes after; only then is it ready for the next one.
    await out.next();
  }
  child.kill("SIGINT");
  await new Promise((ended) => child.on("exit", ended));
  return times;
}

const columns = [
  { name: "wall, s", format: "figure", compared: true },
  { name: "CPU, s", format: "figure", compared: true },
  { name: "peak memory, MB", format: "count", compared: true },
] as const;

function rowOf(label: string, kind: Kind, cost: ProcessCost | string): Row {
  if (typeof cost === "string") return { label, kind, cells: [], problem: cost };
  return { label, kind, cells: [cost.wallMs / 1000, cost.cpuMs / 1000, cost.peakMB] };
}

/** Measures some processes in turn, round by round. */
function measureInTurn(rounds: number, measures: readonly (() => ProcessCost)[]): readonly ProcessCost[] {
  const costs = measures.map((): ProcessCost[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [place, measureOne] of measures.entries()) costs[place]?.push(measureOne());
  }
  return costs.map(medianCost);
}

async function measureSample(sample: Sample, { isOrdinary, quick }: { isOrdinary: boolean; quick: boolean }) {
  const rounds = quick || sample.size > 2000 ? 1 : 3;
  const generateNow = () => measureProcess(sample.root, [cli, "generate"]);
  const [alone, cold] = measureInTurn(rounds, [
    () => measureProcess(here, [join(here, "jst-alone.js"), sample.schemas, `${sample.schemas}-types`]),
    () => {
      forget(sample);
      return generateNow();
    },
  ]);
  const [still, changed] = measureInTurn(rounds, [
    generateNow,
    () => {
      editOnce(sample);
      return generateNow();
    },
  ]);
  const latencies = await watchLatencies(sample, quick ? 2 : 9);
  const watching: Row = {
    label: "Outspec, watching, one changed",
    kind: "ours",
    cells: [median(latencies) / 1000, null, null],
    problem: `from the write to the new file; slowest ${Math.max(...latencies).toFixed(0)} ms of ${latencies.length}`,
  };
  const missing = "no figure";
  const peers = isOrdinary && sample.size <= 1000 ? measurePeers(sample.schemas) : [];
  return printTable({
    name: `generation-${isOrdinary ? "" : "corpus-"}${sample.size}`,
    title: `Generation from ${sample.label} specs`,
    description: `Whole processes, their start included; medians of ${rounds} rounds, peers once. json-schema-to-typescript alone is the floor: it makes types, and nothing else, on the same schemas.`,
    command: `npm run bench -- generation ${sample.size}`,
    columns,
    rows: [
      rowOf("json-schema-to-typescript alone (floor)", "floor", alone ?? missing),
      rowOf("Outspec, from nothing", "ours", cold ?? missing),
      rowOf("Outspec, nothing changed", "ours", still ?? missing),
      rowOf("Outspec, one changed", "ours", changed ?? missing),
      watching,
      ...peers.map(({ label, cost }) => rowOf(label, "peer", cost)),
    ],
  });
}

const tables: Table[] = [];
const skipped: string[] = [];
const ordinarySizes = sizes.length > 0 ? sizes : quick ? [20] : [100, 1000];
for (const size of ordinarySizes) tables.push(await measureSample(ordinarySample(size), { isOrdinary: true, quick }));
// Real schemas are measured on request only: they are no part of the repository.
for (const size of sizes.filter((one) => one <= 2000)) {
  const sample = corpusSample(size);
  if (sample === undefined) skipped.push(printSkipped("there is no corpus of schemas beside this checkout"));
  else tables.push(await measureSample(sample, { isOrdinary: false, quick }));
}
finishPart(
  {
    name: "generation",
    title: "Generator speed",
    introduction: [
      "What `outspec generate` costs beside other generators. The others make types, BAML a client too; ours makes types,",
      "validators, dialects, streaming tables and functions.",
    ],
    contenders: [],
    tables,
    skipped,
  },
  json,
);
