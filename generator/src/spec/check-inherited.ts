import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import type { ParsedPrompt } from "./prompt.ts";
import type { SpecDocument } from "./spec.ts";
import type { PlacedNode } from "./template.ts";

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Refuses optional variables such as `constructor`: a prompt reads `input.constructor`, and every JavaScript object has
 * one, so that the prompt would say what nobody put there.
 */
export function checkInheritedNames(
  document: SpecDocument,
  prompt: ParsedPrompt,
  input: JsonSchema,
): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  walkSchemas(input as Json, "", (schema, pointer) => {
    if (!isRecord(schema) || !isRecord(schema["properties"])) return;
    const { required } = schema;
    for (const name of Object.keys(schema["properties"])) {
      if (!inherited.has(name) || (isList(required) && required.includes(name))) continue;
      findings.push(
        error(
          "inherited-name",
          isRecord(document.value) && "input" in document.value
            ? document.rangeOf(joinPointer(`/input${pointer}`, "properties", name), "key")
            : (firstUse(document, prompt, name) ?? document.rangeOf("/prompt", "key")),
          `every JavaScript object has ${JSON.stringify(name)} already, so an optional variable cannot be called so`,
          "give it another name, or make it required",
        ),
      );
    }
  });
  return findings;
}

/** Where a prompt first speaks of a variable. */
function firstUse(document: SpecDocument, prompt: ParsedPrompt, name: string): SourceRange | undefined {
  const find = (nodes: readonly PlacedNode[]): Exclude<PlacedNode, { kind: "text" }> | undefined => {
    for (const node of nodes) {
      if (node.kind === "text") continue;
      if (node.path[0] === name) return node;
      const inner = node.kind === "if" ? [...node.then, ...node.else] : node.kind === "each" ? node.body : [];
      const found = find(inner);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const { pointer, nodes } of prompt.texts) {
    const use = find(nodes);
    if (use !== undefined) return document.rangeInText(pointer, use.start, use.end);
  }
  return undefined;
}
