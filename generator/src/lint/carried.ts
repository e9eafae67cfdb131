import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { LintRuleId } from "../spec/lint-format.ts";
import type { LintFix } from "./fix.ts";
import { lintRules } from "./rules.ts";

/** The rule that each code of the generator's findings is reported as. */
const ruleOfCode: ReadonlyMap<string, LintRuleId> = new Map(
  [...lintRules].flatMap(([id, { codes = [] }]) => codes.map((code) => [code, id] as const)).reverse(),
);

/** The rule that reports a finding of the generator. What no rule speaks of is about the file. */
export function carryingRule({ code, message }: Diagnostic): LintRuleId {
  // One code, two rules: keys that begin with x- are no keywords of JSON Schema.
  if (code === "misspelt-keyword" && message.startsWith('"x-')) return "unknown-extension";
  return ruleOfCode.get(code) ?? "spec-invalid";
}

const wordFixes = new Set(["misspelt-keyword", "unknown-key", "unknown-type"]);

/** How a finding of the generator can be mended in the text. */
export function carriedFix({ code, hint = "" }: Diagnostic): LintFix | undefined {
  if (code === "boolean-lookalike") return { kind: "quote" };
  if (code === "duplicate-value") return { kind: "remove-item" };
  const word = wordFixes.has(code) ? /^did you mean "([\w$.-]+)"\?$/.exec(hint)?.[1] : undefined;
  return word === undefined ? undefined : { kind: "word", word };
}
