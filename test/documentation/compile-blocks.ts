import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..", "..");

const parsed = new Map<string, ts.SourceFile>();

/** The blocks of code of a page in one language. */
export function blocksOf(page: string, language: string): readonly string[] {
  return [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, text = ""]) =>
    name === language ? [text] : [],
  );
}

/** What the compiler says of TypeScript blocks, each a module of its own beside the repository's sources; empty when nothing. */
export function compileBlocks(blocks: readonly string[], more: Readonly<Record<string, string>> = {}): string {
  return compileModules(new Map(blocks.map((text, index) => [`block-${index}.ts`, text])), { more });
}

/** What the modules of a page are compiled with, beside the repository's sources and packages. */
export interface CompileModulesOptions {
  /** Other files they may import, by path below the root. */
  readonly more?: Readonly<Record<string, string>>;
  /** Whether they run in a browser: they have its globals, and JSX is React's. */
  readonly browser?: boolean;
}

/** What the compiler says of modules, by path below the root; `.ts`, `.tsx` or `.js`. Empty when nothing. */
export function compileModules(
  modules: ReadonlyMap<string, string>,
  { more = {}, browser = false }: CompileModulesOptions = {},
): string {
  const shown = new Map([...modules].map(([path, text]) => [join(root, path), `${text}\nexport {};\n`]));
  const files = new Map([...shown, ...Object.entries(more).map(([path, text]) => [join(root, path), text] as const)]);
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      ...(browser && { lib: [...config.compilerOptions.lib, "dom", "dom.iterable"], jsx: "react-jsx" }),
      composite: false,
      noEmit: true,
      emitDeclarationOnly: false,
      allowJs: true,
      checkJs: true,
    },
    root,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
    // What is on disk is parsed once for all pages.
    const file = parsed.get(path) ?? getSourceFile(path, ...rest);
    if (file !== undefined) parsed.set(path, file);
    return file;
  };
  // A script of an application may await at its top level and leave what it declares unused.
  const set = { ...options, noUnusedLocals: false, allowArbitraryExtensions: true };
  const program = ts.createProgram([...shown.keys()], set, host);
  // Of the modules alone: the sources beside them have a check of their own.
  const problems = program
    .getSourceFiles()
    .filter(({ fileName }) => shown.has(fileName))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  return describe(problems);
}

/** What the parser alone says of a module, for one whose packages are not installed here. */
export function parseModule(path: string, text: string): string {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: join(root, path),
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.ReactJSX },
  });
  return describe(diagnostics);
}

/** The packages that a module imports, as they are named there. */
export function importsOf(text: string): readonly string[] {
  return ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
}

function describe(problems: readonly ts.Diagnostic[]): string {
  return ts.formatDiagnostics(problems, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  });
}
