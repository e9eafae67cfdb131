import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Alternative, Expand } from "./alternative.ts";

/** The values of a property that an alternative always has and that are listed; `undefined` for any other. */
export function tagValues(alternative: Alternative, name: string, expand: Expand): ReadonlySet<string> | undefined {
  const schema = alternative.object.properties.get(name);
  if (schema === undefined || !alternative.object.required.has(name)) return undefined;
  const values = new Set<string>();
  for (const one of expand(schema)) {
    if (one.values === undefined || one.type === "boolean" || one.type === "null") return undefined;
    for (const value of one.values) values.add(canonicalJson(value));
  }
  return values;
}

/** The properties whose value tells the objects of a union apart. */
export function tagsOf(alternatives: readonly Alternative[], expand: Expand): readonly string[] {
  const objects = alternatives.filter(({ type }) => type === "object");
  const [first] = objects;
  if (first === undefined || objects.length < 2) return [];
  return [...first.object.required].filter((name) => {
    const seen = new Set<string>();
    return objects.every((one) => {
      const values = tagValues(one, name, expand);
      if (values === undefined || [...values].some((value) => seen.has(value))) return false;
      for (const value of values) seen.add(value);
      return true;
    });
  });
}
