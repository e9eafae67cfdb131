import type { JSONSchema } from "json-schema-to-typescript";
import {
  type NodeId,
  resolve,
  type SchemaIr,
  type TypeIr,
  type TypeOfKind,
} from "../../../runtime/src/schema/ir/ir.ts";
import type { TypeNames } from "../../../runtime/src/schema/ir/names.ts";
import { isWhole, type ShownOption, shownParts, tagsOfOptions } from "../../../runtime/src/schema/ir/partials.ts";
import type { ImportedType } from "../plan/plan.ts";
import { literalType, named, type TypeExpression, unionOf } from "./type-expression.ts";
import { fillHoles, holeSchema, spell, type TypeTools } from "./types.ts";

/** Whether a type is asked for as it is in the end, or as it is while it is being written. */
export type View = "final" | "partial";

/** A type that was asked for. It can be read once all have been spelt. */
export type Asked = () => TypeExpression;

/** Asks for types of one schema. */
export interface TypeRules {
  /** The type of a node, as others refer to it. */
  use(type: TypeIr, view: View): Asked;
  /** What a named node is declared as, if not as an interface. */
  content(type: TypeIr, view: View): Asked;
  /** The type of names an object does not declare; `undefined` when there are none. It contains those of all others. */
  indexOf(type: TypeOfKind<"object">, view: View): Asked | undefined;
  /** The property that a partial type requires: it is there as soon as the object is. */
  tagOf(id: NodeId): string | undefined;
  /** Spells everything that was asked for. */
  spellAll(tools: TypeTools): Promise<void>;
}

/** What a schema's types depend on besides the schema. */
export interface TypeContext {
  readonly schema: SchemaIr;
  readonly names: TypeNames;
  readonly imports: ReadonlyMap<NodeId, ImportedType>;
  /** Types that are spelled otherwise than their schema: the media of an input. */
  readonly spelled?: ReadonlyMap<NodeId, string>;
}

/**
 * The rules by which a node becomes a type. They are those of the streaming table (`StreamNode` in the runtime):
 *
 * | node | in the end | while it is being written |
 * |---|---|---|
 * | text, scalar, literal | `string`, `number`, its values | the same, once it is there |
 * | object | an interface, its required properties there | every property may be absent |
 * | map | an index signature | the same of partial values |
 * | names beside declared ones | an index signature that contains these | the same, and `undefined` |
 * | list | a list | a readonly list of partial items |
 * | tuple | elements from `minItems` on may be absent | all may be absent |
 * | tagged union | its options | the partial of an option, with the tag there |
 * | other union | its options | options that nothing tells apart are whole, others partial |
 * | reference | the name of what it leads to | the name of its partial type |
 * | held, or nothing in it that grows | | the final type |
 */
export function createTypeRules({ schema, names, imports, spelled = new Map() }: TypeContext): TypeRules {
  const tags = tagsOfOptions(schema);
  const schemas: JSONSchema[] = [];
  let spelt: readonly TypeExpression[] = [];

  /** Asks for a type: json-schema-to-typescript spells what it can say, the rest are holes. */
  const ask = (schemaFor: (hole: (fill: Asked) => JSONSchema) => JSONSchema): Asked => {
    const holes: Asked[] = [];
    const asked = schemaFor((fill) => holeSchema(holes.push(fill) - 1));
    const index = schemas.push(asked) - 1;
    return () => {
      const type = spelt[index];
      if (type === undefined) throw new Error("a type was read before it was spelt");
      return fillHoles(type, holes);
    };
  };

  type Hole = (fill: Asked) => JSONSchema;

  const finalName = (id: NodeId): TypeExpression | undefined => {
    const name = names.names.get(id);
    return name === undefined ? undefined : named(name);
  };

  const useFinal = (type: TypeIr, hole: Hole): JSONSchema => {
    const own = finalName(type.kind === "reference" ? type.to : type.id);
    if (own !== undefined) return hole(() => own);
    const target = resolve(schema, type);
    if (target === undefined) return {};
    const name = finalName(target.id);
    return name === undefined ? inside(target, "final", hole) : hole(() => name);
  };

  const usePartial = (type: TypeIr, hole: Hole): JSONSchema => {
    const target = resolve(schema, type);
    if (target === undefined || isWhole(schema, type)) return useFinal(type, hole);
    const name = names.names.get(target.id);
    if (name === undefined) return inside(target, "partial", hole);
    const imported = imports.get(target.id);
    // Where the other module knows the object by its tag only, here it may be without.
    const text = imported?.partialAs ?? `Partial${name}`;
    return hole(() => ({ ...named(text), ...(imported?.tag === undefined ? {} : { asPartial: true as const }) }));
  };

  const useIn = (type: TypeIr, view: View, hole: Hole): JSONSchema =>
    view === "final" ? useFinal(type, hole) : usePartial(type, hole);

  const inside = (type: TypeIr, view: View, hole: Hole): JSONSchema => {
    const own = spelled.get(type.id);
    if (own !== undefined) return hole(() => named(own));
    switch (type.kind) {
      case "any":
        return {};
      case "never":
        return hole(() => named("never"));
      case "text":
        return { type: "string" };
      case "scalar":
        return { type: [...new Set(type.types.map((name) => (name === "integer" ? "number" : name)))] };
      case "literal":
        return type.values.every((value) => typeof value !== "object" || value === null)
          ? { enum: [...type.values] as (string | number | boolean | null)[] }
          : hole(() => unionOf(type.values.map(literalType)));
      case "object":
        return hole(mapType(type, view));
      case "array":
        return type.prefix === undefined
          ? { type: "array", items: useIn(type.items, view, hole) }
          : hole(tupleType(type, type.prefix, view));
      case "union":
        return view === "final"
          ? { anyOf: type.options.map((option) => useFinal(option, hole)) }
          : hole(shownUnion(type));
      case "reference":
        return useIn(type, view, hole);
    }
  };

  const use = (type: TypeIr, view: View): Asked => ask((hole) => useIn(type, view, hole));

  /** A map, written where it stands: what its values are, anything, or nothing where the object must stay empty. */
  const mapType = (type: TypeOfKind<"object">, view: View): Asked => {
    const values =
      typeof type.rest === "object" ? use(type.rest, view) : () => named(type.rest === "keep" ? "unknown" : "never");
    return () => ({ kind: "object", members: [], rest: values() });
  };

  const tupleType = (type: TypeOfKind<"array">, prefix: readonly TypeIr[], view: View): Asked => {
    const elements = prefix.map((element) => use(element, view));
    const rest = use(type.items, view);
    const minimum = type.constraints["minItems"];
    const required = view === "final" && typeof minimum === "number" ? minimum : 0;
    return () => ({
      kind: "tuple",
      elements: elements.map((element, index) => ({ type: element(), optional: index >= required })),
      rest: rest(),
    });
  };

  const shownUnion = (type: TypeOfKind<"union">): Asked => {
    const parts = shownParts(schema, type, (id) => names.names.has(id)).map((part) =>
      "named" in part ? use(part.named, "partial") : shownOption(part),
    );
    return () => unionOf(parts.map((part) => part()));
  };

  const shownOption = ({ option, whole, tag }: ShownOption): Asked => {
    if (whole || isWhole(schema, option)) return use(option, "final");
    const imported = imports.get(option.id);
    const required = imported === undefined ? tags.get(option.id) : imported.tag;
    const partial =
      imported === undefined || required !== tag ? use(option, "partial") : () => named(imported.partialAs);
    if (tag === undefined || option.kind !== "object" || required === tag) return partial;
    const property = option.properties.find((candidate) => candidate.name === tag);
    if (property === undefined) return partial;
    const value = use(property.type, "final");
    return () => ({ kind: "both", parts: [partial(), { kind: "object", members: [{ name: tag, type: value() }] }] });
  };

  return {
    use,
    content: (type, view) => ask((hole) => inside(type, view, hole)),
    indexOf(type, view) {
      if (type.rest === "keep") return () => named("unknown");
      if (typeof type.rest !== "object") return type.properties.length === 0 ? () => named("never") : undefined;
      const parts = [type.rest, ...type.properties.map((property) => property.type)].map((part) => use(part, view));
      const mayBeAbsent = type.properties.some((property) => view === "partial" || !property.required);
      return () => unionOf([...parts.map((part) => part()), ...(mayBeAbsent ? [named("undefined")] : [])]);
    },
    tagOf: (id) => tags.get(id),
    async spellAll(tools) {
      spelt = await spell(tools, schemas);
    },
  };
}
