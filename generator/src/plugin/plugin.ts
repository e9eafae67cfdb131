import { dirname, join, relative, sep } from "node:path";
import { createUnplugin, type UnpluginBuildContext, type UnpluginContext, type UnpluginInstance } from "unplugin";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { GenerateOptions } from "../generate.ts";
import { openProject } from "./project.ts";

/** Where the plugin finds the project: as for the command line, the nearest `outspec.yaml` from `cwd` upwards. */
export type PluginOptions = GenerateOptions;

type HookContext = UnpluginBuildContext & UnpluginContext;

/** Bundlers that read TypeScript by themselves. */
const readTypeScript: ReadonlySet<string> = new Set(["vite", "rolldown", "esbuild"]);

/**
 * The plugin for all bundlers: keeps the generated folder fresh, and lets a spec in YAML be imported as the module
 * that was generated for it.
 *
 * The files on disk are those that `outspec generate` writes; the import of a spec leads to them. A spec stays a
 * module of the bundler's own graph, so its changes rebuild, or reload, what imports it.
 */
export const plugin: UnpluginInstance<PluginOptions | undefined, false> = createUnplugin((options, meta) => {
  const project = openProject(options ?? {});
  const told = new WeakSet<Diagnostic>();

  /** Ties a module to everything the generated files depend on, and says what was found. */
  const attend = (context: HookContext): boolean => {
    const { result } = project;
    if (result === undefined) return false;
    for (const input of result.inputs) context.addWatchFile(join(result.root, input));
    const errors = result.diagnostics.filter(({ severity }) => severity === "error");
    for (const finding of result.diagnostics) {
      if (finding.severity !== "warning" || told.has(finding)) continue;
      told.add(finding);
      context.warn(messageOf([finding], result.root));
    }
    if (errors.length === 0) return true;
    const message = messageOf(errors, result.root);
    // An error that webpack is only told of would be followed by all that comes of it.
    if (meta.framework === "webpack") throw new Error(message.message);
    context.error(message);
    return false;
  };

  return {
    name: "outspec",
    // After loaders that read TypeScript, so that theirs is the choice of how.
    ...(meta.framework === "webpack" && { enforce: "post" as const }),
    buildStart: () => project.refresh(),
    async watchChange(id) {
      if (project.concerns(id)) await project.refresh();
    },
    resolveId(id, importer) {
      return importer === undefined ? undefined : project.resolveImport(id, importer);
    },
    loadInclude: (id) => project.moduleOf(id) !== undefined,
    load(id) {
      const target = project.moduleOf(id);
      if (target === undefined) return undefined;
      // esbuild takes errors along with a module only.
      if (!attend(this)) return "export {};\n";
      const specifier = relative(dirname(id), target).split(sep).join("/");
      return `export * from ${JSON.stringify(specifier.startsWith(".") ? specifier : `./${specifier}`)};\n`;
    },
    transformInclude: (id) => project.isGenerated(id),
    async transform(code, id) {
      if (!attend(this)) return code;
      if (readTypeScript.has(meta.framework)) return undefined;
      const { ts } = await import("ts-morph");
      const { outputText, sourceMapText } = ts.transpileModule(code, {
        fileName: id,
        compilerOptions: {
          target: ts.ScriptTarget.ESNext,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
          sourceMap: true,
        },
      });
      return { code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"), map: sourceMapText ?? null };
    },
  };
});

/** Findings in the form bundlers print; they show one place each, so the message names every place. */
function messageOf(
  findings: readonly Diagnostic[],
  root: string,
): {
  readonly message: string;
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
} {
  const lines = findings.map(({ message, hint, code, range: { path, start } }) => {
    const advice = hint === undefined ? "" : `\n  ${hint.replaceAll("\n", "\n  ")}`;
    return `${path}:${start.line}:${start.column} ${message} (${code})${advice}`;
  });
  const message = lines.join("\n\n");
  const [first] = findings;
  if (first === undefined) return { message };
  const { path, start } = first.range;
  return { message, loc: { file: join(root, path), line: start.line, column: start.column - 1 } };
}
