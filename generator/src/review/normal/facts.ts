import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import { formatFunctions } from "../../../../runtime/src/schema/formats.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import type { ArrayFacts, Bound, NumberFacts, ObjectFacts, Opaque, StringFacts, TypeName } from "./alternative.ts";
import { isMultipleOf } from "./decimal.ts";
import { below, type Conjunction, conjoin, entriesBelow, keyword, listBelow, type Place } from "./document.ts";
import { patternsIn, safeTest } from "./safe-pattern.ts";
import { identityOf } from "./structure.ts";
import { type ClosedPlace, evaluatesAlone } from "./unevaluated.ts";

/** The JSON type of a value. */
export function typeOf(value: Json): TypeName {
  if (value === null) return "null";
  if (isList(value)) return "array";
  const type = typeof value;
  return type === "boolean" || type === "number" || type === "string" ? type : "object";
}

function numbersIn(members: readonly Place[], name: string): readonly number[] {
  return members.flatMap((place) => {
    const value = keyword(place, name);
    return typeof value === "number" ? [value] : [];
  });
}

const most = (values: readonly number[], none: number): number => values.reduce((a, b) => Math.max(a, b), none);
const least = (values: readonly number[], none: number): number => values.reduce((a, b) => Math.min(a, b), none);

/** What some schemas say of numbers, taken together. */
export function numberFacts(members: readonly Place[], integerOnly: boolean): NumberFacts {
  const steps = numbersIn(members, "multipleOf").filter((step) => step > 0);
  const integer = integerOnly || steps.some((step) => Number.isInteger(step));
  const low = bound(members, "minimum", "exclusiveMinimum", (a, b) => a > b);
  const high = bound(members, "maximum", "exclusiveMaximum", (a, b) => a < b);
  // A step of which another is a multiple says nothing more.
  const multiples = [...new Set(steps)].filter(
    (step, _, all) =>
      !(integer && isMultipleOf(1, step)) && !all.some((other) => other !== step && isMultipleOf(other, step)),
  );
  const [lowest, highest] = integer ? [low && inward(low, 1), high && inward(high, -1)] : [low, high];
  return {
    integer,
    multiples,
    ...(lowest === undefined ? {} : { low: lowest }),
    ...(highest === undefined ? {} : { high: highest }),
  };
}

function bound(
  members: readonly Place[],
  inclusive: string,
  exclusive: string,
  isTighter: (a: number, b: number) => boolean,
): Bound | undefined {
  const all = [
    ...numbersIn(members, inclusive).map((value): Bound => ({ value, exclusive: false })),
    ...numbersIn(members, exclusive).map((value): Bound => ({ value, exclusive: true })),
  ];
  return all.reduce<Bound | undefined>((best, one) => {
    if (best === undefined || isTighter(one.value, best.value)) return one;
    return one.value === best.value && one.exclusive ? one : best;
  }, undefined);
}

/** The bound over integers: inclusive, and an integer itself. */
function inward({ value, exclusive }: Bound, direction: 1 | -1): Bound {
  const whole = direction === 1 ? Math.ceil(value) : Math.floor(value);
  if (!exclusive || whole !== value) return { value: whole, exclusive: false };
  // Beyond the safe integers the next one is not known.
  return Number.isSafeInteger(whole + direction)
    ? { value: whole + direction, exclusive: false }
    : { value, exclusive };
}

/** What some schemas say of strings, taken together. */
export function stringFacts(members: readonly Place[]): StringFacts {
  const patterns = members.flatMap((place) => {
    const value = keyword(place, "pattern");
    return typeof value === "string" && value !== "" ? [value] : [];
  });
  return {
    min: Math.ceil(most(numbersIn(members, "minLength"), 0)),
    max: Math.floor(least(numbersIn(members, "maxLength"), Number.POSITIVE_INFINITY)),
    patterns: [...new Set(patterns)].sort(),
  };
}

/** The asserted formats that some schemas ask of values of a type. */
export function formatsOf(members: readonly Place[], type: TypeName): readonly string[] {
  const formats = members.flatMap((place) => {
    const value = keyword(place, "format");
    if (typeof value !== "string" || !Object.hasOwn(formatFunctions, value)) return [];
    return formatFunctions[value]?.type === type ? [value] : [];
  });
  return [...new Set(formats)].sort();
}

/** What some schemas say of arrays, taken together. */
export function arrayFacts(members: readonly Place[], first: Place): ArrayFacts {
  const { document } = first;
  const prefixes = members.map((place) => listBelow(place, "prefixItems"));
  const items = members.map((place) => below(place, "items") ?? closingItems(place));
  const length = most(
    prefixes.map((prefix) => prefix.length),
    0,
  );
  const contains = members.flatMap((place) => {
    const inner = below(place, "contains");
    if (inner === undefined) return [];
    const min = keyword(place, "minContains");
    const max = keyword(place, "maxContains");
    const fact = {
      schema: conjoin(document, [inner]),
      min: typeof min === "number" ? Math.ceil(min) : 1,
      max: typeof max === "number" ? Math.floor(max) : Number.POSITIVE_INFINITY,
    };
    return fact.min <= 0 && fact.max === Number.POSITIVE_INFINITY ? [] : [fact];
  });
  return {
    prefix: Array.from({ length }, (_, index) =>
      conjoin(
        document,
        prefixes.flatMap((prefix, member) => prefix[index] ?? items[member] ?? []),
      ),
    ),
    rest: conjoin(
      document,
      items.filter((place) => place !== undefined),
    ),
    min: Math.ceil(most(numbersIn(members, "minItems"), 0)),
    max: Math.floor(least(numbersIn(members, "maxItems"), Number.POSITIVE_INFINITY)),
    unique: members.some((place) => keyword(place, "uniqueItems") === true),
    contains,
  };
}

/** `unevaluatedItems` where nothing but the schema's own `prefixItems` evaluates any. */
function closingItems(place: Place): Place | undefined {
  return evaluatesAlone(place) ? below(place, "unevaluatedItems") : undefined;
}

/** What some schemas say of objects, taken together. */
export function objectFacts(
  members: readonly Place[],
  first: Place,
  closed: readonly ClosedPlace[],
): { readonly facts: ObjectFacts; readonly opaque: readonly Opaque[] } {
  const { document } = first;
  const opaque: Opaque[] = [];
  const parts = members.map((place) => ({
    properties: new Map(entriesBelow(place, "properties")),
    patterns: entriesBelow(place, "patternProperties"),
    rest: below(place, "additionalProperties"),
  }));
  for (const place of members)
    for (const pattern of patternsIn(place))
      if (safeTest(pattern, "") === undefined)
        opaque.push({ keyword: "patternProperties", key: `unsafe ${identityOf(place)}`, place });

  const schemasFor = (name: string): readonly Place[] => [
    ...parts.flatMap(({ properties, patterns, rest }) => {
      const own = properties.get(name);
      const matched = patterns.filter(([pattern]) => safeTest(pattern, name) === true).map(([, schema]) => schema);
      const found = own === undefined ? matched : [own, ...matched];
      return found.length > 0 || rest === undefined ? found : [rest];
    }),
    ...closed.flatMap(({ evaluates, schema }) => (evaluates(name) ? [] : [schema])),
  ];
  const declared = new Set(parts.flatMap(({ properties }) => [...properties.keys()]));
  const required = new Set(
    members.flatMap((place) => {
      const names = keyword(place, "required");
      return isList(names) ? names.filter((name) => typeof name === "string") : [];
    }),
  );
  const names = [...new Set([...declared, ...required])];
  const patterns = new Map<string, Conjunction>();
  for (const [pattern] of parts.flatMap((part) => part.patterns)) {
    if (patterns.has(pattern)) continue;
    const matching = parts.flatMap((part) => {
      const own = part.patterns.filter(([other]) => other === pattern).map(([, schema]) => schema);
      if (own.length > 0 || part.rest === undefined) return own;
      return part.patterns.length === 0 ? [part.rest] : [];
    });
    patterns.set(pattern, conjoin(document, matching));
  }
  const withPatterns = parts.filter((part) => part.patterns.length > 0);
  const isMixed = withPatterns.length > 1 || (withPatterns.length > 0 && closed.length > 0);
  if (isMixed)
    opaque.push({
      keyword: "patternProperties",
      key: `mixed ${members.map(identityOf).join()}`,
      place: first,
    });

  const rest = [
    ...parts.flatMap((part) => part.rest ?? []),
    ...closed.filter(({ evaluatesOthers }) => !evaluatesOthers).map(({ schema }) => schema),
  ];
  const isStated = rest.length > 0 || closed.length > 0;
  const isRefused = rest.some(({ schema }) => schema === false);
  const facts: ObjectFacts = {
    properties: new Map(names.map((name) => [name, conjoin(document, schemasFor(name))])),
    declared,
    required,
    patterns,
    rest: conjoin(document, rest),
    openness: isRefused ? "refused" : isStated ? "stated" : "omitted",
    min: Math.ceil(most(numbersIn(members, "minProperties"), 0)),
    max: Math.floor(least(numbersIn(members, "maxProperties"), Number.POSITIVE_INFINITY)),
    names: conjoin(
      document,
      members.flatMap((place) => below(place, "propertyNames") ?? []),
    ),
    dependents: dependentsOf(members),
  };
  return { facts, opaque };
}

function dependentsOf(members: readonly Place[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const place of members) {
    const map = keyword(place, "dependentRequired");
    if (!isRecord(map)) continue;
    for (const [name, needed] of Object.entries(map)) {
      const set = all.get(name) ?? new Set<string>();
      if (isList(needed)) for (const other of needed) if (typeof other === "string") set.add(other);
      if (set.size > 0) all.set(name, set);
    }
  }
  return all;
}

/** The values that all of some schemas list; `undefined` where none lists any. */
export function listedValues(members: readonly Place[]): readonly Json[] | undefined {
  let values: readonly Json[] | undefined;
  for (const place of members) {
    const single = keyword(place, "const");
    const several = keyword(place, "enum");
    const lists = [...(single === undefined ? [] : [[single]]), ...(isList(several) ? [several] : [])];
    for (const list of lists) {
      const keys = new Set(list.map(canonicalJson));
      values = values === undefined ? list : values.filter((value) => keys.has(canonicalJson(value)));
    }
  }
  if (values === undefined) return undefined;
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = canonicalJson(value);
    return !seen.has(key) && seen.add(key);
  });
}
