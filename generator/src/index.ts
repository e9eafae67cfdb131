export type { ModelConfig, ProjectConfig, RouterConfig } from "./config.ts";
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
