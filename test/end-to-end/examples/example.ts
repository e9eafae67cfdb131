import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Simulator } from "@outspec/runtime/testing";
import { root } from "../compiled.ts";
import {
  copyOwnPackages,
  copyPackages,
  linkPackages,
  ownPackages,
  publishedDependencies,
  readPackage,
} from "../installed-packages.ts";

const run = promisify(execFile);

/** Where the examples are. */
export const examplesFolder: string = join(root, "examples");

/** A program of an example that runs. */
export interface Program {
  readonly child: ChildProcess;
  /** Where a server listens. */
  readonly url: string;
  /** Settles with the exit code, or with nothing when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it printed so far. */
  readonly output: { readonly out: string; readonly err: string };
}

/** An example in a folder of its own outside this repository, set up as its README says. */
export interface Example extends AsyncDisposable {
  readonly folder: string;
  /** Starts what `npm start` starts, with its models at a simulator. Resolves once a server listens. */
  serve(simulator: Simulator, env?: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Program>;
  /** Runs what `npm start` runs to its end. */
  start(simulator: Simulator, ...args: readonly string[]): Program;
}

/**
 * Copies an example out of the repository, gives it the built packages and those that its package.json names, and
 * builds it with its own script.
 *
 * `linked: "hard"` makes real folders of packages: Turbopack follows no link out of the project.
 */
export async function setUpExample(name: string, linked: "symbolic" | "hard" = "symbolic"): Promise<Example> {
  const folder = mkdtempSync(join(tmpdir(), `outspec-${name}-`));
  const programs: Program[] = [];
  cpSync(join(examplesFolder, name), folder, { recursive: true });
  const { scripts, dependencies, devDependencies } = readPackage(folder);
  const direct = Object.keys({ ...dependencies, ...devDependencies });
  copyOwnPackages(folder);
  const others = [...direct, ...publishedDependencies()].filter((one) => !(one in ownPackages));
  if (linked === "symbolic") linkPackages(folder, others);
  else copyPackages(folder, others);
  linkPrograms(folder, direct);
  await run("npm", ["run", "build"], { cwd: folder, env: environment(folder) });

  function launch(env: NodeJS.ProcessEnv, args: readonly string[]): Program {
    const [program = "", ...first] = (scripts?.["start"] ?? "").split(" ");
    // The fourth stream is where workerd tells its port.
    const stdio = ["ignore", "pipe", "pipe", "pipe"] as const;
    const child = spawn(program, [...first, ...args], { cwd: folder, env, stdio: [...stdio] });
    const output = { out: "", err: "" };
    child.stdout?.on("data", (chunk: Buffer) => {
      output.out += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      output.err += chunk.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const started: Program = { child, url: "", ended, output };
    programs.push(started);
    return started;
  }

  return {
    folder,
    start: (simulator, ...args) => launch({ ...environment(folder), ...addresses(simulator) }, args),
    async serve(simulator, more = {}, ...args) {
      const started = launch({ ...environment(folder), ...addresses(simulator), PORT: "0", ...more }, args);
      return { ...started, url: await addressOf(started) };
    },
    async [Symbol.asyncDispose]() {
      for (const { child } of programs) child.kill("SIGKILL");
      await Promise.all(programs.map(({ ended }) => ended));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the programs of packages callable, as npm does. */
function linkPrograms(project: string, names: readonly string[]): void {
  const folder = join(project, "node_modules/.bin");
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const home = join(project, "node_modules", name);
    const { bin = {} } = readPackage(home);
    const programs = typeof bin === "string" ? { [name.split("/").at(-1) ?? name]: bin } : bin;
    for (const [program, path] of Object.entries(programs)) {
      symlinkSync(join(home, path), join(folder, program));
      if (name in ownPackages) chmodSync(join(home, path), 0o755);
    }
  }
}

/** The environment of a newcomer: no keys, and nothing of the test runner. */
function environment(folder: string): NodeJS.ProcessEnv {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const PATH = [join(folder, "node_modules/.bin"), env["PATH"]].join(delimiter);
  return { ...env, PATH, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1", OPENAI_API_KEY: "", ANTHROPIC_API_KEY: "" };
}

/** What `outspec simulate -- npm start` sets of the variables that examples read. */
function addresses({ baseUrls }: Simulator): NodeJS.ProcessEnv {
  return {
    OPENAI_API_KEY: "simulated",
    OPENAI_BASE_URL: baseUrls.openai,
    ANTHROPIC_API_KEY: "simulated",
    ANTHROPIC_BASE_URL: baseUrls.anthropic,
  };
}

/** Waits for a server to say where it listens. */
function addressOf({ child, ended, output }: Program): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", () => {
      const port = /http:\/\/\S*:(\d+)/.exec(output.out)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    // The fourth stream was asked for as a pipe that is read.
    const control = child.stdio[3] as NodeJS.ReadableStream;
    createInterface({ input: control }).on("line", (line) => {
      const { port } = JSON.parse(line) as { readonly port: number };
      resolve(`http://127.0.0.1:${port}`);
    });
    void ended.then(() => reject(new Error(`the example ended before it listened:\n${output.err}${output.out}`)));
  });
}
