import type { Json } from "../../../runtime/src/schema/json.ts";
import type { SchemaObject } from "../../../runtime/src/schema/keywords.ts";
import { isList, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import type { SpecDocument } from "./spec.ts";

/** Finds values of `enum` and `const` that stand there twice, or mean something else to other readers of YAML. */
export function checkValues(document: SpecDocument, node: SchemaObject, pointer: string): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const values = node["enum"];
  if (isList(values)) {
    const seen = new Map<string, number>();
    values.forEach((value, index) => {
      const text = JSON.stringify(value);
      const first = seen.get(text);
      if (first === undefined) seen.set(text, index);
      else
        findings.push(
          error(
            "duplicate-value",
            document.rangeOf(joinPointer(pointer, "enum", index)),
            `${text} is in this enum already`,
            "remove one of the two",
          ),
        );
    });
  }
  const isLookalike = (value: Json | undefined): boolean =>
    typeof value === "string" && /^(?:y|n|yes|no|on|off)$/i.test(value);
  const places = [
    ...(isList(values)
      ? values.flatMap((value, index) => (isLookalike(value) ? [joinPointer(pointer, "enum", index)] : []))
      : []),
    ...(isLookalike(node["const"]) ? [joinPointer(pointer, "const")] : []),
  ];
  for (const place of places) {
    const range = document.rangeOf(place);
    const source = sourceAt(document, range);
    // In quotes there is nothing to confuse.
    if (!isLookalike(source)) continue;
    findings.push(
      warning(
        "boolean-lookalike",
        range,
        `${source} is text here, and a boolean for many other YAML readers`,
        `put it in quotes: "${source}"`,
      ),
    );
  }
  return findings;
}

function sourceAt(document: SpecDocument, range: Diagnostic["range"]): string {
  if (range.start.line !== range.end.line) return "";
  return (document.text.split("\n")[range.start.line - 1] ?? "").slice(range.start.column - 1, range.end.column - 1);
}
