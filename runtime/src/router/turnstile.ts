/** Lets so many through at once; the others wait for their turn in the order in which they came. */
export interface Turnstile {
  /** How many are through. */
  readonly inside: number;
  /** How many wait. */
  readonly waiting: number;
  /** Goes through, or waits: `true` when through, else a {@link Turn} whose promise resolves once through. */
  enter(): true | Turn;
  /** Comes out again, and lets the next one through. */
  leave(): void;
}

/** A place in the queue. */
export interface Turn {
  readonly come: Promise<void>;
  /** Gives the place up, or what it led to. */
  giveUp(): void;
}

/** Makes a turnstile with a number of places, which may be infinite. */
export function createTurnstile(places: number): Turnstile {
  return new QueueingTurnstile(places);
}

class QueueingTurnstile implements Turnstile {
  inside = 0;
  readonly #places: number;
  /** Those who wait; made once somebody does. */
  #queue: Set<() => void> | undefined;

  constructor(places: number) {
    this.#places = places;
  }

  get waiting(): number {
    return this.#queue?.size ?? 0;
  }

  enter(): true | Turn {
    if (this.inside < this.#places) {
      this.inside++;
      return true;
    }
    const queue = this.#queue ?? new Set();
    this.#queue = queue;
    let pass = (): void => {};
    const come = new Promise<void>((resolve) => {
      pass = resolve;
    });
    queue.add(pass);
    return {
      come,
      giveUp: () => {
        // One who is through already leaves again.
        if (!queue.delete(pass)) this.leave();
      },
    };
  }

  leave(): void {
    for (const next of this.#queue ?? []) {
      // The place goes to the next one: the number inside stays.
      this.#queue?.delete(next);
      next();
      return;
    }
    this.inside--;
  }
}
