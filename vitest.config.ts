import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What a test says that changes its process, measures it, or keeps much in its memory. */
const needsItsOwn =
  /\bvi\.|process\.(?:env\[[^\]]*\] *=[^=]|on|once|chdir|emit)|globalThis|setGlobal|opentelemetry|diagnostics_channel|performance\.now|[uU]sage\(|node:v8|from "typescript"/;

/** Tests that have a process of their own: those, what opens connections, and pages. */
function findAlone(): readonly string[] {
  return readdirSync(source("test"), { recursive: true, encoding: "utf8" })
    .map((path) => join("test", path).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".test.ts") && !path.includes("node_modules"))
    .filter(
      (path) =>
        /^test\/(?:end-to-end|runtime\/(?:frameworks|react|simulator|transport))\//.test(path) ||
        needsItsOwn.test(readFileSync(source(path), "utf8")),
    );
}

// Real providers are asked on request only: see .ci/live.mjs.
const isLive = process.env["OUTSPEC_LIVE"] !== undefined;
const tests = ["test/**/*.test.ts"];
const alone = isLive ? [] : findAlone();

/** Tests run on the sources: these are the `paths` of tsconfig.base.json. */
const alias = [
  { find: /^@outspec\/runtime$/, replacement: source("runtime/src/index.ts") },
  { find: /^@outspec\/runtime\/(.+)$/, replacement: source("runtime/src/$1.ts") },
  { find: /^outspec$/, replacement: source("generator/src/index.ts") },
  { find: /^#default-transport$/, replacement: source("runtime/src/transport/undici.ts") },
];

const project = (name: string, options: { readonly include: string[]; exclude?: string[]; isolate?: boolean }) => ({
  resolve: { alias },
  test: { name, testTimeout: 30_000, setupFiles: [source("test/law-runs.setup.ts")], ...options },
});

export default defineConfig({
  test: {
    // All cores: by default one is left idle, which is half of a machine with two.
    maxWorkers: "100%",
    projects: isLive
      ? [project("live", { include: ["test/live/*.live.ts"] })]
      : [
          // Most files share the modules they load, which takes many of them longer than their tests do.
          project("shared", { include: tests, exclude: ["**/node_modules/**", ...alone], isolate: false }),
          project("alone", { include: [...alone] }),
        ],
    coverage: {
      provider: "v8",
      include: ["runtime/src/**/*.ts", "generator/src/**/*.ts"],
      reporter: ["text-summary", "html", "json-summary"],
    },
  },
});
