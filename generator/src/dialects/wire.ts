import type { CompiledDialect, Inverse } from "../../../runtime/src/codec.ts";
import type { DialectName } from "../../../runtime/src/facts/dialects.ts";
import { hasType } from "../ir/conjuncts.ts";
import { type NodeId, resolve, type SchemaIr, type TypeIr } from "../ir/ir.ts";
import type { TypeNames } from "../ir/names.ts";
import type { TableIr } from "../ir/table.ts";
import type { Json } from "../spec/resolved-spec.ts";
import type { Dialect, Rewrite, WireBase, WireDocument, WireSchema, WireType } from "./dialect.ts";

/** A dialect that is a list of rewrites. */
export function createDialect(name: DialectName, rewrites: readonly Rewrite[]): Dialect {
  return {
    name,
    compile({ ir, names, table }) {
      let document = toWire(ir, names);
      for (const rewrite of rewrites) {
        document = rewrite(document);
        if (document.unusable !== undefined) return { unusable: document.unusable };
      }
      return print(document, table);
    },
  };
}

/** Brings the IR into the form rewrites work on. Nothing is lost but what the IR itself left unsaid. */
export function toWire(schema: SchemaIr, names: TypeNames): WireDocument {
  const unenforced: string[] = [];

  function base(type: TypeIr): WireBase {
    unenforced.push(...type.unsaid);
    return {
      origin: type.id,
      pointer: type.sources[0] ?? type.id.replace(/~.*$/, ""),
      ...(type.description === undefined ? {} : { description: type.description }),
      notes: [],
      constraints: type.constraints,
    };
  }

  function convert(type: TypeIr): WireSchema {
    const own = base(type);
    switch (type.kind) {
      case "any":
      case "never":
        return { ...own, kind: "any" };
      case "text":
        return { ...own, kind: "scalar", types: ["string"] };
      case "scalar":
        return { ...own, kind: "scalar", types: type.types };
      case "literal":
        return { ...own, kind: "literal", values: type.values, keyword: type.values.length === 1 ? "const" : "enum" };
      case "object":
        return {
          ...own,
          kind: "object",
          properties: type.properties.flatMap((property) =>
            property.type.kind === "never"
              ? []
              : [{ name: property.name, required: property.required, schema: convert(property.type) }],
          ),
          additional: typeof type.rest === "object" ? convert(type.rest) : type.rest === "keep",
        };
      case "array": {
        const closed = type.items.kind === "never";
        const prefix = type.prefix?.map(convert);
        const length = prefix?.length ?? 0;
        const { maxItems } = own.constraints;
        const items = convert(type.items);
        return {
          ...own,
          ...(closed
            ? {
                constraints: {
                  ...own.constraints,
                  maxItems: typeof maxItems === "number" ? Math.min(maxItems, length) : length,
                },
              }
            : {}),
          kind: "array",
          // Where there are no elements any type will do, and some dialects refuse a schema that says nothing.
          items: closed && prefix === undefined ? { ...items, kind: "scalar", types: ["null"] } : items,
          ...(prefix === undefined ? {} : { prefix }),
        };
      }
      case "union": {
        const options = type.options.map(convert);
        if (type.keyword !== "type") return { ...own, kind: "union", keyword: type.keyword, options };
        return joinScalars(own, options) ?? { ...own, kind: "union", keyword: "anyOf", options };
      }
      case "reference":
        return { ...own, kind: "reference", to: resolve(schema, type)?.id ?? type.to };
    }
  }

  const root = convert(schema.root.kind === "reference" ? (resolve(schema, schema.root) ?? schema.root) : schema.root);
  const definitions = new Map<NodeId, WireSchema>();
  const keys = new Map<NodeId, string>();
  const taken = new Set<string>();
  for (const target of schema.targets.values()) {
    const type = resolve(schema, target);
    if (type === undefined || definitions.has(type.id)) continue;
    definitions.set(type.id, convert(type));
    const wish =
      (names.names.get(type.id) ?? `Type${keys.size + 1}`).replaceAll(/[^A-Za-z0-9_]/g, "") || `Type${keys.size + 1}`;
    let key = wish;
    for (let number = 2; taken.has(key); number++) key = `${wish}${number}`;
    taken.add(key);
    keys.set(type.id, key);
  }
  return {
    root,
    definitions,
    keys,
    inverse: { nullMeansAbsent: new Map(), entries: [] },
    unenforced: [...new Set(unenforced)],
  };
}

/** `["string", "null"]` instead of a union, where the options are scalars and their constraints do not get in each other's way. */
function joinScalars(own: WireBase, options: readonly WireSchema[]): WireSchema | undefined {
  const types: WireType[] = [];
  for (const option of options) {
    if (option.kind !== "scalar") return undefined;
    types.push(...option.types);
  }
  const constraints = Object.assign({}, ...options.map((option) => option.constraints)) as WireBase["constraints"];
  return { ...own, constraints, kind: "scalar", types };
}

/** Prints a document as the runtime is handed it. */
function print(document: WireDocument, table: TableIr): CompiledDialect {
  const schema = JSON.stringify(printDocument(document));
  const inverse = printInverse(document, table);
  const unenforced = [...new Set(document.unenforced)];
  return {
    schema,
    ...(inverse === undefined ? {} : { inverse }),
    ...(unenforced.length === 0 ? {} : { unenforced }),
  };
}

function printInverse({ inverse }: WireDocument, table: TableIr): Inverse | undefined {
  const rowsOf = (id: NodeId): readonly number[] => table.rowsOf.get(id) ?? [];
  const absent = [...inverse.nullMeansAbsent].flatMap(([id, names]) =>
    rowsOf(id).map((row): [number, readonly string[]] => [row, names]),
  );
  const entries = [...new Set(inverse.entries.flatMap(rowsOf))];
  const printed: Inverse = {
    ...(inverse.wrapper === undefined ? {} : { wrapper: inverse.wrapper }),
    ...(absent.length === 0 ? {} : { nullMeansAbsent: Object.fromEntries(absent.sort(([a], [b]) => a - b)) }),
    ...(entries.length === 0 ? {} : { entries: entries.sort((a, b) => a - b) }),
  };
  return Object.keys(printed).length === 0 ? undefined : printed;
}

/** A document as JSON Schema, with its definitions under `$defs`. */
export function printDocument(document: WireDocument): Json {
  const { root, definitions, keys } = document;
  const used = referencesIn(document);
  // Where the root is what a reference leads to, it is `#`; unless it was wrapped, it is not printed a second time.
  const rootId = root.origin;
  const refOf = (id: NodeId): string => (id === rootId ? "#" : `#/$defs/${keys.get(id) ?? ""}`);
  const defs = [...definitions].filter(([id]) => used.has(id) && id !== rootId);
  const printed = printSchema(root, refOf);
  if (defs.length === 0) return printed;
  return {
    ...printed,
    $defs: Object.fromEntries(defs.map(([id, schema]) => [keys.get(id) ?? "", printSchema(schema, refOf)])),
  };
}

/** The nodes that references lead to, from the root on. */
function referencesIn({ root, definitions }: WireDocument): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const visit = (schema: WireSchema): void => {
    if (schema.kind === "reference" && !found.has(schema.to)) {
      found.add(schema.to);
      const target = definitions.get(schema.to);
      if (target !== undefined) visit(target);
    }
    for (const child of childrenOfWire(schema)) visit(child);
  };
  visit(root);
  return found;
}

/** The schemas directly inside one. */
export function childrenOfWire(schema: WireSchema): readonly WireSchema[] {
  switch (schema.kind) {
    case "object":
      return [
        ...schema.properties.map((property) => property.schema),
        ...(typeof schema.additional === "object" ? [schema.additional] : []),
      ];
    case "array":
      return [...(schema.prefix ?? []), schema.items];
    case "union":
      return schema.options;
    case "any":
    case "scalar":
    case "literal":
    case "reference":
      return [];
  }
}

function printSchema(schema: WireSchema, refOf: (id: NodeId) => string): { readonly [keyword: string]: Json } {
  const inner = (child: WireSchema): Json => printSchema(child, refOf);
  const words = [schema.description, schema.notes.length === 0 ? undefined : `(${schema.notes.join(", ")})`].filter(
    (text) => text !== undefined,
  );
  const description = words.length === 0 ? {} : { description: words.join(" ") };
  const { constraints } = schema;
  switch (schema.kind) {
    case "any":
      return { ...description, ...constraints };
    case "scalar":
      return { type: oneOrList(schema.types), ...description, ...constraints };
    case "literal": {
      const types = typesOfValues(schema.values);
      const [only] = schema.values;
      return {
        ...(types === undefined ? {} : { type: oneOrList(types) }),
        ...description,
        ...(schema.keyword === "const" && schema.values.length === 1
          ? { const: only ?? null }
          : { enum: schema.values }),
      };
    }
    case "object": {
      const required = schema.properties.filter((property) => property.required).map((property) => property.name);
      return {
        type: "object",
        ...description,
        ...(schema.properties.length === 0 && schema.additional !== false
          ? {}
          : {
              properties: Object.fromEntries(
                schema.properties.map((property) => [property.name, inner(property.schema)]),
              ),
            }),
        ...(required.length === 0 ? {} : { required }),
        additionalProperties: typeof schema.additional === "object" ? inner(schema.additional) : schema.additional,
        ...constraints,
      };
    }
    case "array":
      return {
        type: "array",
        ...description,
        ...(schema.prefix === undefined ? {} : { prefixItems: schema.prefix.map(inner) }),
        items: inner(schema.items),
        ...constraints,
      };
    case "union":
      return { ...description, [schema.keyword]: schema.options.map(inner), ...constraints };
    case "reference":
      return { $ref: refOf(schema.to), ...description, ...constraints };
  }
}

function oneOrList(types: readonly string[]): Json {
  const [only] = types;
  return types.length === 1 && only !== undefined ? only : [...types];
}

/** The JSON types of some values; `undefined` when one is an object or array, whose shape a `type` would not help. */
function typesOfValues(values: readonly Json[]): readonly WireType[] | undefined {
  if (values.some((value) => typeof value === "object" && value !== null)) return undefined;
  const names = (["string", "integer", "number", "boolean", "null"] as const).filter((name) =>
    values.some((value) => hasType(value, name)),
  );
  const onlyIntegers = values.every((value) => typeof value !== "number" || Number.isInteger(value));
  return names.filter((name) => (name === "number" ? !onlyIntegers : name === "integer" ? onlyIntegers : true));
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
