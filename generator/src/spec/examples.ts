import { createContext, Script } from "node:vm";
import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { ajvForCheckedSchemas } from "./ajv-instances.ts";
import { explainErrors } from "./explain.ts";
import { isList, isRecord, joinPointer } from "./pointer.ts";
import type { Draft, Json, JsonSchema } from "./resolved-spec.ts";
import type { SpecDocument } from "./spec.ts";

/** Patterns are untrusted: one that backtracks for ever ends here. */
const timeLimitMs = 1000;

/** Checks the few-shot examples of a spec against its resolved schemas. Findings stand at the example's own text. */
export async function checkExamples(
  document: SpecDocument,
  schemas: { readonly draft: Draft; readonly output: JsonSchema; readonly input?: JsonSchema },
): Promise<readonly Diagnostic[]> {
  const examples = isRecord(document.value) ? document.value["examples"] : undefined;
  if (!isList(examples) || examples.length === 0) return [];
  const ajv = await ajvForCheckedSchemas(schemas.draft);
  const findings: Diagnostic[] = [
    warning(
      "examples-not-sent",
      document.rangeOf("/examples", "key"),
      "examples are checked here and not shown to models yet",
      "write them into the prompt, if models should see them",
    ),
  ];

  const check = (kind: "output" | "input", schema: JsonSchema): void => {
    let validate: Validate;
    try {
      validate = ajv.compile(schema);
    } catch {
      return; // A schema that does not compile has findings of its own.
    }
    // One example that ran out of time is enough: the others would meet the same pattern.
    let isSlow = false;
    examples.forEach((example, index) => {
      if (isSlow || !isRecord(example) || !(kind in example)) return;
      const base = joinPointer("/examples", index, kind);
      const value = example[kind] ?? null;
      const errors = withTimeLimit(validate, value);
      if (errors === "timeout") {
        findings.push(
          error(
            "slow-pattern",
            document.rangeOf(base, "key"),
            `checking this example takes more than ${timeLimitMs / 1000} s`,
            "a pattern in the schema backtracks without end: make it simpler",
          ),
        );
        isSlow = true;
        return;
      }
      for (const { pointer, what, message, hint } of explainErrors(errors, value)) {
        findings.push(
          error(
            "example-mismatch",
            document.rangeOf(base + pointer, what),
            `${message.replace(/^the value /, `the example's ${kind} `).replace(/ the value$/, ` the example's ${kind}`)}`,
            hint,
          ),
        );
      }
    });
  };
  check("output", schemas.output);
  if (schemas.input !== undefined) check("input", schemas.input);
  const missing =
    schemas.input === undefined
      ? []
      : examples.flatMap((example, index) => (isRecord(example) && !("input" in example) ? [index] : []));
  for (const index of missing) {
    findings.push(
      error(
        "example-mismatch",
        document.rangeOf(joinPointer("/examples", index)),
        "this example has no input, and the prompt has variables",
        "add `input:` with a value for each",
      ),
    );
  }
  return findings;
}

interface Validate {
  (value: unknown): unknown;
  errors?: ErrorObject[] | null | undefined;
}

/** Runs a validator so that even an endless regular expression gives back control. */
function withTimeLimit(validate: Validate, value: Json): readonly ErrorObject[] | "timeout" {
  const context = createContext({ validate, value });
  try {
    const valid: unknown = new Script("validate(value)").runInContext(context, { timeout: timeLimitMs });
    if (valid instanceof Promise) {
      // Only "$async" does this, and it is refused.
      valid.catch(() => undefined);
      return [];
    }
    return valid === true ? [] : (validate.errors ?? []);
  } catch {
    return "timeout";
  }
}
