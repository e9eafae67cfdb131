import type { Path } from "../stream-events.ts";
import { type Container, innermost, isContainer, leadsThrough, valueAt } from "./open-path.ts";
import type { Patch, PublicError } from "./protocol.ts";

// What a page loads: its size counts.

/** How a stream ended, as its last patch says it. */
export type PatchEnd = { readonly finish: unknown } | { readonly error: PublicError };

/** A value that patches are applied to. */
export interface PatchReader {
  /** Applies one patch. */
  apply(patch: Patch): void;
  /** The value as it is now. It is never changed, and shares with the next one what did not change. */
  snapshot(): unknown;
  /** How many members and elements were copied since the last snapshot: what the next one will cost about. */
  readonly copied: number;
  /** The attempt the value comes from, or is about to: grows with each restart. */
  readonly attempt: number;
  readonly end: PatchEnd | undefined;
  /**
   * Whether there is a value at a path that will not change any more in this attempt. The function answers for the
   * moment it was taken: after a snapshot, for that snapshot, whatever is applied later.
   */
  readonly isComplete: (path: Path) => boolean;
}

/**
 * Creates a reader of patches: it applies each in constant time and without a parser.
 *
 * A container is copied once for each snapshot that is looked at, and not for each patch.
 */
export function createPatchReader(): PatchReader {
  /** What holds the value, as if it were the only member of another one. */
  const holder: Container = [undefined] as never; // an array is read by its indexes
  /** Where the value is being written; nothing when all of it is complete, null when it came from an attempt that failed. */
  let open: Path | undefined | null = [];
  /** Containers that no snapshot has. */
  let owned = new Set<unknown>();

  /** The container at a path of the holder, to be written to: a copy, if a snapshot has it, and so are those around it. */
  function ownAt(path: Path): Container {
    let container = holder;
    for (const step of path) {
      // The casts hold: the way to where something is written leads through containers.
      let inner = container[step] as Container;
      if (!owned.has(inner)) {
        inner = (Array.isArray(inner) ? inner.slice() : { ...inner }) as Container;
        owned.add(inner);
        reader.copied += Array.isArray(inner) ? inner.length : Object.keys(inner).length;
        container[step] = inner;
      }
      container = inner;
    }
    return container;
  }

  function append(text: string, path: Path): void {
    const around = [0, ...path];
    // The casts hold: there is the holder at least, and text is added to a text.
    const key = around.pop() as string | number;
    (ownAt(around) as Record<string | number, string>)[key] += text;
    open = path;
  }

  /** Writes members, or elements behind those that there are. */
  function write(members: object, path: Path, isAdded: boolean): void {
    const container = ownAt([0, ...path]);
    // The cast holds: elements are added to an array.
    const first = isAdded ? (container["length"] as number) : 0;
    open = path;
    for (const [name, value] of Object.entries(members)) {
      const key = Array.isArray(container) ? first + +name : name;
      // An assignment to `__proto__` would do something else.
      Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
      open = innermost([...path, key], value);
    }
  }

  const reader: Writable<PatchReader> = {
    attempt: 1,
    copied: 0,
    end: undefined,
    apply(patch) {
      const now = open ?? [];
      if (typeof patch === "string") append(patch, now);
      else if (typeof patch === "number") open = patch > now.length ? undefined : now.slice(0, now.length - patch);
      else if ("append" in patch) append(patch.append, patch.at);
      else if ("restart" in patch) {
        reader.attempt = patch.restart;
        open = null;
      } else if ("root" in patch) {
        holder[0] = patch.root;
        open = innermost([], patch.root);
      } else if ("set" in patch || "push" in patch) {
        const path = patch.at ?? (isContainer(valueAt(holder[0], now)) ? now : now.slice(0, -1));
        if ("set" in patch) write(patch.set, path, false);
        else write(patch.push, path, true);
      } else {
        reader.end = patch;
        if ("finish" in patch) open = undefined;
      }
    },
    snapshot() {
      owned = new Set();
      reader.copied = 0;
      return holder[0];
    },
    get isComplete() {
      const value = holder[0];
      const place = open;
      return (path: Path) =>
        place !== null && valueAt(value, path) !== undefined && (place === undefined || !leadsThrough(place, path));
    },
  };
  return reader;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
