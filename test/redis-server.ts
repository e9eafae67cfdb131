import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";

/** A Redis of a test's own, in memory, on a free port of the loopback interface. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Stops the process where it stands: what it is asked is not answered until `resume`. */
  freeze(): void;
  resume(): void;
  /** Kills it. Nothing is kept. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** Has it run, whatever was done to it. */
  wake(): Promise<void>;
}

const isInstalled = spawnSync("redis-server", ["--version"]).status === 0;

/** Declares tests that need the program `redis-server`; where it is not installed they are skipped, and that is said. */
export function describeWithRedis(name: string, declare: () => void): void {
  if (!isInstalled) console.warn(`skipped: ${name}, because redis-server is not installed here`);
  describe.skipIf(!isInstalled)(name, declare);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

/** Resolves once a process listens; rejects with what it said when it does not. */
async function run(port: number, folder: string, options: readonly string[]): Promise<ChildProcess> {
  const settings = { port, bind: "127.0.0.1", dir: folder, save: "", appendonly: "no" };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn("redis-server", [...args, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(text);
    if (!said.includes("Ready to accept connections")) continue;
    child.stdout.resume();
    return child;
  }
  throw new Error(`redis-server did not start:\n${said}`);
}

/** Starts a Redis; `options` are those of its command line. */
export async function startRedisServer(options: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "outspec-redis-"));
  const port = await findFreePort();
  let child = await run(port, folder, options);
  const killNow = (): void => void child.kill("SIGKILL");
  // A test run that is broken off leaves no server behind.
  process.once("exit", killNow);

  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const resume = (): void => void child.kill("SIGCONT");

  async function kill(): Promise<void> {
    if (hasEnded()) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  async function restart(): Promise<void> {
    await kill();
    child = await run(port, folder, options);
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    freeze: () => void child.kill("SIGSTOP"),
    resume,
    kill,
    restart,
    async wake() {
      if (hasEnded()) await restart();
      resume();
    },
    async [Symbol.asyncDispose]() {
      await kill();
      process.off("exit", killNow);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
