import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { ModelConfig, ProjectConfig, RouterConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { cacheFolder } from "../files/cache.ts";
import { hashText } from "../files/hash.ts";
import { createInputReader, readText } from "../files/read.ts";
import { type CompiledProject, compileProject } from "../generate.ts";
import { compile } from "../pipeline.ts";
import type { EmittedFile } from "../plan/file.ts";
import { isRecord } from "../spec/pointer.ts";
import { readSpec } from "../spec/read.ts";
import { resolveSpecs } from "../spec/resolve.ts";
import type { JsonSchema, ResolvedSpec } from "../spec/resolved-spec.ts";
import { didYouMean } from "../spec/suggest.ts";
import { type Command, readArguments, type Terminal, textOption } from "./command.ts";
import { printFindings } from "./findings.ts";
import { readMedia, withSampleMedia } from "./input-media.ts";
import { createLiveView, createPlainView } from "./live-view.ts";
import { exitCodeFor } from "./report-run.ts";
import { sampleNotes } from "./sample-notes.ts";
import { createInstanceWriter } from "./simulated-instance.ts";
import { loadRuntime, type RuntimeModule, type Simulator, type TestingModule } from "./user-runtime.ts";

const help = `outspec try: runs one spec and shows its output filling in

Usage
  outspec try <spec> [options]

Compiles the spec as it is now, asks the router of outspec.yaml, and shows the object
while the model writes it; then which models were tried, tokens and times. When no
key is set, an embedded simulator answers and the output is made up.

Options
  --input VALUE    the prompt's variables: JSON, @file.json, or - for standard input; an
                   image or file in it is an address, or { data, mediaType } with base64.
                   Default: the spec's first example, else sample notes for the spec
                   that init writes, else made up when simulated
  --simulate       use the simulator even if a key is set
  --json           print only the finished output, as JSON
  --config FILE    the configuration to use (default: the nearest outspec.yaml)
  --help           this text

Examples
  npx outspec try patient-summary
  npx outspec try patient-summary --input '{"notes": "Fever since Monday."}'
  npx outspec try invoice --input @samples/invoice.json --json | jq .total

Exit codes
  0  the output is complete and valid
  1  the spec has an error, or no model gave a valid output
  2  the command line, the input or outspec.yaml is wrong
  130  stopped by Ctrl-C
`;

const options = {
  input: { type: "string" },
  simulate: { type: "boolean" },
  json: { type: "boolean" },
  config: { type: "string" },
  help: { type: "boolean" },
} as const;

/** `outspec try`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options, { max: 1, name: "spec" });
    const [wanted] = parsed.positionals;
    const configPath = textOption(parsed, "config");
    // Imports end in .js here, because the files are run as JavaScript.
    const whole = await compileProject(
      { cwd: terminal.cwd, ...(configPath !== undefined && { config: configPath }) },
      { importExtension: "js" },
    );
    const { place, config } = whole;
    if (whole.configFailed) return reportErrors(whole, whole.diagnostics, terminal);
    const { spec, specs } = await findSpec(whole, wanted);
    if (spec === undefined) return reportErrors(whole, findingsOf(whole, wanted), terminal);
    const { project, diagnostics } = hasErrors(whole.diagnostics)
      ? await withoutOthers(whole, spec)
      : { project: whole, diagnostics: [] };
    if (hasErrors(diagnostics)) return reportErrors(whole, diagnostics, terminal);
    const runtime = await loadRuntime(place.root, "@outspec/runtime");

    const router = routerOf(spec, config);
    const simulated = parsed.values["simulate"] === true || router === undefined || !hasCredential(router);
    const testing = simulated ? await loadRuntime(place.root, "@outspec/runtime/testing") : undefined;
    const { input, origin } = await readInput(textOption(parsed, "input"), spec, testing, terminal.cwd);
    const json = parsed.values["json"] === true;
    const simulator = await testing?.startSimulator({
      firstTokenMs: 250,
      deltaMs: terminal.interactive ? 25 : 0,
      instance: createInstanceWriter(spec, specs, config, testing),
    });
    const interrupt = new AbortController();
    const stop = (): void => interrupt.abort();
    process.once("SIGINT", stop);
    try {
      // Also beside JSON: a made-up output must never pass for a model's.
      const notes = [
        ...(simulator === undefined ? [] : [whySimulated(parsed.values["simulate"] === true, router)]),
        ...(origin === undefined ? [] : [`Input: ${origin}; --input gives another.`]),
      ];
      if (notes.length > 0) terminal.note(`${notes.join("\n")}\n\n`);
      const call = await loadFunction(project, spec, simulated);
      const { signal } = interrupt;
      const given =
        simulator === undefined ? { signal } : { signal, router: simulatedRouter(runtime, router, simulator) };
      const stream = spec.input === undefined && spec.prompt !== undefined ? call(given) : call(input, given);
      return await show(stream, json, signal, terminal);
    } finally {
      process.off("SIGINT", stop);
      await simulator?.close();
    }
  },
};

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

function reportErrors(
  { place, specs }: CompiledProject,
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): number {
  printFindings({ command: "try", root: place.root, specs: specs.length, diagnostics }, "pretty", terminal);
  return exitCodeFor(diagnostics);
}

/**
 * A project in which some spec has an error, compiled for one spec alone: what is wrong elsewhere need not stop it.
 * The findings are those of the spec and of the files it refers to.
 */
async function withoutOthers(
  project: CompiledProject,
  spec: ResolvedSpec,
): Promise<{ project: CompiledProject; diagnostics: readonly Diagnostic[] }> {
  const { root } = project.place;
  const reader = createInputReader(root);
  const { files, diagnostics } = await compile(
    new Map([[spec.path, readText(join(root, spec.path))]]),
    project.config,
    reader,
  );
  const own = project.diagnostics.filter(({ range }) => range.path === spec.path || reader.seen.has(range.path));
  // A reference by `$id` finds its file only among all specs; then nothing can be left out.
  if (hasErrors(diagnostics) && !hasErrors(own)) return { project, diagnostics: project.diagnostics };
  return { project: { ...project, files }, diagnostics: own };
}

/** Errors of the file that a name most likely means, for one that cannot be read as a spec. */
function findingsOf({ diagnostics }: CompiledProject, wanted = ""): readonly Diagnostic[] {
  const withoutExtension = (path: string): string => path.replace(/\.(?:ya?ml|json)$/, "");
  return diagnostics.filter(
    ({ severity, range }) =>
      severity === "error" && `/${withoutExtension(range.path)}`.endsWith(`/${withoutExtension(wanted)}`),
  );
}

/** The spec that is tried, which is absent when its file cannot be read, among all of its project. */
interface FoundSpec {
  readonly spec: ResolvedSpec | undefined;
  readonly specs: readonly ResolvedSpec[];
}

/** Finds the spec that a name, a path below the schemas folder or a file stands for. */
async function findSpec(project: CompiledProject, wanted: string | undefined): Promise<FoundSpec> {
  const { place, config, specs: paths } = project;
  const documents = paths.map((path) => readSpec(path, readFileSync(join(place.root, path), "utf8")));
  const { specs } = await resolveSpecs(documents, config, {
    get: (path) => (existsSync(join(place.root, path)) ? readFileSync(join(place.root, path), "utf8") : undefined),
  });
  const callable = specs.filter(({ shared }) => !shared);
  const names = callable.map(({ stem }) => stem).join(", ");
  if (wanted === undefined) throw new UsageError("which spec?", `outspec try <spec>, one of: ${names}`);
  const plain = wanted.replace(/\.(?:ya?ml|json)$/, "");
  const found = callable.find(
    ({ path, stem, name }) => [stem, name, stem.slice(stem.lastIndexOf("/") + 1)].includes(plain) || path === wanted,
  );
  if (found === undefined && findingsOf(project, wanted).length === 0) {
    throw new UsageError(
      `there is no spec ${JSON.stringify(wanted)}`,
      didYouMean(
        plain,
        callable.map(({ stem }) => stem),
      ) ?? `one of: ${names}`,
    );
  }
  return { spec: found, specs };
}

function routerOf(spec: ResolvedSpec, config: ProjectConfig): RouterConfig | undefined {
  return (
    config.routers[spec.router ?? "default"] ??
    (spec.router === undefined ? Object.values(config.routers)[0] : undefined)
  );
}

/** Names of the variables that would let this model be asked; empty when it needs no key. */
function keysOf(model: ModelConfig): readonly string[] {
  const row = providerRows.find(({ id }) => id === model.provider);
  if (model.apiKeyEnv !== undefined) return [model.apiKeyEnv];
  return row === undefined || (row.auth.scheme === "bearer" && row.auth.optional === true) ? [] : row.env.key;
}

/**
 * Whether there is somebody to ask: a key is set, or the primary model needs none. A local model among the fallbacks
 * is no sign, as its server may not run.
 */
function hasCredential({ primary, fallbacks }: RouterConfig): boolean {
  const isSet = (name: string): boolean => (process.env[name] ?? "") !== "";
  return keysOf(primary).length === 0 || [primary, ...fallbacks].some((model) => keysOf(model).some(isSet));
}

function whySimulated(asked: boolean, router: RouterConfig | undefined): string {
  if (asked) return "Simulated: the output is made up by a local server.";
  if (router === undefined)
    return "Simulated, as outspec.yaml declares no router: the output is made up by a local server.";
  const keys = [router.primary, ...router.fallbacks].flatMap(keysOf);
  return `Simulated, as no key is set: the output is made up by a local server.\nSet ${keys.join(" or ")} to ask a real model.`;
}

/** The same models in the same order, at the simulator's address. */
function simulatedRouter(runtime: RuntimeModule, router: RouterConfig | undefined, simulator: Simulator): unknown {
  const families = { "openai-chat": "openai", "anthropic-messages": "anthropic", "ollama-chat": "ollama" } as const;
  const fallbackRow = providerRows[0];
  const models =
    router === undefined
      ? [{ provider: fallbackRow?.id ?? "openai", model: fallbackRow?.models[0] ?? "model" }]
      : [router.primary, ...router.fallbacks];
  const [primary, ...fallbacks] = models.map(({ provider, model }) => {
    const row = providerRows.find(({ id }) => id === provider) ?? fallbackRow;
    const factory = row === undefined ? undefined : runtime[row.factory];
    if (row === undefined || typeof factory !== "function")
      throw new UsageError(
        `@outspec/runtime has no provider ${provider}`,
        "install matching versions of outspec and @outspec/runtime",
      );
    return factory(model, { baseUrl: simulator.baseUrls[families[row.family]], apiKey: "simulated" }) as unknown;
  });
  return runtime.createRouter({ primary, fallbacks });
}

/** The input of a call; `origin` says where one comes from that the caller did not give. */
interface ChosenInput {
  readonly input: unknown;
  readonly origin?: string;
}

async function readInput(
  given: string | undefined,
  spec: ResolvedSpec,
  testing: TestingModule | undefined,
  cwd: string,
): Promise<ChosenInput> {
  if (given !== undefined) return { input: readMedia(await parseInput(given, spec, cwd), spec.prompt) };
  const example = spec.examples?.[0]?.input;
  if (example !== undefined) return { input: readMedia(example, spec.prompt) };
  if (spec.prompt === undefined) {
    if (testing !== undefined) return { input: `An example of ${spec.name}.` };
    throw new UsageError(`${spec.stem} has no prompt, so it needs one`, `outspec try ${spec.stem} --input "…"`);
  }
  if (spec.input === undefined) return { input: undefined };
  if (asksForNotesOnly(spec.input)) return { input: { notes: sampleNotes }, origin: "the built-in sample notes" };
  if (testing !== undefined) {
    const made = withSampleNotes(testing.createInstance(spec.input));
    return { input: withSampleMedia(made, spec.prompt), origin: "made up" };
  }
  throw new UsageError(`${spec.stem} needs an input`, `outspec try ${spec.stem} --input '${sampleInput(spec)}'`);
}

/** Whether a spec's only variable is the text `notes`, as in the spec that `init` writes. */
function asksForNotesOnly(input: JsonSchema): boolean {
  const properties = isRecord(input) ? input["properties"] : undefined;
  if (!isRecord(properties) || Object.keys(properties).join() !== "notes") return false;
  const notes = properties["notes"];
  return isRecord(notes) && Object.keys(notes).join() === "type" && notes["type"] === "string";
}

/** A made-up input; the simulator quotes it, so notes get something worth quoting. */
function withSampleNotes(input: unknown): unknown {
  const variables = typeof input === "object" && input !== null ? input : {};
  return "notes" in variables && typeof variables.notes === "string" ? { ...variables, notes: sampleNotes } : variables;
}

async function parseInput(given: string, spec: ResolvedSpec, cwd: string): Promise<unknown> {
  const text =
    given === "-"
      ? await readAll(process.stdin)
      : given.startsWith("@")
        ? readInputFile(resolve(cwd, given.slice(1)))
        : given;
  try {
    return JSON.parse(text);
  } catch (cause) {
    // Without a prompt the input is the question itself, and a question need not be JSON.
    if (spec.prompt === undefined) return text;
    const source = given === "-" ? "standard input" : given.startsWith("@") ? given.slice(1) : "--input";
    throw new UsageError(`${source} is not JSON`, `as in '${sampleInput(spec)}'`, { cause });
  }
}

function readInputFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError(`the input file ${path} cannot be read`, undefined, { cause });
  }
}

function sampleInput({ input }: ResolvedSpec): string {
  const required = typeof input === "object" ? input["required"] : undefined;
  const names = Array.isArray(required) ? required.map(String) : [];
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, "…"])));
}

/** What is used of the runtime's stream. */
export interface TriedStream {
  events(): AsyncIterable<{ readonly type: string } & Readonly<Record<string, unknown>>>;
  readonly result: Promise<TriedResult>;
}

/** What is shown of a result. */
export interface TriedResult {
  readonly output: unknown;
  readonly model: string;
  readonly usage: { readonly input: { readonly total: number }; readonly output: { readonly total: number } };
  readonly attempts: readonly TriedAttempt[];
}

interface TriedAttempt {
  readonly id: string;
  readonly mode: string;
  readonly ms: number;
  readonly firstTokenMs?: number;
  readonly error?: { readonly code: string; readonly message: string };
}

type StreamFunction = (...parameters: readonly unknown[]) => TriedStream;

/** Loads the spec's generated module, transpiled to a folder where the project's own runtime is found. */
async function loadFunction(project: CompiledProject, spec: ResolvedSpec, simulated: boolean): Promise<StreamFunction> {
  const { root } = project.place;
  const base = cacheFolder(root);
  if (base === undefined) throw new UsageError("there is no node_modules folder", "npm install @outspec/runtime");
  const folder = join(base, "try", hashText(JSON.stringify([root, simulated, project.files])).slice(0, 16));
  if (!existsSync(join(folder, "package.json"))) await transpile(project.files, folder, simulated);
  const loaded = (await import(pathToFileURL(join(folder, `${spec.stem}.js`)).href)) as Readonly<
    Record<string, unknown>
  >;
  const found = loaded[`stream${spec.name}`];
  if (typeof found !== "function") throw new Error(`${spec.stem}.ts does not export stream${spec.name}`);
  return found as StreamFunction;
}

async function transpile(files: readonly EmittedFile[], folder: string, simulated: boolean): Promise<void> {
  const { ts } = await import("ts-morph");
  const others = dirname(folder);
  if (existsSync(others))
    for (const old of readdirSync(others)) rmSync(join(others, old), { recursive: true, force: true });
  for (const { path, text } of files.filter((file) => file.path.endsWith(".ts"))) {
    const target = join(folder, path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    const { outputText } = ts.transpileModule(text, {
      fileName: path,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    });
    // A simulated run brings its own router, and the project's may name modules of the project.
    const isRouter = path === "router.ts" && simulated;
    writeFileSync(
      target,
      isRouter
        ? outputText.replace(/^import .*\n/gm, "").replace(/^(export const \w+ =)[\s\S]*?;$/gm, "$1 undefined;")
        : outputText,
    );
  }
  // Last, because its presence says that the folder is complete.
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
}

async function show(stream: TriedStream, json: boolean, signal: AbortSignal, terminal: Terminal): Promise<number> {
  const view = json ? undefined : terminal.interactive ? createLiveView(terminal) : createPlainView(terminal);
  const started = performance.now();
  let firstPartialMs: number | undefined;
  try {
    for await (const event of stream.events()) {
      if (event.type === "partial") firstPartialMs ??= performance.now() - started;
      view?.show(event);
    }
    const result = await stream.result;
    view?.end(result.output);
    if (json) terminal.out(`${JSON.stringify(result.output, null, 2)}\n`);
    else terminal.note(summarise(result, firstPartialMs, performance.now() - started));
    return 0;
  } catch (problem) {
    view?.end(undefined);
    if (signal.aborted) {
      terminal.note(`${terminal.interactive ? "\r\x1b[K" : ""}Stopped.\n`);
      return stoppedByInterrupt;
    }
    if (!(problem instanceof Error)) throw problem;
    if (codeOf(problem) === "invalid-input") throw new UsageError(problem.message, undefined, { cause: problem });
    terminal.note(explainFailure(problem));
    return 1;
  }
}

/** What shells give a program that SIGINT ended. */
const stoppedByInterrupt = 130;

function codeOf(problem: Error): unknown {
  return (problem as { readonly code?: unknown }).code;
}

/** One headline and one numbered line for each attempt; what an attempt says is not said twice. */
function explainFailure(problem: Error): string {
  const attempts = (problem as { readonly attempts?: readonly TriedAttempt[] }).attempts ?? [];
  if (attempts.length === 0) return `\n${problem.message}\n`;
  const isRepeat = attempts.some(({ error }) => error?.message === problem.message);
  const headline = isRepeat ? "no output" : (problem.message.split("\n")[0] ?? "");
  return `\n${headline}\n${attempts.map(attemptLine).join("")}`;
}

function summarise(
  { model, usage, attempts }: TriedResult,
  firstPartialMs: number | undefined,
  totalMs: number,
): string {
  const first = firstPartialMs === undefined ? "" : `first partial after ${seconds(firstPartialMs)}, `;
  return `\n${attempts.map(attemptLine).join("")}\n${model}: ${usage.input.total} tokens in, ${usage.output.total} out; ${first}done after ${seconds(totalMs)}.\n`;
}

function attemptLine({ id, mode, ms, error }: TriedAttempt, index: number): string {
  if (error === undefined) return `  ${index + 1}. ${id}  ok (${mode})  ${seconds(ms)}\n`;
  const [first = "", ...more] = error.message.split("\n");
  return `  ${index + 1}. ${id}  ${error.code}: ${first}  ${seconds(ms)}\n${more.map((line) => `     ${line}\n`).join("")}`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
