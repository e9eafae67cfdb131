import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Simulator } from "@outspec/runtime/testing";
import { root } from "./project.js";
import { run } from "./run.js";

/** Makes the checks in workerd, bundled by esbuild; gives what they came to. */
export async function checkInWorkerd(folder: string, simulator: Simulator): Promise<string> {
  await run(process.execPath, ["build.mjs", "esbuild", "workerd"], { cwd: folder });
  writeFileSync(
    join(folder, "bundles/config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "esbuild-workerd.js")],
      compatibilityDate = "2025-03-01",
      globalOutbound = "simulator",
    )),
    (name = "simulator", external = (address = "127.0.0.1:${simulator.port}", http = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
`,
  );
  // The package has no types: it says where its program is.
  const { default: workerd } = createRequire(join(root, "package.json"))("workerd") as { readonly default: string };
  const child = spawn(workerd, ["serve", join(folder, "bundles/config.capnp"), "--control-fd=3"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  try {
    // The fourth stream was asked for as a pipe that is read.
    for await (const line of createInterface({ input: child.stdio[3] as NodeJS.ReadableStream })) {
      const { port } = JSON.parse(line) as { readonly port: number };
      return await (await fetch(`http://127.0.0.1:${port}`)).text();
    }
    throw new Error("workerd ended before it listened");
  } finally {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }
}
