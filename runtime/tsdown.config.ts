import { copyFileSync } from "node:fs";
import { defineConfig } from "tsdown";

// Every file that Node loads takes it about a millisecond: what the first call needs is in as few as can be. What has no
// part in calls, as in a browser, does without the larger one.
const base =
  /\/src\/(?:errors|copy-cause|clock|on-abort|environment|fingerprint|outcome|usage|router\/(?:backoff|routed-call)|providers\/redact|transport\/(?:transport|fetch)|telemetry\/announce)\.ts$/;
const own = /\/src\/(?!sse\/|react|redis|batch|otel|telemetry\/otel|testing|dynamic|transport\/)[^.]*\.ts$/;

export default defineConfig({
  entry: {
    index: "src/index.ts",
    codegen: "src/codegen.ts",
    testing: "src/testing.ts",
    dynamic: "src/dynamic.ts",
    otel: "src/otel.ts",
    sse: "src/sse.ts",
    batch: "src/batch.ts",
    "batch-journal": "src/batch-journal.ts",
    react: "src/react.ts",
    redis: "src/redis.ts",
    providers: "src/providers.ts",
    undici: "src/undici.ts",
    "transport/undici": "src/transport/undici.ts",
    "transport/fetch": "src/transport/fetch.ts",
  },
  format: "esm",
  platform: "neutral",
  target: "node20",
  fixedExtension: false,
  // What is built is as readable as what it is built from, and maps were two thirds of what is downloaded.
  sourcemap: false,
  logLevel: "warn",
  // Each package brings the one changelog along.
  hooks: { "build:done": () => copyFileSync("../CHANGELOG.md", "CHANGELOG.md") },
  dts: { oxc: true },
  outputOptions: {
    codeSplitting: {
      groups: [
        { name: "base", test: base, priority: 2, minShareCount: 2 },
        { name: "call", test: own, priority: 1, minShareCount: 2 },
      ],
    },
  },
  deps: {
    neverBundle: [
      /^node:/,
      /^undici(\/|$)/,
      /^ajv(\/|$)/,
      "@opentelemetry/api",
      "google-auth-library",
      "react",
      "#default-transport",
    ],
  },
});
