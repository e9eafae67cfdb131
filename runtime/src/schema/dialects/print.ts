import type { Inverse } from "../../codec.ts";
import { hasType } from "../ir/conjuncts.ts";
import type { NodeId } from "../ir/ir.ts";
import type { TableIr } from "../ir/table.ts";
import type { Json } from "../json.ts";
import type { WireDocument, WireSchema, WireType } from "./dialect.ts";
import { allSchemas, childrenOfWire } from "./walk.ts";

/** A document as JSON Schema, with its definitions under `$defs`. */
export function printDocument(document: WireDocument): Json {
  const { root, definitions, keys } = document;
  const used = referencesIn(document);
  // Where the root is what a reference leads to, it is `#`; unless it was wrapped, it is not printed a second time.
  const rootId = root.origin;
  const refOf = (id: NodeId): string => (id === rootId ? "#" : `#/$defs/${keys.get(id) ?? ""}`);
  const defs = [...definitions].filter(([id]) => used.has(id) && id !== rootId);
  const legend = legendOf(document);
  const printed = printSchema(legend === undefined ? root : { ...root, notes: [...root.notes, legend] }, refOf);
  if (defs.length === 0) return printed;
  return {
    ...printed,
    $defs: Object.fromEntries(defs.map(([id, schema]) => [keys.get(id) ?? "", printSchema(schema, refOf)])),
  };
}

// Past this length the words at each place have to do.
const longestLegend = 4000;

/**
 * What the names mean that JSON text is asked for by, where it ends a recursion or stands for what shares definitions:
 * said once for the whole schema, and not at each of these places.
 */
function legendOf(document: WireDocument): string | undefined {
  const { authored, keys } = document;
  const named = (id: NodeId): boolean => keys.has(id);
  const ids = new Set<NodeId>();
  for (const { form, notes } of allSchemas(document)) {
    // A dialect that is short of room has left out all words.
    if (form?.kind !== "json" || notes.length === 0) continue;
    const used = referencesIn({ root: form.of, definitions: authored });
    if (used.size === 0) continue;
    for (const id of [...(form.of.origin === undefined ? [] : [form.of.origin]), ...used]) if (named(id)) ids.add(id);
  }
  if (ids.size === 0) return undefined;
  const refOf = (id: NodeId): string => `#/$defs/${keys.get(id) ?? ""}`;
  const $defs = Object.fromEntries(
    [...ids].flatMap((id) => {
      const schema = authored.get(id);
      return schema === undefined ? [] : [[keys.get(id) ?? "", printSchema(schema, refOf)]];
    }),
  );
  const text = JSON.stringify({ $defs });
  return text.length > longestLegend ? undefined : `in JSON text, a name stands for its schema in ${text}`;
}

/** The nodes that references lead to, from the root on. */
export function referencesIn({ root, definitions }: Pick<WireDocument, "root" | "definitions">): ReadonlySet<NodeId> {
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

/** One schema as JSON Schema; `refOf` spells the references in it. */
export function printSchema(schema: WireSchema, refOf: (id: NodeId) => string): { readonly [keyword: string]: Json } {
  const inner = (child: WireSchema): Json => printSchema(child, refOf);
  const words = [schema.description, schema.notes.length === 0 ? undefined : `(${schema.notes.join(", ")})`].filter(
    (text) => text !== undefined,
  );
  const description = words.length === 0 ? {} : { description: words.join(" ") };
  const { constraints, extras } = schema;
  switch (schema.kind) {
    case "any":
      return { ...description, ...constraints, ...extras };
    case "scalar":
      return { type: oneOrList(schema.types), ...description, ...constraints, ...extras };
    case "literal": {
      const types = typesOfValues(schema.values);
      const [only] = schema.values;
      return {
        ...(types === undefined ? {} : { type: oneOrList(types) }),
        ...description,
        ...(schema.keyword === "const" && schema.values.length === 1
          ? { const: only ?? null }
          : { enum: schema.values }),
        ...extras,
      };
    }
    case "object": {
      const required = schema.properties.filter((property) => property.required).map((property) => property.name);
      const { additional } = schema;
      return {
        type: "object",
        ...description,
        ...(schema.properties.length === 0 && additional !== false
          ? {}
          : {
              properties: Object.fromEntries(
                schema.properties.map((property) => [property.name, inner(property.schema)]),
              ),
            }),
        ...(required.length === 0 ? {} : { required }),
        ...(additional === "unsaid"
          ? {}
          : { additionalProperties: typeof additional === "object" ? inner(additional) : additional }),
        ...constraints,
        ...extras,
      };
    }
    case "array":
      return {
        type: "array",
        ...description,
        ...(schema.prefix === undefined ? {} : { prefixItems: schema.prefix.map(inner) }),
        ...(schema.items === "unsaid" ? {} : { items: schema.items === false ? schema.items : inner(schema.items) }),
        ...constraints,
        ...extras,
      };
    case "union":
      return { ...description, [schema.keyword]: schema.options.map(inner), ...constraints, ...extras };
    case "reference":
      return { $ref: refOf(schema.to), ...description, ...constraints, ...extras };
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

/** How values written by a document become authored ones, read off the marks its rewrites left. */
export function printInverse(document: WireDocument, table: TableIr): Inverse | undefined {
  const { root } = document;
  const nullMeansAbsent = new Map<number, readonly string[]>();
  const rest = new Map<number, string>();
  const tuples = new Map<number, { readonly names: readonly string[]; readonly rest?: string }>();
  const entries = new Set<number>();
  const json = new Set<number>();
  for (const schema of allSchemas(document)) {
    const rows = schema.origin === undefined ? [] : (table.rowsOf.get(schema.origin) ?? []);
    const { form } = schema;
    for (const row of rows) {
      if (form?.kind === "json" || form?.kind === "some-json") json.add(row);
      if (form?.kind === "entries") entries.add(row);
      if (form?.kind === "tuple") {
        tuples.set(row, { names: form.names, ...(form.rest === undefined ? {} : { rest: form.rest }) });
      }
      if (schema.kind !== "object") continue;
      const absent = schema.properties.filter((property) => property.absent === "null").map(({ name }) => name);
      if (absent.length > 0) nullMeansAbsent.set(row, absent);
      const holder = schema.properties.find((property) => property.holdsRest);
      if (holder !== undefined && form === undefined) rest.set(row, holder.name);
    }
  }
  const printed: Inverse = {
    ...(root.form?.kind === "wrapper" ? { wrapper: root.form.name } : {}),
    ...(nullMeansAbsent.size === 0 ? {} : { nullMeansAbsent: byRow(nullMeansAbsent) }),
    ...(entries.size === 0 ? {} : { entries: [...entries].sort((a, b) => a - b) }),
    ...(rest.size === 0 ? {} : { rest: byRow(rest) }),
    ...(tuples.size === 0 ? {} : { tuples: byRow(tuples) }),
    ...(json.size === 0 ? {} : { json: [...json].sort((a, b) => a - b) }),
  };
  return Object.keys(printed).length === 0 ? undefined : printed;
}

function byRow<T>(rows: ReadonlyMap<number, T>): Readonly<Record<number, T>> {
  return Object.fromEntries([...rows].sort(([a], [b]) => a - b));
}
