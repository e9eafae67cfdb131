/** The generator, for tools: compile specs in memory, bring a project on disk up to date, review a change. */
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
export { formatReviewJson } from "./report/review/json.ts";
export { formatReviewMarkdown, type ReviewMarkdownOptions } from "./report/review/markdown.ts";
export type { Difference, Evidence, Level, Severity, Witness } from "./review/difference.ts";
export { loadReview, loadReviews } from "./review/load/load.ts";
export { LoadError } from "./review/load/load-error.ts";
export type { LoadedReview, LoadOptions } from "./review/load/review.ts";
export type {
  Acceptance,
  ReviewBase,
  ReviewedFinding,
  ReviewedSpec,
  ReviewGate,
  ReviewHead,
  ReviewReport,
  ReviewSummary,
} from "./review/report-model.ts";
export { type Review, type ReviewOptions, reviewChanges } from "./review/review.ts";
export { type ConfigReading, readConfig } from "./spec/read-config.ts";
export type { OtherFiles } from "./spec/references.ts";
