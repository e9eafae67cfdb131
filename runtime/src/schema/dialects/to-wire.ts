import { type NodeId, type PropertyIr, resolve, type SchemaIr, type TypeIr, type TypeOfKind } from "../ir/ir.ts";
import type { Json, JsonSchema } from "../json.ts";
import { atPointer, isRecord } from "../pointer.ts";
import type { DialectSource, WireBase, WireDocument, WireSchema, WireType } from "./dialect.ts";
import { createNullCheck } from "./null-check.ts";
import { childrenOfWire } from "./walk.ts";

/** Brings the IR into the form rewrites work on. What the IR leaves unsaid is said in words, and noted as unenforced. */
export function toWire(source: Pick<DialectSource, "schema" | "ir" | "names">): WireDocument {
  const { ir, names } = source;
  const converter = new Converter(source);
  const root = converter.convert(ir.root.kind === "reference" ? (resolve(ir, ir.root) ?? ir.root) : ir.root);
  const definitions = new Map<NodeId, WireSchema>();
  const keys = new Map<NodeId, string>();
  const taken = new Set<string>();
  for (const target of ir.targets.values()) {
    const type = resolve(ir, target);
    if (type === undefined || definitions.has(type.id)) continue;
    definitions.set(type.id, converter.convert(type));
    const fallback = `Type${keys.size + 1}`;
    const wish = (names.names.get(type.id) ?? fallback).replaceAll(/[^A-Za-z0-9_]/g, "") || fallback;
    let key = wish;
    for (let number = 2; taken.has(key); number++) key = `${wish}${number}`;
    taken.add(key);
    keys.set(type.id, key);
  }
  const authored = byOrigin([root, ...definitions.values()]);
  return { root, definitions, keys, authored, unenforced: [...new Set(converter.unenforced)] };
}

class Converter {
  readonly unenforced: string[] = [];
  readonly #schema: JsonSchema;
  readonly #ir: SchemaIr;
  readonly #acceptsNull: (pointer: string) => boolean;

  constructor({ schema, ir }: Pick<DialectSource, "schema" | "ir">) {
    this.#schema = schema;
    this.#ir = ir;
    this.#acceptsNull = createNullCheck(schema);
  }

  #base(type: TypeIr): WireBase {
    this.unenforced.push(...type.unsaid);
    return {
      origin: type.id,
      pointer: type.sources[0] ?? type.id.replace(/~.*$/, ""),
      ...(type.description === undefined ? {} : { description: type.description }),
      notes: type.unsaid.flatMap((unsaid) => unsaidInWords(this.#schema, type, unsaid)),
      constraints: type.constraints,
    };
  }

  convert(type: TypeIr): WireSchema {
    const own = this.#base(type);
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
        return this.#objectOf(own, type);
      case "array":
        return this.#arrayOf(own, type);
      case "union":
        return this.#unionOf(own, type);
      case "reference": {
        const target = resolve(this.#ir, type);
        return target === undefined ? { ...own, kind: "any" } : { ...own, kind: "reference", to: target.id };
      }
    }
  }

  // What is required is never absent, so nothing asks there.
  #refusesNull({ required, type }: PropertyIr): boolean {
    return !required && !type.sources.every(this.#acceptsNull);
  }

  #arrayOf(own: WireBase, type: TypeOfKind<"array">): WireSchema {
    const prefix = type.prefix?.map((inner) => this.convert(inner));
    const { maxItems } = own.constraints;
    const most = typeof maxItems === "number" ? maxItems : Number.POSITIVE_INFINITY;
    const length = prefix?.length ?? 0;
    const closed = type.items.kind === "never" || most <= length;
    if (!closed)
      return { ...own, kind: "array", items: this.convert(type.items), ...(prefix === undefined ? {} : { prefix }) };
    return {
      ...own,
      constraints: { ...own.constraints, maxItems: Math.min(most, length) },
      kind: "array",
      // Where there are no elements any type will do, and some dialects refuse a schema that says nothing.
      items: prefix === undefined ? { ...this.#base(type.items), kind: "scalar", types: ["null"] } : false,
      ...(prefix === undefined ? {} : { prefix }),
    };
  }

  #objectOf(own: WireBase, { properties, rest }: TypeOfKind<"object">): WireSchema {
    return {
      ...own,
      kind: "object",
      properties: properties
        .filter(({ type }) => type.kind !== "never")
        .map((property) => ({
          name: property.name,
          required: property.required,
          schema: this.convert(property.type),
          ...(this.#refusesNull(property) ? { refusesNull: true as const } : {}),
        })),
      additional: typeof rest === "object" ? this.convert(rest) : rest === "keep",
      ...(rest === "drop" ? { drops: true } : {}),
    };
  }

  #unionOf(own: WireBase, type: TypeOfKind<"union">): WireSchema {
    const options = type.options.map((option) => this.convert(option));
    if (type.keyword !== "type") return { ...own, kind: "union", keyword: type.keyword, options };
    return joinScalars(own, options) ?? { ...own, kind: "union", keyword: "anyOf", options };
  }
}

function byOrigin(schemas: readonly WireSchema[]): ReadonlyMap<NodeId, WireSchema> {
  const found = new Map<NodeId, WireSchema>();
  const visit = (schema: WireSchema): void => {
    if (schema.origin !== undefined && schema.kind !== "reference") found.set(schema.origin, schema);
    for (const child of childrenOfWire(schema)) visit(child);
  };
  for (const schema of schemas) visit(schema);
  return found;
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

// What is longer than this is not worth its tokens: the validator says it where it is broken.
const maxWords = 300;

/** What the IR says of a keyword it leaves to the validator (`not at #/properties/a`), in words a model can use. */
function unsaidInWords(schema: JsonSchema, type: TypeIr, unsaid: string): readonly string[] {
  const [keyword, pointer] = splitOnce(unsaid, " at ");
  const place = atPointer(schema, pointer.slice(1));
  const owner = isRecord(place) && Object.hasOwn(place, keyword) ? place : undefined;
  const value = owner?.[keyword] ?? (pointer.endsWith(`/${keyword}`) ? place : undefined);
  if (value === undefined) return [];
  // Of a map the IR keeps the values: only which names there can be is left to say.
  if (keyword === "patternProperties" && type.kind === "object" && typeof type.rest === "object" && isRecord(value))
    return briefly(`names match ${Object.keys(value).join(" or ")}`);
  const rest =
    keyword === "if" ? ["then", "else"].map((name): [string, Json | undefined] => [name, owner?.[name]]) : [];
  const words = [[keyword, value] as const, ...rest]
    .flatMap(([name, part]) => (part === undefined ? [] : [`${name} ${JSON.stringify(part)}`]))
    .join(", ");
  return words.includes('"$ref"') ? [] : briefly(words);
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}

function briefly(words: string): readonly string[] {
  return words.length > maxWords ? [] : [words];
}
