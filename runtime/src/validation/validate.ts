import type { Validate, ValidationIssue } from "../codec.ts";

const none: readonly ValidationIssue[] = [];

/** Runs a compiled validator. Returns the issues it found, none for a valid value. */
export function validateOutput(validate: Validate, value: unknown): readonly ValidationIssue[] {
  if (isValid(validate, value)) return none;
  // A verdict without a reason is still a verdict.
  return [...(validate.errors ?? [{ instancePath: "", keyword: "false schema", params: {} }])];
}

/** Whether a value passes a compiled validator. */
export function isValid(validate: Validate, value: unknown): boolean {
  // A schema with `$async` would answer with a promise, which is truthy whatever it becomes.
  return validate(value) === true;
}
