/** Keywords that refuse some strings, numbers, arrays or objects without saying more about their shape. */
export const constraintsOf = {
  string: ["minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["minItems", "maxItems", "uniqueItems"],
  object: ["minProperties", "maxProperties"],
} as const;

/** Keywords the IR leaves to the validator whole. */
export const unsaidKeywords: readonly string[] = [
  "not",
  "if",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/** Keywords without which a schema beside a `$ref` or a union says nothing about values. */
export const assertionKeywords: ReadonlySet<string> = new Set([
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "type",
  "enum",
  "const",
  "properties",
  "required",
  "additionalProperties",
  "patternProperties",
  "items",
  "prefixItems",
  "additionalItems",
  "minContains",
  "maxContains",
  ...unsaidKeywords,
  ...Object.values(constraintsOf).flat(),
]);

/** The pointer a local `$ref` names, canonically written: `#` or `#/…` without percent escapes. */
export function pointerOfRef(ref: string): string {
  try {
    return decodeURIComponent(ref);
  } catch {
    return ref;
  }
}
