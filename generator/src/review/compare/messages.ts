import { fillTemplate } from "../rules/rule.ts";

const templates: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "property-added-required":
      "Required property `{name}` added[ (position {i} of {n})][ before `{next}`]. Stored outputs, fixtures and fallbacks lack it.",
    "property-added-optional": "Optional property `{name}` added.",
    "property-removed":
      "Property `{name}` ({presence}) removed: readers of `.{name}` break.[ Possibly renamed to `{other}`.]",
    "property-became-optional": "`{name}` may now be missing.",
    "property-became-required": "`{name}` is now always present; stored outputs without it fail.",
    "property-reordered": "Generation order changed: `{name}` now comes {where} `{other}`.[ {explanation}]",
    "additional-properties-opened": "Undeclared keys are now possible; code that spreads or iterates will see them.",
    "additional-properties-closed": "Undeclared keys are no longer accepted.",
    "properties-bound-loosened": "Number of keys: {old} → {new}.",
    "properties-bound-tightened": "Number of keys: {old} → {new}.",
    "property-names-loosened": "Allowed key names: {old} → {new}.",
    "property-names-tightened": "Allowed key names: {old} → {new}.",
    "type-changed": "Type {old} replaced by {new}.",
    "type-widened": "Now also {added}.[ {note}]",
    "type-narrowed": "No longer {removed}.",
    "nullable-added": "May now be null.",
    "nullable-removed": "No longer null.",
    "enum-value-added": "New member `{value}`: exhaustive switches miss it.",
    "enum-value-removed": "Member `{value}` removed.[ {note}]",
    "enum-reordered": "Members reordered; models favour positions.",
    "enum-constraint-added": "Closed to {n} members.",
    "enum-constraint-removed": "Any {type} is possible now.",
    "const-changed": "Fixed value `{old}` became `{new}`.",
    "length-loosened": "Length {old} → {new}.",
    "length-tightened": "Length {old} → {new}.",
    "range-loosened": "Range {old} → {new}.",
    "range-tightened": "Range {old} → {new}.",
    "multiple-of-loosened": "Step {old} → {new}.",
    "multiple-of-tightened": "Step {old} → {new}.",
    "multiple-of-changed": "Step {old} → {new}.",
    "items-loosened": "Array size {old} → {new}.[ {note}]",
    "items-tightened": "Array size {old} → {new}.[ {note}]",
    "unique-items-removed": "Repeats are possible now.",
    "unique-items-added": "Repeats are excluded now.",
    "contains-changed": "Items that must occur changed[: {old} → {new}].",
    "tuple-changed": "Tuple {old} → {new}.",
    "pattern-added": "Pattern added[: `{new}`].",
    "pattern-removed": "Pattern removed[: `{old}`].",
    "pattern-changed": "Pattern changed[; {decision}][, but `{witness}` {result} now].",
    "format-added": "Format added: {new}.",
    "format-removed": "Format removed: {old}.",
    "format-changed": "Format {old} → {new}.",
    "exclusion-tightened": "Excluded values: {old} → {new}.",
    "exclusion-loosened": "Excluded values: {old} → {new}.",
    "union-branch-added": "New variant {label}.",
    "union-branch-removed": "Variant {label} removed.",
    "union-branch-reordered": "Variants reordered; models favour positions.",
    "discriminator-changed": "Variants are told apart by `{new}` instead of `{old}`.",
    "discriminator-lost": "Narrowing by `{tag}` no longer works.",
    "conditional-changed": "Condition changed[: {what}].",
    "schema-unsatisfiable": "Nothing can satisfy this schema.[ {reason}]",
    "compat-unproven": "Could not prove {direction}: {reason}.[ {k} samples found no counter-example.]",
    "export-renamed": "Exported type `{old}` is now `{new}`.",
    "deprecation-changed": "Deprecated: {old} → {new}.",
    "description-changed": "Description changed[: {diff}]",
    "schema-examples-changed": "Examples in the schema changed.",
  }),
);

/** Every rule that a comparison of two schemas can give, as it is named for outputs. */
export const schemaRules: readonly string[] = [...templates.keys()];

/** The message of a difference. Throws on a rule that no comparison of schemas gives. */
export function sayDifference(rule: string, data: Readonly<Record<string, string | undefined>>): string {
  const template = templates.get(rule.replace(/^input-/, ""));
  if (template === undefined) throw new Error(`no comparison of schemas gives "${rule}"`);
  return fillTemplate(template, data);
}
