import type { Opaque } from "./alternative.ts";
import { below, entriesBelow, keyword, listBelow, type Place, referred } from "./document.ts";
import { patternsIn, safeTest } from "./safe-pattern.ts";
import { identityOf } from "./structure.ts";

/** An `unevaluatedProperties` that speaks of names as `additionalProperties` would. */
export interface ClosedPlace {
  /** Whether the schemas around it speak of a name already. */
  readonly evaluates: (name: string) => boolean;
  /** Whether they speak of every name. */
  readonly evaluatesOthers: boolean;
  readonly schema: Place;
}

/** Reads the `unevaluated…` keywords of some schemas; those that depend on which union branch fits are opaque. */
export function readUnevaluated(members: readonly Place[]): {
  readonly closed: readonly ClosedPlace[];
  readonly opaque: readonly Opaque[];
} {
  const closed: ClosedPlace[] = [];
  const opaque: Opaque[] = [];
  for (const place of members) {
    const schema = below(place, "unevaluatedProperties");
    if (schema !== undefined && schema.schema !== true) {
      const found = closedPlace(place, schema);
      if (found === undefined) opaque.push(opaqueAt(place, "unevaluatedProperties"));
      else closed.push(found);
    }
    const items = below(place, "unevaluatedItems");
    if (items !== undefined && items.schema !== true && !evaluatesAlone(place) && below(place, "items") === undefined)
      opaque.push(opaqueAt(place, "unevaluatedItems"));
  }
  return { closed, opaque };
}

function opaqueAt(place: Place, name: string): Opaque {
  return { keyword: name, key: `${name} ${identityOf(place)}`, place };
}

function closedPlace(place: Place, schema: Place): ClosedPlace | undefined {
  const fixed = family([place], fixedBelow);
  const conditional = family(fixed.flatMap(conditionalBelow), (inner) => [
    ...fixedBelow(inner),
    ...conditionalBelow(inner),
  ]);
  const names = new Set(fixed.flatMap((inner) => entriesBelow(inner, "properties").map(([name]) => name)));
  const patterns = fixed.flatMap(patternsIn);
  const evaluates = (name: string): boolean =>
    names.has(name) || patterns.some((pattern) => safeTest(pattern, name) === true);
  const evaluatesOthers = fixed.some(
    (inner) =>
      keyword(inner, "additionalProperties") !== undefined ||
      (inner !== place && keyword(inner, "unevaluatedProperties") !== undefined),
  );
  const isConditional = conditional.some(
    (inner) =>
      ["additionalProperties", "unevaluatedProperties", "patternProperties", "$dynamicRef"].some(
        (name) => keyword(inner, name) !== undefined,
      ) || entriesBelow(inner, "properties").some(([name]) => !evaluates(name)),
  );
  if ((isConditional && !evaluatesOthers) || patterns.some((pattern) => safeTest(pattern, "") === undefined))
    return undefined;
  return { evaluates: (name) => evaluatesOthers || evaluates(name), evaluatesOthers, schema };
}

/** Schemas that judge the same value whatever it is. */
function fixedBelow(place: Place): readonly Place[] {
  return [referred(place) ?? [], listBelow(place, "allOf")].flat();
}

/** Schemas that judge the same value, some of the time. */
function conditionalBelow(place: Place): readonly Place[] {
  return [
    ...listBelow(place, "anyOf"),
    ...listBelow(place, "oneOf"),
    ...["if", "then", "else"].flatMap((name) => below(place, name) ?? []),
    ...entriesBelow(place, "dependentSchemas").map(([, schema]) => schema),
  ];
}

/** Some schemas and all that follow from them. */
function family(from: readonly Place[], next: (place: Place) => readonly Place[]): readonly Place[] {
  const found = new Set<Place>();
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    open.push(...next(place));
  }
  return [...found];
}

const applicators = ["$ref", "allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "contains", "$dynamicRef"];

/** Whether no schema applied in place can evaluate items for this one. */
export function evaluatesAlone(place: Place): boolean {
  return applicators.every((name) => keyword(place, name) === undefined);
}
