import type { Rewrite, WireProperty, WireSchema } from "../dialect.ts";
import { bare, mapWire, withDescription, withOrigin, withUnenforced } from "../walk.ts";

/**
 * Says a map as an array of `{ "key", "value" }` entries, for dialects that know no open names.
 *
 * Inverse: `entries`.
 */
export const mapsToEntries: Rewrite = (document) =>
  mapWire(document, (schema) => {
    if (schema.kind !== "object" || schema.properties.length > 0 || typeof schema.additional !== "object")
      return schema;
    const { minProperties, maxProperties } = schema.constraints;
    return {
      ...withOrigin(schema),
      pointer: schema.pointer,
      ...withDescription(schema),
      notes: [...schema.notes, "each key once"],
      constraints: {
        ...(minProperties === undefined ? {} : { minItems: minProperties }),
        ...(maxProperties === undefined ? {} : { maxItems: maxProperties }),
      },
      kind: "array",
      items: entryOf(schema.additional, schema.pointer),
      form: { kind: "entries" },
    };
  });

function entryOf(value: WireSchema, pointer: string): WireSchema {
  return {
    ...bare(pointer),
    kind: "object",
    properties: [
      { name: "key", required: true, schema: { ...bare(pointer), kind: "scalar", types: ["string"] } },
      { name: "value", required: true, schema: value },
    ],
    additional: false,
  };
}

/**
 * Gives an object with declared and open names one more property that holds the open ones: as entries where their
 * values have a type, as the JSON text of an object where they have none.
 *
 * Inverse: `rest`. It is always written, empty where there are none: a union or an optional property would cost more.
 */
export const openNamesToProperty: Rewrite = (document) => {
  const unenforced: string[] = [];
  const rewritten = mapWire(document, (schema) => {
    if (schema.kind !== "object" || schema.properties.length === 0) return schema;
    const { additional, pointer } = schema;
    if (additional === true) unenforced.push(`additionalProperties at ${pointer}`);
    const holder = typeof additional === "object" ? restAsEntries(additional, pointer) : restAsJson(pointer);
    if (additional === false || additional === "unsaid") return schema;
    const property: WireProperty = {
      name: freeName("other", schema.properties),
      required: true,
      schema: holder,
      holdsRest: true,
    };
    return { ...schema, properties: [...schema.properties, property], additional: false };
  });
  return withUnenforced(rewritten, unenforced);
};

function restAsEntries(value: WireSchema, pointer: string): WireSchema {
  return {
    ...bare(pointer),
    notes: ["all other names, each key once"],
    kind: "array",
    items: entryOf(value, pointer),
  };
}

function restAsJson(pointer: string): WireSchema {
  return {
    ...bare(pointer),
    notes: ["JSON text of an object with all other names, {} when there are none"],
    kind: "scalar",
    types: ["string"],
  };
}

/** A name that none of some properties has. */
function freeName(wish: string, properties: readonly WireProperty[]): string {
  let name = wish;
  while (properties.some((property) => property.name === name)) name += "_";
  return name;
}
