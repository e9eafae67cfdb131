/**
 * What generated code imports, and nothing else does: a versioned contract. Adding an export is a minor version;
 * changing one means a second entry beside this one, so that files generated earlier keep compiling.
 */
export type { OutputCall } from "./call.ts";
export type { Codec, CompiledDialect, Inverse, StreamNode, StreamTable, Validate, ValidationIssue } from "./codec.ts";
export { contractVersion } from "./facts/dialects.ts";
export { generate } from "./generate.ts";
export { defineOutput, type JsonSchema } from "./output-spec.ts";
export { text } from "./prompt.ts";
export { stream } from "./stream.ts";
export { equal, issuesAt, ucs2length } from "./validation/ajv-helpers.ts";
export { findRepeated } from "./validation/find-repeated.ts";
export {
  isByte,
  isDate,
  isDateTime,
  isDuration,
  isEmail,
  isHostname,
  isInt32,
  isInt64,
  isIpv4,
  isIpv6,
  isIsoDateTime,
  isIsoTime,
  isJsonPointer,
  isJsonPointerUriFragment,
  isRegex,
  isRelativeJsonPointer,
  isTime,
  isUri,
  isUriReference,
  isUriTemplate,
  isUrl,
  isUuid,
} from "./validation/formats.ts";
export { createPattern } from "./validation/patterns/bounded-pattern.ts";
export { remembered } from "./validation/remembered.ts";
