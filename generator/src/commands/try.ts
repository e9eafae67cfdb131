import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasError } from "../diagnostics/sort.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type CompiledProject, compileProject } from "../generate.ts";
import { inputHint, readInput } from "./call-input.ts";
import { type Arguments, type Command, readArguments, type Terminal, textOption } from "./command.ts";
import { createEventView } from "./event-view.ts";
import { findingsOf, findSpec, withoutOthers } from "./find-spec.ts";
import { printFindings } from "./findings.ts";
import { createLiveView } from "./live-view.ts";
import { loadFunction, type TriedStream } from "./load-function.ts";
import { createOutputView, createPlainView } from "./plain-view.ts";
import { createProgressLine } from "./progress.ts";
import { exitCodeFor } from "./report-run.ts";
import { createInstanceWriter } from "./simulated-instance.ts";
import { hasCredential, routerOf, simulatedRouter, whySimulated } from "./simulated-router.ts";
import { type StreamView, showsValue } from "./stream-view.ts";
import { explainFailure } from "./tried-attempts.ts";
import { loadRuntime } from "./user-runtime.ts";

const help = `outspec try: runs one spec and shows its output filling in

Usage
  outspec try <spec> [options]

Compiles the spec as it is now, asks the router of outspec.yaml, and shows the object
while the model writes it; then which models were tried, tokens and times. When no
key is set, an embedded simulator answers and the output is made up. In a pipe, standard
output gets the finished output alone, as JSON, and standard error the rest.

Options
  --input VALUE    the prompt's variables: JSON, @FILE, or - for standard input; where a
                   text is the only one, that text as it is. An image or a file in it is
                   an address, or { data, mediaType } with base64.
                   Default: the spec's first example, else sample notes for the spec
                   that init writes, else made up when simulated
  --simulate       use the simulator even if a key is set
  --json           print only the finished output, as one JSON document; on failure, none
  --events         print what happens, as one line of JSON for each event
  --config FILE    the configuration to use (default: the nearest outspec.yaml)
  --help           this text

Examples
  npx outspec try patient-summary
  npx outspec try patient-summary --input "Fever since Monday."
  npx outspec try invoice --input @samples/invoice.json | jq .total

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
  events: { type: "boolean" },
  config: { type: "string" },
  help: { type: "boolean" },
} as const;

/** `outspec try`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const parsed = readArguments(argv, options, { max: 1, name: "spec" });
    if (parsed.values["json"] === true && parsed.values["events"] === true)
      throw new UsageError("--json and --events exclude each other", "--json prints the output, --events what happens");
    const [wanted] = parsed.positionals;
    const configPath = textOption(parsed, "config");
    // Imports end in .js here, because the files are run as JavaScript.
    const progress = createProgressLine(terminal, "Compiling");
    const whole = await compileProject(
      {
        cwd: terminal.cwd,
        ...(configPath !== undefined && { config: configPath }),
        onProgress: progress.onProgress,
      },
      { importExtension: "js" },
    ).finally(progress.clear);
    const { place, config } = whole;
    if (whole.configFailed) return reportErrors(whole, whole.diagnostics, terminal);
    const { spec, specs } = await findSpec(whole, wanted);
    if (spec === undefined) return reportErrors(whole, findingsOf(whole, wanted), terminal);
    const { project, diagnostics } = hasError(whole.diagnostics)
      ? await withoutOthers(whole, spec)
      : { project: whole, diagnostics: [] };
    if (hasError(diagnostics)) return reportErrors(whole, diagnostics, terminal);
    const runtime = await loadRuntime(place.root, "@outspec/runtime");

    const router = routerOf(spec, config);
    const simulated = parsed.values["simulate"] === true || router === undefined || !hasCredential(router);
    const testing = simulated ? await loadRuntime(place.root, "@outspec/runtime/testing") : undefined;
    const { input, origin } = await readInput(textOption(parsed, "input"), spec, testing, {
      cwd: terminal.cwd,
      stdin: process.stdin,
      note: terminal.note,
    });
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
      return await show(stream, chooseView(parsed, terminal), signal, () => inputHint(input, spec));
    } finally {
      process.off("SIGINT", stop);
      await simulator?.close();
    }
  },
};

function reportErrors(
  { place, specs }: CompiledProject,
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): number {
  printFindings({ command: "try", root: place.root, specs: specs.length, diagnostics }, "pretty", terminal);
  return exitCodeFor(diagnostics);
}

async function show(
  stream: TriedStream,
  view: StreamView,
  signal: AbortSignal,
  wayOut: () => string | undefined,
): Promise<number> {
  const started = performance.now();
  let firstPartialMs: number | undefined;
  try {
    for await (const event of stream.events()) {
      if (event.type === "partial" && showsValue(event["partial"])) firstPartialMs ??= performance.now() - started;
      view.show(event);
    }
    const result = await stream.result;
    view.finish(result, {
      totalMs: performance.now() - started,
      ...(firstPartialMs !== undefined && { firstPartialMs }),
    });
    return 0;
  } catch (problem) {
    if (!(problem instanceof Error)) throw problem;
    if (signal.aborted) {
      view.fail(problem, () => "Stopped.\n");
      return stoppedByInterrupt;
    }
    if (codeOf(problem) === "invalid-input") {
      view.fail(problem, () => "");
      throw new UsageError(problem.message, wayOut(), { cause: problem });
    }
    view.fail(problem, (told) => explainFailure(problem, told));
    return 1;
  }
}

/** What is printed on standard output, and how. */
function chooseView({ values }: Arguments, terminal: Terminal): StreamView {
  if (values["events"] === true) return createEventView(terminal);
  if (values["json"] === true) return createOutputView(terminal);
  return terminal.interactive ? createLiveView(terminal) : createPlainView(terminal);
}

/** What shells give a program that SIGINT ended. */
const stoppedByInterrupt = 130;

function codeOf(problem: Error): unknown {
  return (problem as { readonly code?: unknown }).code;
}
