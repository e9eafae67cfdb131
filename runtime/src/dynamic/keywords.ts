/** Keywords that refuse some values of a type without saying more about their form. */
export const constraintsOf = {
  string: ["minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["minItems", "maxItems", "uniqueItems"],
  object: ["minProperties", "maxProperties"],
} as const;

/** Keywords that, beside `properties`, look at names that are not declared. DESIGN section 2, "Closed or open". */
export const openingKeywords: readonly string[] = [
  ...["patternProperties", "minProperties", "maxProperties", "propertyNames"],
  ...["unevaluatedProperties", "unevaluatedItems", "not", "if"],
  ...["dependencies", "dependentRequired", "dependentSchemas"],
];

/** Keywords without which a schema says nothing about values. */
export const assertions: ReadonlySet<string> = new Set([
  ...["$ref", "allOf", "anyOf", "oneOf", "type", "enum", "const", "properties", "required", "additionalProperties"],
  ...["items", "prefixItems", "additionalItems", "contains", "minContains", "maxContains"],
  ...openingKeywords,
  ...Object.values(constraintsOf).flat(),
]);

/** Keywords that name properties, or lead to schemas that do. */
export const namingKeywords: readonly string[] = [
  ...["$ref", "allOf", "anyOf", "oneOf", "properties", "required", "items", "prefixItems", "additionalItems"],
  ...["additionalProperties", ...openingKeywords],
];

/** Keywords that have no place in a shape and can be said in words. */
export const unsaidKeywords: readonly string[] = [
  ...["not", "if", "then", "else", "dependencies", "dependentRequired", "dependentSchemas"],
  ...["contains", "propertyNames"],
];
