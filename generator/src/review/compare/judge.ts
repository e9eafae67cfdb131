import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import type { Evidence, Level } from "../difference.ts";
import { BudgetError } from "../normal/budget.ts";
import { candidatesFor } from "./candidates.ts";
import type { Direction, Isolated } from "./direction.ts";
import type { Hints } from "./hints.ts";
import type { Located } from "./located.ts";

/** What is known of one difference in one direction. */
export interface Judgement {
  readonly level: Level;
  readonly evidence: Evidence;
  /** A whole document. */
  readonly witness?: Json;
  /** The part of it that shows the difference. */
  readonly part?: Json;
  /** Whether the difference alone would be harmful, and the rest of the schema makes up for it. */
  readonly covered?: boolean;
}

const safe: Judgement = { level: "safe", evidence: "proven" };
const open: Judgement = { level: "dangerous", evidence: "unproven" };

/** How long witnesses may be looked for, and how many samples are drawn for it. */
export interface SearchLimits {
  readonly samples: number;
  readonly isOver: () => boolean;
}

// With more differences than this, those that come last are not isolated from each other.
const mostIsolated = 500;

/** Judges every difference in one direction. The order of the judgements is that of the differences. */
export function judgeAll(
  located: readonly Located[],
  direction: Direction,
  hints: Hints,
  samples: () => Iterable<Json>,
  limits: SearchLimits,
): { readonly judgements: readonly Judgement[]; readonly counterExample?: Json; readonly sampled: number } {
  if (direction.proven) return { judgements: located.map(() => safe), sampled: 0 };
  const isolated: (Isolated | undefined)[] = [];
  const shared = isolateTogether(located, direction);
  const judgements = located.map((one, index): Judgement => {
    if (one.edit === undefined) return safe;
    if (index >= mostIsolated) return open;
    const together = shared(one);
    if (together !== undefined) {
      // The values there are show it at once, if anything does; a proof takes as long as the list is.
      const isShown = (one.shown?.[direction.from] ?? []).length > 0;
      const found = isShown && !limits.isOver() ? build(one, direction, together, hints, limits) : undefined;
      if (found !== undefined) return found;
      if (together.proven) return safe;
    }
    if (limits.isOver()) return open;
    const alone = direction.isolate(one.edit);
    isolated[index] = alone;
    return alone.proven ? safe : (build(one, direction, alone, hints, limits) ?? open);
  });
  const isOpen = (): boolean => judgements.some(({ level }) => level === "dangerous");
  const isFound = judgements.some(({ level }) => level === "breaking");
  let sampled = 0;
  let counterExample: Json | undefined;
  if (!isOpen() && isFound) return { judgements, sampled };
  for (const value of samples()) {
    if (sampled >= limits.samples || limits.isOver()) break;
    sampled++;
    if (!direction.isBroken(value)) continue;
    counterExample ??= value;
    judgements.forEach((judgement, index) => {
      if (judgement.level === "dangerous" && !limits.isOver() && isolated[index]?.isRefused(value) === true)
        judgements[index] = { level: "breaking", evidence: "sampled", witness: value };
    });
    if (!isOpen()) break;
  }
  return { judgements, sampled, ...(counterExample === undefined ? {} : { counterExample }) };
}

// Fewer values than these are isolated one by one.
const fewValues = 8;

/**
 * Isolates the many values that came or went in one list together. A document with one of them judges that one: the
 * list with all of them and the list with that one do not differ for it.
 */
function isolateTogether(located: readonly Located[], direction: Direction): (one: Located) => Isolated | undefined {
  const groups = new Map<string, { readonly edits: ValuesEdit[]; made?: Isolated; texts?: ReadonlySet<string> }>();
  const keyOf = ({ rule, pair }: Located): string => `${rule} ${pair.before.key} ${pair.after.key}`;
  for (const one of located) {
    if (one.edit?.kind !== "values") continue;
    const group = groups.get(keyOf(one)) ?? { edits: [] };
    group.edits.push(one.edit);
    groups.set(keyOf(one), group);
  }
  return (one) => {
    const group = groups.get(keyOf(one));
    const edit = one.edit;
    if (group === undefined || group.edits.length < fewValues || edit?.kind !== "values" || !direction.isMonotone)
      return undefined;
    const [added, removed] = [group.edits.flatMap((all) => all.added), group.edits.flatMap((all) => all.removed)];
    group.made ??= direction.isolate({ ...edit, added, removed });
    const { made } = group;
    group.texts ??= new Set([...added, ...removed].map(canonicalJson));
    const { texts } = group;
    const own = new Set([...edit.added, ...edit.removed].map(canonicalJson));
    return {
      get proven() {
        return made.proven;
      },
      isRefused: (value) => {
        const others = textsIn(value).filter((text) => texts.has(text) && !own.has(text));
        return others.length === 0 && made.isRefused(value);
      },
    };
  };
}

type ValuesEdit = Extract<NonNullable<Located["edit"]>, { kind: "values" }>;

/** The texts of a value, of all values in it and of their names. */
function textsIn(value: Json): readonly string[] {
  const inner = isList(value) ? value : isRecord(value) ? [...Object.keys(value), ...Object.values(value)] : [];
  return [canonicalJson(value), ...inner.flatMap(textsIn)];
}

/** Looks for a witness among documents made for the difference. */
function build(
  located: Located,
  direction: Direction,
  alone: Isolated,
  hints: Hints,
  limits: SearchLimits,
): Judgement | undefined {
  try {
    return search(located, direction, alone, hints, limits);
  } catch (problem) {
    if (problem instanceof BudgetError || problem instanceof RangeError) return undefined;
    throw problem;
  }
}

function search(
  located: Located,
  direction: Direction,
  alone: Isolated,
  hints: Hints,
  limits: SearchLimits,
): Judgement | undefined {
  let tries = 0;
  for (const { document, part } of candidatesFor(located, direction.from, hints)) {
    tries++;
    if (tries > 1 && limits.isOver()) return undefined;
    if (direction.isBroken(document) && alone.isRefused(document))
      return { level: "breaking", evidence: "witnessed", witness: document, part };
  }
  return undefined;
}
