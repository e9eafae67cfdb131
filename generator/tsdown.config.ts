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
  sourcemap: true,
  logLevel: "warn",
  dts: { oxc: true },
  // The optional peer is looked up in the user's project, never bundled.
  deps: { neverBundle: [/^@outspec\/runtime(\/|$)/] },
});
