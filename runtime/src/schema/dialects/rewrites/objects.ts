import type { Rewrite, WireDocument, WireProperty, WireSchema } from "../dialect.ts";
import { askOptions, mapOrKeep, mapWire, targetOf, withDescription } from "../walk.ts";
import { askForStrings, sayAsJson } from "./json-text.ts";

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
export const requireEverything: Rewrite = (document) => {
  const nulls = askForNulls(document);
  return mapWire(document, (schema) => {
    if (schema.kind !== "object") return schema;
    const properties = mapOrKeep(schema.properties, (property) => requireProperty(nulls, property));
    return properties === schema.properties ? schema : { ...schema, properties };
  });
};

function requireProperty(nulls: Nulls, property: WireProperty): WireProperty {
  if (property.required) return property;
  const keepsNull = property.refusesNull !== true && nulls.areAllowed(property.schema);
  return {
    ...property,
    required: true,
    absent: keepsNull ? "never" : "null",
    schema: nulls.areWritten(property.schema) ? property.schema : nullable(property.schema),
  };
}

/** Requires at least one property of every object, for dialects that insist: an optional scalar that may be null instead. */
export const requireSomething: Rewrite = (document) => {
  const nulls = askForNulls(document);
  return mapWire(document, (schema) => {
    if (schema.kind !== "object" || schema.properties.length === 0) return schema;
    if (schema.properties.some((property) => property.required)) return schema;
    const scalars = schema.properties.filter(({ schema: { kind } }) => kind === "scalar" || kind === "literal");
    const chosen = scalars.find((property) => !nulls.areAllowed(property.schema)) ?? scalars[0];
    if (chosen === undefined) return sayAsJson(document, schema);
    const properties = schema.properties.map((property) =>
      property === chosen ? requireProperty(nulls, property) : property,
    );
    return { ...schema, properties };
  });
};

/** What a document says of null at a place. */
interface Nulls {
  /** Whether null is one of the authored values, so that it cannot say that the value is absent. */
  areAllowed(schema: WireSchema): boolean;
  /** Whether null can be written. */
  areWritten(schema: WireSchema): boolean;
}

function askForNulls({ definitions, authored }: WireDocument): Nulls {
  const isNullable = (target: WireSchema): boolean => {
    if (target.kind === "literal") return target.values.includes(null);
    return target.kind === "any" || (target.kind === "scalar" && target.types.includes("null"));
  };
  const areWritten = askOptions(definitions, isNullable);
  const areAuthored = askOptions(authored, isNullable);
  const couldBeString = askForStrings({ authored });
  return {
    areWritten,
    areAllowed(schema) {
      const target = targetOf(definitions, schema);
      if (target.form?.kind !== "json") return areWritten(target);
      // What is JSON text everywhere says null as "null".
      const { of } = target.form;
      return !couldBeString(of) && areAuthored(of);
    },
  };
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
