import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import type { EmittedFile } from "../plan/file.ts";
import { hasRuntime } from "./user-runtime.ts";

/** What type-checking the emitted modules gave; `skipped` says why nothing was checked. */
export interface TypeCheck {
  readonly modules: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly skipped?: string;
}

/** Type-checks all emitted modules together, under the strictest flags, as they would be written. Reads only declarations from disk. */
export async function checkTypes(root: string, output: string, files: readonly EmittedFile[]): Promise<TypeCheck> {
  const modules = files.filter(({ path }) => path.endsWith(".ts"));
  if (!hasRuntime(root))
    return { modules: 0, diagnostics: [], skipped: "@outspec/runtime is not installed in this project" };
  const { Project, ts } = await import("ts-morph");
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts"],
      types: [],
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      noEmit: true,
      skipLibCheck: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      noPropertyAccessFromIndexSignature: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
      allowImportingTsExtensions: true,
    },
  });
  for (const { path, text } of modules) project.createSourceFile(join(root, output, path), text, { overwrite: true });
  const prefix = join(root, output).replaceAll("\\", "/");
  const diagnostics = project.getPreEmitDiagnostics().flatMap((found): Diagnostic[] => {
    const source = found.getSourceFile();
    const path = source?.getFilePath() ?? "";
    // What is wrong inside the user's own modules is for the user's compiler.
    if (source === undefined || !path.startsWith(prefix)) return [];
    const { line, column } = source.getLineAndColumnAtPos(found.getStart() ?? 0);
    const message = ts.flattenDiagnosticMessageText(found.compilerObject.messageText, " ");
    const place = { line, column };
    return [
      error(
        `ts${found.getCode()}`,
        {
          path: `${output}${path.slice(prefix.length)}`,
          start: place,
          end: { line, column: column + (found.getLength() ?? 1) },
        },
        message,
      ),
    ];
  });
  return { modules: modules.length, diagnostics };
}
