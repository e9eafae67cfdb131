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

/** A schema whose children are what `rewrite` makes of them; the same one where it changes none. */
export function mapChildren(schema: WireSchema, rewrite: (child: WireSchema) => WireSchema): WireSchema {
  switch (schema.kind) {
    case "object": {
      const properties = mapOrKeep(schema.properties, (property) => {
        const inner = rewrite(property.schema);
        return inner === property.schema ? property : { ...property, schema: inner };
      });
      const additional = typeof schema.additional === "object" ? rewrite(schema.additional) : schema.additional;
      const isSame = properties === schema.properties && additional === schema.additional;
      return isSame ? schema : { ...schema, properties, additional };
    }
    case "array": {
      const items = typeof schema.items === "object" ? rewrite(schema.items) : schema.items;
      const prefix = schema.prefix === undefined ? undefined : mapOrKeep(schema.prefix, rewrite);
      if (items === schema.items && prefix === schema.prefix) return schema;
      return { ...schema, items, ...(prefix === undefined ? {} : { prefix }) };
    }
    case "union": {
      const options = mapOrKeep(schema.options, rewrite);
      return options === schema.options ? schema : { ...schema, options };
    }
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

/** The list of what `change` makes of the elements; the same list where it changes none. */
export function mapOrKeep<T>(list: readonly T[], change: (element: T) => T): readonly T[] {
  const changed = list.map(change);
  return changed.some((element, index) => element !== list[index]) ? changed : list;
}

/** Rewrites every schema of a document, inner ones first. A document in which nothing changes stays the same one. */
export function mapWire(document: WireDocument, rewrite: (schema: WireSchema) => WireSchema): WireDocument {
  const definitions = new Map([...document.definitions].map(([id, schema]) => [id, mapSchema(schema, rewrite)]));
  const root = mapSchema(document.root, rewrite);
  const isSame =
    root === document.root && [...definitions].every(([id, schema]) => document.definitions.get(id) === schema);
  return isSame ? document : { ...document, root, definitions };
}

/** A document in which more is left to the validator; the same one where nothing is. */
export function withUnenforced(document: WireDocument, more: readonly string[]): WireDocument {
  return more.length === 0 ? document : { ...document, unenforced: [...document.unenforced, ...more] };
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

/**
 * Makes the function that says whether something holds for what a schema stands for or, where that is a union, for one
 * of its options, unions in unions opened. Each schema is asked once, however many unions share it.
 */
export function askOptions(
  definitions: ReadonlyMap<NodeId, WireSchema>,
  holds: (target: WireSchema) => boolean,
): (schema: WireSchema) => boolean {
  const known = new Map<WireSchema, boolean>();
  const ask = (schema: WireSchema, seen: Set<WireSchema>): boolean => {
    const target = targetOf(definitions, schema);
    const before = known.get(target);
    if (before !== undefined) return before;
    // A circle of options adds nothing.
    if (seen.has(target)) return false;
    seen.add(target);
    const answer = holds(target) || (target.kind === "union" && target.options.some((option) => ask(option, seen)));
    if (answer) known.set(target, true);
    return answer;
  };
  return (schema) => {
    const seen = new Set<WireSchema>();
    const answer = ask(schema, seen);
    // Only now: an option may have been denied because it leads back to one that was still being asked.
    if (!answer) for (const one of seen) known.set(one, false);
    return answer;
  };
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
