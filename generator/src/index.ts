export type { ModelConfig, ProjectConfig, RouterConfig } from "./config.ts";
export type { Diagnostic, SourceRange } from "./diagnostics/diagnostic.ts";
export { UsageError } from "./diagnostics/usage-error.ts";
export { createGenerator, type GenerateOptions, type GenerateResult, type Generator, generate } from "./generate.ts";
export {
  type Compilation,
  type Compiler,
  type CompilerOptions,
  compile,
  createCompiler,
  type Knowledge,
  type KnownFile,
  type KnownResult,
  type Progress,
} from "./pipeline.ts";
export type { EmittedFile } from "./plan/file.ts";
