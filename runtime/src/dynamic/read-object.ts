import {
  anyAt,
  baseOf,
  type Conjunct,
  constraintsIn,
  type ReadBelow,
  type Source,
  sourcesByName,
} from "./conjuncts.ts";
import { isRecord, isSchema, joinPointer } from "./json-schema.ts";
import { constraintsOf } from "./keywords.ts";
import {
  admitName,
  admitsOtherNames,
  closesUnevaluated,
  looksAtOtherNames,
  matchesEveryName,
  patternsOf,
  requiredOf,
  speaksOfNames,
} from "./names.ts";
import type { Rest, Shape, ShapeBase, ShapeProperty } from "./shape.ts";

/** The objects of a place: their properties in order, and what becomes of other names. */
export function readObject(
  conjuncts: readonly Conjunct[],
  possible: readonly Conjunct[],
  base: ShapeBase,
  below: ReadBelow,
): Shape {
  const required = new Set(conjuncts.flatMap(({ schema }) => requiredOf(schema)));
  const byName = sourcesByName(conjuncts, "properties");
  const possibleByName = sourcesByName(possible, "properties");
  const rest = restOf(conjuncts, possible, base, below);
  const ofAll = patternSources(conjuncts).filter(({ pattern }) => matchesEveryName(pattern));
  // A name that one of the schemas refuses cannot be there, unless it must be: then nothing can, which is not said.
  const canBe = (name: string): boolean => required.has(name) || admitName(conjuncts, name);
  const properties: ShapeProperty[] = [];
  for (const [name, sources] of byName) {
    if (!canBe(name)) continue;
    const more = (possibleByName.get(name) ?? []).filter(({ schema }) => speaksOfNames(schema));
    const shape = below([...more, ...sources, ...ofAll.map(({ source }) => source)]);
    properties.push({ name, required: required.has(name), shape });
  }
  // Names that are only required, or spoken of by a union that is left to the validator, count as declared.
  const spoken = [...possible.flatMap(({ schema }) => requiredOf(schema)), ...possibleByName.keys()];
  for (const name of new Set([...required, ...spoken])) {
    if (byName.has(name) || !canBe(name)) continue;
    const shape = typeof rest === "object" ? rest : anyAt(joinPointer(`${base.id}~required`, name));
    properties.push({ name, required: required.has(name), shape });
  }
  return { ...base, constraints: constraintsIn(conjuncts, constraintsOf.object), kind: "object", properties, rest };
}

interface PatternSource {
  readonly pattern: string;
  readonly source: Source;
}

/** What some schemas say of names by pattern. */
function patternSources(conjuncts: readonly Conjunct[]): readonly PatternSource[] {
  return conjuncts.flatMap((conjunct) =>
    [...sourcesByName([conjunct], "patternProperties")].flatMap(([pattern, sources]) =>
      sources.map((source) => ({ pattern, source })),
    ),
  );
}

function restOf(
  conjuncts: readonly Conjunct[],
  possible: readonly Conjunct[],
  base: ShapeBase,
  below: ReadBelow,
): Rest {
  const patterns = patternSources(conjuncts);
  const ofAll = patterns.filter(({ pattern }) => matchesEveryName(pattern));
  const stated = conjuncts
    // Where a pattern matches every name, no name is left over.
    .filter(({ schema }) => !patternsOf(schema).some(matchesEveryName))
    .flatMap(({ schema, pointer }): readonly Source[] => {
      const value = schema["additionalProperties"];
      return isSchema(value) ? [{ schema: value, pointer: `${pointer}/additionalProperties` }] : [];
    });
  const isClosed =
    stated.some(({ schema }) => schema === false) || (stated.length === 0 && closesUnevaluated(conjuncts, possible));
  const typed = stated.filter(({ schema }) => isRecord(schema) && Object.keys(schema).length > 0);
  if (ofAll.length > 0 && !isClosed) return below([...ofAll.map(({ source }) => source), ...typed]);
  if (patterns.length > 0) {
    if (!isClosed && typed.length === 0) return "keep";
    return oneOfSeveral([...patterns.map(({ source }) => source), ...(isClosed ? [] : typed)], base, below);
  }
  if (isClosed) return "reject";
  if (typed.length > 0) return below(typed);
  if (stated.length > 0) return "keep";
  const declares = conjuncts.some(({ schema }) => isRecord(schema["properties"]));
  const opens = conjuncts.some(({ schema }) => looksAtOtherNames(schema));
  return declares && !opens && !possible.some(({ schema }) => admitsOtherNames(schema)) ? "drop" : "keep";
}

/** The values of names that match one of several patterns; which of them a name matches is not known to a reader. */
function oneOfSeveral(sources: readonly Source[], base: ShapeBase, below: ReadBelow): Shape {
  const options = sources.map((source) => below([source]));
  const [first] = options;
  if (first !== undefined && options.length === 1) return first;
  return { ...baseOf([], `${base.id}~rest`), kind: "union", options: options.map(wholeText) };
}

/** A text that may grow at one name may be a date or one of some values at another: it is shown when whole. */
function wholeText(shape: Shape): Shape {
  return shape.kind === "text" ? { ...shape, kind: "scalar", types: ["string"] } : shape;
}
