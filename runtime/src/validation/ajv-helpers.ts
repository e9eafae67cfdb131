import equalModule from "ajv/dist/runtime/equal.js";
import ucs2lengthModule from "ajv/dist/runtime/ucs2length.js";
import type { ValidationIssue } from "../codec.ts";

/** A CommonJS module's default export: Node hands out the whole module, some bundlers what is in it. */
function defaultOf<F>(module: unknown): F {
  // The casts hold: both modules export one function, under this name.
  return typeof module === "function" ? (module as F) : (module as { readonly default: F }).default;
}

/** Whether two JSON values are equal, as `const`, `enum` and `uniqueItems` compare them. */
export const equal: (a: unknown, b: unknown) => boolean = /* @__PURE__ */ defaultOf(equalModule);

/** The length of a string in code points, as `minLength` and `maxLength` count it. */
export const ucs2length: (text: string) => number = /* @__PURE__ */ defaultOf(ucs2lengthModule);

/** Appends the issues of a part of a value to those found before, seen from the value that holds it at `path`. */
export function issuesAt(
  path: string,
  issues: readonly ValidationIssue[] | null | undefined,
  before: ValidationIssue[] | null,
): ValidationIssue[] {
  const all = before ?? [];
  for (const issue of issues ?? []) all.push({ ...issue, instancePath: path + issue.instancePath });
  return all;
}
