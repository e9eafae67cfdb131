import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Simulator } from "@outspec/runtime/testing";
import { commandLine, copySource, createProject, generateAll, sources, versionOf } from "./project.js";
import { run } from "./run.js";

const packages = ["next", "react", "react-dom", "typescript", "@types/react", "@types/node"];

/** Sets up an application of Next.js with a route that makes the checks, and builds it; gives its folder. */
export async function buildNext(tarballs: readonly string[]): Promise<string> {
  const folder = await createProject(tarballs, ...packages.map((name) => `${name}@${versionOf(name)}`));
  cpSync(join(sources, "next"), folder, { recursive: true });
  await run(process.execPath, [commandLine, "init"], { cwd: folder });
  await generateAll(folder, "none");
  copySource("checks.ts", join(folder, "checks.ts"), "none");
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  await run(process.execPath, ["node_modules/next/dist/bin/next", "build"], { cwd: folder, env, timeoutMs: 300_000 });
  return folder;
}

/** Starts the application and asks its route; gives what the checks came to. */
export async function checkInNext(folder: string, { baseUrls }: Simulator): Promise<string> {
  const port = String(await freePort());
  const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "start", "--port", port], {
    cwd: folder,
    stdio: "ignore",
  });
  const { openai, anthropic } = baseUrls;
  const url = `http://127.0.0.1:${port}/check?${new URLSearchParams({ openai, anthropic })}`;
  try {
    return await askUntilItListens(url);
  } finally {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }
}

async function askUntilItListens(url: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(url).catch(() => undefined);
    if (response !== undefined) return response.text();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("it did not listen");
}

/** A port that is free now: the start script does not say which one it took. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
