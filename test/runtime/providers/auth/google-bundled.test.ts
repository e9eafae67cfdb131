import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { build as vite } from "vite";
import { afterAll, beforeAll, describe, it } from "vitest";
import webpack from "webpack";

const source = fileURLToPath(new URL("../../../../runtime/src/providers/auth/google.ts", import.meta.url));

/** What a bundler makes of a file, and what it has to say about it. */
interface Bundled {
  readonly code: string;
  readonly warnings: readonly string[];
}

let folder: string;
let entry: string;

// Outside of this repository, where no bundler finds the library.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "outspec-bundled-"));
  entry = join(folder, "google.js");
  const { outputFiles } = await esbuild({ entryPoints: [source], bundle: true, format: "esm", write: false });
  writeFileSync(entry, outputFiles[0]?.text ?? "");
});
afterAll(() => rmSync(folder, { recursive: true }));

const bundlers: Readonly<Record<string, () => Promise<Bundled>>> = {
  async esbuild() {
    const { outputFiles, warnings } = await esbuild({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
      logLevel: "silent",
    });
    return { code: outputFiles[0]?.text ?? "", warnings: warnings.map(({ text }) => text) };
  },
  async rollup() {
    const warnings: string[] = [];
    const bundle = await rollup({ input: entry, onwarn: ({ message }) => warnings.push(message) });
    const { output } = await bundle.generate({ format: "esm" });
    return { code: output[0].code, warnings };
  },
  async vite() {
    const warnings: string[] = [];
    const built = await vite({
      root: folder,
      configFile: false,
      logLevel: "silent",
      build: {
        write: false,
        lib: { entry, formats: ["es"] },
        rollupOptions: { onwarn: ({ message }) => warnings.push(message ?? "") },
      },
    });
    const [chunk] = Array.isArray(built) ? built.flatMap(({ output }) => output) : [];
    return { code: chunk?.type === "chunk" ? chunk.code : "", warnings };
  },
  async webpack() {
    const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
      webpack(
        {
          mode: "production",
          target: "node20",
          context: folder,
          entry,
          experiments: { outputModule: true },
          output: { path: folder, filename: "webpacked.js", library: { type: "module" } },
          // The code is looked at here instead of on the disk.
          plugins: [{ apply: ({ hooks }) => hooks.shouldEmit.tap("nothing", () => false) }],
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      );
    });
    const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
    const code = stats?.compilation.getAsset("webpacked.js")?.source.source().toString() ?? "";
    return { code, warnings: [...errors, ...warnings].map(({ message }) => message) };
  },
};

describe("the import of google-auth-library, where it is not installed", () => {
  for (const [name, bundle] of Object.entries(bundlers)) {
    it(`is left to run time by ${name}, without a warning`, async () => {
      const { code, warnings } = await bundle();
      assert.deepEqual(warnings, []);
      assert.match(code, /import\((?:\s*\/\*[^*]*\*\/\s*)*\w+\s*\)/);
    });
  }
});
