// Compiles a folder of the repository's own TypeScript and runs one file of it: `node .ci/run-ts.mjs FILE [ARGUMENTS]`.
// Node 20 does not run TypeScript; the packages themselves are used as they are built.
import { readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "tsdown";

const root = join(import.meta.dirname, "..");
const [file, ...rest] = process.argv.slice(2);
const folder = dirname(file);
const outDir = join(root, "node_modules", ".cache", "run-ts", relative(root, join(root, folder)));
await build({
  config: false,
  cwd: root,
  entry: readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name)),
  outDir,
  format: "esm",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  dts: false,
  logLevel: "error",
  tsconfig: false,
  external: [/^@outspec\//, /^undici/, /^node:/, /^esbuild$/],
});
process.argv.splice(1, process.argv.length, join(outDir, basename(file).replace(/\.ts$/, ".js")), ...rest);
await import(pathToFileURL(process.argv[1]).href);
