import type { CompiledDialect, Inverse } from "../codec.ts";
import { findExcess } from "./grammar-limits.ts";
import type { Grammar } from "./grammars.ts";
import type { SchemaObject } from "./json-schema.ts";
import { resolveShape, type ScalarType, type Shape, type ShapeOf, type Shapes } from "./shape.ts";
import type { DynamicTable } from "./table.ts";
import { acceptsNull, describe, inWords, keyFor, orNull, placeOf } from "./written-parts.ts";

/** The property that a root which is no object is put under. */
const wrapper = "value";

/** Most schemas that references are written out to. */
const maxWritten = 5000;

/** Why a schema cannot be said in a dialect. */
class Unsayable extends Error {
  override readonly name = "Unsayable";
}

/** Writes a schema as the rules of a dialect allow it, with the way back, or says why it cannot be said within them. */
export function writeSchema(shapes: Shapes, { rowsOf }: DynamicTable, grammar: Grammar): CompiledDialect {
  const writer = new SchemaWriter(shapes, grammar);
  try {
    const schema = writer.document();
    const excess = findExcess(schema, grammar.limits ?? {});
    if (excess !== undefined) return { unusable: excess };
    const inverse = inverseOf(writer, rowsOf);
    return { schema: JSON.stringify(schema), ...(inverse === undefined ? {} : { inverse }) };
  } catch (error) {
    if (error instanceof Unsayable) return { unusable: error.message };
    throw error;
  }
}

function inverseOf(writer: SchemaWriter, rowsOf: DynamicTable["rowsOf"]): Inverse | undefined {
  const { isWrapped, absent } = writer;
  const rows = [...absent].flatMap(([id, names]) => (rowsOf.get(id) ?? []).map((row) => [row, names] as const));
  if (!isWrapped && rows.length === 0) return undefined;
  return {
    ...(isWrapped ? { wrapper } : {}),
    ...(rows.length === 0 ? {} : { nullMeansAbsent: Object.fromEntries(rows) }),
  };
}

class SchemaWriter {
  /** By object: its optional properties that are written as required, where null says that they are absent. */
  readonly absent = new Map<string, readonly string[]>();
  isWrapped = false;
  readonly #shapes: Shapes;
  readonly #grammar: Grammar;
  /** Keys under `$defs`, by target. */
  readonly #keys = new Map<string, string>();
  /** References that are being followed, from the outermost on. */
  readonly #within: string[] = [];
  #written = 0;

  constructor(shapes: Shapes, grammar: Grammar) {
    this.#shapes = shapes;
    this.#grammar = grammar;
  }

  document(): SchemaObject {
    const { root } = this.#shapes;
    const target = resolveShape(this.#shapes, root);
    this.isWrapped = this.#grammar.objectRoot === true && target?.kind !== "object";
    const written = this.isWrapped ? this.#wrapped(this.#write(root)) : this.#write(target ?? root);
    const definitions: Record<string, SchemaObject> = {};
    // The map grows while definitions are written that refer to others.
    for (const [to, key] of this.#keys) {
      const shape = resolveShape(this.#shapes, this.#targetOf(to));
      this.#within.push(to);
      definitions[key] = this.#write(shape ?? this.#targetOf(to));
      this.#within.pop();
    }
    this.#checkCircles(definitions);
    return Object.keys(definitions).length === 0 ? written : { ...written, $defs: definitions };
  }

  #wrapped(inner: SchemaObject): SchemaObject {
    return {
      type: "object",
      properties: { [wrapper]: inner },
      required: [wrapper],
      ...(this.#grammar.objects === "unsaid" ? {} : { additionalProperties: false }),
    };
  }

  #targetOf(to: string): Shape {
    const shape = this.#shapes.targets.get(to);
    if (shape === undefined) throw new Unsayable(`the reference ${to} comes to nothing`);
    return shape;
  }

  #write(shape: Shape): SchemaObject {
    this.#written++;
    if (this.#written > maxWritten) throw new Unsayable(`it has more than ${maxWritten} schemas`);
    switch (shape.kind) {
      case "any":
      case "never":
        return this.#any(shape);
      case "text":
        return this.#scalar(shape, ["string"]);
      case "scalar":
        return this.#scalar(shape, shape.types);
      case "literal":
        return this.#literal(shape);
      case "object":
        return this.#object(shape);
      case "array":
        return this.#array(shape);
      case "union":
        return this.#union(
          shape,
          shape.options.map((option) => this.#write(option)),
        );
      case "reference":
        return this.#reference(shape);
    }
  }

  #any(shape: Shape): SchemaObject {
    if (this.#grammar.anything !== true) throw new Unsayable(`${placeOf(shape)} takes any value`);
    return describe(shape, shape.unsaid ?? []);
  }

  #reference(shape: ShapeOf<"reference">): SchemaObject {
    const { to } = shape;
    const { references } = this.#grammar;
    if (references !== "none") {
      // Also where the same object is described elsewhere, nothing stands beside a reference: some dialects refuse it.
      const key = this.#keys.get(to) ?? keyFor(to, new Set(this.#keys.values()));
      this.#keys.set(to, key);
      return { $ref: `#/$defs/${key}` };
    }
    if (this.#within.includes(to)) throw new Unsayable("it is recursive");
    this.#within.push(to);
    const target = this.#targetOf(to);
    const { description = target.description } = shape;
    const written = this.#write(description === undefined ? target : { ...target, description });
    this.#within.pop();
    return written;
  }

  /** Finds recursion in what was written, for dialects that take references only where they come to an end. */
  #checkCircles(definitions: Readonly<Record<string, SchemaObject>>): void {
    if (this.#grammar.references !== "finite") return;
    const done = new Set<string>();
    const visit = (key: string, within: readonly string[]): void => {
      if (within.includes(key)) throw new Unsayable("it is recursive");
      if (done.has(key)) return;
      for (const [, next] of JSON.stringify(definitions[key]).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g)) {
        if (next !== undefined) visit(next, [...within, key]);
      }
      done.add(key);
    };
    for (const key of Object.keys(definitions)) visit(key, []);
  }

  #scalar(shape: Shape, types: readonly ScalarType[]): SchemaObject {
    const [only] = types;
    const { kept, words } = this.#constraints(shape);
    if (types.length === 1 && only !== undefined) return { type: only, ...describe(shape, words), ...kept };
    if (this.#grammar.withoutUnions === true) throw new Unsayable(`${placeOf(shape)} takes several types`);
    const said = describe(shape, [...words, ...Object.entries(kept).map(inWords)]);
    return { ...said, anyOf: types.map((type) => ({ type })) };
  }

  #literal(shape: ShapeOf<"literal">): SchemaObject {
    const { values } = shape;
    if (values.some((value) => typeof value === "object" && value !== null)) {
      if (this.#grammar.anything !== true) throw new Unsayable(`${placeOf(shape)} lists objects or arrays`);
      return { ...describe(shape, []), enum: values };
    }
    const groups: SchemaObject[] = [];
    const add = (type: ScalarType, listed: readonly unknown[], isListable = true): void => {
      if (listed.length > 0) groups.push(isListable ? { type, enum: listed } : { type });
    };
    const numbers = values.filter((value) => typeof value === "number");
    const booleans = values.filter((value) => typeof value === "boolean");
    const listsBooleans = this.#grammar.listsBooleans === true;
    add(
      "string",
      values.filter((value) => typeof value === "string"),
    );
    add(numbers.every(Number.isInteger) ? "integer" : "number", numbers);
    add("boolean", booleans, listsBooleans && booleans.length === 1);
    add(
      "null",
      values.filter((value) => value === null),
      false,
    );
    const words = booleans.length === 1 && !listsBooleans ? [`must be ${String(booleans[0])}`] : [];
    const [only] = groups;
    if (groups.length === 1 && only !== undefined) return { ...only, ...describe(shape, words) };
    if (this.#grammar.withoutUnions === true) throw new Unsayable(`${placeOf(shape)} lists values of several types`);
    return { ...describe(shape, words), anyOf: groups };
  }

  #object(shape: ShapeOf<"object">): SchemaObject {
    const { objects, ordering } = this.#grammar;
    const { rest } = shape;
    const isOpen = rest === "keep" || typeof rest === "object";
    if (isOpen && objects !== "open") throw new Unsayable(`${placeOf(shape)} takes names it does not list`);
    const declared = shape.properties.filter(({ shape: { kind } }) => kind !== "never");
    const required = this.#requiredOf(shape);
    const absent: string[] = [];
    const properties = declared.map((property): [string, SchemaObject] => {
      const written = this.#write(property.shape);
      if (property.required || !required.has(property.name)) return [property.name, written];
      // Where null is a value by itself, no third one is left to say that the property is absent.
      if (acceptsNull(this.#shapes, property.shape)) return [property.name, written];
      absent.push(property.name);
      return [property.name, orNull(written)];
    });
    if (absent.length > 0) this.absent.set(shape.id, absent);
    const names = properties.map(([name]) => name);
    const { kept, words } = this.#constraints(shape);
    return {
      type: "object",
      ...describe(shape, [...words, ...Object.entries(kept).map(inWords)]),
      properties: Object.fromEntries(properties),
      ...(required.size === 0 && objects !== "closed" ? {} : { required: names.filter((name) => required.has(name)) }),
      ...(objects === "unsaid" ? {} : { additionalProperties: isOpen ? this.#restOf(rest) : false }),
      ...(ordering === true && names.length > 1 ? { propertyOrdering: names } : {}),
    };
  }

  #restOf(rest: "keep" | Shape): SchemaObject | true {
    return rest === "keep" ? true : this.#write(rest);
  }

  /** The properties that are written as required. */
  #requiredOf(shape: ShapeOf<"object">): ReadonlySet<string> {
    const { requiresAll, requiresSome } = this.#grammar;
    const declared = shape.properties.filter((property) => property.shape.kind !== "never");
    if (requiresAll === true) return new Set(declared.map(({ name }) => name));
    const required = declared.filter((property) => property.required).map(({ name }) => name);
    if (requiresSome === true && required.length === 0) {
      throw new Unsayable(`${placeOf(shape)} requires no property, and this dialect insists on one`);
    }
    return new Set(required);
  }

  #array(shape: ShapeOf<"array">): SchemaObject {
    const { prefix } = shape;
    const { kept, words } = this.#constraints(shape);
    const isClosed = resolveShape(this.#shapes, shape.items)?.kind === "never";
    if (prefix === undefined && isClosed) throw new Unsayable(`${placeOf(shape)} takes no elements`);
    if (prefix !== undefined && this.#grammar.tuples !== true) throw new Unsayable(`${placeOf(shape)} is a tuple`);
    return {
      type: "array",
      ...describe(shape, words),
      ...(prefix === undefined ? {} : { prefixItems: prefix.map((item) => this.#write(item)) }),
      items: isClosed ? false : this.#write(shape.items),
      ...kept,
    };
  }

  #union(shape: ShapeOf<"union">, options: readonly SchemaObject[]): SchemaObject {
    if (this.#grammar.withoutUnions === true) throw new Unsayable(`${placeOf(shape)} is a union`);
    return { ...describe(shape, shape.unsaid ?? []), anyOf: options };
  }

  /** What a dialect enforces of a shape's constraints, and the others in words. */
  #constraints(shape: Shape): { readonly kept: SchemaObject; readonly words: readonly string[] } {
    const { keeps, formats = [] } = this.#grammar;
    const kept: Record<string, unknown> = {};
    const words: string[] = [];
    for (const [keyword, value] of Object.entries(shape.constraints)) {
      const isKept = keyword === "format" ? formats.includes(String(value)) : keeps.includes(keyword);
      // A format beside a length or a pattern is more than some engines take.
      if (isKept && !(keyword !== "format" && kept["format"] !== undefined)) kept[keyword] = value;
      else words.push(inWords([keyword, value]));
    }
    return { kept, words: [...words, ...(shape.unsaid ?? [])] };
  }
}
