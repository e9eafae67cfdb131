// Builds a bundle with one bundler for one place: `node build.mjs BUNDLER node|browser|workerd`. Writes bundles/BUNDLER-PLACE.js.
import { rmSync } from "node:fs";
import { join } from "node:path";

const [bundler = "", place = ""] = process.argv.slice(2);
const entry = join(import.meta.dirname, place === "workerd" ? "worker.js" : "imports-spec.js");
const folder = join(import.meta.dirname, "bundles");
const name = `${bundler}-${place}.js`;
const isNode = place === "node";

const builds = {
  async esbuild() {
    const [{ build }, { outspec }] = [await import("esbuild"), await import("outspec/esbuild")];
    const places = {
      node: { platform: "node" },
      browser: { platform: "browser" },
      workerd: { platform: "neutral", conditions: ["workerd", "worker", "browser"] },
    };
    // Packages of CommonJS within a bundle of ES modules ask for Node's modules by require.
    const banner = {
      js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
    };
    await build({
      entryPoints: [entry],
      bundle: true,
      format: "esm",
      target: "es2022",
      ...places[place],
      ...(isNode && { banner }),
      outfile: join(folder, name),
      plugins: [outspec()],
      logLevel: "warning",
    });
  },
  async vite() {
    const [{ build }, { outspec }] = [await import("vite"), await import("outspec/vite")];
    await build({
      root: import.meta.dirname,
      configFile: false,
      logLevel: "warn",
      plugins: [outspec()],
      ...(isNode && { ssr: { noExternal: true } }),
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: "es2022",
        ...(isNode ? { ssr: entry } : { lib: { entry, formats: ["es"] } }),
        rollupOptions: { output: { entryFileNames: name, codeSplitting: false } },
      },
    });
  },
  async rollup() {
    const [{ rollup }, { outspec }] = [await import("rollup"), await import("outspec/rollup")];
    // Rollup follows packages with a plugin more only: those are left to Node.
    const bundle = await rollup({ input: entry, external: [/^@outspec\//, /^node:/], plugins: [outspec()] });
    await bundle.write({ file: join(folder, name), format: "es" });
    await bundle.close();
  },
  async webpack() {
    const [{ default: webpack }, { outspec }] = [await import("webpack"), await import("outspec/webpack")];
    const compiler = webpack({
      mode: "production",
      target: isNode ? "node20" : ["web", "es2022"],
      entry,
      experiments: { outputModule: true },
      optimization: { splitChunks: false },
      output: { path: folder, filename: name, library: { type: "module" }, chunkFormat: "module" },
      plugins: [outspec(), new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
    });
    await new Promise((resolve, reject) => {
      compiler.run((error, stats) => {
        if (error) reject(error);
        else if (stats.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
        else compiler.close(resolve);
      });
    });
  },
};

rmSync(join(folder, name), { force: true });
await builds[bundler]();
