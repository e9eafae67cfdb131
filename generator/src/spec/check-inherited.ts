import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { walkSchemas } from "./keywords.ts";
import { isList, isRecord, joinPointer } from "./pointer.ts";
import type { Json, JsonSchema } from "./resolved-spec.ts";
import type { SpecDocument } from "./spec.ts";

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Refuses optional variables such as `constructor`: a prompt reads `input.constructor`, and every JavaScript object has
 * one, so that the prompt would say what nobody put there.
 */
export function checkInheritedNames(document: SpecDocument, input: JsonSchema): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  walkSchemas(input as Json, "", (schema, pointer) => {
    if (!isRecord(schema) || !isRecord(schema["properties"])) return;
    const { required } = schema;
    for (const name of Object.keys(schema["properties"])) {
      if (!inherited.has(name) || (isList(required) && required.includes(name))) continue;
      findings.push(
        error(
          "inherited-name",
          document.rangeOf(joinPointer(`/input${pointer}`, "properties", name), "key"),
          `every JavaScript object has ${JSON.stringify(name)} already, so an optional variable cannot be called so`,
          "give it another name, or make it required",
        ),
      );
    }
  });
  return findings;
}
