import type { JsonType, Limits, StreamNode, StreamTable } from "../../../runtime/src/codec.ts";
import { hasType } from "./conjuncts.ts";
import { holderOf, type NodeId, resolve, type SchemaIr, type TypeIr, type TypeOfKind } from "./ir.ts";

/** A row whose values are judged on their own: array items as they are finished, and held nodes. */
export interface RowCheck {
  readonly row: number;
  /** JSON pointers of the schemas the value must satisfy. */
  readonly sources: readonly string[];
}

/** The streaming table of an output, and how its rows belong to the IR. */
export interface TableIr {
  readonly table: StreamTable;
  /** Rows of each node. An object that is also an option of a union may have several. */
  readonly rowsOf: ReadonlyMap<NodeId, readonly number[]>;
  readonly checks: readonly RowCheck[];
}

type Resolved = Exclude<TypeIr, { readonly kind: "reference" }>;
type ObjectIr = TypeOfKind<"object">;

/** How the objects of a union are told apart: a property all of them require, with one value each. */
export interface Tag {
  readonly name: string;
  /** `String(JSON value)` of the tag, by option. */
  readonly values: ReadonlyMap<NodeId, string>;
}

/** The options of a union with references and unions inside it opened, each once. A circle adds nothing. */
export function flatOptions(schema: SchemaIr, type: TypeOfKind<"union">): readonly Resolved[] {
  const found = new Map<NodeId, Resolved>();
  // A union that is met again adds nothing: unions that share others would be opened once for every way to them.
  const seen = new Set<NodeId>();
  const visit = (option: TypeIr): void => {
    const target = resolve(schema, option);
    if (target === undefined || seen.has(target.id)) return;
    seen.add(target.id);
    if (target.kind === "union") for (const inner of target.options) visit(inner);
    else if (target.kind !== "never") found.set(target.id, target);
  };
  visit(type);
  return [...found.values()];
}

/** The tag of a union's objects; `undefined` when there are fewer than two or nothing tells them apart. */
export function tagOf(schema: SchemaIr, type: TypeOfKind<"union">): Tag | undefined {
  const objects = flatOptions(schema, type).filter((option) => option.kind === "object");
  const [first] = objects;
  if (first === undefined || objects.length < 2) return undefined;
  for (const { name } of first.properties) {
    const values = new Map<NodeId, string>();
    for (const object of objects) {
      const value = tagValue(schema, object, name);
      if (value === undefined) break;
      values.set(object.id, value);
    }
    if (values.size === objects.length && new Set(values.values()).size === objects.length) return { name, values };
  }
  return undefined;
}

function tagValue(schema: SchemaIr, object: ObjectIr, name: string): string | undefined {
  const property = object.properties.find((candidate) => candidate.name === name);
  if (property?.required !== true) return undefined;
  const type = resolve(schema, property.type);
  if (type?.kind !== "literal" || type.values.length !== 1) return undefined;
  const [value] = type.values;
  return typeof value === "object" ? undefined : String(value);
}

/** Builds the streaming table: one row a node, the root first, each row as the comment on `StreamNode` says. */
export function buildTable(schema: SchemaIr): TableIr {
  const rows: (StreamNode | undefined)[] = [];
  const rowsOf = new Map<NodeId, number[]>();
  const known = new Map<string, number>();
  const checks: RowCheck[] = [];
  let anyRow: number | undefined;
  let foreignRow: number | undefined;

  /** The row of a node as `variant` asks for it, made when it is first asked for. */
  function row(type: TypeIr, variant: Variant = {}): number {
    const target = resolve(schema, type);
    const holder = holderOf(schema, type);
    const hold = holder?.hold;
    if (target === undefined) return rowOfAny();
    if (target.kind === "any" && hold === undefined) {
      rowsOf.set(target.id, [rowOfAny()]);
      return rowOfAny();
    }
    const varied = target.kind === "object" || target.kind === "array" || target.kind === "union" ? variant : {};
    const key = `${target.id}|${holder === undefined ? "" : holder.id}|${JSON.stringify(varied)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const index = rows.push(undefined) - 1;
    known.set(key, index);
    rowsOf.set(target.id, [...(rowsOf.get(target.id) ?? []), index]);
    rows[index] = { ...(hold === undefined ? {} : { hold }), ...rowFor(target, variant), ...boundsOf(schema, target) };
    if (holder !== undefined) check(index, holder);
    return index;
  }

  function rowOfAny(): number {
    anyRow ??= rows.push({ kind: "any" }) - 1;
    return anyRow;
  }

  /** The row of names that another option of a union declares. No dialect speaks of them here, so none changes their form. */
  function rowOfForeign(): number {
    foreignRow ??= rows.push({ kind: "any" }) - 1;
    return foreignRow;
  }

  function check(index: number, type: TypeIr): void {
    if (type.sources.length > 0 && !checks.some((other) => other.row === index)) {
      checks.push({ row: index, sources: type.sources });
    }
  }

  function rowFor(type: Resolved, variant: Variant): StreamNode {
    switch (type.kind) {
      case "any":
      case "never":
        return { kind: "any" };
      case "text":
        return { kind: "text" };
      case "scalar":
        return { kind: "whole", types: type.types };
      case "literal":
        return type.values.some((value) => typeof value === "object" && value !== null)
          ? { kind: "any" }
          : {
              kind: "whole",
              types: scalarTypes.filter((name) => type.values.some((value) => hasType(value, name))),
              values: type.values,
            };
      case "object":
        return objectRow(type, variant);
      case "array": {
        const below: Variant = variant.deep === true ? { deep: true } : {};
        const prefix = type.prefix?.map((item) => row(item, below));
        const items = row(type.items, below);
        for (const item of [...(type.prefix ?? []), type.items]) check(row(item, below), item);
        return { kind: "array", items, ...(prefix === undefined ? {} : { prefix }) };
      }
      case "union":
        return unionRow(type, variant.deep === true);
    }
  }

  function objectRow(type: ObjectIr, variant: Variant): StreamNode {
    const below = (name: string): Variant =>
      variant.deep === true || variant.contested?.includes(name) ? { deep: true } : {};
    const properties = type.properties.map(({ name, type: property }): [string, number] => [
      name,
      row(property, below(name)),
    ]);
    const required = type.properties.filter((property) => property.required).map((property) => property.name);
    const keeps = variant.keep === true || variant.deep === true;
    const rest =
      typeof type.rest === "object"
        ? row(type.rest, variant.deep === true ? { deep: true } : {})
        : keeps && type.rest === "drop"
          ? "keep"
          : type.rest;
    const declared = new Set(properties.map(([name]) => name));
    const foreign = rest === "drop" ? (variant.declared ?? []).filter((name) => !declared.has(name)) : [];
    for (const name of foreign) properties.push([name, rowOfForeign()]);
    return {
      kind: "object",
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required }),
      rest,
    };
  }

  function unionRow(type: TypeOfKind<"union">, deep: boolean): StreamNode {
    const options = flatOptions(schema, type);
    const tag = tagOf(schema, type);
    const rowsOfOptions = new Map(
      options.map((option) => [option.id, row(option, variantOf(option, options, tag !== undefined, deep))]),
    );
    return {
      kind: "union",
      options: [...new Set(rowsOfOptions.values())],
      ...(tag === undefined
        ? {}
        : {
            tag: tag.name,
            byTag: Object.fromEntries(
              [...tag.values].map(([id, value]) => [value, rowsOfOptions.get(id) ?? rowOfAny()]),
            ),
          }),
    };
  }

  /** How an option's row differs from the row its node has elsewhere. */
  function variantOf(option: Resolved, options: readonly Resolved[], tagged: boolean, deep: boolean): Variant {
    if (deep) return { deep: true };
    if (option.kind === "array")
      return options.some((other) => other !== option && other.kind === "array") ? { deep: true } : {};
    const objects = options.filter((other) => other.kind === "object");
    if (option.kind !== "object" || objects.length < 2) return {};
    const contested = tagged ? [] : contestedNames(option, objects);
    const more: Variant = contested.length === 0 ? {} : { contested };
    if (option.rest !== "drop") return more;
    // Where one option keeps every name, all do.
    if (objects.some((other) => other.rest === "keep" || typeof other.rest === "object"))
      return { ...more, keep: true };
    // Within a union the names of all variants count as declared.
    const own = new Set(option.properties.map((property) => property.name));
    const names = new Set(objects.flatMap((object) => object.properties.map((property) => property.name)));
    const foreign = [...names].filter((name) => !own.has(name));
    return foreign.length === 0 ? more : { ...more, declared: foreign };
  }

  /**
   * Names that mean different things in the options of a union nothing tells apart. Decoding reads the first option
   * that fits, so what it dropped below such a name might be declared by the option the model had in mind.
   */
  function contestedNames(option: ObjectIr, objects: readonly ObjectIr[]): readonly string[] {
    const below = (type: TypeIr): NodeId | undefined => resolve(schema, type)?.id;
    return option.properties
      .filter(({ name, type }) =>
        objects.some((other) =>
          other.properties.some((property) => property.name === name && below(property.type) !== below(type)),
        ),
      )
      .filter(({ type }) => ["object", "array", "union"].includes(resolve(schema, type)?.kind ?? "any"))
      .map(({ name }) => name);
  }

  row(schema.root);
  return { table: rows.map((node) => node ?? { kind: "any" }), rowsOf, checks };
}

/** What the values of a node are certainly refused for beside their type, and whether other types are not. */
function boundsOf(schema: SchemaIr, type: Resolved): Pick<StreamNode, "lax" | "limits"> {
  const limits = limitsOf(schema, type);
  return {
    ...(type.inferred === undefined ? {} : { lax: type.inferred }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

function limitsOf(schema: SchemaIr, type: Resolved): Limits {
  const stated = (...keywords: readonly (keyof Limits)[]): Limits =>
    Object.fromEntries(
      keywords.flatMap((keyword) => {
        const limit = type.constraints[keyword];
        // Draft 04 has booleans for `exclusiveMinimum`, which make a bound only narrower.
        return typeof limit === "number" && Number.isFinite(limit) ? [[keyword, limit]] : [];
      }),
    );
  switch (type.kind) {
    case "text":
      return stated("minLength", "maxLength");
    case "scalar":
      return stated("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
    case "object":
      return stated("minProperties", "maxProperties");
    case "array": {
      const limits = stated("minItems", "maxItems");
      if (resolve(schema, type.items)?.kind !== "never") return limits;
      // Nothing may follow the first elements.
      const most = type.prefix?.length ?? 0;
      return { ...limits, maxItems: Math.min(most, limits.maxItems ?? most) };
    }
    case "any":
    case "never":
    case "literal":
    case "union":
      return {};
  }
}

/** How a row differs from the one its node has by itself. */
interface Variant {
  /** Undeclared names are kept. */
  readonly keep?: true;
  /** More names that count as declared. */
  readonly declared?: readonly string[];
  /** Properties below which nothing is dropped. */
  readonly contested?: readonly string[];
  /** Nothing is dropped here or below. */
  readonly deep?: true;
}

const scalarTypes = ["string", "integer", "number", "boolean", "null"] as const satisfies readonly JsonType[];
