import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { runInThisContext } from "node:vm";
import { build, type Plugin } from "esbuild";
import { compile } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";

const root = join(import.meta.dirname, "../../..");

/** Components of Vue, as Vue's own compiler takes them. */
const vueComponents: Plugin = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, "utf8"), { filename: path });
      if (errors[0] !== undefined) throw errors[0];
      const { content } = compileScript(descriptor, { id: basename(path), inlineTemplate: true });
      return { contents: content, loader: "ts" };
    });
  },
};

/** Components of Svelte, as Svelte's own compiler takes them. A warning is as bad as an error. */
const svelteComponents: Plugin = {
  name: "svelte",
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js, warnings } = compile(await readFile(path, "utf8"), { filename: path, generate: "client" });
      if (warnings[0] !== undefined) throw new Error(warnings[0].message);
      return { contents: js.code, loader: "js" };
    });
  },
};

/** Bundles a module for a browser, on the sources, and runs it. Gives what it exports. */
export async function runPage(source: string): Promise<Readonly<Record<string, unknown>>> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    bundle: true,
    format: "iife",
    globalName: "page",
    platform: "browser",
    define: {
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    tsconfig: join(root, "tsconfig.base.json"),
    plugins: [vueComponents, svelteComponents],
    write: false,
    logLevel: "silent",
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error("a bundle is one file");
  // The cast holds: the exports of a module are an object.
  return runInThisContext(`${bundle.text}\npage`) as Readonly<Record<string, unknown>>;
}
