import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { peersFolder } from "../../repository.js";

const folder = join(peersFolder, "node_modules/.baml");

/** Where the generated client is, from the peers' folder. */
export const clientPath = "./node_modules/.baml/compiled/index.js";

/** Generates BAML's client and compiles it, as its users do when they build. */
export function generateClient(): void {
  mkdirSync(folder, { recursive: true });
  run([join(peersFolder, "node_modules/@boundaryml/baml/cli.js"), "generate", "--from", join(peersFolder, "baml_src")]);
  const sources = readdirSync(join(folder, "baml_client"))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, "baml_client", name));
  const compiler = join(peersFolder, "../../node_modules/typescript/bin/tsc");
  const options = ["--noCheck", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
  run([compiler, ...options, "--outDir", join(folder, "compiled"), ...sources]);
  writeFileSync(join(folder, "compiled/package.json"), '{ "type": "module" }\n');
}

function run(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args[0]} left with ${status}: ${stdout}${stderr}`);
}
