import { anyAt, type Conjunct, constraintsIn, type ReadBelow, type Source, schemasIn } from "./conjuncts.ts";
import { type Draft, isList, isSchema } from "./json-schema.ts";
import { constraintsOf } from "./keywords.ts";
import { speaksOfNames } from "./names.ts";
import type { Shape, ShapeBase } from "./shape.ts";

/** The arrays of a place: their first elements, where they are told apart, and all others. */
export function readArray(
  conjuncts: readonly Conjunct[],
  possible: readonly Conjunct[],
  base: ShapeBase,
  below: ReadBelow,
  draft: Draft,
): Shape {
  const prefixes: Source[][] = [];
  const rest: Source[] = [];
  for (const { schema, pointer } of conjuncts) {
    const listed = isList(schema["items"]) ? "items" : draft === "2020-12" ? "prefixItems" : undefined;
    const list = listed === undefined ? undefined : schema[listed];
    const after = isList(list) && listed === "items" ? "additionalItems" : "items";
    for (const [index, item] of isList(list) ? list.entries() : []) {
      const sources = prefixes[index] ?? [];
      prefixes[index] = sources;
      if (isSchema(item)) sources.push({ schema: item, pointer: `${pointer}/${listed}/${index}` });
    }
    const others = schema[after];
    if (isSchema(others)) rest.push({ schema: others, pointer: `${pointer}/${after}` });
  }
  const isExact = canBeExact(conjuncts);
  const more = possible.flatMap(elementsOf);
  const items = rest.length === 0 || !isExact ? anyAt(`${base.id}~items`) : below([...more, ...rest]);
  const prefix = (isExact ? prefixes : []).map((sources, index) =>
    sources.length === 0 ? anyAt(`${base.id}~items/${index}`) : below([...more, ...sources]),
  );
  return {
    ...base,
    constraints: constraintsIn(conjuncts, constraintsOf.array),
    kind: "array",
    items,
    ...(prefix.length === 0 ? {} : { prefix }),
  };
}

/** Whether there are not two tuples, or a tuple and a list, over the same array: too rare to be worth an exact shape. */
function canBeExact(conjuncts: readonly Conjunct[]): boolean {
  const tuples = conjuncts.filter(({ schema }) => isList(schema["items"]) || isList(schema["prefixItems"]));
  const lists = conjuncts.filter(({ schema }) => isSchema(schema["items"]));
  return tuples.length === 0 || (tuples.length === 1 && lists.length <= 1);
}

/** Which of its elements another union has in mind does not matter: any of them may be it. */
function elementsOf({ schema, pointer }: Conjunct): readonly Source[] {
  return ["items", "prefixItems", "additionalItems"]
    .flatMap((keyword) => {
      const value = schema[keyword];
      const at = `${pointer}/${keyword}`;
      return isSchema(value) ? [{ schema: value, pointer: at }] : schemasIn(value, at);
    })
    .filter((source) => speaksOfNames(source.schema))
    .map((source) => ({ ...source, possible: true }));
}
