import { type NodeId, resolve, type SchemaIr, type TypeIr, type TypeOfKind } from "./ir.ts";

/** A type that is no reference. */
export type Resolved = Exclude<TypeIr, { readonly kind: "reference" }>;

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
  return tagAmong(schema, flatOptions(schema, type));
}

/** The tag of a union whose options are at hand, opened. */
export function tagAmong(schema: SchemaIr, options: readonly Resolved[]): Tag | undefined {
  const objects = options.filter((option) => option.kind === "object");
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

/** How a row differs from the one its node has by itself. */
export interface Variant {
  /** Undeclared names are kept. */
  readonly keep?: true;
  /** More names that count as declared. */
  readonly declared?: readonly string[];
  /** Properties below which nothing is dropped. */
  readonly contested?: readonly string[];
  /** Nothing is dropped here or below. */
  readonly deep?: true;
}

/** How an option's row differs from the row its node has elsewhere. */
export function variantOf(
  schema: SchemaIr,
  option: Resolved,
  options: readonly Resolved[],
  isTagged: boolean,
): Variant {
  if (option.kind === "array")
    return options.some((other) => other !== option && other.kind === "array") ? { deep: true } : {};
  const objects = options.filter((other) => other.kind === "object");
  if (option.kind !== "object" || objects.length < 2) return {};
  const contested = isTagged ? [] : contestedNames(schema, option, objects);
  const more: Variant = contested.length === 0 ? {} : { contested };
  if (option.rest !== "drop") return more;
  // Where one option keeps every name, all do.
  if (objects.some(({ rest }) => rest === "keep" || typeof rest === "object")) return { ...more, keep: true };
  // Within a union the names of all variants count as declared.
  const own = new Set(option.properties.map(({ name }) => name));
  const names = new Set(objects.flatMap(({ properties }) => properties.map(({ name }) => name)));
  const foreign = [...names].filter((name) => !own.has(name));
  return foreign.length === 0 ? more : { ...more, declared: foreign };
}

/**
 * Names that mean different things in the options of a union nothing tells apart. Decoding reads the first option that
 * fits, so what it dropped below such a name might be declared by the option the model had in mind.
 */
function contestedNames(schema: SchemaIr, option: ObjectIr, objects: readonly ObjectIr[]): readonly string[] {
  const meanings = new Map<string, Set<NodeId | undefined>>();
  for (const { properties } of objects) {
    for (const { name, type } of properties)
      meanings.set(name, (meanings.get(name) ?? new Set()).add(resolve(schema, type)?.id));
  }
  return option.properties
    .filter(({ name }) => (meanings.get(name)?.size ?? 0) > 1)
    .filter(({ type }) => {
      const kind = resolve(schema, type)?.kind;
      return kind === "object" || kind === "array" || kind === "union";
    })
    .map(({ name }) => name);
}
