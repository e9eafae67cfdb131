import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests run on the sources: these are the `paths` of tsconfig.base.json. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@outspec\/runtime$/, replacement: source("runtime/src/index.ts") },
      { find: /^@outspec\/runtime\/(.+)$/, replacement: source("runtime/src/$1.ts") },
      { find: /^outspec$/, replacement: source("generator/src/index.ts") },
      { find: /^#default-transport$/, replacement: source("runtime/src/transport/undici.ts") },
    ],
  },
  test: {
    // Real providers are asked on request only: see .ci/live.mjs.
    include: process.env["OUTSPEC_LIVE"] === undefined ? ["test/**/*.test.ts"] : ["test/live/*.live.ts"],
    testTimeout: 20_000,
    coverage: {
      provider: "v8",
      include: ["runtime/src/**/*.ts", "generator/src/**/*.ts"],
      reporter: ["text-summary", "html", "json-summary"],
    },
  },
});
