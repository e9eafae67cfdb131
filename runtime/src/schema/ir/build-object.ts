import { isSchema } from "../keywords.ts";
import { isRecord, joinPointer } from "../pointer.ts";
import {
  admitName,
  admitsOtherNames,
  closesUnevaluated,
  constraints,
  matchesEveryName,
  patternsOf,
  requiredOf,
  speakOfOtherNames,
  speaksOfNames,
} from "./conjuncts.ts";
import type { NodeIr, PropertyIr, RestIr, TypeIr } from "./ir.ts";
import { constraintsOf } from "./keywords.ts";
import {
  anyAt,
  type BuildBelow,
  type Conjunct,
  nodeOf,
  patternSources,
  type Source,
  sourcesByName,
} from "./sources.ts";

/**
 * A text as a scalar, which is shown when whole: which of several patterns a name matches is not known to readers, and
 * a text that may grow at one name may be a date or one of some values at another.
 */
function wholeText(type: TypeIr): TypeIr {
  return type.kind === "text" ? { ...type, kind: "scalar", types: ["string"] } : type;
}

/** The objects of a place: their properties in order, and what becomes of other names. */
export function buildObject(
  conjuncts: readonly Conjunct[],
  possible: readonly Conjunct[],
  base: NodeIr,
  below: BuildBelow,
): TypeIr {
  const required = new Set(conjuncts.flatMap((conjunct) => requiredOf(conjunct.schema)));
  const byName = sourcesByName(conjuncts);
  const possibleByName = sourcesByName(possible);
  const rest = restOf(conjuncts, possible, base, below);
  const ofAll = patternSources(conjuncts).filter(({ pattern }) => matchesEveryName(pattern));
  // A name that one of the schemas refuses cannot be there, unless it must be: then nothing can, which is not said.
  const canBe = (name: string): boolean => required.has(name) || admitName(conjuncts, name);
  const properties = [...byName]
    .filter(([name]) => canBe(name))
    .map(([name, sources]): PropertyIr => {
      const more = (possibleByName.get(name) ?? []).filter((source) => speaksOfNames(source.schema));
      const type = below([...more, ...sources, ...ofAll.map(({ source }) => source)]);
      return { name, required: required.has(name), type };
    });
  // Names that are only required, or spoken of by a union that is left to the validator, count as declared.
  const declared = [...possible.flatMap((conjunct) => requiredOf(conjunct.schema)), ...possibleByName.keys()];
  for (const name of new Set([...required, ...declared])) {
    if (byName.has(name) || !canBe(name)) continue;
    const any: TypeIr = typeof rest === "object" ? rest : anyAt(joinPointer(`${base.id}~required`, name));
    properties.push({ name, required: required.has(name), type: any });
  }
  return { ...base, constraints: constraints(conjuncts, constraintsOf.object), kind: "object", properties, rest };
}

function restOf(
  conjuncts: readonly Conjunct[],
  possible: readonly Conjunct[],
  base: NodeIr,
  below: BuildBelow,
): RestIr {
  const patterns = patternSources(conjuncts);
  const ofAll = patterns.filter(({ pattern }) => matchesEveryName(pattern));
  const stated = conjuncts
    // Where a pattern matches every name, no name is left over.
    .filter(({ schema }) => !patternsOf(schema).some(matchesEveryName))
    .flatMap(({ schema, pointer }): readonly Source[] => {
      const value = schema["additionalProperties"];
      return isSchema(value) ? [{ schema: value, pointer: `${pointer}/additionalProperties` }] : [];
    });
  const closed =
    stated.some((source) => source.schema === false) || (stated.length === 0 && closesUnevaluated(conjuncts, possible));
  const typed = stated.filter((source) => isRecord(source.schema) && Object.keys(source.schema).length > 0);
  if (ofAll.length > 0 && !closed) return below([...ofAll.map(({ source }) => source), ...typed]);
  if (patterns.length > 0) {
    if (!closed && typed.length === 0) return "keep";
    const options = [...patterns.map(({ source }) => source), ...(closed ? [] : typed)].map((source) =>
      below([source]),
    );
    const [first] = options;
    if (first !== undefined && options.length === 1) return first;
    return { ...nodeOf([], `${base.id}~rest`), kind: "union", keyword: "anyOf", options: options.map(wholeText) };
  }
  if (closed) return "reject";
  if (typed.length > 0) return below(typed);
  if (stated.length > 0) return "keep";
  const declares = conjuncts.some(({ schema }) => isRecord(schema["properties"]));
  const speaks = speakOfOtherNames(conjuncts) || possible.some(({ schema }) => admitsOtherNames(schema));
  return declares && !speaks ? "drop" : "keep";
}
