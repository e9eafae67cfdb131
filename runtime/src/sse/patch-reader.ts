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
  let root: unknown;
  /** Where the value is being written; nothing when all of it is complete, null when it came from an attempt that failed. */
  let open: Path | undefined | null = [];
  /** Containers that no snapshot has. */
  let owned = new Set<unknown>();

  /** A container to be written to: a copy, if a snapshot has it. */
  function own(value: unknown): Container {
    // The casts hold: the way to where something is written leads through containers.
    if (owned.has(value)) return value as Container;
    const copy = (Array.isArray(value) ? value.slice() : { ...(value as object) }) as Container;
    owned.add(copy);
    reader.copied += Array.isArray(copy) ? copy.length : Object.keys(copy).length;
    return copy;
  }

  function ownAt(path: Path): Container {
    let container = own(root);
    root = container;
    for (const step of path) {
      const inner = own(container[step]);
      container[step] = inner;
      container = inner;
    }
    return container;
  }

  function append(text: string, path: Path): void {
    const key = path.at(-1);
    // The casts hold: text is added to a text.
    if (key === undefined) root = (root as string) + text;
    else {
      const container = ownAt(path.slice(0, -1));
      container[key] = (container[key] as string) + text;
    }
    open = path;
  }

  function write(entries: readonly (readonly [string | number, unknown])[], path: Path, container: Container): void {
    for (const [key, value] of entries) {
      // An assignment to `__proto__` would do something else.
      Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
    }
    const [key, value] = entries.at(-1) ?? [];
    open = key === undefined ? path : innermost([...path, Array.isArray(container) ? +key : key], value);
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
        root = patch.root;
        open = innermost([], root);
      } else if ("set" in patch || "push" in patch) {
        const path = patch.at ?? (isContainer(valueAt(root, now)) ? now : now.slice(0, -1));
        const container = ownAt(path);
        const entries =
          "set" in patch
            ? Object.entries(patch.set)
            : // The cast holds: elements are added to an array.
              patch.push.map((element, index) => [(container["length"] as number) + index, element] as const);
        write(entries, path, container);
      } else {
        reader.end = patch;
        if ("finish" in patch) open = undefined;
      }
    },
    snapshot() {
      owned = new Set();
      reader.copied = 0;
      return root;
    },
    get isComplete() {
      const value = root;
      const place = open;
      return (path: Path) =>
        place !== null && valueAt(value, path) !== undefined && (place === undefined || !leadsThrough(place, path));
    },
  };
  return reader;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
