// Writes what is made of the tables the runtime works by: docs/failover.md, docs/providers.md and one function a
// provider. `node .ci/run-ts.mjs runtime/scripts/written-files.ts`; `--check` only reports what is stale.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { factoriesModule } from "./factories-module.ts";
import { failoverPage } from "./failover-tables.ts";
import { providersPage } from "./provider-tables.ts";

const factories = "runtime/src/providers/factories.ts";

/** How each file is made, given what it holds now. */
const files: Readonly<Record<string, (written: string) => string>> = {
  "docs/failover.md": failoverPage,
  "docs/providers.md": providersPage,
  [factories]: () => format(factories, factoriesModule()),
};

function format(path: string, text: string): string {
  const biome = ["node_modules/@biomejs/biome/bin/biome", "check", "--write", `--stdin-file-path=${path}`];
  const { stdout, stderr, status } = spawnSync(process.execPath, biome, { input: text, encoding: "utf8" });
  if (status !== 0) throw new Error(`the formatter does not take ${path}: ${stderr}`);
  return stdout;
}

for (const [path, make] of Object.entries(files)) {
  const written = existsSync(path) ? readFileSync(path, "utf8") : "";
  const text = make(written);
  if (text === written) continue;
  if (process.argv.includes("--check")) {
    console.error(`${path} is stale: run \`npm run build\` and commit it`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`${path} written`);
  }
}
