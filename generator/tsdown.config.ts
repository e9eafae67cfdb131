import { copyFileSync } from "node:fs";
import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    cli: "src/cli.ts",
    "emit-worker": "src/emit/worker.ts",
    vite: "src/plugin/vite.ts",
    rollup: "src/plugin/rollup.ts",
    esbuild: "src/plugin/esbuild.ts",
    webpack: "src/plugin/webpack.ts",
  },
  format: "esm",
  platform: "node",
  target: "node20",
  fixedExtension: false,
  // What is built is as readable as what it is built from, and maps were two thirds of what is downloaded.
  sourcemap: false,
  logLevel: "warn",
  // Each package brings the one changelog along.
  hooks: { "build:done": () => copyFileSync("../CHANGELOG.md", "CHANGELOG.md") },
  dts: { oxc: true },
  // The optional peer is looked up in the user's project, never bundled.
  deps: { neverBundle: [/^@outspec\/runtime(\/|$)/] },
});
