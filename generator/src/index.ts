/** The generator, for tools: compile specs in memory, or bring a project on disk up to date. */
export { createConfig, type ModelConfig, type ProjectConfig, type RouterConfig } from "./config.ts";
export type { Diagnostic, SourceRange } from "./diagnostics/diagnostic.ts";
export { UsageError } from "./diagnostics/usage-error.ts";
export { createGenerator, type GenerateOptions, type GenerateResult, type Generator, generate } from "./generate.ts";
export type { Knowledge, KnownFile, KnownResult, Progress } from "./pipeline/memory.ts";
export {
  type Compilation,
  type Compiler,
  type CompilerOptions,
  compile,
  createCompiler,
} from "./pipeline.ts";
export type { EmittedFile } from "./plan/file.ts";
export { formatPretty, type ReportContext } from "./report/pretty.ts";
export { type ConfigReading, readConfig } from "./spec/read-config.ts";
export type { OtherFiles } from "./spec/references.ts";
