export type { ModelConfig, ProjectConfig, RouterConfig } from "./config.ts";
export type { Diagnostic, SourceRange } from "./diagnostics/diagnostic.ts";
export { UsageError } from "./diagnostics/usage-error.ts";
export { type GenerateOptions, type GenerateResult, generate } from "./generate.ts";
export { type Compilation, compile } from "./pipeline.ts";
export type { EmittedFile } from "./plan/file.ts";
