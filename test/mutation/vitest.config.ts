// The tests of one scope of scopes.mjs, for Stryker: .ci/mutation.mjs.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const fewRuns = "\0few-runs";
/** Stands for fast-check in tests: properties are checked a few times, with the same values for every mutant. */
const fewRunsModule = `
  import fc from "fast-check";
  const most = 60;
  const assert = (property, parameters) =>
    fc.assert(property, { ...parameters, seed: 1, numRuns: Math.min(parameters?.numRuns ?? most, most) });
  export default { ...fc, assert };
`;

export default defineConfig({
  root: source(""),
  plugins: [
    {
      name: "few-runs",
      enforce: "pre",
      resolveId: (id, importer) =>
        id === fewRuns || (id === "fast-check" && importer !== fewRuns) ? fewRuns : undefined,
      load: (id) => (id === fewRuns ? fewRunsModule : undefined),
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
  test: {
    include: JSON.parse(process.env["OUTSPEC_MUTATION"] ?? "[]"),
    // Tests of many mutants are run one after the other: modules that are loaded stay so.
    isolate: false,
    testTimeout: 60_000,
  },
});
