import type { Alternative, ArrayFacts, ObjectFacts } from "../normal/alternative.ts";
import { asText, type Conjunction, conjoin } from "../normal/document.ts";
import { accepts, isEmpty } from "../normal/expand.ts";
import { safeTest } from "../normal/safe-pattern.ts";

/** How a proof of one pair of alternatives asks for others. */
export type Contained = (inner: Conjunction, outer: Conjunction) => boolean;

/** The most items an array can have, where nothing may follow its prefix. */
function longest({ max, prefix, rest }: ArrayFacts): number {
  const firstEmpty = prefix.findIndex(isEmpty);
  const open = firstEmpty >= 0 ? firstEmpty : isEmpty(rest) ? prefix.length : Number.POSITIVE_INFINITY;
  return Math.min(max, open);
}

/** Whether every array of one alternative is an array of another. */
export function arrayContained(
  { array: one }: Alternative,
  { array: other }: Alternative,
  contained: Contained,
): boolean {
  const most = longest(one);
  if (one.min < other.min || most > other.max) return false;
  if (other.unique && !one.unique && most > 1) return false;
  for (let index = 0; index < Math.max(one.prefix.length, other.prefix.length) && index < most; index++) {
    if (!contained(one.prefix[index] ?? one.rest, other.prefix[index] ?? other.rest)) return false;
  }
  const isLong = most > Math.max(one.prefix.length, other.prefix.length);
  if (isLong && !contained(one.rest, other.rest)) return false;
  return other.contains.every((wanted) => {
    // What has to occur is among what is wanted; what is wanted is among what may not occur more often.
    const isEnough =
      wanted.min <= 0 ||
      one.contains.some((mine) => mine.min >= wanted.min && contained(mine.schema, wanted.schema)) ||
      (one.min >= wanted.min && everyItem(one, (item) => contained(item, wanted.schema)));
    const isFewEnough =
      most <= wanted.max ||
      one.contains.some((mine) => mine.max <= wanted.max && contained(wanted.schema, mine.schema));
    return isEnough && isFewEnough;
  });
}

function everyItem({ prefix, rest }: ArrayFacts, fits: (item: Conjunction) => boolean): boolean {
  return prefix.every(fits) && fits(rest);
}

/** Whether every object of one alternative is an object of another. */
export function objectContained(one: Alternative, other: Alternative, contained: Contained): boolean {
  const [mine, theirs] = [one.object, other.object];
  return (
    requiredContained(mine, theirs) &&
    countsContained(mine, theirs) &&
    namesContained(mine, theirs, contained) &&
    membersContained(mine, theirs, contained) &&
    othersContained(mine, theirs, contained)
  );
}

function requiredContained(mine: ObjectFacts, theirs: ObjectFacts): boolean {
  if (![...theirs.required].every((name) => mine.required.has(name))) return false;
  return [...theirs.dependents].every(([name, needed]) => {
    const own = mine.properties.get(name);
    const isImpossible = own === undefined ? isClosed(mine) : isEmpty(own);
    const given = new Set([...mine.required, ...(mine.dependents.get(name) ?? [])]);
    return isImpossible || [...needed].every((other) => given.has(other));
  });
}

function isClosed(object: ObjectFacts): boolean {
  return object.patterns.size === 0 && isEmpty(object.rest);
}

function countsContained(mine: ObjectFacts, theirs: ObjectFacts): boolean {
  const possible = [...mine.properties.values()].filter((schema) => !isEmpty(schema)).length;
  const least = Math.max(mine.min, mine.required.size);
  const most = Math.min(mine.max, isClosed(mine) ? possible : Number.POSITIVE_INFINITY);
  return least >= theirs.min && most <= theirs.max;
}

function namesContained(mine: ObjectFacts, theirs: ObjectFacts, contained: Contained): boolean {
  if (theirs.names.places.length === 0) return true;
  const declared = [...mine.properties].every(
    ([name, schema]) => isEmpty(schema) || accepts(mine.names, name) === false || accepts(theirs.names, name) === true,
  );
  if (!declared) return false;
  if (isClosed(mine)) return true;
  return contained(asText(mine.names), theirs.names);
}

/** The schemas of an object for a name; `undefined` when it cannot be told. */
function schemasFor(object: ObjectFacts, name: string): readonly Conjunction[] | undefined {
  const declared = object.properties.get(name);
  if (declared !== undefined) return [declared];
  const matching: Conjunction[] = [];
  for (const [pattern, schema] of object.patterns) {
    const matches = safeTest(pattern, name);
    if (matches === undefined) return undefined;
    if (matches) matching.push(schema);
  }
  return matching.length > 0 ? matching : [object.rest];
}

function membersContained(mine: ObjectFacts, theirs: ObjectFacts, contained: Contained): boolean {
  const names = new Set([...mine.properties.keys(), ...theirs.properties.keys()]);
  return [...names].every((name) => {
    const inner = schemasFor(mine, name);
    const outer = schemasFor(theirs, name);
    if (inner?.some(isEmpty) === true || accepts(mine.names, name) === false) return true;
    if (outer === undefined) return false;
    // What cannot be told of the inner side may be anything.
    const own = inner ?? [conjoin(mine.rest.document, [])];
    return outer.every((schema) => own.some((part) => contained(part, schema)));
  });
}

/** Names that neither side declares: by pattern, and all the rest. */
function othersContained(mine: ObjectFacts, theirs: ObjectFacts, contained: Contained): boolean {
  const byPattern = [...mine.patterns].every(
    ([pattern, schema]) =>
      isEmpty(schema) ||
      ([...theirs.patterns.values()].every((outer) => contained(schema, outer)) &&
        (theirs.patterns.has(pattern) || contained(schema, theirs.rest))),
  );
  if (!byPattern) return false;
  if (isEmpty(mine.rest)) return true;
  const unmatched = [...theirs.patterns].every(
    ([pattern, outer]) => mine.patterns.has(pattern) || contained(mine.rest, outer),
  );
  // A name that fits none of my patterns may still fit one of theirs, and is then not among their rest.
  return unmatched && contained(mine.rest, theirs.rest);
}
