/** Outputs whose schema is known only while the program runs: `@outspec/runtime/dynamic`. */
export { createDynamicOutput, type DynamicOutput, type DynamicOutputOptions } from "./dynamic/dynamic-output.ts";
export type { PartialOf } from "./dynamic/partial-of.ts";
