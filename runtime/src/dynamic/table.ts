import type { JsonType, Limits, StreamNode, StreamTable } from "../codec.ts";
import { limits } from "./limits.ts";
import {
  boundsAmong,
  flatOptions,
  hasType,
  holderOf,
  type Resolved,
  resolveShape,
  type Shape,
  type ShapeOf,
  type Shapes,
} from "./shape.ts";
import { tagOf, type Variant, variantOf } from "./union-rows.ts";

/** The streaming table of a schema, and how its rows belong to the shapes. */
export interface DynamicTable {
  readonly table: StreamTable;
  /** Rows of each shape. An object that is also an option of a union may have several. */
  readonly rowsOf: ReadonlyMap<string, readonly number[]>;
  /** Rows whose values are judged on their own, with the pointers of their schemas: elements of arrays and held values. */
  readonly checks: ReadonlyMap<number, readonly string[]>;
  /** Whether it would have become too large; the rest of it is then missing. */
  readonly isTooLarge: boolean;
}

const scalarTypes: readonly JsonType[] = ["string", "integer", "number", "boolean", "null"];

/** Builds the streaming table: one row a shape, the root first, each as the comment on `StreamNode` says. */
export function buildTable(shapes: Shapes): DynamicTable {
  return new TableBuilder(shapes).run();
}

class TableBuilder {
  readonly #shapes: Shapes;
  readonly #rows: (StreamNode | undefined)[] = [];
  readonly #rowsOf = new Map<string, number[]>();
  readonly #known = new Map<string, number>();
  readonly #checks = new Map<number, readonly string[]>();
  #anyRow: number | undefined;
  #foreignRow: number | undefined;
  /** Properties of all rows. */
  #entries = 0;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
  }

  run(): DynamicTable {
    this.#row(this.#shapes.root);
    return {
      table: this.#rows.map((node) => node ?? { kind: "any" }),
      rowsOf: this.#rowsOf,
      checks: this.#checks,
      isTooLarge: this.#isTooLarge,
    };
  }

  get #isTooLarge(): boolean {
    return this.#entries > limits.tableEntries;
  }

  /** The row of a shape as `variant` asks for it, made when it is first asked for. */
  #row(shape: Shape, variant: Variant = {}): number {
    const target = resolveShape(this.#shapes, shape);
    const holder = holderOf(this.#shapes, shape);
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
    this.#rows[index] = { ...(holder === undefined ? {} : { hold: true }), ...node, ...this.#boundsOf(target) };
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

  #check(row: number, { sources }: Shape): void {
    if (sources.length > 0 && !this.#checks.has(row)) this.#checks.set(row, sources);
  }

  #nodeFor(shape: Resolved, variant: Variant): StreamNode {
    switch (shape.kind) {
      case "any":
      case "never":
        return { kind: "any" };
      case "text":
        return { kind: "text" };
      case "scalar":
        return { kind: "whole", types: shape.types };
      case "literal":
        return literalNode(shape.values);
      case "object":
        return this.#objectNode(shape, variant);
      case "array":
        return this.#arrayNode(shape, variant.deep === true ? { deep: true } : {});
      case "union":
        return this.#unionNode(shape, variant.deep === true);
    }
  }

  #arrayNode(shape: ShapeOf<"array">, below: Variant): StreamNode {
    const prefix = shape.prefix?.map((item) => this.#row(item, below));
    const items = this.#row(shape.items, below);
    for (const item of [...(shape.prefix ?? []), shape.items]) this.#check(this.#row(item, below), item);
    return { kind: "array", items, ...(prefix === undefined ? {} : { prefix }) };
  }

  #objectNode(shape: ShapeOf<"object">, variant: Variant): StreamNode {
    const deep: Variant = { deep: true };
    const isDeep = variant.deep === true;
    const properties = shape.properties.map(({ name, shape: property }): [string, number] => [
      name,
      this.#row(property, isDeep || variant.contested?.includes(name) ? deep : {}),
    ]);
    const rest = this.#restOf(shape, variant);
    if (rest === "drop") {
      const declared = new Set(properties.map(([name]) => name));
      const foreign = (variant.declared ?? []).filter((name) => !declared.has(name));
      for (const name of foreign) properties.push([name, this.#rowOfForeign()]);
    }
    this.#entries += properties.length;
    const required = shape.properties.filter((property) => property.required).map(({ name }) => name);
    return {
      kind: "object",
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required }),
      rest,
    };
  }

  #restOf({ rest }: ShapeOf<"object">, { keep, deep }: Variant): "drop" | "keep" | "reject" | number {
    if (typeof rest === "object") return this.#row(rest, deep === true ? { deep } : {});
    return rest === "drop" && (keep === true || deep === true) ? "keep" : rest;
  }

  #unionNode(shape: ShapeOf<"union">, deep: boolean): StreamNode {
    const options = flatOptions(this.#shapes, shape);
    const tag = tagOf(this.#shapes, options);
    const rows = new Map(
      options.map((option) => [
        option.id,
        this.#row(option, deep ? { deep: true } : variantOf(this.#shapes, option, options, tag !== undefined)),
      ]),
    );
    const byTag = [...(tag?.values ?? [])].map(([id, value]) => [value, rows.get(id) ?? this.#rowOfAny()]);
    return {
      kind: "union",
      options: [...new Set(rows.values())],
      ...(tag === undefined ? {} : { tag: tag.name, byTag: Object.fromEntries(byTag) }),
    };
  }

  /** What the values of a shape are certainly refused for beside their type, and whether other types are not. */
  #boundsOf(shape: Resolved): Pick<StreamNode, "lax" | "limits"> {
    const bounds = this.#limitsOf(shape);
    return {
      ...(shape.inferred === undefined ? {} : { lax: true }),
      ...(Object.keys(bounds).length === 0 ? {} : { limits: bounds }),
    };
  }

  #limitsOf(shape: Resolved): Limits {
    switch (shape.kind) {
      case "text":
        return boundsAmong(shape, ["minLength", "maxLength"]);
      case "scalar":
        return boundsAmong(shape, [
          ...(["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const),
        ]);
      case "object":
        return boundsAmong(shape, ["minProperties", "maxProperties"]);
      case "array": {
        const bounds = boundsAmong(shape, ["minItems", "maxItems"]);
        if (resolveShape(this.#shapes, shape.items)?.kind !== "never") return bounds;
        // Nothing may follow the first elements.
        const most = shape.prefix?.length ?? 0;
        return { ...bounds, maxItems: Math.min(most, bounds.maxItems ?? most) };
      }
      default:
        return {};
    }
  }
}

function literalNode(values: readonly unknown[]): StreamNode {
  if (values.some((value) => typeof value === "object" && value !== null)) return { kind: "any" };
  const types = scalarTypes.filter((name) => values.some((value) => hasType(value, name)));
  return { kind: "whole", types, values };
}
