import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { type Command, readArguments, type Terminal, textOption } from "./command.ts";
import { runProgram, simulatedEnvironment } from "./simulated-program.ts";
import { logRequests } from "./simulated-requests.ts";
import { loadRuntime, type Simulator } from "./user-runtime.ts";

const help = `outspec simulate: starts a local server that speaks the providers' protocols

Usage
  outspec simulate [options]
  outspec simulate [options] -- <program> [arguments]

Answers every request with an instance of the schema in that request, streamed at a
set pace, in the real protocols of OpenAI, Anthropic, Google, Amazon Bedrock, Cohere and
Ollama, which most other providers speak, too. No key is needed and nothing leaves this
machine. Made for development, demos and tests of failure.

With a program, it runs as long as that: the program's environment leads the models of
all providers to the simulator, and has none of your keys. A model whose address is in
outspec.yaml or in code is still asked there. What the simulator says goes to standard
error: a line for each request, or one line at the end where that is a terminal.

Options
  --port N         port to listen on (default: 4321, with a program any that is free;
                   0 takes a free one)
  --pace MS        time between two pieces of an answer (default: 20)
  --faults FILE    a YAML list of what goes wrong, in the order of the requests
  --verbose        a line for each request on a terminal, too, amid what the program shows
  --help           this text

A fault script
  - kind: status                # the first request gets a 529
    status: 529
  - kind: cut                   # the next one to Anthropic is cut after 5 pieces
    afterDeltas: 5
    on: { provider: anthropic }
  - kind: stall                 # then three streams fall silent
    times: 3

  Kinds: none, status, delay, stall, cut, error-in-stream, no-finish, invalid-json,
  schema-violation, refusal, truncation, reset, fenced, text, reject-schema, empty.
  times: always and ms: forever stand for no end.
  Providers, by their protocol: openai, anthropic, google, bedrock, cohere, ollama.

Examples
  npx outspec simulate
  npx outspec simulate -- npm start
  npx outspec simulate --faults faults.yaml --pace 50

Exit codes
  0  ended by Ctrl-C (through npx, npx then gives 130)
  2  the command line or the fault script is wrong
  that of the program, where there is one
`;

const options = {
  port: { type: "string" },
  pace: { type: "string" },
  faults: { type: "string" },
  verbose: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** `outspec simulate`. */
export const command: Command = {
  help,
  async run(argv, terminal) {
    const { own, program } = splitProgram(argv);
    const parsed = readArguments(own, options);
    const port = numberOption(textOption(parsed, "port"), "port", program === undefined ? 4321 : 0, 65_535);
    const deltaMs = numberOption(textOption(parsed, "pace"), "pace", 20, 60_000);
    const file = textOption(parsed, "faults");
    const faults = file === undefined ? [] : await readFaults(resolve(terminal.cwd, file), terminal);
    if (faults === undefined) return 2;
    const { startSimulator } = await loadRuntime(terminal.cwd, "@outspec/runtime/testing");
    const simulator = await startSimulator({ port, deltaMs, firstTokenMs: deltaMs * 5, faults }).catch(
      (cause: NodeJS.ErrnoException) => {
        if (cause.code !== "EADDRINUSE") throw cause;
        throw new UsageError(`port ${port} is taken`, "choose another one: --port 0 takes any that is free", { cause });
      },
    );
    if (program !== undefined) {
      terminal.note(`Simulating on ${simulator.url}.\n`);
      // Lines of ours would tear what the program draws there.
      const isShared = terminal.progress !== undefined && parsed.values["verbose"] !== true;
      const log = logRequests(simulator, isShared ? () => {} : terminal.note);
      const code = await runProgram(program, terminal.cwd, simulatedEnvironment(simulator)).finally(() =>
        simulator.close(),
      );
      if (isShared) terminal.note(log.summary());
      return code;
    }
    terminal.out(introduce(simulator, faults.length));
    const stopped = waitForSignal();
    logRequests(simulator, terminal.out);
    await stopped;
    await simulator.close();
    terminal.note("Stopped.\n");
    return 0;
  },
};

/** The arguments before `--`, and the program after it. */
function splitProgram(argv: readonly string[]): {
  readonly own: readonly string[];
  readonly program: readonly string[] | undefined;
} {
  const end = argv.indexOf("--");
  if (end < 0) return { own: argv, program: undefined };
  if (end === argv.length - 1)
    throw new UsageError("there is no program after --", "as in outspec simulate -- npm start");
  return { own: argv.slice(0, end), program: argv.slice(end + 1) };
}

/** Resolves at SIGINT or SIGTERM. */
export function waitForSignal(): Promise<void> {
  return new Promise((resolveSignal) => {
    const stop = (): void => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      resolveSignal();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}

/** The providers whose protocols are simulated, in the order in which they are shown. */
const simulatedProviders = ["openai", "anthropic", "google", "bedrock", "cohere", "ollama"] as const;

/** Environment variables that point a provider's models at a simulator. */
export function simulatorVariables(
  simulator: Pick<Simulator, "baseUrls">,
): readonly { readonly title: string; readonly variables: readonly string[] }[] {
  return simulatedProviders.flatMap((id) => {
    const row = providerRows.find((one) => one.id === id);
    if (row === undefined) return [];
    const key =
      row.auth.scheme === "bearer" && row.auth.optional === true
        ? []
        : row.env.key.slice(0, 1).map((name) => `${name}=simulated`);
    return [
      {
        title: row.title,
        variables: [...row.env.baseUrl.slice(0, 1).map((name) => `${name}=${simulator.baseUrls[id]}`), ...key],
      },
    ];
  });
}

function introduce(simulator: Simulator, faults: number): string {
  const shown = simulatorVariables(simulator);
  const width = Math.max(...shown.map(({ title }) => title.length));
  const rows = shown.map(({ title, variables }) => `  ${title.padEnd(width)}  ${variables.join(" ")}\n`);
  const script =
    faults === 0 ? "" : `\n${faults} ${faults === 1 ? "fault" : "faults"} scripted; after that, answers are regular.\n`;
  return `Simulating on ${simulator.url}. Ctrl-C ends it.\n\nSet these where your program runs:\n${rows.join("")}${script}\n`;
}

function numberOption(text: string | undefined, name: string, fallback: number, max: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max)
    throw new UsageError(`--${name} must be a whole number up to ${max}, not ${JSON.stringify(text)}`);
  return value;
}

/** A kind of fault that says nothing without this key. */
function needs(kind: string, key: string): object {
  const isKind = { required: ["kind"], properties: { kind: { const: kind } } };
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no function.
  return { if: isKind, then: { title: `a fault of kind ${kind}`, required: [key] } };
}

const faultFormat = {
  title: "a list of faults",
  type: "array",
  items: {
    title: "a fault",
    type: "object",
    required: ["kind"],
    additionalProperties: false,
    allOf: [needs("text", "text"), needs("status", "status"), needs("delay", "ms")],
    properties: {
      kind: {
        enum: [
          "none",
          "status",
          "delay",
          "stall",
          "cut",
          "error-in-stream",
          "no-finish",
          "invalid-json",
          "schema-violation",
          "refusal",
          "truncation",
          "reset",
          "fenced",
          "text",
          "reject-schema",
          "empty",
        ],
      },
      on: {
        title: "a target",
        type: "object",
        additionalProperties: false,
        properties: { provider: { enum: simulatedProviders }, model: { type: "string" } },
      },
      times: { type: ["integer", "string"] },
      delayMs: { type: "number", minimum: 0 },
      status: { type: "integer", minimum: 100, maximum: 599 },
      body: true,
      headers: { type: "object", additionalProperties: { type: "string" } },
      ms: { type: ["number", "string"] },
      keepAliveMs: { type: "number", minimum: 1 },
      afterDeltas: { type: "integer", minimum: 0 },
      atByte: { type: "integer", minimum: 0 },
      message: { type: "string" },
      type: { type: "string" },
      text: { type: "string" },
      violation: { enum: ["enum", "missing", "type"] },
    },
  },
};

async function readFaults(file: string, terminal: Terminal): Promise<readonly unknown[] | undefined> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new UsageError(`the fault script ${file} cannot be read`, undefined, { cause });
  }
  const [{ readSpec }, { checkShape }, { formatPretty }] = await Promise.all([
    import("../spec/read.ts"),
    import("../spec/check-shape.ts"),
    import("../report/pretty.ts"),
  ]);
  const document = readSpec(basename(file), text);
  const diagnostics = sortDiagnostics([...document.findings, ...(await checkShape(document, faultFormat))]);
  if (diagnostics.length > 0) {
    terminal.note(
      formatPretty(diagnostics, {
        textOf: () => text,
        specs: 0,
        color: terminal.color,
        outcome: "The simulator was not started.",
      }),
    );
    return undefined;
  }
  const endless = (name: string, value: unknown): unknown =>
    (name === "times" && value === "always") || (name === "ms" && value === "forever")
      ? Number.POSITIVE_INFINITY
      : value;
  const faults = document.value as readonly Readonly<Record<string, unknown>>[];
  return faults.map((fault) =>
    Object.fromEntries(Object.entries(fault).map(([name, value]) => [name, endless(name, value)])),
  );
}
