import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { type Fault, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { build, type Plugin } from "esbuild";
import { describe, expect, it, onTestFinished } from "vitest";
import { blocksOf } from "../documentation/compile-blocks.ts";

const root = join(import.meta.dirname, "..", "..");
// The package has no types: it says where its program is.
const { default: workerd } = createRequire(import.meta.url)("workerd") as { readonly default: string };
const [worker = ""] = blocksOf(readFileSync(join(root, "docs/edge.md"), "utf8"), "ts");

/** Finds `generated/` as it is committed, in TypeScript. */
const generated: Plugin = {
  name: "generated",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer, resolveDir }) => {
      if (importer !== "<stdin>" && !dirname(importer).startsWith(join(root, "generated"))) return undefined;
      return { path: resolve(resolveDir, path.replace(/\.js$/, ".ts")) };
    });
  },
};

/** Bundles a module as for a platform without Node, from the packages as they are built. */
async function bundle(contents: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root, loader: "ts", sourcefile: "<stdin>" },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: "esm",
    platform: "neutral",
    conditions: ["workerd", "worker", "browser"],
    // The compiler's paths would lead to the sources and to Node's transport.
    tsconfigRaw: "{}",
    plugins: [generated],
  });
  const [{ text = "" } = {}] = outputFiles;
  return { text, bytes: gzipSync(text).length, inputs: Object.keys(metafile.inputs) };
}

/** Starts workerd with the worker; all its requests go to the simulator, whatever host they name. */
async function startWorker(text: string, simulator: Simulator): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "outspec-workerd-"));
  writeFileSync(join(folder, "worker.js"), text);
  writeFileSync(
    join(folder, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2025-03-01",
      globalOutbound = "simulator",
      bindings = [(name = "OPENAI_API_KEY", text = "k"), (name = "ANTHROPIC_API_KEY", text = "k")],
    )),
    (name = "simulator", external = (address = "127.0.0.1:${simulator.port}", http = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
`,
  );
  const child = spawn(workerd, ["serve", join(folder, "config.capnp"), "--control-fd=3"], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  onTestFinished(async () => {
    await end(child);
    rmSync(folder, { recursive: true });
  });
  const control = child.stdio[3];
  // The fourth stream was asked for as a pipe that is read.
  for await (const line of createInterface({ input: control as NodeJS.ReadableStream })) {
    const { port } = JSON.parse(line) as { readonly port: number };
    return `http://127.0.0.1:${port}`;
  }
  throw new Error("workerd ended before it listened");
}

function end(child: ChildProcess): Promise<unknown> {
  return new Promise((ended) => {
    child.once("exit", ended);
    child.kill();
  });
}

describe("the worker of docs/edge.md", () => {
  it("answers in workerd, and fails over there", async () => {
    const faults: Fault[] = [{ kind: "none" }, { kind: "status", status: 529 }];
    await using simulator = await startSimulator({ faults });
    const { text } = await bundle(worker);
    const url = await startWorker(text, simulator);
    const ask = async (): Promise<unknown> => (await fetch(url, { method: "POST", body: "BP 162/98." })).json();
    expect(await ask()).toHaveProperty("vitals_status");
    expect(await ask()).toHaveProperty("requires_visit");
    expect(simulator.requests.map(({ provider }) => provider)).toEqual(["openai", "openai", "anthropic"]);
  }, 60_000);

  it("is as small as the page says, and asks for nothing of Node", async () => {
    const whole = await bundle(worker);
    const spec = await bundle(
      'import { patientSummary } from "./generated/patient-summary.js";\nconsole.log(patientSummary.parse({}));\n',
    );
    for (const { text, inputs } of [whole, spec]) {
      expect(text).not.toMatch(/\bfrom ?"|\bimport\(|\brequire\(/);
      expect(inputs.filter((path) => path.includes("undici"))).toEqual([]);
    }
    expect(whole.bytes).toBeLessThan(70_000);
    expect(spec.bytes).toBeLessThan(30_000);
    expect(spec.text).not.toContain("clinical assistant");
  });
});
