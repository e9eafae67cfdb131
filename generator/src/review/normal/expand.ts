import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { createAcceptance, type Verdict } from "./acceptance.ts";
import { type Alternative, type Opaque, type TypeName, typeNames } from "./alternative.ts";
import { BudgetError, maxAlternatives, maxBranches } from "./budget.ts";
import { createDisjointness } from "./disjoint.ts";
import {
  below,
  type Conjunction,
  conjoin,
  entriesBelow,
  keyword,
  listBelow,
  type Place,
  referred,
} from "./document.ts";
import { createEmptiness } from "./empty.ts";
import { arrayFacts, formatsOf, listedValues, numberFacts, objectFacts, stringFacts, typeOf } from "./facts.ts";
import { negate } from "./negation.ts";
import { isSafePattern } from "./safe-pattern.ts";
import { identityOf } from "./structure.ts";
import { tagsOf } from "./tags.ts";
import { readUnevaluated } from "./unevaluated.ts";

/** Each way to go on; a way is some schemas that all apply. */
type Choices = readonly (readonly Place[])[];

interface Flat {
  readonly form: Form;
  readonly members: readonly Place[];
  readonly branches: readonly Place[];
  readonly opaque: readonly Opaque[];
  readonly pending: readonly { readonly choices: Choices; readonly isUnion: boolean }[];
}

/** Conditions are written out as unions for proofs; in reports, where nobody wrote a union, they stay what they are. */
export type Form = "proof" | "report";

/**
 * The alternatives of a node: its unions multiplied out, its conjunctions taken together. Contained ones stay, so that
 * they can be named; those that nothing satisfies stay too. Throws a {@link BudgetError} when there are too many.
 */
export function expand(node: Conjunction, form: Form = "proof"): readonly Alternative[] {
  const memo = node.document.memo<readonly Alternative[]>(`expand ${form}`);
  const known = memo.get(node.key);
  if (known !== undefined) return known;
  const start = flatten({ form, members: [], branches: [], opaque: [], pending: [] }, node.places);
  const { flats, most } = multiply(start);
  const alternatives = flats.flatMap((flat) => byType(flat, node));
  if (alternatives.length > most * 2) throw new BudgetError("budget");
  memo.set(node.key, alternatives);
  return alternatives;
}

const acceptance = createAcceptance((node) => expand(node));
const emptiness = createEmptiness((node) => expand(node), acceptance);
const disjointness = createDisjointness((node) => expand(node), emptiness);

/** Whether a value satisfies a node, by exact decimals. May throw a {@link BudgetError}. */
export const accepts: (node: Conjunction, value: Json) => Verdict = acceptance.accepts;

/** Whether a value is of an alternative. */
export const alternativeAccepts: (alternative: Alternative, value: Json) => Verdict = acceptance.alternativeAccepts;

/** Whether it is certain that no value satisfies a node. */
export const isEmpty: (node: Conjunction) => boolean = emptiness.isEmpty;

/** Whether it is certain that no value is of an alternative. */
export const isImpossible: (alternative: Alternative) => boolean = emptiness.isImpossible;

function multiply(start: Flat): { readonly flats: readonly Flat[]; readonly most: number } {
  const done: Flat[] = [];
  const open = [start];
  let most = maxBranches;
  for (let flat = open.pop(); flat !== undefined; flat = open.pop()) {
    const [next, ...pending] = flat.pending;
    if (next === undefined) done.push(flat);
    else {
      const { members, branches, opaque } = flat;
      if (pending.length > 0) most = maxAlternatives;
      const ways = next.choices.map((choice) => {
        const [branch] = choice;
        const named = next.isUnion && branch !== undefined ? [...branches, branch] : branches;
        return flatten({ form: flat.form, members, branches: named, opaque, pending }, choice);
      });
      open.push(...ways.reverse());
    }
    if (done.length + open.length > most) throw new BudgetError("budget");
  }
  return { flats: done, most };
}

/** Adds schemas with all that holds wherever they do, and what is to be chosen. */
function flatten(flat: Flat, places: readonly Place[]): Flat {
  const members = [...flat.members];
  const opaque = [...flat.opaque];
  const pending = [...flat.pending];
  const seen = new Set(members);
  const add = (place: Place): void => {
    if (seen.has(place)) return;
    seen.add(place);
    members.push(place);
    const target = referred(place);
    if (target !== undefined) add(target);
    for (const part of listBelow(place, "allOf")) add(part);
    const found = choicesOf(place, flat.form);
    pending.push(...found.pending);
    opaque.push(...found.opaque);
  };
  for (const place of places) add(place);
  return { form: flat.form, members, branches: flat.branches, opaque, pending };
}

function choicesOf(place: Place, form: Form): Pick<Flat, "pending" | "opaque"> {
  const pending: Flat["pending"][number][] = [];
  const opaque: Opaque[] = [];
  const leave = (name: string, ...parts: readonly (Place | undefined)[]): void => {
    const keys = parts.map((part) => (part === undefined ? "" : identityOf(part)));
    opaque.push({ keyword: name, key: `${name} ${keys.join(" ")}`, place });
  };
  const anyOf = listBelow(place, "anyOf");
  if (isList(keyword(place, "anyOf"))) pending.push({ choices: anyOf.map((branch) => [branch]), isUnion: true });
  const oneOf = listBelow(place, "oneOf");
  if (isList(keyword(place, "oneOf"))) {
    pending.push({ choices: oneOf.map((branch) => [branch]), isUnion: true });
    if (!areChoicesDisjoint(oneOf)) leave("oneOf", ...oneOf);
  }
  const condition = below(place, "if");
  if (condition !== undefined) {
    const [then, otherwise] = [below(place, "then"), below(place, "else")];
    const ways = form === "report" ? undefined : negate(condition);
    if (ways === undefined) leave("if", condition, then, otherwise);
    else {
      const failing = ways.map((way) => [place.document.make(way, place.pointer), ...listed(otherwise)]);
      pending.push({ choices: [[condition, ...listed(then)], ...failing], isUnion: false });
    }
  }
  for (const [name, inner] of entriesBelow(place, "dependentSchemas")) {
    if (form === "report") {
      leave(`dependentSchemas ${name}`, inner);
      continue;
    }
    const without = place.document.make({ properties: Object.fromEntries([[name, false]]) }, place.pointer);
    const present = place.document.make({ type: "object", required: [name] }, place.pointer);
    pending.push({ choices: [[without], [present, inner]], isUnion: false });
  }
  const not = below(place, "not");
  if (not !== undefined) {
    const ways = valuesOnly(not) || isBareType(not) ? [] : form === "report" ? undefined : negate(not);
    if (ways === undefined) leave("not", not);
    else if (!valuesOnly(not) && !isBareType(not))
      pending.push({ choices: ways.map((way) => [place.document.make(way, place.pointer)]), isUnion: false });
  }
  for (const name of ["$dynamicRef", "$recursiveRef"]) {
    const reference = keyword(place, name);
    if (reference !== undefined) opaque.push({ keyword: name, key: `${name} in ${place.document.serial}`, place });
  }
  if (typeof keyword(place, "$ref") === "string" && referred(place) === undefined) leave("$ref", place);
  return { pending, opaque };
}

function listed(place: Place | undefined): readonly Place[] {
  return place === undefined ? [] : [place];
}

/** Whether a schema under `not` only lists values: then they are excluded one by one. */
function valuesOnly(place: Place): boolean {
  const { schema } = place;
  if (!isRecord(schema)) return false;
  const names = Object.keys(schema);
  return names.length === 1 && (names[0] === "enum" || names[0] === "const");
}

/** Whether a schema under `not` is a type and nothing more: then the types go away. */
function isBareType(place: Place): boolean {
  return isRecord(place.schema) && Object.keys(place.schema).join() === "type";
}

const manyBranches = 16;

/** Whether some branches are objects that are told apart by the values of a property. */
function areTagged(branches: readonly Place[]): boolean {
  try {
    const alternatives = branches.map((place) => expand(conjoin(place.document, [place])));
    return alternatives.every((list) => list.length === 1) && tagsOf(alternatives.flat(), expand).length > 0;
  } catch (problem) {
    if (problem instanceof BudgetError) return false;
    throw problem;
  }
}

/** Whether it is certain that no value satisfies two of some branches. */
export function areChoicesDisjoint(branches: readonly Place[]): boolean {
  if (branches.length > manyBranches && areTagged(branches)) return true;
  // Each with each: of very many it is not asked.
  if (branches.length > maxAlternatives * 2) return false;
  return branches.every((left, index) =>
    branches
      .slice(index + 1)
      .every((right) => disjointness.areDisjoint(conjoin(left.document, [left]), conjoin(right.document, [right]))),
  );
}

interface TypeSet {
  readonly types: ReadonlySet<TypeName>;
  readonly integerOnly: boolean;
  /** The schema that takes the integers out. */
  readonly neverInteger?: Place;
}

function typesOf(members: readonly Place[]): TypeSet {
  let types = new Set<TypeName>(typeNames);
  let integerOnly = false;
  let neverInteger: Place | undefined;
  for (const place of members) {
    if (place.schema === false) types = new Set();
    const stated = keyword(place, "type");
    if (stated !== undefined) {
      const list = isList(stated) ? stated : [stated];
      if (!list.includes("number") && list.includes("integer")) integerOnly = true;
      types = new Set(
        [...types].filter((type) => list.includes(type) || (type === "number" && list.includes("integer"))),
      );
    }
    const not = below(place, "not");
    if (not === undefined || !isBareType(not)) continue;
    const excluded = keyword(not, "type");
    const list = isList(excluded) ? excluded : [excluded ?? null];
    types = new Set([...types].filter((type) => !list.includes(type)));
    if (list.includes("integer")) neverInteger = place;
  }
  return { types, integerOnly, ...(neverInteger === undefined ? {} : { neverInteger }) };
}

function byType(flat: Flat, node: Conjunction): readonly Alternative[] {
  const { members } = flat;
  const first = members[0] ?? node.document.make(true, "");
  const { types, integerOnly, neverInteger } = typesOf(members);
  const values = listedValues(members);
  const excluded = excludedValues(members);
  const { closed, opaque: unevaluated } = readUnevaluated(members);
  return [...types].flatMap((type): readonly Alternative[] => {
    const listedHere = values?.filter((value) => typeOf(value) === type);
    const own = valuesOfType(type, listedHere);
    if (listedHere?.length === 0) return [];
    const object = objectFacts(type === "object" ? members : [], first, type === "object" ? closed : []);
    const string = stringFacts(type === "string" ? members : []);
    const patterns = string.patterns.filter((pattern) => !isSafePattern(pattern));
    const opaque: Opaque[] = [
      ...flat.opaque,
      ...(type === "object" ? object.opaque : []),
      ...unevaluated.filter(({ keyword: name }) => (name === "unevaluatedItems" ? "array" : "object") === type),
      ...patterns.map((pattern) => ({ keyword: "pattern", key: `pattern ${pattern}`, place: first })),
      ...(neverInteger !== undefined && type === "number"
        ? [{ keyword: "not", key: "not integer", place: neverInteger }]
        : []),
    ];
    return [
      {
        type,
        members,
        branches: flat.branches,
        ...(own === undefined ? {} : { values: own }),
        excluded: excluded.filter((value) => typeOf(value) === type),
        formats: formatsOf(members, type),
        number: numberFacts(type === "number" ? members : [], integerOnly),
        string,
        array: arrayFacts(type === "array" ? members : [], first),
        object: object.facts,
        opaque,
      },
    ];
  });
}

function valuesOfType(type: TypeName, values: readonly Json[] | undefined): readonly Json[] | undefined {
  if (values !== undefined) return values;
  if (type === "null") return [null];
  return type === "boolean" ? [false, true] : undefined;
}

function excludedValues(members: readonly Place[]): readonly Json[] {
  const found = new Map<string, Json>();
  for (const place of members) {
    const not = below(place, "not");
    if (not === undefined || !valuesOnly(not)) continue;
    const single = keyword(not, "const");
    const several = keyword(not, "enum");
    for (const value of isList(several) ? several : single === undefined ? [] : [single])
      found.set(canonicalJson(value), value);
  }
  return [...found.values()];
}
