import type { SchemaObject } from "./json-schema.ts";
import { hasType, resolveShape, type Shape, type Shapes } from "./shape.ts";

/** Whether null is one of the values a shape takes. */
export function acceptsNull(shapes: Shapes, shape: Shape, seen: readonly string[] = []): boolean {
  const target = resolveShape(shapes, shape);
  if (target === undefined || seen.includes(target.id)) return false;
  switch (target.kind) {
    case "any":
      return true;
    case "scalar":
      return target.types.includes("null");
    case "literal":
      return target.values.some((value) => hasType(value, "null"));
    case "union":
      return target.options.some((option) => acceptsNull(shapes, option, [...seen, target.id]));
    default:
      return false;
  }
}

/** The description of a shape, with words that the dialect has no keyword for. */
export function describe({ description }: Shape, words: readonly string[]): SchemaObject {
  const said = [description, words.length === 0 ? undefined : `(${words.join(", ")})`].filter(
    (text) => text !== undefined,
  );
  return said.length === 0 ? {} : { description: said.join(" ") };
}

/** A constraint in words: `minLength 3`. */
export function inWords([keyword, value]: readonly [string, unknown]): string {
  return `${keyword} ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

/** A written schema that takes null, too. */
export function orNull(schema: SchemaObject): SchemaObject {
  const { anyOf, description, ...alone } = schema;
  const said = description === undefined ? {} : { description };
  return { ...said, anyOf: [...(Array.isArray(anyOf) ? anyOf : [alone]), { type: "null" }] };
}

/** The place of a shape in the schema, for reasons. */
export function placeOf({ id, sources }: Shape): string {
  return sources[0] ?? id;
}

/** A key under `$defs`, after the place of the definition. */
export function keyFor(pointer: string, taken: ReadonlySet<string>): string {
  const wish = (pointer.split(" & ").at(-1) ?? "").split("/").at(-1)?.replaceAll(/\W/g, "") || "Root";
  let key = wish;
  for (let number = 2; taken.has(key); number++) key = `${wish}${number}`;
  return key;
}
