import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The types of an emitted module, and values that may or may not be of its type `Spec`. */
export interface TypedModule {
  readonly label: string;
  /** The reviewable file. */
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What a compiler says of one module. */
export interface TypeVerdict {
  readonly label: string;
  /** Errors in the types themselves. */
  readonly broken: readonly string[];
  /** For each value the first error of `const x: Spec = <value>`, or `undefined` where it fits. */
  readonly refusals: readonly (string | undefined)[];
}

const repository = join(import.meta.dirname, "..", "..");

const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  skipLibCheck: true,
} as const;

/** Types of the module, with one constant a line for the values; imports are left out, because no type needs them. */
function withValues({ text, values }: TypedModule): { readonly text: string; readonly firstLine: number } {
  const end = text.indexOf("/** The spec itself");
  const types = (end === -1 ? text : text.slice(0, end)).replaceAll(/^import .*$/gm, "");
  const lines = values.map((value, at) => `export const value${at}: Spec = ${literal(value)};`);
  return { text: `${types}\n${lines.join("\n")}\n`, firstLine: types.split("\n").length };
}

/** A JSON value as an expression. In a literal the plain key `__proto__` would be the prototype. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value).replaceAll(/[\u2028\u2029]/g, escaped);
  const members = Object.entries(value).map(([name, item]) => {
    const key = JSON.stringify(name).replaceAll(/[\u2028\u2029]/g, escaped);
    return `${name === "__proto__" ? `[${key}]` : key}: ${literal(item)}`;
  });
  return `{ ${members.join(", ")} }`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`;
}

/** Collects errors by module: those before the values' lines, and the first of each value. */
function collect(
  modules: readonly TypedModule[],
  errors: Iterable<{ readonly module: number; readonly line: number; readonly message: string }>,
): readonly TypeVerdict[] {
  const found = modules.map(({ label, values }) => ({
    label,
    broken: [] as string[],
    refusals: values.map((): string | undefined => undefined),
  }));
  const firstLines = modules.map((module) => withValues(module).firstLine);
  for (const { module, line, message } of errors) {
    const verdict = found[module];
    const at = line - (firstLines[module] ?? 0);
    if (verdict === undefined) continue;
    if (at < 0) verdict.broken.push(message);
    else verdict.refusals[at] ??= message;
  }
  return found;
}

/** Checks modules with TypeScript 5.9, all in one program. */
export function checkAssignable(modules: readonly TypedModule[]): readonly TypeVerdict[] {
  const texts = new Map(modules.map((module, index) => [`/modules/${index}.ts`, withValues(module).text]));
  const options: ts.CompilerOptions = {
    ...strictest,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    lib: ["lib.es2022.d.ts"],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...texts.keys()], options, host);
  const errors = modules.flatMap((_, index) => {
    const file = program.getSourceFile(`/modules/${index}.ts`);
    if (file === undefined) return [];
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((diagnostic) => ({
      module: index,
      line: file.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line,
      message: `TS${diagnostic.code} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, " ").slice(0, 300)}`,
    }));
  });
  return collect(modules, errors);
}

/** Checks modules with the native compiler of TypeScript 7, which has no interface but its command line. */
export async function checkAssignableNatively(modules: readonly TypedModule[]): Promise<readonly TypeVerdict[]> {
  const folder = join(repository, "node_modules", ".cache", `assignability-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    for (const [index, module] of modules.entries())
      writeFileSync(join(folder, `${index}.ts`), withValues(module).text);
    const compilerOptions = { ...strictest, target: "es2022", lib: ["es2022"], module: "esnext", types: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const output = await runNativeCompiler(folder);
    const errors = [...output.matchAll(/^(\d+)\.ts\((\d+),\d+\): error (TS\d+: .*)$/gm)].map(
      ([, module, line, message]) => ({
        module: Number(module),
        line: Number(line) - 1,
        message: (message ?? "").replace(":", "").slice(0, 300),
      }),
    );
    const others = output.split("\n").filter((line) => /^error /.test(line));
    if (others.length > 0) throw new Error(others.join("\n"));
    return collect(modules, errors);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runNativeCompiler(folder: string): Promise<string> {
  const tsc = join(repository, "node_modules", "typescript-7", "bin", "tsc");
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [tsc, "-p", "tsconfig.json", "--pretty", "false"],
      { cwd: folder, maxBuffer: 1e9 },
      (error, stdout, stderr) => {
        // A compiler that found errors ends with 1 or 2; one that could not run says nothing on its output.
        if (error !== null && stdout === "") reject(new Error(stderr || error.message));
        else resolve(stdout);
      },
    );
  });
}
