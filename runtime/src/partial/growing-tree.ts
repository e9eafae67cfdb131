import { setOwn } from "./json-value.ts";

/** A container of the tree. */
export type Container = unknown[] | Record<string, unknown>;

/** Where a value stands: keys and indexes from the root. */
export type Path = readonly (string | number)[];

interface Level {
  container: Container;
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
  readonly #levels: Level[] = [];
  /** How many levels, counted from the root, no reader has seen in their present form. */
  #owned = 0;

  get root(): unknown {
    return this.#root;
  }

  get depth(): number {
    return this.#levels.length;
  }

  /** What the next change after a {@link share} copies, in elements of an array. */
  get openSize(): number {
    return this.#levels.reduce(
      (sum, { container, size }) => sum + (Array.isArray(container) ? size : size * elementsPerKey),
      0,
    );
  }

  /** The container that is being written. Not to be changed. */
  get innermost(): Container {
    return this.#innermost().container;
  }

  /** Path of the value that is being written, or of the one that comes next. */
  path(): Path {
    return this.#levels.map((level) => level.key);
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
  }

  /** Moves the pen to the next element of the innermost open array. */
  moveOn(): void {
    const level = this.#innermost();
    level.key = level.size;
    level.placed = false;
  }

  /** Writes a value where the pen stands; a second value there replaces the first. */
  place(value: unknown): void {
    const level = this.#levels.at(-1);
    if (level === undefined) {
      this.#root = value;
      return;
    }
    this.own();
    write(level.container, level.key, value);
    if (!level.placed) {
      level.placed = true;
      level.size++;
    }
  }

  /** Writes a container where the pen stands and goes on inside it. It must be new. */
  enter(container: Container): void {
    this.place(container);
    const size = Array.isArray(container) ? container.length : Object.keys(container).length;
    this.#levels.push({ container, key: Array.isArray(container) ? size : "", placed: false, size });
    this.#owned = this.#levels.length;
  }

  /** Closes the innermost container. */
  leave(): void {
    this.#levels.pop();
    if (this.#owned > this.#levels.length) this.#owned = this.#levels.length;
  }

  /** Copies the open containers that a reader holds, outermost first. */
  own(): void {
    while (this.#owned < this.#levels.length) {
      const level = this.#levels[this.#owned];
      const parent = this.#levels[this.#owned - 1];
      if (level === undefined) throw new Error("more levels are owned than open");
      level.container = copyOf(level.container);
      if (parent === undefined) this.#root = level.container;
      else write(parent.container, parent.key, level.container);
      this.#owned++;
    }
  }

  /** Adds values at paths whose last step is a new key of an object. Closed containers on the way are copied, each once. */
  insertAll(additions: readonly { readonly path: Path; readonly value: unknown }[]): void {
    if (additions.length === 0) return;
    this.own();
    const ours = new Set<Container>(this.#levels.map((level) => level.container));
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
        write(container, step, child);
        container = child;
      }
      write(container, path.at(-1) ?? "", value);
    }
  }

  #innermost(): Level {
    const level = this.#levels.at(-1);
    if (level === undefined) throw new Error("no container is open");
    return level;
  }
}

function copyOf(container: Container): Container {
  return Array.isArray(container) ? container.slice() : { ...container };
}

function read(container: Container, key: string | number): unknown {
  return (container as Readonly<Record<string | number, unknown>>)[key];
}

function write(container: Container, key: string | number, value: unknown): void {
  // The casts hold: levels of arrays have numbers as keys, levels of objects strings.
  if (Array.isArray(container)) container[key as number] = value;
  else setOwn(container, key as string, value);
}
