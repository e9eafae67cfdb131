import { setOwn } from "./json-value.ts";

/** A container of the tree. */
export type Container = unknown[] | Record<string, unknown>;

/** Where a value stands: keys and indexes from the root. */
export type Path = readonly (string | number)[];

interface Level {
  container: Container;
  isArray: boolean;
  /** Key or index of the value that is being written. */
  key: string | number;
  /** Whether something stands at `key` already. */
  placed: boolean;
  /** Keys or elements in the container. */
  size: number;
}

/** How many elements of an array are copied in the time that one key of a large object takes. Measured. */
const elementsPerKey = 8;

/**
 * A JSON value that grows at one end and can be looked at any time.
 *
 * Only the containers on the open path, from the root to the one being written, ever change. {@link share} hands the
 * root out; from then on the containers of the open path belong to the reader, and the next change copies them, from
 * the root down to where it happens. What is closed is never copied again. So a snapshot costs the sizes of the open
 * containers, and no snapshot ever changes.
 */
export class GrowingTree {
  #root: unknown;
  /** The levels that are open, and behind them some that were, to be used again: objects are many and small. */
  readonly #levels: Level[] = [];
  #depth = 0;
  /** How many levels, counted from the root, no reader has seen in their present form. */
  #owned = 0;
  /** What the sizes of all open levels cost together, but for the innermost one. */
  #outerCost = 0;
  /** The path as it was last asked for, while it holds. */
  #path: Path | undefined;

  get root(): unknown {
    return this.#root;
  }

  get depth(): number {
    return this.#depth;
  }

  /** What the next change after a {@link share} copies, in elements of an array. */
  get openSize(): number {
    const level = this.#levels[this.#depth - 1];
    return this.#depth === 0 || level === undefined ? 0 : this.#outerCost + costOf(level);
  }

  /** The container that is being written. Not to be changed. */
  get innermost(): Container {
    return this.#innermost().container;
  }

  /** How many keys or elements it has. */
  get innermostSize(): number {
    return this.#innermost().size;
  }

  /** Path of the value that is being written, or of the one that comes next. */
  path(): Path {
    if (this.#path === undefined) {
      const path: (string | number)[] = [];
      for (let i = 0; i < this.#depth; i++) path.push((this.#levels[i] as Level).key); // below the depth there are levels
      this.#path = path;
    }
    return this.#path;
  }

  /** Hands out the root as it is now. */
  share(): unknown {
    this.#owned = 0;
    return this.#root;
  }

  /** Whether the innermost open object has a key. */
  has(key: string): boolean {
    return Object.hasOwn(this.#innermost().container, key);
  }

  /** Moves the pen to a key of the innermost open object. */
  moveTo(key: string): void {
    const level = this.#innermost();
    level.key = key;
    level.placed = false;
    this.#path = undefined;
  }

  /** Moves the pen to the next element of the innermost open array. */
  moveOn(): void {
    const level = this.#innermost();
    level.key = level.size;
    level.placed = false;
    this.#path = undefined;
  }

  /** Writes a value where the pen stands; a second value there replaces the first. */
  place(value: unknown): void {
    const level = this.#levels[this.#depth - 1];
    if (this.#depth === 0 || level === undefined) {
      this.#root = value;
      return;
    }
    const isNew = !level.placed;
    if (this.#owned < this.#depth && isNew && level.isArray) this.#append(level, value);
    else {
      if (this.#owned < this.#depth) this.own();
      write(level, value);
    }
    if (isNew) {
      level.placed = true;
      level.size++;
    }
  }

  /** Adds an element to an array that a reader holds. To copy it first would be to copy it twice: a copy has no room for more. */
  #append(level: Level, value: unknown): void {
    this.own(this.#depth - 1);
    // The cast holds: it is the level of an array.
    level.container = (level.container as unknown[]).concat([value]);
    this.#link(level);
  }

  /** Writes a container where the pen stands and goes on inside it. It must be new; `size` is how much is in it. */
  enter(container: Container, size: number): void {
    this.place(container);
    const isArray = Array.isArray(container);
    const outer = this.#levels[this.#depth - 1];
    if (this.#depth > 0 && outer !== undefined) this.#outerCost += costOf(outer);
    const level = this.#levels[this.#depth];
    if (level === undefined) {
      this.#levels.push({ container, isArray, key: isArray ? size : "", placed: false, size });
    } else {
      level.container = container;
      level.isArray = isArray;
      level.key = isArray ? size : "";
      level.placed = false;
      level.size = size;
    }
    this.#depth++;
    this.#owned = this.#depth;
    this.#path = undefined;
  }

  /** Closes the innermost container. */
  leave(): void {
    this.#depth--;
    const outer = this.#levels[this.#depth - 1];
    if (this.#depth > 0 && outer !== undefined) this.#outerCost -= costOf(outer);
    if (this.#owned > this.#depth) this.#owned = this.#depth;
    this.#path = undefined;
  }

  /** Copies the open containers that a reader holds, outermost first, down to a depth. */
  own(depth: number = this.#depth): void {
    while (this.#owned < depth) {
      const level = this.#levels[this.#owned];
      if (level === undefined) throw new Error("more levels are owned than open");
      level.container = copyOf(level.container);
      this.#link(level);
    }
  }

  /** Puts the new container of the first level that was not owned in place of the old one. */
  #link({ container }: Level): void {
    const parent = this.#levels[this.#owned - 1];
    if (this.#owned === 0 || parent === undefined) this.#root = container;
    else write(parent, container);
    this.#owned++;
  }

  /** Adds values at paths whose last step is a new key of an object. Closed containers on the way are copied, each once. */
  insertAll(additions: readonly { readonly path: Path; readonly value: unknown }[]): void {
    if (additions.length === 0) return;
    this.own();
    const ours = new Set<Container>(this.#levels.slice(0, this.#depth).map((level) => level.container));
    const owned = (container: Container): Container => {
      if (ours.has(container)) return container;
      const copy = copyOf(container);
      ours.add(copy);
      return copy;
    };
    for (const { path, value } of additions) {
      let container = owned(this.#root as Container);
      this.#root = container;
      for (const step of path.slice(0, -1)) {
        const child = owned(read(container, step) as Container);
        writeAt(container, step, child);
        container = child;
      }
      writeAt(container, path.at(-1) ?? "", value);
    }
  }

  #innermost(): Level {
    const level = this.#levels[this.#depth - 1];
    if (this.#depth === 0 || level === undefined) throw new Error("no container is open");
    return level;
  }
}

function copyOf(container: Container): Container {
  return Array.isArray(container) ? container.slice() : { ...container };
}

function read(container: Container, key: string | number): unknown {
  return (container as Readonly<Record<string | number, unknown>>)[key];
}

/** Writes where the pen of a level stands. */
function write(level: Level, value: unknown): void {
  // The casts hold: levels of arrays have numbers as keys, levels of objects strings.
  if (level.isArray) (level.container as unknown[])[level.key as number] = value;
  else setOwn(level.container as Record<string, unknown>, level.key as string, value);
}

function writeAt(container: Container, key: string | number, value: unknown): void {
  // The casts hold for the same reason.
  if (Array.isArray(container)) container[key as number] = value;
  else setOwn(container, key as string, value);
}

/** What it costs to copy the container of a level. */
function costOf({ isArray, size }: Level): number {
  return isArray ? size : size * elementsPerKey;
}
