import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** Root of the repository. */
export const root: string = join(import.meta.dirname, "..", "..");

/**
 * Compiles `generated/` and one script beside it to JavaScript, below `node_modules/`, where the built packages are
 * found as an application would find them. Returns the path of the script.
 */
export function compileWithGenerated(name: string, script: string): string {
  if (!existsSync(join(root, "runtime/dist/index.js")))
    throw new Error("this test runs the built packages: `npm run build` comes first");
  const folder = join(root, "node_modules/.cache/outspec-tests", name);
  rmSync(folder, { recursive: true, force: true });
  const emit = (path: string, text: string): void => {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, outputText);
  };
  const generated = join(root, "generated");
  for (const file of readdirSync(generated, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".ts"))
      emit(join(folder, "generated", file.replace(/\.ts$/, ".js")), readFileSync(join(generated, file), "utf8"));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  const main = join(folder, "main.js");
  emit(main, script);
  return main;
}
