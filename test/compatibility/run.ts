import { execFile } from "node:child_process";

/** How a program is run. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends it after so long: two minutes unless set. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end; gives what it printed. Rejects with its last lines when it fails. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 120_000 }: RunOptions,
): Promise<string> {
  const options = {
    cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", CI: "true", ...env },
    timeout: timeoutMs,
    maxBuffer: 64e6,
  };
  return new Promise((resolve, reject) => {
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.killed === true) reject(new Error(`it did not end in ${timeoutMs / 1_000} s`));
      else reject(new Error(`${firstLines(`${stdout}\n${stderr}`) || error.message}`));
    });
  });
}

/** The lines that say the most about a failure, as one. */
function firstLines(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => /error|cannot|not found|unexpected|unsupported/i.test(line));
  return (telling.length > 0 ? telling : lines.filter(Boolean)).slice(0, 3).join("; ").slice(0, 400);
}
