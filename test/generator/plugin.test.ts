import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import * as rollup from "rollup";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import webpack from "webpack";
import { compileProject } from "../../generator/src/generate.ts";
import { outspec as outspecEsbuild } from "../../generator/src/plugin/esbuild.ts";
import { outspec as outspecRollup } from "../../generator/src/plugin/rollup.ts";
import { outspec as outspecVite } from "../../generator/src/plugin/vite.ts";
import { outspec as outspecWebpack } from "../../generator/src/plugin/webpack.ts";

/** What a bundler said, in the least that all of them have. */
interface Told {
  readonly message: string;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

interface Build {
  readonly errors: readonly Told[];
  readonly warnings: readonly Told[];
}

/** Bundles `main.js` of a folder to `dist/main.js`. */
type Bundler = (cwd: string) => Promise<Build>;

const external = /^@outspec\//;
/** What a bundler threw; vite's own throws all errors in one. */
const caught = (error: unknown): Build => {
  const { errors } = error as { errors?: readonly unknown[] };
  const { message, loc } = (errors?.[0] ?? error) as { message: string; loc?: Told["place"] };
  return { errors: [{ message, ...(loc !== undefined && { place: loc }) }], warnings: [] };
};
const fromLog = ({ message, loc }: rollup.RollupLog): Told => ({
  message,
  ...(loc?.file !== undefined && { place: { file: loc.file, line: loc.line, column: loc.column } }),
});
const fromEsbuild = ({ text, location }: esbuild.Message): Told => ({
  message: text,
  ...(location !== null && { place: location }),
});

const esbuildOptions = (cwd: string) =>
  ({
    absWorkingDir: cwd,
    entryPoints: [join(cwd, "main.js")],
    outfile: join(cwd, "dist/main.js"),
    bundle: true,
    format: "esm",
    external: ["@outspec/*"],
    logLevel: "silent",
    plugins: [outspecEsbuild({ cwd })],
  }) satisfies esbuild.BuildOptions;

const webpackOptions = (cwd: string): webpack.Configuration => ({
  context: cwd,
  mode: "production",
  entry: join(cwd, "main.js"),
  output: { path: join(cwd, "dist"), filename: "main.js", library: { type: "module" }, module: true },
  experiments: { outputModule: true },
  externals: [external],
  externalsType: "module",
  plugins: [outspecWebpack({ cwd })],
});

const bundlers: Readonly<Record<string, Bundler>> = {
  async vite(cwd) {
    const warnings: Told[] = [];
    try {
      await vite.build({
        root: cwd,
        configFile: false,
        logLevel: "silent",
        plugins: [outspecVite({ cwd })],
        build: {
          lib: { entry: join(cwd, "main.js"), formats: ["es"], fileName: () => "main.js" },
          rollupOptions: {
            external,
            onwarn(log) {
              // On a busy machine vite remarks that a plugin takes its time.
              if (log.code !== "PLUGIN_TIMINGS") warnings.push(fromLog(log as rollup.RollupLog));
            },
          },
        },
      });
    } catch (error) {
      return caught(error);
    }
    return { errors: [], warnings };
  },
  async rollup(cwd) {
    const warnings: Told[] = [];
    try {
      const input = join(cwd, "main.js");
      const onwarn = (log: rollup.RollupLog): void => void warnings.push(fromLog(log));
      await using build = await rollup.rollup({ input, external, plugins: [outspecRollup({ cwd })], onwarn });
      await build.write({ file: join(cwd, "dist/main.js"), format: "es" });
    } catch (error) {
      return caught(error);
    }
    return { errors: [], warnings };
  },
  async esbuild(cwd) {
    try {
      const { warnings } = await esbuild.build(esbuildOptions(cwd));
      return { errors: [], warnings: warnings.map(fromEsbuild) };
    } catch (error) {
      return { errors: (error as esbuild.BuildFailure).errors.map(fromEsbuild), warnings: [] };
    }
  },
  async webpack(cwd) {
    const stats = await new Promise<webpack.Stats>((done, fail) => {
      const compiler = webpack(webpackOptions(cwd));
      compiler.run((error, result) =>
        compiler.close(() => (result === undefined ? fail(error ?? new Error("no stats")) : done(result))),
      );
    });
    const { errors = [], warnings = [] } = stats.toJson({ all: false, errors: true, warnings: true });
    return { errors, warnings };
  },
};

const nodeModules = join(import.meta.dirname, "../../node_modules");
let folder: string;
beforeAll(() => {
  if (!existsSync(join(nodeModules, "@outspec/runtime/dist/index.js")))
    throw new Error("this test runs the built runtime: `npm run build` comes first");
  folder = realpathSync(mkdtempSync(join(tmpdir(), "outspec-plugin-")));
  // Bundles find the built runtime there as an application's would.
  symlinkSync(nodeModules, join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spec = `description: What is said of a word.
prompt: "Explain {{ word }}."
output:
  type: object
  required: [mood]
  properties:
    mood: { $ref: "_moods.yaml#/$defs/Mood" }
`;
const shared = "$defs:\n  Mood: { enum: [good, bad] }\n";

function write(cwd: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
}

function newProject(name: string, files: Readonly<Record<string, string>> = {}): string {
  const cwd = mkdtempSync(join(folder, `${name}-`));
  write(cwd, {
    "package.json": '{ "type": "module" }\n',
    "outspec.yaml": "schemas: schemas\nrouter:\n  primary: openai/gpt-5.4-mini\n",
    "schemas/_moods.yaml": shared,
    "schemas/words/word.yaml": spec.replace("_moods", "../_moods"),
    "main.js": `import { generateWord, word } from "./schemas/words/word.yaml";
export const accepts = ["good", "bad", "ugly"].filter((mood) => word.validate({ mood }));
export const call = typeof generateWord;
`,
    ...files,
  });
  return cwd;
}

/** Imports a bundle anew. */
async function run(cwd: string): Promise<{ readonly accepts: readonly string[]; readonly call: string }> {
  const file = join(cwd, `dist/run-${readdirSync(join(cwd, "dist")).length}.js`);
  writeFileSync(file, readFileSync(join(cwd, "dist/main.js")));
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Awaited<ReturnType<typeof run>>;
}

for (const [name, build] of Object.entries(bundlers)) {
  describe(`the plugin in ${name}`, () => {
    it("bundles a program that imports a spec", async () => {
      const cwd = newProject(name);
      expect(await build(cwd)).toEqual({ errors: [], warnings: [] });
      expect(await run(cwd)).toMatchObject({ accepts: ["good", "bad"], call: "function" });
    });

    it("writes the bytes that the command line writes", async () => {
      const cwd = newProject(name);
      await build(cwd);
      const { files } = await compileProject({ cwd });
      expect(files.length).toBeGreaterThan(4);
      for (const { path, text } of files) expect(readFileSync(join(cwd, "generated", path), "utf8"), path).toBe(text);
    });

    it("reports a finding as an error with its place, and leaves the generated files alone", async () => {
      const cwd = newProject(name);
      await build(cwd);
      const before = readFileSync(join(cwd, "generated/words/word.ts"), "utf8");
      write(cwd, { "schemas/words/word.yaml": spec.replace("type: object", "type: objekt").replace("_m", "../_m") });
      const { errors } = await build(cwd);
      const [error] = errors;
      expect(error?.message).toContain("schemas/words/word.yaml:4:9 ");
      expect(error?.message).toContain('"objekt" is not a JSON Schema type');
      // webpack's errors have a text and a module, and no place inside a file.
      if (name !== "webpack") {
        expect(error?.place).toMatchObject({ line: 4, column: 8 });
        expect(basename(error?.place?.file ?? "")).toBe("word.yaml");
      }
      expect(readFileSync(join(cwd, "generated/words/word.ts"), "utf8")).toBe(before);
    });

    it("passes warnings on and builds", async () => {
      const text = spec.replace("{ $ref:", "{ description: A mood., format: moody, type: string, x-was:");
      const cwd = newProject(name, { "schemas/words/word.yaml": text });
      const { errors, warnings } = await build(cwd);
      expect(errors).toEqual([]);
      expect(warnings.map(({ message }) => message).join()).toContain("schemas/words/word.yaml:7:43 ");
    });
  });
}

/** A bundler at work on a project; `accepts` builds, or takes what was built, and asks the bundle. */
interface Watching extends AsyncDisposable {
  accepts(): Promise<readonly string[]>;
}

const watching: Readonly<Record<string, (cwd: string) => Promise<Watching>>> = {
  async vite(cwd) {
    const server = await vite.createServer({
      root: cwd,
      configFile: false,
      logLevel: "silent",
      plugins: [outspecVite({ cwd })],
      server: { middlewareMode: true, ws: false },
      optimizeDeps: { noDiscovery: true },
    });
    await server.environments.ssr.pluginContainer.buildStart();
    return {
      accepts: async () => (await server.ssrLoadModule("/main.js"))["accepts"] as readonly string[],
      [Symbol.asyncDispose]: () => server.close(),
    };
  },
  async rollup(cwd) {
    const watcher = rollup.watch({
      input: join(cwd, "main.js"),
      external,
      plugins: [outspecRollup({ cwd })],
      output: { file: join(cwd, "dist/main.js"), format: "es" },
      watch: { exclude: [], buildDelay: 0 },
    });
    await new Promise<void>((done) => watcher.on("event", ({ code }) => void (code === "END" && done())));
    return { accepts: async () => (await run(cwd)).accepts, [Symbol.asyncDispose]: () => watcher.close() };
  },
  async esbuild(cwd) {
    const context = await esbuild.context(esbuildOptions(cwd));
    return {
      async accepts() {
        await context.rebuild();
        return (await run(cwd)).accepts;
      },
      [Symbol.asyncDispose]: () => context.dispose(),
    };
  },
  async webpack(cwd) {
    const compiler = webpack(webpackOptions(cwd));
    await new Promise<void>((done) => compiler.watch({ aggregateTimeout: 1 }, () => done()));
    return {
      accepts: async () => (await run(cwd)).accepts,
      [Symbol.asyncDispose]: () => new Promise((done) => compiler.close(() => done())),
    };
  },
};

for (const [name, watch] of Object.entries(watching)) {
  describe(`the plugin in ${name}, while files are watched`, () => {
    it("builds anew when a spec changes, and when a file it refers to does", async () => {
      const cwd = newProject(name);
      await using bundler = await watch(cwd);
      const becomes = async (files: Readonly<Record<string, string>>, accepted: readonly string[]) => {
        const change = async () => {
          // Again each time: a watcher that is still starting may miss a change.
          write(cwd, files);
          expect(await bundler.accepts()).toEqual(accepted);
        };
        await vi.waitFor(change, { timeout: 15_000, interval: 200 });
      };
      await becomes({}, ["good", "bad"]);
      await becomes({ "schemas/_moods.yaml": shared.replace("good, ", "") }, ["bad"]);
      const ugly = spec.replace(/\{ \$ref.*\}/, "{ enum: [ugly] }");
      await becomes({ "schemas/words/word.yaml": ugly }, ["ugly"]);
    }, 60_000);

    it("goes on after an error once it is mended", async () => {
      const cwd = newProject(name, { "schemas/words/word.yaml": "output: { type: strnig }\n" });
      await using bundler = await watch(cwd).catch(() => {
        throw new Error("an error in a spec ends the watch");
      });
      await expect(bundler.accepts()).rejects.toThrow();
      const mend = async () => {
        write(cwd, { "schemas/words/word.yaml": spec.replace("_moods", "../_moods") });
        expect(await bundler.accepts()).toEqual(["good", "bad"]);
      };
      await vi.waitFor(mend, { timeout: 15_000, interval: 200 });
    }, 60_000);
  });
}

describe("an imported spec, to TypeScript", () => {
  const program = `import { generateWord, type Word, type WordInput } from "../schemas/words/word.yaml";
import type { Mood } from "../schemas/_moods.yaml";

export async function ask(input: WordInput): Promise<Mood> {
  const { output } = await generateWord(input);
  const word: Word = output;
  // @ts-expect-error: a mood is not a number
  const wrong: number = word.mood;
  return wrong === 0 ? "bad" : word.mood;
}
`;
  const tsconfig = (module: string, moduleResolution: string) =>
    JSON.stringify({
      compilerOptions: {
        ...{
          module,
          moduleResolution,
          target: "es2023",
          lib: ["es2023", "dom"],
          types: [],
          strict: true,
          noEmit: true,
          skipDefaultLibCheck: true,
        },
        allowArbitraryExtensions: true,
        rootDirs: [".", "generated/types"],
      },
      include: ["src", "generated"],
    });
  const check = (cwd: string, compiler: string) => {
    try {
      return execFileSync(process.execPath, [join(nodeModules, compiler, "bin/tsc"), "-p", cwd], { encoding: "utf8" });
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  };
  const files = { "src/main.ts": program, "main.js": 'import "./schemas/words/word.yaml";\n' };

  for (const [module, resolution] of [
    ["esnext", "bundler"],
    ["nodenext", "nodenext"],
  ] as const) {
    it(`has its types, with module resolution ${resolution}`, async () => {
      const config = "schemas: schemas\nimportSpecs: true\nrouter: { primary: openai/gpt-5.4-mini }\n";
      const cwd = newProject("types", {
        ...files,
        "outspec.yaml": config,
        "tsconfig.json": tsconfig(module, resolution),
      });
      expect(await bundlers["esbuild"]?.(cwd)).toEqual({ errors: [], warnings: [] });
      for (const compiler of ["typescript", "typescript-6", "typescript-7"]) expect(check(cwd, compiler)).toBe("");
    }, 60_000);
  }

  it("has none unless the configuration asks for them", async () => {
    const cwd = newProject("types", { ...files, "tsconfig.json": tsconfig("esnext", "bundler") });
    await bundlers["esbuild"]?.(cwd);
    expect(existsSync(join(cwd, "generated/types"))).toBe(false);
    expect(check(cwd, "typescript")).toContain("Cannot find module '../schemas/words/word.yaml'");
  }, 60_000);
});
