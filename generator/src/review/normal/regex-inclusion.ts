import type { CharRange } from "../../../../runtime/src/validation/patterns/character-ranges.ts";
import type { Regex } from "./regex.ts";

/** An automaton without empty steps. A state is a position that reads one character; -1 is the start. */
interface Automaton {
  readonly reads: readonly (readonly CharRange[])[];
  readonly follow: readonly (readonly number[])[];
  readonly first: readonly number[];
  readonly last: ReadonlySet<number>;
  readonly acceptsEmpty: boolean;
}

const mostPositions = 400;
const mostStates = 4000;

interface Part {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** Builds the position automaton of an expression; `undefined` when it is too large. */
function toAutomaton(regex: Regex): Automaton | undefined {
  const reads: (readonly CharRange[])[] = [];
  const follow: Set<number>[] = [];
  const empty: Part = { nullable: true, first: [], last: [] };
  let isTooLarge = false;
  const connect = (from: readonly number[], to: readonly number[]): void => {
    for (const position of from) for (const next of to) follow[position]?.add(next);
  };
  const join = (left: Part, right: Part): Part => {
    connect(left.last, right.first);
    return {
      nullable: left.nullable && right.nullable,
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...left.last, ...right.last] : right.last,
    };
  };
  const build = (node: Regex): Part => {
    if (reads.length > mostPositions) {
      isTooLarge = true;
      return empty;
    }
    switch (node.kind) {
      case "set": {
        reads.push(node.ranges);
        follow.push(new Set());
        return { nullable: false, first: [reads.length - 1], last: [reads.length - 1] };
      }
      case "sequence":
        return node.parts.reduce((before, part) => join(before, build(part)), empty);
      case "choice": {
        const parts = node.options.map(build);
        return {
          nullable: parts.some(({ nullable }) => nullable),
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
        };
      }
      case "repeat":
        return repeat(node.part, node.min, node.max);
    }
  };
  const repeat = (part: Regex, min: number, max: number): Part => {
    let whole = empty;
    const copies = max === Number.POSITIVE_INFINITY ? Math.max(min, 1) : max;
    if (copies > mostPositions) {
      isTooLarge = true;
      return empty;
    }
    for (let count = 0; count < copies && !isTooLarge; count++) {
      const one = build(part);
      if (count === copies - 1 && max === Number.POSITIVE_INFINITY) connect(one.last, one.first);
      whole = join(whole, { ...one, nullable: one.nullable || count >= min });
    }
    return min === 0 ? { ...whole, nullable: true } : whole;
  };
  const whole = build(regex);
  if (isTooLarge) return undefined;
  return {
    reads,
    follow: follow.map((next) => [...next]),
    first: whole.first,
    last: new Set(whole.last),
    acceptsEmpty: whole.nullable,
  };
}

/**
 * Whether every text that fits `inner` fits `outer`: `no` with certainty only where both are read exactly, and
 * `undefined` when they are too large to tell.
 */
export function includes(outer: Regex, inner: Regex): boolean | undefined {
  const isFound = findText(inner, outer, (fitsInner, fitsOuter) => fitsInner && !fitsOuter);
  return isFound === undefined ? undefined : !isFound;
}

/** Whether no text fits both expressions; `undefined` when they are too large to tell. */
export function haveNothingInCommon(one: Regex, other: Regex): boolean | undefined {
  const isFound = findText(one, other, (fitsOne, fitsOther) => fitsOne && fitsOther);
  return isFound === undefined ? undefined : !isFound;
}

/** Whether there is a text of which it is wanted that it fits, or does not fit, each of two expressions. */
function findText(
  one: Regex,
  two: Regex,
  isWanted: (fitsOne: boolean, fitsTwo: boolean) => boolean,
): boolean | undefined {
  const [left, right] = [toAutomaton(one), toAutomaton(two)];
  if (left === undefined || right === undefined) return undefined;
  const letters = representatives([...left.reads, ...right.reads]);
  if (letters.length > 300) return undefined;
  const step = ({ reads, follow, first }: Automaton, states: readonly number[] | "start", letter: number): number[] => {
    const next = new Set<number>();
    const from = states === "start" ? [first] : states.map((state) => follow[state] ?? []);
    for (const targets of from)
      for (const target of targets)
        if ((reads[target] ?? []).some(([low, high]) => low <= letter && letter <= high)) next.add(target);
    return [...next].sort((a, b) => a - b);
  };
  const accepts = (automaton: Automaton, states: readonly number[] | "start"): boolean =>
    states === "start" ? automaton.acceptsEmpty : states.some((state) => automaton.last.has(state));

  const seen = new Set<string>();
  const open: [readonly number[] | "start", readonly number[] | "start"][] = [["start", "start"]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [here, there] = pair;
    if (isWanted(accepts(left, here), accepts(right, there))) return true;
    for (const letter of letters) {
      const next = step(left, here, letter);
      if (next.length === 0) continue;
      const other = step(right, there, letter);
      const key = `${next.join(",")}|${other.join(",")}`;
      if (seen.has(key)) continue;
      if (seen.size >= mostStates) return undefined;
      seen.add(key);
      open.push([next, other]);
    }
  }
  return false;
}

/** One character of each kind that the sets tell apart. */
function representatives(sets: readonly (readonly CharRange[])[]): readonly number[] {
  const starts = new Set<number>();
  for (const [from, to] of sets.flat()) {
    starts.add(from);
    if (to < 0x10ffff) starts.add(to + 1);
  }
  return [...starts].sort((a, b) => a - b);
}
