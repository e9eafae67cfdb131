import type { NodeId } from "../ir/ir.ts";
import type { WireDocument, WireSchema } from "./dialect.ts";

/** The schemas directly inside one. */
export function childrenOfWire(schema: WireSchema): readonly WireSchema[] {
  switch (schema.kind) {
    case "object":
      return [
        ...schema.properties.map((property) => property.schema),
        ...(typeof schema.additional === "object" ? [schema.additional] : []),
      ];
    case "array":
      return [...(schema.prefix ?? []), ...(typeof schema.items === "object" ? [schema.items] : [])];
    case "union":
      return schema.options;
    case "any":
    case "scalar":
    case "literal":
    case "reference":
      return [];
  }
}

/** A schema whose children are what `rewrite` makes of them. */
export function mapChildren(schema: WireSchema, rewrite: (child: WireSchema) => WireSchema): WireSchema {
  switch (schema.kind) {
    case "object":
      return {
        ...schema,
        properties: schema.properties.map((property) => ({ ...property, schema: rewrite(property.schema) })),
        additional: typeof schema.additional === "object" ? rewrite(schema.additional) : schema.additional,
      };
    case "array":
      return {
        ...schema,
        items: typeof schema.items === "object" ? rewrite(schema.items) : schema.items,
        ...(schema.prefix === undefined ? {} : { prefix: schema.prefix.map(rewrite) }),
      };
    case "union":
      return { ...schema, options: schema.options.map(rewrite) };
    case "any":
    case "scalar":
    case "literal":
    case "reference":
      return schema;
  }
}

/** Rewrites a schema and all within it, inner ones first. */
function mapSchema(schema: WireSchema, rewrite: (schema: WireSchema) => WireSchema): WireSchema {
  return rewrite(mapChildren(schema, (child) => mapSchema(child, rewrite)));
}

/** Rewrites every schema of a document, inner ones first. */
export function mapWire(document: WireDocument, rewrite: (schema: WireSchema) => WireSchema): WireDocument {
  const definitions = new Map([...document.definitions].map(([id, schema]) => [id, mapSchema(schema, rewrite)]));
  return { ...document, root: mapSchema(document.root, rewrite), definitions };
}

/** The definition a schema stands for, through references. */
export function targetOf(definitions: ReadonlyMap<NodeId, WireSchema>, schema: WireSchema): WireSchema {
  const seen = new Set<NodeId>();
  let current = schema;
  while (current.kind === "reference" && !seen.has(current.to)) {
    seen.add(current.to);
    current = definitions.get(current.to) ?? current;
  }
  return current;
}

/** Every schema the root leads to, each once. */
export function allSchemas(document: WireDocument): readonly WireSchema[] {
  const found: WireSchema[] = [];
  const seen = new Set<NodeId>();
  const visit = (schema: WireSchema): void => {
    found.push(schema);
    if (schema.kind === "reference") {
      const target = document.definitions.get(schema.to);
      if (seen.has(schema.to) || target === undefined) return;
      seen.add(schema.to);
      // The root and its definition are one schema.
      if (schema.to !== document.root.origin) visit(target);
    }
    for (const child of childrenOfWire(schema)) visit(child);
  };
  visit(document.root);
  return found;
}

/** The options of a union with references and unions inside it opened, each once. */
export function openOptions(definitions: ReadonlyMap<NodeId, WireSchema>, union: WireSchema): readonly WireSchema[] {
  const found = new Set<WireSchema>();
  const opened = new Set<WireSchema>();
  const open = (option: WireSchema): void => {
    const target = targetOf(definitions, option);
    if (target.kind !== "union") found.add(target);
    else if (!opened.has(target)) {
      opened.add(target);
      target.options.forEach(open);
    }
  };
  open(union);
  return [...found];
}

/** A schema that stands for nothing of the IR, ready to be given a kind. */
export function bare(pointer: string): Pick<WireSchema, "pointer" | "notes" | "constraints"> {
  return { pointer, notes: [], constraints: {} };
}

/** The description of a schema, ready to be spread into another. */
export function withDescription(schema: WireSchema): { readonly description?: string } {
  return schema.description === undefined ? {} : { description: schema.description };
}

/** The IR node of a schema, ready to be spread into another. */
export function withOrigin(schema: WireSchema): { readonly origin?: NodeId } {
  return schema.origin === undefined ? {} : { origin: schema.origin };
}
