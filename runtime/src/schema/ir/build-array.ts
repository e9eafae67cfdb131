import type { Draft } from "../json.ts";
import { isSchema } from "../keywords.ts";
import { constraints, speaksOfNames } from "./conjuncts.ts";
import type { NodeIr, TypeIr } from "./ir.ts";
import { constraintsOf } from "./keywords.ts";
import { anyAt, type BuildBelow, type Conjunct, type Source, schemasIn } from "./sources.ts";

/** The arrays of a place: their first elements, where they are told apart, and all others. */
export function buildArray(
  conjuncts: readonly Conjunct[],
  possible: readonly Conjunct[],
  base: NodeIr,
  below: BuildBelow,
  draft: Draft,
): TypeIr {
  const prefixes: Source[][] = [];
  const rest: Source[] = [];
  for (const { schema, pointer } of conjuncts) {
    const listed = Array.isArray(schema["items"]) ? "items" : draft === "2020-12" ? "prefixItems" : undefined;
    const list = listed === undefined ? undefined : schema[listed];
    const after = listed === "items" ? "additionalItems" : "items";
    if (Array.isArray(list)) {
      for (const [i, item] of list.entries()) {
        const sources = prefixes[i] ?? [];
        prefixes[i] = sources;
        if (isSchema(item)) sources.push({ schema: item, pointer: `${pointer}/${listed}/${i}` });
      }
    }
    const others = schema[Array.isArray(list) ? after : "items"];
    if (isSchema(others)) rest.push({ schema: others, pointer: `${pointer}/${Array.isArray(list) ? after : "items"}` });
  }
  const many = conjuncts.filter(({ schema }) => Array.isArray(schema["items"]) || Array.isArray(schema["prefixItems"]));
  // Two tuples, or a tuple and a list, over the same array: too rare to be worth an exact type.
  const exact =
    many.length === 0 || (many.length === 1 && conjuncts.filter(({ schema }) => isSchema(schema["items"])).length <= 1);
  // Which of its elements another union has in mind does not matter: any of them may be it.
  const more = possible
    .flatMap(({ schema, pointer }) =>
      ["items", "prefixItems", "additionalItems"].flatMap((keyword) => [
        ...schemasIn(schema[keyword], `${pointer}/${keyword}`),
        ...(isSchema(schema[keyword]) ? [{ schema: schema[keyword], pointer: `${pointer}/${keyword}` }] : []),
      ]),
    )
    .filter((source) => speaksOfNames(source.schema))
    .map((source): Source => ({ ...source, possible: true }));
  const items = rest.length === 0 || !exact ? anyAt(`${base.id}~items`) : below([...more, ...rest]);
  const prefix = exact
    ? prefixes.map((sources, i) =>
        sources.length === 0 ? anyAt(`${base.id}~items/${i}`) : below([...more, ...sources]),
      )
    : [];
  return {
    ...base,
    constraints: constraints(conjuncts, constraintsOf.array),
    ...(exact ? {} : { unsaid: [...base.unsaid, ...many.map(({ pointer }) => `items at ${pointer}`)] }),
    kind: "array",
    items,
    ...(prefix.length === 0 ? {} : { prefix }),
  };
}
