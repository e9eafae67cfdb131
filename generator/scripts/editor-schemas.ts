// Writes the formats that editors check specs and outspec.yaml with: `node .ci/run-ts.mjs generator/scripts/editor-schemas.ts`.
// `--check` only reports that a file is stale.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editorFormats } from "../src/spec/editor-format.ts";

/** The text as the formatter of the repository has it. */
function formatted(path: string, text: string): string {
  const biome = join("node_modules", "@biomejs", "biome", "bin", "biome");
  const { stdout, stderr, status } = spawnSync(process.execPath, [biome, "format", `--stdin-file-path=${path}`], {
    input: text,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

for (const [name, format] of editorFormats()) {
  const path = `generator/schema/${name}`;
  const text = formatted(path, JSON.stringify(format));
  if (text === readFileSync(path, "utf8")) continue;
  if (process.argv.includes("--check")) {
    console.error(`${path} is stale: run \`npm run build\` and commit it`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, text);
    console.log(`${path} written`);
  }
}
