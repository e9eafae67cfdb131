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
  let inside = 0;
  const queue = new Set<() => void>();
  const leave = (): void => {
    const [next] = queue;
    if (next === undefined) {
      inside--;
      return;
    }
    // The place goes to the next one: the number inside stays.
    queue.delete(next);
    next();
  };
  return {
    get inside() {
      return inside;
    },
    get waiting() {
      return queue.size;
    },
    enter() {
      if (inside < places) {
        inside++;
        return true;
      }
      let pass = (): void => {};
      const come = new Promise<void>((resolve) => {
        pass = resolve;
      });
      queue.add(pass);
      return {
        come,
        giveUp() {
          // One who is through already leaves again.
          if (!queue.delete(pass)) leave();
        },
      };
    },
    leave,
  };
}
