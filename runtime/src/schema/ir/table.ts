import type { JsonType, Limits, StreamNode, StreamTable } from "../../codec.ts";
import type { Json } from "../json.ts";
import { hasType } from "./conjuncts.ts";
import { holderOf, type NodeId, resolve, type SchemaIr, type TypeIr, type TypeOfKind } from "./ir.ts";
import { flatOptions, type Resolved, tagAmong, type Variant, variantOf } from "./union-rows.ts";

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
  /** Whether it would have become too large to work with; the rest of it is then missing. */
  readonly isTooLarge: boolean;
}

/** Builds the streaming table: one row a node, the root first, each row as the comment on `StreamNode` says. */
export function buildTable(schema: SchemaIr): TableIr {
  return new TableBuilder(schema).run();
}

/** Properties of all rows: options of a union have the names of each other, so that they grow with the square of both. */
const maxEntries = 200_000;

class TableBuilder {
  readonly #schema: SchemaIr;
  readonly #rows: (StreamNode | undefined)[] = [];
  readonly #rowsOf = new Map<NodeId, number[]>();
  readonly #known = new Map<string, number>();
  readonly #checks = new Map<number, readonly string[]>();
  #anyRow: number | undefined;
  #foreignRow: number | undefined;
  #entries = 0;

  constructor(schema: SchemaIr) {
    this.#schema = schema;
  }

  run(): TableIr {
    this.#row(this.#schema.root);
    return {
      table: this.#rows.map((node) => node ?? { kind: "any" }),
      rowsOf: this.#rowsOf,
      checks: [...this.#checks].map(([row, sources]) => ({ row, sources })),
      isTooLarge: this.#isTooLarge,
    };
  }

  get #isTooLarge(): boolean {
    return this.#entries > maxEntries;
  }

  /** The row of a node as `variant` asks for it, made when it is first asked for. */
  #row(type: TypeIr, variant: Variant = {}): number {
    const target = resolve(this.#schema, type);
    const holder = holderOf(this.#schema, type);
    if (target === undefined || this.#isTooLarge) return this.#rowOfAny();
    if (target.kind === "any" && holder === undefined) {
      this.#rowsOf.set(target.id, [this.#rowOfAny()]);
      return this.#rowOfAny();
    }
    const varied = target.kind === "object" || target.kind === "array" || target.kind === "union" ? variant : {};
    const key = JSON.stringify([target.id, holder?.id, varied]);
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const index = this.#rows.push(undefined) - 1;
    this.#known.set(key, index);
    this.#rowsOf.set(target.id, [...(this.#rowsOf.get(target.id) ?? []), index]);
    const node = this.#nodeFor(target, variant);
    this.#rows[index] = {
      ...(holder === undefined ? {} : { hold: true }),
      ...node,
      ...boundsOf(this.#schema, target),
    };
    if (holder !== undefined) this.#check(index, holder);
    return index;
  }

  #rowOfAny(): number {
    this.#anyRow ??= this.#rows.push({ kind: "any" }) - 1;
    return this.#anyRow;
  }

  /** The row of names that another option of a union declares. No dialect speaks of them here, so none changes their form. */
  #rowOfForeign(): number {
    this.#foreignRow ??= this.#rows.push({ kind: "any" }) - 1;
    return this.#foreignRow;
  }

  #check(row: number, { sources }: TypeIr): void {
    if (sources.length > 0 && !this.#checks.has(row)) this.#checks.set(row, sources);
  }

  #nodeFor(type: Resolved, variant: Variant): StreamNode {
    switch (type.kind) {
      case "any":
      case "never":
        return { kind: "any" };
      case "text":
        return { kind: "text" };
      case "scalar":
        return { kind: "whole", types: type.types };
      case "literal":
        return literalNode(type.values);
      case "object":
        return this.#objectNode(type, variant);
      case "array":
        return this.#arrayNode(type, variant.deep === true ? { deep: true } : {});
      case "union":
        return this.#unionNode(type, variant.deep === true);
    }
  }

  #arrayNode(type: TypeOfKind<"array">, below: Variant): StreamNode {
    const prefix = type.prefix?.map((item) => this.#row(item, below));
    const items = this.#row(type.items, below);
    for (const item of [...(type.prefix ?? []), type.items]) this.#check(this.#row(item, below), item);
    return { kind: "array", items, ...(prefix === undefined ? {} : { prefix }) };
  }

  #objectNode(type: TypeOfKind<"object">, variant: Variant): StreamNode {
    const isDeep = variant.deep === true;
    const properties = type.properties.map(({ name, type: property }): [string, number] => [
      name,
      this.#row(property, isDeep || variant.contested?.includes(name) ? { deep: true } : {}),
    ]);
    const rest = this.#restOf(type, variant);
    if (rest === "drop") {
      const declared = new Set(properties.map(([name]) => name));
      const foreign = (variant.declared ?? []).filter((name) => !declared.has(name));
      for (const name of foreign) properties.push([name, this.#rowOfForeign()]);
    }
    this.#entries += properties.length;
    const required = type.properties.filter((property) => property.required).map(({ name }) => name);
    return {
      kind: "object",
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required }),
      rest,
    };
  }

  #restOf({ rest }: TypeOfKind<"object">, { keep, deep }: Variant): "drop" | "keep" | "reject" | number {
    if (typeof rest === "object") return this.#row(rest, deep === true ? { deep } : {});
    return rest === "drop" && (keep === true || deep === true) ? "keep" : rest;
  }

  #unionNode(type: TypeOfKind<"union">, isDeep: boolean): StreamNode {
    const options = flatOptions(this.#schema, type);
    const tag = tagAmong(this.#schema, options);
    const rows = new Map(
      options.map((option) => [
        option.id,
        this.#row(option, isDeep ? { deep: true } : variantOf(this.#schema, option, options, tag !== undefined)),
      ]),
    );
    const byTag = [...(tag?.values ?? [])].map(([id, value]) => [value, rows.get(id) ?? this.#rowOfAny()]);
    return {
      kind: "union",
      options: [...new Set(rows.values())],
      ...(tag === undefined ? {} : { tag: tag.name, byTag: Object.fromEntries(byTag) }),
    };
  }
}

const scalarTypes = ["string", "integer", "number", "boolean", "null"] as const satisfies readonly JsonType[];

function literalNode(values: readonly Json[]): StreamNode {
  if (values.some((value) => typeof value === "object" && value !== null)) return { kind: "any" };
  const types = scalarTypes.filter((name) => values.some((value) => hasType(value, name)));
  return { kind: "whole", types, values };
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
  switch (type.kind) {
    case "text":
      return statedIn(type, ["minLength", "maxLength"]);
    case "scalar":
      return statedIn(type, [
        ...(["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const),
      ]);
    case "object":
      return statedIn(type, ["minProperties", "maxProperties"]);
    case "array": {
      const limits = statedIn(type, ["minItems", "maxItems"]);
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

function statedIn({ constraints }: TypeIr, keywords: readonly (keyof Limits)[]): Limits {
  return Object.fromEntries(
    keywords.flatMap((keyword) => {
      const limit = constraints[keyword];
      // Draft 04 has booleans for `exclusiveMinimum`, which make a bound only narrower.
      return typeof limit === "number" && Number.isFinite(limit) ? [[keyword, limit]] : [];
    }),
  );
}
