import type { Rewrite, WireOfKind, WireProperty, WireSchema } from "../dialect.ts";
import { bare, mapWire, withDescription, withOrigin, withUnenforced } from "../walk.ts";

/**
 * Says a tuple as an object with a property for each element, for dialects without `prefixItems`.
 *
 * Inverse: `tuples`. Elements that may be missing are optional properties.
 */
export const tuplesToObjects: Rewrite = tuplesAsObjects(() => true);

/** The same for those tuples only that go on after their first elements, for dialects that know closed ones. */
export const openTuplesToObjects: Rewrite = tuplesAsObjects((tuple) => tuple.items !== false);

function tuplesAsObjects(picks: (tuple: WireOfKind<"array">) => boolean): Rewrite {
  return (document) => {
    const unenforced: string[] = [];
    const rewritten = mapWire(document, (schema) => {
      if (schema.kind !== "array" || schema.prefix === undefined || !picks(schema)) return schema;
      if (schema.constraints["uniqueItems"] === true) unenforced.push(`uniqueItems at ${schema.pointer}`);
      return tupleAsObject(schema, schema.prefix);
    });
    return withUnenforced(rewritten, unenforced);
  };
}

function tupleAsObject(tuple: WireOfKind<"array">, prefix: readonly WireSchema[]): WireSchema {
  const { minItems, maxItems, uniqueItems } = tuple.constraints;
  const least = typeof minItems === "number" ? minItems : 0;
  const names = prefix.map((_, index) => `item_${index + 1}`);
  const elements = prefix.map(
    (schema, index): WireProperty => ({ name: names[index] ?? "", required: index < least, schema }),
  );
  const rest = typeof tuple.items === "object" ? restOf(tuple, tuple.items, prefix.length, least, maxItems) : undefined;
  return {
    ...withOrigin(tuple),
    pointer: tuple.pointer,
    ...withDescription(tuple),
    notes: [
      ...tuple.notes,
      ...(least < prefix.length - 1 ? ["no item after one that is missing"] : []),
      ...(uniqueItems === true ? ["uniqueItems"] : []),
    ],
    constraints: {},
    kind: "object",
    properties: [...elements, ...(rest === undefined ? [] : [rest])],
    additional: false,
    form: { kind: "tuple", names, ...(rest === undefined ? {} : { rest: rest.name }) },
  };
}

/** The property with the elements after the first ones: always written, empty where there are none. */
function restOf(
  tuple: WireOfKind<"array">,
  items: WireSchema,
  length: number,
  least: number,
  maxItems: unknown,
): WireProperty {
  const constraints = {
    ...(least > length ? { minItems: least - length } : {}),
    ...(typeof maxItems === "number" ? { maxItems: maxItems - length } : {}),
  };
  const schema: WireSchema = {
    ...bare(tuple.pointer),
    constraints,
    notes: ["all further items"],
    kind: "array",
    items,
  };
  return { name: "more", required: true, schema };
}

/** Leaves it to `maxItems` that nothing follows a tuple's elements, for dialects in which `items` is a schema. */
export const tuplesClosedByLength: Rewrite = (document) =>
  mapWire(document, (schema) =>
    schema.kind === "array" && schema.items === false ? { ...schema, items: "unsaid" } : schema,
  );
