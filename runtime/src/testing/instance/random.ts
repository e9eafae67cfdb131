/** A source of numbers that gives the same ones for the same seed. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number between the two bounds, both included. */
  integer(min: number, max: number): number;
  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** The items in another order. */
  shuffle<T>(items: readonly T[]): readonly T[];
  /** True with the given probability. */
  chance(probability: number): boolean;
}

/** Reduces a text to a 32-bit number (FNV-1a). */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** Creates a generator (mulberry32) from a seed. Not for secrets. */
export function createRandom(seed: string): Random {
  let state = hashText(seed);

  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };

  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));

  return {
    next,
    integer,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined && items.length === 0) throw new Error("picked from an empty list");
      // The index is within the list, so an `undefined` here is an item.
      return item as (typeof items)[number];
    },
    shuffle: (items) => {
      const order = items.map((item) => ({ item, rank: next() }));
      return order.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
    },
    chance: (probability) => next() < probability,
  };
}
