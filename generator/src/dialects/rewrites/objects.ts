import type { Rewrite, WireDocument, WireProperty, WireSchema } from "../dialect.ts";
import { mapOrKeep, mapWire, targetOf, withDescription } from "../walk.ts";
import { couldBeString, sayAsJson } from "./json-text.ts";

/** Allows no names besides the declared ones. */
export const closeObjects: Rewrite = (document) =>
  mapWire(document, (schema) =>
    schema.kind === "object" && schema.additional !== false ? { ...schema, additional: false } : schema,
  );

/** Leaves out whether other names are allowed, for dialects without `additionalProperties`. */
export const leaveOpennessUnsaid: Rewrite = (document) =>
  mapWire(document, (schema) => (schema.kind === "object" ? { ...schema, additional: "unsaid" } : schema));

/**
 * Requires every property; what was optional may be null instead.
 *
 * Inverse: `nullMeansAbsent`, except where the spec allows null itself: there null stays null, as no third value is
 * left to tell the two apart.
 */
export const requireEverything: Rewrite = (document) =>
  mapWire(document, (schema) => {
    if (schema.kind !== "object") return schema;
    const properties = mapOrKeep(schema.properties, (property) => requireProperty(document, property));
    return properties === schema.properties ? schema : { ...schema, properties };
  });

function requireProperty(document: WireDocument, property: WireProperty): WireProperty {
  if (property.required) return property;
  const keepsNull = property.refusesNull !== true && allowsNull(document, property.schema);
  return {
    ...property,
    required: true,
    absent: keepsNull ? "never" : "null",
    schema: writesNull(document, property.schema) ? property.schema : nullable(property.schema),
  };
}

/** Requires at least one property of every object, for dialects that insist: an optional scalar that may be null instead. */
export const requireSomething: Rewrite = (document) =>
  mapWire(document, (schema) => {
    if (schema.kind !== "object" || schema.properties.length === 0) return schema;
    if (schema.properties.some((property) => property.required)) return schema;
    const scalars = schema.properties.filter(({ schema: { kind } }) => kind === "scalar" || kind === "literal");
    const chosen = scalars.find((property) => !allowsNull(document, property.schema)) ?? scalars[0];
    if (chosen === undefined) return sayAsJson(document, schema);
    const properties = schema.properties.map((property) =>
      property === chosen ? requireProperty(document, property) : property,
    );
    return { ...schema, properties };
  });

/** Whether null is one of the authored values at a place, so that it cannot say that the value is absent. */
function allowsNull(document: WireDocument, schema: WireSchema): boolean {
  const target = targetOf(document.definitions, schema);
  if (target.form?.kind !== "json") return writesNull(document, target);
  // What is JSON text everywhere says null as "null".
  const { of } = target.form;
  return !couldBeString(document, of) && writesNull({ ...document, definitions: document.authored }, of);
}

/** Whether null can be written at a place. */
function writesNull(document: WireDocument, schema: WireSchema, seen = new Set<WireSchema>()): boolean {
  const target = targetOf(document.definitions, schema);
  if (seen.has(target)) return false;
  seen.add(target);
  switch (target.kind) {
    case "any":
      return true;
    case "scalar":
      return target.types.includes("null");
    case "literal":
      return target.values.includes(null);
    case "union":
      return target.options.some((option) => writesNull(document, option, seen));
    case "object":
    case "array":
    case "reference":
      return false;
  }
}

function nullable(schema: WireSchema): WireSchema {
  switch (schema.kind) {
    case "scalar":
      return { ...schema, types: [...schema.types, "null"] };
    case "literal":
      return { ...schema, keyword: "enum", values: [...schema.values, null] };
    case "union":
      return { ...schema, options: [...schema.options, nullSchema(schema.pointer)] };
    case "any":
      return schema;
    case "object":
    case "array":
    case "reference": {
      const { description: _description, ...inner } = schema;
      return {
        ...withDescription(schema),
        pointer: schema.pointer,
        notes: [],
        constraints: {},
        kind: "union",
        keyword: "anyOf",
        options: [inner, nullSchema(schema.pointer)],
      };
    }
  }
}

function nullSchema(pointer: string): WireSchema {
  return { pointer, notes: [], constraints: {}, kind: "scalar", types: ["null"] };
}

/** Says the order of properties in a keyword of its own, for models that do not take it from the schema's. */
export const orderProperties: Rewrite = (document) =>
  mapWire(document, (schema) =>
    schema.kind === "object" && schema.properties.length > 1
      ? { ...schema, extras: { ...schema.extras, propertyOrdering: schema.properties.map(({ name }) => name) } }
      : schema,
  );
