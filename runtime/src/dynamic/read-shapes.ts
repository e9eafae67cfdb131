import {
  baseOf,
  type Conjunct,
  constraintsIn,
  expandSources,
  fittingValues,
  idOf,
  inferredTypes,
  type ReadBelow,
  type Source,
  schemasIn,
  type TypeName,
  typesOf,
  unsaidIn,
  valuesOf,
} from "./conjuncts.ts";
import { isAsserted } from "./formats.ts";
import { atPointer, type Draft, isList, isRecord, isSchema, type Schema, withoutKeywords } from "./json-schema.ts";
import { assertions, constraintsOf } from "./keywords.ts";
import { limits } from "./limits.ts";
import { speaksOfNames } from "./names.ts";
import { readArray } from "./read-array.ts";
import { readObject } from "./read-object.ts";
import type { ScalarType, Shape, ShapeBase, Shapes } from "./shape.ts";

/**
 * Reads what a schema says of the form of values: `allOf` is merged, a union beside other keywords is spread over its
 * options, type lists become unions. References of the document are pointers already.
 */
export function readShapes(document: Schema, draft: Draft): Shapes {
  return new ShapeReader(document, draft).run();
}

/** A union among other keywords. */
interface UnionGroup {
  readonly at: string;
  readonly options: readonly Source[];
}

class ShapeReader {
  readonly #document: Schema;
  readonly #draft: Draft;
  readonly #built = new Map<string, Shape>();
  readonly #started = new Set<string>();
  readonly #referenced = new Set<string>();
  #spread = 0;
  #tooComplexAt: string | undefined;

  constructor(document: Schema, draft: Draft) {
    this.#document = document;
    this.#draft = draft;
  }

  run(): Shapes {
    const root = this.#place([{ schema: this.#document, pointer: "#" }], 0);
    // The set grows while targets are read that refer to others.
    for (const target of this.#referenced) {
      const schema = this.#started.has(target) ? undefined : atPointer(this.#document, target);
      if (isSchema(schema)) this.#place([{ schema, pointer: target }], 0);
    }
    const targets = new Map<string, Shape>();
    for (const target of this.#referenced) {
      const shape = this.#built.get(target);
      if (shape !== undefined) targets.set(target, shape);
    }
    return { root, targets, ...(this.#tooComplexAt === undefined ? {} : { tooComplexAt: this.#tooComplexAt }) };
  }

  #reference(to: string, base: ShapeBase): Shape {
    this.#referenced.add(to);
    return { ...base, kind: "reference", to };
  }

  /** The shape of a place to which all of some sources apply. */
  #place(sources: readonly Source[], depth: number): Shape {
    const id = idOf(sources);
    if (this.#started.has(id)) return this.#reference(id, baseOf(sources, `${id}~`));
    if (this.#tooComplexAt === undefined && this.#started.size >= limits.shapes) {
      this.#tooComplexAt = sources.at(-1)?.pointer ?? "#";
    }
    if (depth > limits.depth || this.#tooComplexAt !== undefined) return { ...baseOf(sources, id), kind: "any" };
    this.#started.add(id);
    const shape = this.#read(sources, id, depth);
    this.#built.set(id, shape);
    return shape;
  }

  #read(sources: readonly Source[], id: string, depth: number): Shape {
    if (sources.some(({ schema }) => schema === false)) return { ...baseOf(sources, id), kind: "never" };
    const annotated: ShapeBase = { ...baseOf(sources, id), ...annotationsOf(sources) };
    const [only] = sources;
    const target = sources.length === 1 && only !== undefined ? pureReference(only.schema) : undefined;
    if (target !== undefined) return this.#reference(target, annotated);
    const conjuncts = expandSources(this.#document, sources);
    return conjuncts === "never" ? { ...annotated, kind: "never" } : this.#union(conjuncts, annotated, depth);
  }

  /** Chooses the union that says most about the form and spreads the other keywords over its options. */
  #union(all: readonly Conjunct[], base: ShapeBase, depth: number): Shape {
    const conjuncts = all.filter(({ possible }) => !possible);
    const groups = unionsOf(conjuncts);
    const chosen = groups.find(({ options }) => options.some(({ schema }) => isShaping(schema)));
    const plain = withoutUnions(conjuncts);
    // What the other unions say is left to the validator, but the names they speak of must reach it.
    const others = groups.flatMap((group) => (group === chosen ? [] : group.options));
    const possible = [
      ...all.filter((conjunct) => conjunct.possible),
      ...others.filter(({ schema }) => speaksOfNames(schema)).map((option): Source => ({ ...option, possible: true })),
    ];
    if (chosen === undefined) {
      const opened = expandSources(this.#document, possible);
      return this.#simple(plain, opened === "never" ? [] : opened, base, depth);
    }
    if (all.some(({ stripped }) => stripped)) this.#spread += chosen.options.length;
    if (this.#spread > limits.spread) this.#tooComplexAt ??= chosen.at;
    const shared = [...plain.map((conjunct): Source => ({ ...conjunct, stripped: true })), ...possible];
    const options = chosen.options
      .map((option) => this.#place([...shared, option], depth + 1))
      .filter(({ kind }) => kind !== "never");
    const [first] = options;
    if (first === undefined) return { ...base, kind: "never" };
    if (options.length > 1) return { ...base, kind: "union", options };
    const { id, sources, description, hold } = base;
    const own = { ...(description === undefined ? {} : { description }), ...(hold === undefined ? {} : { hold }) };
    return { ...first, ...own, id, sources };
  }

  /** A place without unions: literals, or one part for each JSON type a value may have. */
  #simple(conjuncts: readonly Conjunct[], possible: readonly Conjunct[], place: ShapeBase, depth: number): Shape {
    const types = typesOf(conjuncts);
    const values = valuesOf(conjuncts);
    const unsaid = unsaidIn(conjuncts);
    const base: ShapeBase = unsaid.length === 0 ? place : { ...place, unsaid };
    if (values !== undefined) {
      const fitting = fittingValues(values, types);
      return fitting.length === 0 ? { ...base, kind: "never" } : { ...base, kind: "literal", values: fitting };
    }
    const names = types ?? inferredTypes(conjuncts);
    if (names === undefined) return { ...base, kind: "any" };
    if (names.length === 0) return { ...base, kind: "never" };
    const inferred = types === undefined ? { inferred: true as const } : {};
    const parts = this.#parts(names, conjuncts, possible, { ...base, ...inferred }, depth);
    const [first] = parts;
    if (first !== undefined && parts.length === 1)
      return { ...first, ...base, ...inferred, constraints: first.constraints };
    return { ...base, kind: "union", options: parts.map(withoutAnnotations) };
  }

  #parts(
    names: readonly TypeName[],
    conjuncts: readonly Conjunct[],
    possible: readonly Conjunct[],
    base: ShapeBase,
    depth: number,
  ): readonly Shape[] {
    const part = (kind: string): ShapeBase => ({ ...base, id: `${base.id}~${kind}` });
    const below: ReadBelow = (sources) => this.#place(sources, depth + 1);
    const { format } = constraintsIn(conjuncts, ["format"]);
    const isFormatted = isAsserted(format, "string");
    const parts: Shape[] = [];
    const scalars: ScalarType[] = [];
    for (const name of names) {
      if (name === "object") parts.push(readObject(conjuncts, possible, part("object"), below));
      else if (name === "array") parts.push(readArray(conjuncts, possible, part("array"), below, this.#draft));
      else if (name === "string" && !isFormatted) {
        parts.push({ ...part("string"), constraints: constraintsIn(conjuncts, constraintsOf.string), kind: "text" });
      } else {
        if (scalars.length === 0) {
          const ofStrings = isFormatted && names.includes("string") ? constraintsOf.string : [];
          const constraints = constraintsIn(conjuncts, [...ofStrings, ...constraintsOf.number]);
          parts.push({ ...part("scalar"), constraints, kind: "scalar", types: scalars });
        }
        scalars.push(name);
      }
    }
    return parts;
  }
}

const notShared: ReadonlySet<string> = new Set([
  ...["description", "title", "x-stream", "$ref", "allOf", "anyOf", "oneOf", "$defs", "definitions"],
]);

const shapingKeywords: readonly string[] = [
  ...["$ref", "allOf", "anyOf", "oneOf", "type", "enum", "const", "properties", "items", "prefixItems"],
];

function unionsOf(conjuncts: readonly Conjunct[]): readonly UnionGroup[] {
  return conjuncts.flatMap(({ schema, pointer }) =>
    ["anyOf", "oneOf"].flatMap((keyword) => {
      const options = schema[keyword];
      if (!isList(options) || !options.every(isSchema)) return [];
      const at = `${pointer}/${keyword}`;
      return [{ at, options: schemasIn(options, at) }];
    }),
  );
}

/** What schemas say besides their unions and what was followed already; those that then say nothing are left out. */
function withoutUnions(conjuncts: readonly Conjunct[]): readonly Conjunct[] {
  return conjuncts
    .map((conjunct) => ({
      ...conjunct,
      schema: withoutKeywords(conjunct.schema, (keyword) => notShared.has(keyword)),
    }))
    .filter(({ schema }) => Object.keys(schema).some((keyword) => assertions.has(keyword)));
}

function annotationsOf(sources: readonly Source[]): Pick<ShapeBase, "description" | "hold"> {
  const own = sources.flatMap(({ schema, stripped, possible }) =>
    isRecord(schema) && !stripped && !possible ? [schema] : [],
  );
  const description = own
    .map((schema) => schema["description"])
    .find((text) => typeof text === "string" && text.trim() !== "");
  const hold = own.some((schema) => schema["x-stream"] === "complete");
  return { ...(typeof description === "string" ? { description } : {}), ...(hold ? { hold: true } : {}) };
}

function withoutAnnotations(shape: Shape): Shape {
  const { description: _description, hold: _hold, unsaid: _unsaid, ...bare } = shape;
  return bare;
}

/** Where a schema leads that is a `$ref` and nothing else that matters, also as the only member of an `allOf`. */
function pureReference(schema: unknown): string | undefined {
  if (!isRecord(schema)) return undefined;
  const [keyword, another] = Object.keys(schema).filter((name) => assertions.has(name));
  if (another !== undefined) return undefined;
  if (keyword === "$ref" && typeof schema["$ref"] === "string") return schema["$ref"];
  const members = keyword === "allOf" ? schema["allOf"] : undefined;
  const [member] = isList(members) && members.length === 1 ? members : [];
  return isRecord(member) && !Object.hasOwn(member, "x-stream") ? pureReference(member) : undefined;
}

function isShaping(schema: Schema): boolean {
  return (
    typeof schema === "boolean" ||
    Object.keys(schema).length === 0 ||
    shapingKeywords.some((keyword) => Object.hasOwn(schema, keyword))
  );
}
