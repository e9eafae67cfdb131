import { spawn } from "node:child_process";
import { constants } from "node:os";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { simulatedAddresses } from "./simulated-router.ts";
import type { Simulator } from "./user-runtime.ts";

/** Environment variables by name; those without a value are taken away. */
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables that point the models of every provider at a simulator. A real key never goes to it, nor anywhere else:
 * each provider's is replaced.
 */
export function simulatedEnvironment({ baseUrls }: Pick<Simulator, "baseUrls">): Variables {
  const variables: Record<string, string | undefined> = {};
  for (const { env, family } of providerRows) {
    for (const name of [...env.key, ...(env.token ?? [])]) variables[name] ??= undefined;
    const [key] = env.key;
    const [address] = env.baseUrl;
    if (key !== undefined) variables[key] = "simulated";
    if (address !== undefined) variables[address] = baseUrls[simulatedAddresses[family]];
  }
  return variables;
}

/**
 * Runs a program with more environment variables and this process's own streams; resolves with its exit code. A signal
 * ends the program first.
 */
export function runProgram([program = "", ...args]: readonly string[], cwd: string, more: Variables): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...more };
    // What npm installs is a script on Windows, which only a shell starts.
    const child = spawn(program, args, { cwd, env, stdio: "inherit", shell: process.platform === "win32" });
    // Ctrl-C reaches the program by itself, as it is in the same group of the terminal.
    const wait = (): void => {};
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    const release = (): void => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", forward);
    };
    process.on("SIGINT", wait);
    process.on("SIGTERM", forward);
    child.once("error", (cause) => {
      release();
      reject(new UsageError(`${program} cannot be started`, "after -- comes a program, as in -- npm start", { cause }));
    });
    child.once("exit", (code, signal) => {
      release();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
