import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../diagnostics/usage-error.ts";
import { cacheFolder } from "../files/cache.ts";
import { hashText } from "../files/hash.ts";
import type { CompiledProject } from "../generate.ts";
import type { EmittedFile } from "../plan/file.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { TriedResult } from "./tried-attempts.ts";

/** What is used of the runtime's stream. */
export interface TriedStream {
  events(): AsyncIterable<{ readonly type: string } & Readonly<Record<string, unknown>>>;
  readonly result: Promise<TriedResult>;
}

/** A stream function of a generated module, input first where the spec has one. */
export type StreamFunction = (...parameters: readonly unknown[]) => TriedStream;

/** Loads the spec's generated module, transpiled to a folder where the project's own runtime is found. */
export async function loadFunction(
  project: CompiledProject,
  spec: ResolvedSpec,
  simulated: boolean,
): Promise<StreamFunction> {
  const { root } = project.place;
  const base = cacheFolder(root);
  if (base === undefined) throw new UsageError("there is no node_modules folder", "npm install @outspec/runtime");
  const folder = join(base, "try", hashText(JSON.stringify([root, simulated, project.files])).slice(0, 16));
  if (!existsSync(join(folder, "package.json"))) await transpile(project.files, folder, simulated);
  const loaded = (await import(pathToFileURL(join(folder, `${spec.stem}.js`)).href)) as Readonly<
    Record<string, unknown>
  >;
  const found = loaded[`stream${spec.name}`];
  if (typeof found !== "function") throw new Error(`${spec.stem}.ts does not export stream${spec.name}`);
  return found as StreamFunction;
}

async function transpile(files: readonly EmittedFile[], folder: string, simulated: boolean): Promise<void> {
  const { ts } = await import("ts-morph");
  const others = dirname(folder);
  if (existsSync(others))
    for (const old of readdirSync(others)) rmSync(join(others, old), { recursive: true, force: true });
  for (const { path, text } of files.filter((file) => file.path.endsWith(".ts"))) {
    const target = join(folder, path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    const { outputText } = ts.transpileModule(text, {
      fileName: path,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    });
    // A simulated run brings its own router, and the project's may name modules of the project.
    const isRouter = path === "router.ts" && simulated;
    writeFileSync(
      target,
      isRouter
        ? outputText.replace(/^import .*\n/gm, "").replace(/^(export const \w+ =)[\s\S]*?;$/gm, "$1 undefined;")
        : outputText,
    );
  }
  // Last, because its presence says that the folder is complete.
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
}
