import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..", "..");

/** The blocks of code of a page in one language. */
export function blocksOf(page: string, language: string): readonly string[] {
  return [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, text = ""]) =>
    name === language ? [text] : [],
  );
}

/** What the compiler says of TypeScript blocks, each a module of its own beside the repository's sources; empty when nothing. */
export function compileBlocks(blocks: readonly string[], more: Readonly<Record<string, string>> = {}): string {
  const shown = new Map(blocks.map((text, index) => [join(root, `block-${index}.ts`), `${text}\nexport {};\n`]));
  const files = new Map([...shown, ...Object.entries(more).map(([path, text]) => [join(root, path), text] as const)]);
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, composite: false, noEmit: true, emitDeclarationOnly: false },
    root,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = files.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2023);
  };
  // A script of an application may await at its top level and leave what it declares unused.
  const set = { ...options, noUnusedLocals: false, allowArbitraryExtensions: true };
  const problems = ts
    .getPreEmitDiagnostics(ts.createProgram([...shown.keys()], set, host))
    .filter((problem) => problem.file !== undefined && shown.has(problem.file.fileName));
  return ts.formatDiagnostics(problems, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  });
}
