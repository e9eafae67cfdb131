/**
 * What generation costs, whole processes with their start: cold, with nothing changed, with one spec changed, and from
 * a write to the new file while watching; beside json-schema-to-typescript alone on the same schemas, which makes types
 * and nothing else. Figures of a shared machine wander; the ratios, taken in turn in one run, do so less.
 *
 * `npm run bench -- generation [SIZE...]`; peers are measured too where `npm install` has been run in bench/peers.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";
import { measureProcess, median, medianCost, type ProcessCost } from "./measure-process.js";
import { ordinarySpecs, type Schema, specText } from "./ordinary-specs.js";
import { measurePeers } from "./peers.js";

const here = import.meta.dirname;
const repository = resolve(process.env["INIT_CWD"] ?? process.cwd());
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

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const row = (label: string, cost: ProcessCost, beside?: ProcessCost): string =>
  `  ${label.padEnd(34)} ${seconds(cost.wallMs).padStart(9)}  CPU ${seconds(cost.cpuMs).padStart(9)}  ${cost.peakMB.toFixed(0).padStart(5)} MB` +
  (beside === undefined
    ? ""
    : `  wall x${(cost.wallMs / beside.wallMs).toFixed(2)}, CPU x${(cost.cpuMs / beside.cpuMs).toFixed(2)} of it`);

async function measureSample(sample: Sample, isOrdinary: boolean): Promise<ProcessCost> {
  const rounds = sample.size > 2000 ? 1 : 3;
  const cold: ProcessCost[] = [];
  const alone: ProcessCost[] = [];
  for (let round = 0; round < rounds; round++) {
    forget(sample);
    cold.push(measureProcess(sample.root, [cli, "generate"]));
    alone.push(measureProcess(here, [join(here, "jst-alone.js"), sample.schemas, `${sample.schemas}-types`]));
  }
  const types = medianCost(alone);
  const made = medianCost(cold);
  console.log(`\n${sample.label} specs`);
  console.log(row("json-schema-to-typescript alone", types));
  console.log(row("cold", made, types));
  const repeat = (before: () => void): ProcessCost =>
    medianCost(
      Array.from({ length: 5 }, () => {
        before();
        return measureProcess(sample.root, [cli, "generate"]);
      }),
    );
  console.log(
    row(
      "nothing changed",
      repeat(() => undefined),
      types,
    ),
  );
  console.log(
    row(
      "one changed",
      repeat(() => editOnce(sample)),
      types,
    ),
  );
  const latencies = await watchLatencies(sample, 9);
  console.log(
    `  ${"watching, one changed".padEnd(34)} ${(median(latencies) / 1000).toFixed(2).padStart(7)} s  (slowest ${seconds(Math.max(...latencies))} of ${latencies.length}, from the write to the new file)`,
  );
  console.log(
    `  cold, per spec: ${(made.cpuMs / sample.size).toFixed(1)} ms of CPU, ${(made.wallMs / sample.size).toFixed(1)} ms`,
  );
  if (isOrdinary && sample.size <= 1000) {
    const peers = measurePeers(sample.schemas, join(repository, "bench/peers"));
    for (const { label, cost } of peers) console.log(row(label, cost, types));
  }
  return made;
}

const given = process.argv.slice(2).map(Number).filter(Number.isInteger);
console.log(`node ${process.version}, ${process.platform} ${process.arch}; whole processes, medians`);
for (const size of given.length > 0 ? given : [100, 1000, 5000]) await measureSample(ordinarySample(size), true);
for (const size of given.length > 0 ? given.filter((one) => one <= 2000) : [100, 1000]) {
  const sample = corpusSample(size);
  if (sample === undefined) console.log("\nskipped: there is no corpus of schemas beside this checkout");
  else await measureSample(sample, false);
}
