/**
 * What generated code imports, and nothing else does: a versioned contract. Adding an export is a minor version;
 * changing one means a second entry beside this one, so that files generated earlier keep compiling.
 */
export type { OutputCall } from "./call.ts";
export type { Codec, CompiledDialect, Inverse, StreamNode, StreamTable, Validate, ValidationIssue } from "./codec.ts";
export { contractVersion } from "./facts/dialects.ts";
export { generate } from "./generate.ts";
export { defineOutput } from "./output-spec.ts";
export { stream } from "./stream.ts";
