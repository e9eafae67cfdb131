import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { onTestFinished, vi } from "vitest";
import { main } from "../../generator/src/cli.ts";

const repository = join(import.meta.dirname, "../..");
const generator = join(repository, "generator");

/** Newest modification time below a folder. */
function newest(folder: string): number {
  const times = readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
    (path) => statSync(join(folder, path)).mtimeMs,
  );
  return Math.max(0, ...times);
}

/** Path of the built command line: the package's own build when it is up to date, else one made for the tests. */
export function builtCli(): string {
  const dist = join(generator, "dist");
  const sources = Math.max(newest(join(generator, "src")), newest(join(generator, "schema")));
  if (existsSync(join(dist, "cli.js")) && statSync(join(dist, "cli.js")).mtimeMs >= sources)
    return join(dist, "cli.js");
  const folder = join(repository, "node_modules/.cache/outspec-test/dist");
  const built = join(folder, "cli.js");
  if (!existsSync(built) || statSync(built).mtimeMs < sources) {
    const { status, stderr } = spawnSync("npx", ["tsdown", "--out-dir", folder], { cwd: generator, encoding: "utf8" });
    if (status !== 0) throw new Error(`the command line does not build: ${stderr}`);
  }
  return built;
}

/** Whether the runtime is built, so that a project can use it. */
export const runtimeBuilt: boolean = existsSync(join(repository, "runtime/dist/testing.js"));

/** Gives a project the packages of this repository. */
export function installPackages(root: string): void {
  mkdirSync(join(root, "node_modules/@outspec"), { recursive: true });
  symlinkSync(join(repository, "runtime"), join(root, "node_modules/@outspec/runtime"));
  symlinkSync(generator, join(root, "node_modules/outspec"));
}

/** What a finished command printed. */
export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The environment without keys, so that nothing is asked of a provider. */
export const quietEnvironment = {
  ...process.env,
  OPENAI_API_KEY: "",
  ANTHROPIC_API_KEY: "",
  FORCE_COLOR: undefined,
  NO_COLOR: undefined,
};

/** Runs the command line to its end. */
export function runCli(
  cli: string,
  cwd: string,
  args: readonly string[],
  more: { readonly env?: NodeJS.ProcessEnv; readonly node?: readonly string[]; readonly input?: string } = {},
): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...(more.node ?? []), cli, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...quietEnvironment, ...more.env },
    input: more.input ?? "",
    timeout: 30_000,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs the command line in this process, which spares each call the start of the compilers. */
export async function callCli(
  cwd: string,
  args: readonly string[],
  more: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Finished> {
  let out = "";
  let err = "";
  const changed = { OPENAI_API_KEY: "", ANTHROPIC_API_KEY: "", ...more.env };
  const before = Object.keys(changed).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, changed);
  const stdin = vi.spyOn(process, "stdin", "get");
  // The cast holds for what the command line does with its input: it reads it.
  stdin.mockReturnValue(Readable.from([more.input ?? ""]) as unknown as typeof process.stdin);
  try {
    const code = await main(args, {
      cwd,
      out: (text) => {
        out += text;
      },
      note: (text) => {
        err += text;
      },
      interactive: false,
      color: false,
    });
    return { code, out, err };
  } finally {
    stdin.mockRestore();
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** A command that stays. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves when everything printed since the last call holds the text. */
  until(text: string): Promise<string>;
  /** Resolves with the exit code. */
  readonly exit: Promise<number | null>;
}

/** Starts the command line and leaves it running until the test ends. */
export function startCli(cli: string, cwd: string, args: readonly string[]): Running {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd,
    env: quietEnvironment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      for (const listener of listeners) listener();
    });
  }
  const exit = new Promise<number | null>((resolve) => {
    child.on("exit", (code) => resolve(code));
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const until = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`waited for ${JSON.stringify(text)}, and this was printed: ${printed}`)),
        15_000,
      );
      const look = (): void => {
        if (!printed.includes(text)) return;
        clearTimeout(timer);
        listeners = listeners.filter((one) => one !== look);
        const seen = printed;
        printed = "";
        resolve(seen);
      };
      listeners.push(look);
      look();
    });
  return { child, until, exit };
}
