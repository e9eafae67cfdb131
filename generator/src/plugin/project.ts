import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { configNames, existingFile } from "../files/find.ts";
import { createGenerator, type GenerateOptions, type GenerateResult, type Generator, generate } from "../generate.ts";

/** A project as a bundler's plugin sees it: generated anew when something changed, and what became of each spec. */
export interface PluginProject {
  /** Generates what is not up to date. Calls that overlap run one after the other. */
  refresh(): Promise<void>;
  /** What the last run did; absent before the first. */
  readonly result: GenerateResult | undefined;
  /** Whether a change of this file can change what is generated. */
  concerns(path: string): boolean;
  /** Where the generated module of a spec in YAML is, or will be, as absolute paths; `undefined` for any other file. */
  moduleOf(path: string): string | undefined;
  /** Whether a file is one of the generated ones. */
  isGenerated(path: string): boolean;
  /** The TypeScript file that a relative import of a generated file means. */
  resolveImport(specifier: string, importer: string): string | undefined;
}

/** Opens the project that `options` lead to. Nothing is read before the first `refresh`. */
export function openProject(options: GenerateOptions): PluginProject {
  let result: GenerateResult | undefined;
  let running: Promise<void> = Promise.resolve();
  let generator: Generator | undefined;
  const run = async (): Promise<void> => {
    // The first run may find that nothing changed since the last process, which needs no compiler.
    if (result === undefined) result = await generate(options);
    else {
      generator ??= createGenerator(options);
      result = await generator.run();
    }
  };
  /** Whether the last run read this file, as far as it came. */
  const wasRead = (path: string): boolean => {
    if (result === undefined) return false;
    const { root, inputs } = result;
    return inputs.some((input) => resolve(root, input) === path);
  };
  /** A path below the project's folder of that name, with forward slashes. */
  const below = (folder: "output" | "schemas", path: string): string | undefined => {
    if (result === undefined) return undefined;
    const inside = relative(join(result.root, result[folder]), path);
    return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? undefined : inside.split(sep).join("/");
  };

  return {
    get result() {
      return result;
    },
    refresh() {
      running = running.then(run, run);
      return running;
    },
    concerns(path) {
      if (result === undefined) return true;
      if (configNames.includes(relative(result.root, path)) || wasRead(path)) return true;
      return (
        /\.(?:ya?ml|json)$/.test(path) && below("schemas", path) !== undefined && below("output", path) === undefined
      );
    },
    moduleOf(path) {
      const inside = /\.ya?ml$/.test(path) ? below("schemas", path) : undefined;
      // Without any inputs it was the configuration that failed.
      if (inside === undefined || result === undefined || !(wasRead(path) || result.inputs.length === 0))
        return undefined;
      return join(result.root, result.output, inside.replace(/\.ya?ml$/, ".ts"));
    },
    isGenerated: (path) => path.endsWith(".ts") && below("output", path) !== undefined,
    resolveImport(specifier, importer) {
      if (!/^\.\.?\//.test(specifier) || below("output", importer) === undefined) return undefined;
      return existingFile(resolve(importer, "..", specifier.replace(/(?:\.[jt]s)?$/, ".ts")));
    },
  };
}
