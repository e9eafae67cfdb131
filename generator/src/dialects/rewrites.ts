import type { NodeId } from "../ir/ir.ts";
import type { Json } from "../spec/resolved-spec.ts";
import type { Rewrite, WireDocument, WireOfKind, WireSchema } from "./dialect.ts";
import { allSchemas, childrenOfWire } from "./wire.ts";

/** Rewrites every schema of a document, inner ones first. */
function mapWire(document: WireDocument, rewrite: (schema: WireSchema) => WireSchema): WireDocument {
  const definitions = new Map([...document.definitions].map(([id, schema]) => [id, mapSchema(schema, rewrite)]));
  return { ...document, root: mapSchema(document.root, rewrite), definitions };
}

function mapSchema(schema: WireSchema, rewrite: (schema: WireSchema) => WireSchema): WireSchema {
  const inner = (child: WireSchema): WireSchema => mapSchema(child, rewrite);
  switch (schema.kind) {
    case "object":
      return rewrite({
        ...schema,
        properties: schema.properties.map((property) => ({ ...property, schema: inner(property.schema) })),
        additional: typeof schema.additional === "object" ? inner(schema.additional) : schema.additional,
      });
    case "array":
      return rewrite({
        ...schema,
        items: inner(schema.items),
        ...(schema.prefix === undefined ? {} : { prefix: schema.prefix.map(inner) }),
      });
    case "union":
      return rewrite({ ...schema, options: schema.options.map(inner) });
    case "any":
    case "scalar":
    case "literal":
    case "reference":
      return rewrite(schema);
  }
}

/** The definition a schema stands for, through references. */
function targetOf(document: WireDocument, schema: WireSchema): WireSchema {
  const seen = new Set<NodeId>();
  let current = schema;
  while (current.kind === "reference" && !seen.has(current.to)) {
    seen.add(current.to);
    current = document.definitions.get(current.to) ?? current;
  }
  return current;
}

/** Allows no names besides the declared ones. What the spec left open is then not written by the model, which is valid. */
export const closeObjects: Rewrite = (document) =>
  mapWire(document, (schema) => (schema.kind === "object" ? { ...schema, additional: false } : schema));

/**
 * Says a map as an array of `{ "key", "value" }` entries, for dialects that know no open names.
 *
 * Inverse: `entries`. An object with both declared and open names keeps only the declared ones.
 */
export const mapsToEntries: Rewrite = (document) => {
  const entries: NodeId[] = [];
  const rewritten = mapWire(document, (schema) => {
    if (schema.kind !== "object" || schema.properties.length > 0 || schema.additional === false) return schema;
    const { pointer, origin } = schema;
    if (origin !== undefined) entries.push(origin);
    const bare = { pointer, notes: [], constraints: {} };
    const { minProperties, maxProperties } = schema.constraints;
    return {
      ...withDescription(schema),
      ...(origin === undefined ? {} : { origin }),
      pointer,
      notes: [...schema.notes, "each key once"],
      constraints: {
        ...(minProperties === undefined ? {} : { minItems: minProperties }),
        ...(maxProperties === undefined ? {} : { maxItems: maxProperties }),
      },
      kind: "array",
      items: {
        ...bare,
        kind: "object",
        properties: [
          { name: "key", required: true, schema: { ...bare, kind: "scalar", types: ["string"] } },
          {
            name: "value",
            required: true,
            schema: typeof schema.additional === "object" ? schema.additional : { ...bare, kind: "any" },
          },
        ],
        additional: false,
      },
    };
  });
  return { ...rewritten, inverse: { ...document.inverse, entries: [...document.inverse.entries, ...entries] } };
};

function withDescription(schema: WireSchema): { readonly description?: string } {
  return schema.description === undefined ? {} : { description: schema.description };
}

/**
 * Requires every property; what was optional may be null instead.
 *
 * Inverse: `nullMeansAbsent`, except where the spec allows null itself: there null stays null.
 */
export const requireEverything: Rewrite = (document) => {
  const absent = new Map(document.inverse.nullMeansAbsent);
  const rewritten = mapWire(document, (schema) => {
    if (schema.kind !== "object") return schema;
    const names: string[] = [];
    const properties = schema.properties.map((property) => {
      if (property.required) return property;
      if (allowsNull(document, property.schema)) return { ...property, required: true };
      names.push(property.name);
      return { ...property, required: true, schema: nullable(property.schema) };
    });
    if (names.length > 0 && schema.origin !== undefined) absent.set(schema.origin, names);
    return { ...schema, properties };
  });
  return { ...rewritten, inverse: { ...document.inverse, nullMeansAbsent: absent } };
};

function allowsNull(document: WireDocument, schema: WireSchema, seen: ReadonlySet<WireSchema> = new Set()): boolean {
  const target = targetOf(document, schema);
  if (seen.has(target)) return false;
  switch (target.kind) {
    case "any":
      return true;
    case "scalar":
      return target.types.includes("null");
    case "literal":
      return target.values.includes(null);
    case "union":
      return target.options.some((option) => allowsNull(document, option, new Set([...seen, target])));
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
      const { description: _description, ...bare } = schema;
      return {
        ...withDescription(schema),
        pointer: schema.pointer,
        notes: [],
        constraints: {},
        kind: "union",
        keyword: "anyOf",
        options: [bare, nullSchema(schema.pointer)],
      };
    }
  }
}

function nullSchema(pointer: string): WireSchema {
  return { pointer, notes: [], constraints: {}, kind: "scalar", types: ["null"] };
}

/** Says every union as `anyOf`: that at most one option fits is left to the validator. */
export const oneOfToAnyOf: Rewrite = (document) => {
  const unenforced: string[] = [];
  const rewritten = mapWire(document, (schema) => {
    if (schema.kind !== "union" || schema.keyword === "anyOf") return schema;
    if (!isTagged(document, schema)) unenforced.push(`oneOf at ${schema.pointer}`);
    return { ...schema, keyword: "anyOf" };
  });
  return { ...rewritten, unenforced: [...rewritten.unenforced, ...unenforced] };
};

/** Whether no value can fit two options, since all are objects that require a property with a value of their own. */
function isTagged(document: WireDocument, union: WireOfKind<"union">): boolean {
  const objects = union.options.map((option) => targetOf(document, option));
  const [first] = objects;
  if (first?.kind !== "object") return false;
  return first.properties.some(({ name }) => {
    const values = objects.map((object) => {
      const property =
        object.kind === "object"
          ? object.properties.find((candidate) => candidate.name === name && candidate.required)
          : undefined;
      const schema = property === undefined ? undefined : targetOf(document, property.schema);
      return schema?.kind === "literal" && schema.values.length === 1 ? JSON.stringify(schema.values[0]) : undefined;
    });
    return !values.includes(undefined) && new Set(values).size === values.length;
  });
}

/** Spreads a union inside a union, which means the same and counts as one. */
export const flattenUnions: Rewrite = (document) =>
  mapWire(document, (schema) => {
    if (schema.kind !== "union") return schema;
    const options = schema.options.flatMap((option) =>
      option.kind === "union" &&
      option.keyword === schema.keyword &&
      option.description === undefined &&
      option.notes.length === 0
        ? option.options
        : [option],
    );
    return { ...schema, options };
  });

/**
 * Says a tuple as a list whose items are any of its elements, for dialects without `prefixItems`. The description
 * tells the model the order; the validator enforces it.
 */
export const tuplesToLists: Rewrite = (document) => {
  const unenforced: string[] = [];
  const rewritten = mapWire(document, (schema) => {
    if (schema.kind !== "array" || schema.prefix === undefined) return schema;
    unenforced.push(`prefixItems at ${schema.pointer}`);
    const { prefix, ...list } = schema;
    const { pointer } = schema;
    const { maxItems } = schema.constraints;
    const closed = typeof maxItems === "number" && maxItems <= prefix.length;
    const options = unique(closed ? prefix : [...prefix, schema.items]);
    const [only] = options;
    const items: WireSchema =
      options.length === 1 && only !== undefined
        ? only
        : { pointer, notes: [], constraints: {}, kind: "union", keyword: "anyOf", options };
    const order = prefix.map((item, index) => `${index + 1} ${nameOf(document, item)}`).join(", ");
    return { ...list, items, notes: [...schema.notes, `in this order: ${order}`] };
  });
  return { ...rewritten, unenforced: [...rewritten.unenforced, ...unenforced] };
};

function unique(schemas: readonly WireSchema[]): readonly WireSchema[] {
  return [
    ...new Map(
      schemas.map((schema) => [JSON.stringify({ ...schema, origin: undefined, pointer: undefined }), schema]),
    ).values(),
  ];
}

function nameOf(document: WireDocument, schema: WireSchema): string {
  if (schema.description !== undefined) return schema.description;
  const target = targetOf(document, schema);
  if (target.kind === "scalar") return target.types.join(" or ");
  if (target.kind === "literal") return target.values.map((value) => JSON.stringify(value)).join(" or ");
  return target.kind;
}

/**
 * Puts the root under the one property `value`, for dialects that want an object at the root.
 *
 * Inverse: `wrapper`.
 */
export const wrapRoot: Rewrite = (document) => {
  const { root } = document;
  if (root.kind === "object") return document;
  const isReferenced =
    root.origin !== undefined &&
    allSchemas(document).some((schema) => schema.kind === "reference" && schema.to === root.origin);
  const schema: WireSchema =
    isReferenced && root.origin !== undefined
      ? { pointer: "#", notes: [], constraints: {}, kind: "reference", to: root.origin }
      : root;
  return {
    ...document,
    root: {
      pointer: "#",
      notes: [],
      constraints: {},
      kind: "object",
      properties: [{ name: "value", required: true, schema }],
      additional: false,
    },
    inverse: { ...document.inverse, wrapper: "value" },
  };
};

/** Puts what references lead to in their place. What leads back to itself keeps its reference, or makes the schema unusable. */
export function inlineReferences(recursion: "keep" | "refuse"): Rewrite {
  return (document) => {
    const recursive = recursiveNodes(document);
    if (recursive.size > 0 && recursion === "refuse")
      return { ...document, unusable: "it is recursive, and this dialect has no recursion" };
    // Shared definitions multiply when they are inlined; past this size the references stay.
    let budget = maxInlined;
    const inline = (schema: WireSchema): WireSchema =>
      mapSchema(schema, (inner) => {
        if (inner.kind !== "reference" || recursive.has(inner.to)) return inner;
        const target = document.definitions.get(inner.to);
        if (target === undefined || budget <= 0) return inner;
        budget--;
        const whole = inline(target);
        return {
          ...whole,
          ...withDescription(whole),
          ...withDescription(inner),
          constraints: { ...whole.constraints, ...inner.constraints },
        };
      });
    const root = inline(document.root);
    const definitions = new Map(
      [...document.definitions].map(([id, schema]) => [id, recursive.has(id) ? inline(schema) : schema]),
    );
    if (budget <= 0 && recursion === "refuse")
      return { ...document, unusable: "its shared definitions are used too often to be written out" };
    return { ...document, root, definitions };
  };
}

const maxInlined = 300;

/** Refuses schemas that lead back to themselves. */
export const refuseRecursion: Rewrite = (document) =>
  recursiveNodes(document).size === 0
    ? document
    : { ...document, unusable: "it is recursive, and this dialect has no recursion" };

/** The definitions that lead back to themselves. */
function recursiveNodes(document: WireDocument): ReadonlySet<NodeId> {
  const below = new Map<NodeId, ReadonlySet<NodeId>>();
  const direct = (schema: WireSchema): readonly NodeId[] => [
    ...(schema.kind === "reference" ? [schema.to] : []),
    ...childrenOfWire(schema).flatMap(direct),
  ];
  for (const [id, schema] of document.definitions) below.set(id, new Set(direct(schema)));
  const reaches = (from: NodeId, to: NodeId): boolean => {
    const seen = new Set<NodeId>();
    const stack = [...(below.get(from) ?? [])];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next === to) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(...(below.get(next) ?? []));
    }
    return false;
  };
  return new Set([...below.keys()].filter((id) => reaches(id, id)));
}

/** Refuses a schema with a place that says nothing: the dialect would make the model write `{}` there, or reject it. */
export const refuseAnything: Rewrite = (document) => {
  const place = allSchemas(document).find((schema) => schema.kind === "any");
  return place === undefined
    ? document
    : { ...document, unusable: `it allows any value at ${place.pointer}, which this dialect cannot say` };
};

/** Refuses values of `enum` and `const` that are objects or lists, for dialects that take only primitive ones. */
export const refuseStructuredValues: Rewrite = (document) => {
  const place = allSchemas(document).find(
    (schema) => schema.kind === "literal" && schema.values.some((value) => typeof value === "object" && value !== null),
  );
  return place === undefined
    ? document
    : {
        ...document,
        unusable: `it lists an object or array among the values at ${place.pointer}, and this dialect takes only primitive ones`,
      };
};

/** What a constraint becomes in a dialect: kept, or said in words. */
export type Fate = "keep" | "say";

/**
 * Moves the constraints a dialect has no keyword for into the description, as words, and records that nothing but the
 * validator enforces them.
 */
export function moveConstraints(fateOf: (keyword: string, value: Json, schema: WireSchema) => Fate): Rewrite {
  return (document) => {
    const unenforced: string[] = [];
    const rewritten = mapWire(document, (schema) => {
      const kept: [string, Json][] = [];
      const notes: string[] = [];
      for (const [keyword, value] of Object.entries(schema.constraints)) {
        const fate = fateOf(keyword, value, schema);
        if (fate === "keep") {
          kept.push([keyword, value]);
          continue;
        }
        unenforced.push(`${keyword} at ${schema.pointer}`);
        notes.push(inWords(keyword, value));
      }
      return { ...schema, constraints: Object.fromEntries(kept), notes: [...schema.notes, ...notes] };
    });
    return { ...rewritten, unenforced: [...rewritten.unenforced, ...unenforced] };
  };
}

function inWords(keyword: string, value: Json): string {
  return value === true ? keyword : `${keyword} ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

/** Leaves nothing beside a `$ref`: descriptions are dropped, or kept by putting the reference into an `anyOf` of one. */
export function bareReferences(siblings: "drop" | "wrap"): Rewrite {
  return (document) =>
    mapWire(document, (schema) => {
      if (schema.kind !== "reference") return schema;
      const bare: WireSchema = {
        pointer: schema.pointer,
        notes: [],
        constraints: {},
        kind: "reference",
        to: schema.to,
      };
      const hasSiblings = schema.description !== undefined || schema.notes.length > 0;
      if (siblings === "drop" || !hasSiblings) return bare;
      return { ...schema, kind: "union", keyword: "anyOf", options: [bare], constraints: {} };
    });
}
