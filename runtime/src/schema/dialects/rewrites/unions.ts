import type { Rewrite, WireDocument, WireOfKind, WireSchema, WireType } from "../dialect.ts";
import { mapWire, targetOf, withDescription, withOrigin, withUnenforced } from "../walk.ts";

/** Says every union as `anyOf`: that at most one option fits is left to the validator. */
export const oneOfToAnyOf: Rewrite = (document) => {
  const unenforced: string[] = [];
  const rewritten = mapWire(document, (schema) => {
    if (schema.kind !== "union" || schema.keyword === "anyOf") return schema;
    if (!isTagged(document, schema)) unenforced.push(`oneOf at ${schema.pointer}`);
    return { ...schema, keyword: "anyOf" };
  });
  return withUnenforced(rewritten, unenforced);
};

/** Whether no value can fit two options, since all are objects that require a property with a value of their own. */
function isTagged({ definitions }: WireDocument, union: WireOfKind<"union">): boolean {
  const objects = union.options.map((option) => targetOf(definitions, option));
  const [first] = objects;
  if (first?.kind !== "object") return false;
  return first.properties.some(({ name }) => {
    const values = objects.map((object) => {
      const property =
        object.kind === "object"
          ? object.properties.find((candidate) => candidate.name === name && candidate.required)
          : undefined;
      const schema = property === undefined ? undefined : targetOf(definitions, property.schema);
      return schema?.kind === "literal" && schema.values.length === 1 ? JSON.stringify(schema.values[0]) : undefined;
    });
    return !values.includes(undefined) && new Set(values).size === values.length;
  });
}

/** Spreads a union inside a union, which means the same and counts as one. */
export const flattenUnions: Rewrite = (document) =>
  mapWire(document, (schema) => {
    if (schema.kind !== "union") return schema;
    const spreads = (option: WireSchema): option is WireOfKind<"union"> =>
      option.kind === "union" &&
      option.keyword === schema.keyword &&
      option.description === undefined &&
      option.extras === undefined &&
      option.notes.length === 0;
    if (!schema.options.some(spreads)) return schema;
    return { ...schema, options: schema.options.flatMap((option) => (spreads(option) ? option.options : [option])) };
  });

/** Says several scalar types as a union of one each, for dialects in which `type` is one name. */
export const typeListsToAnyOf: Rewrite = (document) =>
  mapWire(document, (schema) => {
    if (schema.kind !== "scalar" || schema.types.length < 2) return schema;
    const { description: _description, notes: _notes, extras, ...own } = schema;
    const options = schema.types.map((type): WireSchema => {
      const constraints = Object.entries(schema.constraints).filter(([keyword]) => speaksOf(keyword, type));
      const { form: _form, ...unformed } = own;
      // Where the string is JSON text, null is no text.
      const option = type === "string" ? own : unformed;
      return { ...option, notes: [], types: [type], constraints: Object.fromEntries(constraints) };
    });
    return {
      pointer: schema.pointer,
      ...withDescription(schema),
      notes: schema.notes,
      constraints: {},
      ...(extras === undefined ? {} : { extras }),
      kind: "union",
      keyword: "anyOf",
      options,
    };
  });

const numeric: ReadonlySet<string> = new Set([
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
]);

function speaksOf(keyword: string, type: WireType): boolean {
  if (numeric.has(keyword)) return type === "number" || type === "integer";
  return type === "string";
}

/** Says that null is allowed with the keyword `nullable`, for dialects in which null is no type. */
export const nullToKeyword: Rewrite = (document) =>
  mapWire(document, (schema) => {
    const extras = { ...schema.extras, nullable: true };
    switch (schema.kind) {
      case "scalar": {
        const types = schema.types.filter((type) => type !== "null");
        return types.length === schema.types.length || types.length === 0 ? schema : { ...schema, types, extras };
      }
      case "literal": {
        const values = schema.values.filter((value) => value !== null);
        return values.length === schema.values.length || values.length === 0 ? schema : { ...schema, values, extras };
      }
      case "union": {
        const options = schema.options.filter((option) => !isNull(option));
        const [only, ...others] = options;
        if (options.length === schema.options.length || only === undefined) return schema;
        if (others.length > 0) return { ...schema, options, extras };
        return {
          ...only,
          ...(schema.form === undefined ? {} : withOrigin(schema)),
          ...withDescription(schema),
          notes: [...only.notes, ...schema.notes],
          extras: { ...only.extras, nullable: true },
        };
      }
      default:
        return schema;
    }
  });

/** Whether a schema allows nothing but null. */
export function isNull(schema: WireSchema): boolean {
  if (schema.kind === "literal") return schema.values.every((value) => value === null);
  return schema.kind === "scalar" && schema.types.every((type) => type === "null");
}
