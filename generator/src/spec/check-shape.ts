import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { ajvForCheckedSchemas } from "./ajv-instances.ts";
import { explainErrors } from "./explain.ts";
import { limits } from "./limits.ts";
import type { SpecDocument } from "./spec.ts";

/** Checks a document against one of the format schemas that ship with the generator, and says in words what is wrong. */
export async function checkShape(document: SpecDocument, format: object): Promise<readonly Diagnostic[]> {
  if (document.value === undefined) return [];
  // The promise is kept, not its value: many documents ask at the same time, and one of them compiles.
  let compiling = compiled.get(format);
  if (compiling === undefined) {
    compiling = ajvForCheckedSchemas("draft-07").then((ajv) => ajv.compile(format));
    compiled.set(format, compiling);
  }
  const validate = await compiling;
  if (validate(document.value)) return [];
  return explainErrors((validate.errors ?? []).slice(0, limits.findings + 1), document.value).map(
    ({ pointer, what, kind, message, hint }) =>
      error(
        kind === "unknown-key" ? "unknown-key" : kind === "missing-key" ? "missing-key" : "wrong-value",
        document.rangeOf(pointer, what),
        message,
        hint,
      ),
  );
}

const compiled = new WeakMap<object, Promise<{ (value: unknown): unknown; errors?: ErrorObject[] | null }>>();
