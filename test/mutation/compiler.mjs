import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What a change of code is not refused for: that something is not used any more, or not reached. */
const lenient = { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true };

/**
 * Creates a question to the compiler: whether it refuses a file of one package if that had another text. Only errors in
 * that file count.
 */
export function createCompiler(root, packageName) {
  const folder = join(root, packageName);
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const versions = new Map();
  const texts = new Map();
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => ({ ...options, composite: false, incremental: false, ...lenient }),
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => fileNames,
    getScriptVersion: (name) => String(versions.get(name) ?? 0),
    getScriptSnapshot: (name) => {
      const text = texts.get(name) ?? ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
  });
  const errorsOf = (name) => [...service.getSyntacticDiagnostics(name), ...service.getSemanticDiagnostics(name)].length;
  return (path, text) => {
    const name = join(root, path);
    const change = (to) => {
      if (to === undefined) texts.delete(name);
      else texts.set(name, to);
      versions.set(name, (versions.get(name) ?? 0) + 1);
    };
    change(text);
    const isRefused = errorsOf(name) > 0;
    change(undefined);
    return isRefused;
  };
}

/** The text of a file with one mutant: lines and columns count from one. */
export function mutated(source, { location: { start, end }, replacement }) {
  const lines = source.split("\n");
  const offsetOf = ({ line, column }) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  return source.slice(0, offsetOf(start)) + replacement + source.slice(offsetOf(end));
}

/** Marks the mutants of a report that survived and would not compile. Throws when the code does not compile as it is. */
export function markRefused(root, reportFile) {
  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  for (const [path, file] of Object.entries(report.files)) {
    const survivors = file.mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    if (survivors.length === 0) continue;
    const [packageName = ""] = path.split("/");
    const isRefused = compilerOf(root, packageName);
    if (isRefused(path, file.source)) throw new Error(`${path} does not compile`);
    for (const mutant of survivors) if (isRefused(path, mutated(file.source, mutant))) mutant.status = "CompileError";
  }
  return report;
}

const compilers = new Map();
function compilerOf(root, packageName) {
  const known = compilers.get(packageName) ?? createCompiler(root, packageName);
  compilers.set(packageName, known);
  return known;
}
