import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { scopes } from "./scopes.mjs";

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const quick = source("test/mutation/quick-properties.ts");
const scope = scopes[process.env["OUTSPEC_MUTATION"] as keyof typeof scopes];

export default defineConfig({
  root: source(""),
  plugins: [
    {
      name: "quick-properties",
      enforce: "pre",
      resolveId: (id, importer) => (id === "fast-check" && importer !== quick ? quick : undefined),
    },
  ],
  resolve: {
    alias: [
      { find: /^@outspec\/runtime$/, replacement: source("runtime/src/index.ts") },
      { find: /^@outspec\/runtime\/(.+)$/, replacement: source("runtime/src/$1.ts") },
      { find: /^outspec$/, replacement: source("generator/src/index.ts") },
      { find: /^#default-transport$/, replacement: source("runtime/src/transport/undici.ts") },
    ],
  },
  test: { include: [...scope.tests], isolate: false, testTimeout: 30_000 },
});
