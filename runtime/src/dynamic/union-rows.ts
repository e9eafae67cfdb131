import { type Resolved, resolveShape, type Shape, type ShapeOf, type Shapes } from "./shape.ts";

/** How a row differs from the one its shape has by itself. */
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

/** The property that tells the objects of a union apart, with its value for each option; nothing where none does. */
export function tagOf(
  shapes: Shapes,
  options: readonly Resolved[],
): { readonly name: string; readonly values: ReadonlyMap<string, string> } | undefined {
  const objects = options.filter((option) => option.kind === "object");
  const [first] = objects;
  if (first === undefined || objects.length < 2) return undefined;
  for (const { name } of first.properties) {
    const values = new Map<string, string>();
    for (const object of objects) {
      const value = tagValue(shapes, object, name);
      if (value === undefined) break;
      values.set(object.id, value);
    }
    if (values.size === objects.length && new Set(values.values()).size === objects.length) return { name, values };
  }
  return undefined;
}

function tagValue(shapes: Shapes, object: ShapeOf<"object">, name: string): string | undefined {
  const property = object.properties.find((candidate) => candidate.name === name);
  if (property?.required !== true) return undefined;
  const shape = resolveShape(shapes, property.shape);
  if (shape?.kind !== "literal" || shape.values.length !== 1) return undefined;
  const [value] = shape.values;
  return typeof value === "object" ? undefined : String(value);
}

/** How an option's row differs from the row its shape has elsewhere. */
export function variantOf(shapes: Shapes, option: Resolved, options: readonly Resolved[], isTagged: boolean): Variant {
  if (option.kind === "array")
    return options.some((other) => other !== option && other.kind === "array") ? { deep: true } : {};
  const objects = options.filter((other) => other.kind === "object");
  if (option.kind !== "object" || objects.length < 2) return {};
  const contested = isTagged ? [] : contestedNames(shapes, option, objects);
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
function contestedNames(
  shapes: Shapes,
  option: ShapeOf<"object">,
  objects: readonly ShapeOf<"object">[],
): readonly string[] {
  const meant = (shape: Shape): string | undefined => resolveShape(shapes, shape)?.id;
  const byName = new Map<string, Set<string | undefined>>();
  for (const { properties } of objects) {
    for (const { name, shape } of properties) byName.set(name, (byName.get(name) ?? new Set()).add(meant(shape)));
  }
  return option.properties
    .filter(({ name }) => (byName.get(name)?.size ?? 0) > 1)
    .filter(({ shape }) => {
      const kind = resolveShape(shapes, shape)?.kind;
      return kind === "object" || kind === "array" || kind === "union";
    })
    .map(({ name }) => name);
}
