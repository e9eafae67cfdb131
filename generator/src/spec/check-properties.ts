import type { SchemaObject, Subschema } from "../../../runtime/src/schema/keywords.ts";
import { isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { warning } from "../diagnostics/finding.ts";
import { limits } from "./limits.ts";
import { isBefore } from "./positions.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";

/** JavaScript objects keep names such as "2024" first and in numeric order, whatever was written. */
export function checkOrder(document: SpecDocument, node: SchemaObject, pointer: string): Diagnostic[] {
  const { properties } = node;
  if (!isRecord(properties) || !Object.keys(properties).some((name) => /^\d+$/.test(name))) return [];
  const kept = Object.keys(properties).map((name) => ({
    name,
    range: document.rangeOf(joinPointer(pointer, "properties", name), "key"),
  }));
  for (const [index, { name, range }] of kept.entries()) {
    // The first that was moved to the front of something written above it.
    const passed = kept.slice(index + 1).find((later) => isBefore(later.range.start, range.start));
    if (passed === undefined) continue;
    return [
      warning(
        "numeric-key-order",
        range,
        `${JSON.stringify(name)} comes before ${JSON.stringify(passed.name)} for models and in types: JavaScript keeps number-like names first, in numeric order`,
        `write them in that order, or give the name a letter: ${JSON.stringify(`n${name}`)}`,
      ),
    ];
  }
  return [];
}

/** Finds names in `required` that no property has. */
export function checkRequired(
  document: SpecDocument,
  node: SchemaObject,
  pointer: string,
  via?: Subschema,
): Diagnostic[] {
  const { required, properties, patternProperties } = node;
  // Inside a union or a condition the names usually belong to the schema around it.
  if (!isList(required) || !isRecord(properties) || isRecord(patternProperties) || via?.inPlace === true) return [];
  if ("$ref" in node || "allOf" in node || "anyOf" in node || "oneOf" in node) return [];
  const names = Object.keys(properties);
  const asked = new Set(required);
  const free = names.filter((other) => !asked.has(other));
  return required.slice(0, limits.findings + 1).flatMap((name, index) => {
    if (typeof name !== "string" || Object.hasOwn(properties, name)) return [];
    const hint =
      didYouMean(name, free) ?? didYouMean(name, names) ?? 'describe it under "properties", or remove it here';
    return [
      warning(
        "required-without-property",
        document.rangeOf(joinPointer(pointer, "required", index)),
        `${JSON.stringify(name)} is required but has no entry under "properties"`,
        hint,
      ),
    ];
  });
}
