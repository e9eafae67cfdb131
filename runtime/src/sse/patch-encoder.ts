import type { Path } from "../stream-events.ts";
import { innermost, isContainer, leadsThrough, valueAt } from "./open-path.ts";
import type { Patch } from "./protocol.ts";

/**
 * Says what changed from one snapshot of an output to the next, as patches for a reader that has followed so far.
 *
 * Snapshots share what did not change, so only the containers that were open are looked into: it costs no more than
 * the snapshot itself did. Snapshots that share nothing, as after a restart, are compared by their values.
 */
export class PatchEncoder {
  /** UTF-16 units of the text that grew last. */
  textLength = 0;
  #sent: unknown;
  /** Where the reader takes the value to be open; nothing when it takes all of it to be complete. */
  #open: Path | undefined;
  #patches: Patch[] = [];
  /** Whether only what a model may do while it writes can have happened: texts, arrays and objects grow at their ends. */
  #isGrowth = false;

  /** Turns the reader's value into `next`. `grown`: the one before was an earlier snapshot of the same attempt. */
  show(next: unknown, grown: boolean): void {
    const before = this.#sent;
    this.#sent = next;
    this.#isGrowth = grown;
    if (next === undefined || before === next) return;
    if (before === undefined) this.#replaceRoot(next);
    else this.#compare(before, next, []);
  }

  /** Says where the value is being written, if the reader takes it to be elsewhere. */
  moveTo(path: Path): void {
    const written = valueAt(this.#sent, path);
    const place = typeof written === "string" || isContainer(written) ? path : path.slice(0, -1);
    if (this.isOpen(place)) return;
    const value = valueAt(this.#sent, place);
    if (typeof value === "string") this.#patches.push({ append: "", at: place });
    else if (Array.isArray(value)) this.#patches.push({ push: [], at: place });
    else if (isContainer(value)) this.#patches.push({ set: {}, at: place });
    else this.#patches.push({ root: value });
    this.#open = place;
  }

  /** Whether the reader takes the value at a path not to be complete. */
  isOpen(path: Path): boolean {
    return this.#open !== undefined && leadsThrough(this.#open, path);
  }

  /** Says that the value at `path` and all within it are complete. */
  complete(path: Path): void {
    const open = this.#open;
    if (open === undefined || !this.isOpen(path)) return;
    const last = this.#patches.at(-1);
    const levels = open.length - path.length + 1;
    if (typeof last === "number") this.#patches[this.#patches.length - 1] = last + levels;
    else this.#patches.push(levels);
    this.#open = path.length === 0 ? undefined : path.slice(0, -1);
  }

  /** Adds a patch that changes no value. */
  tell(patch: Extract<Patch, { restart: number } | { finish: unknown } | { error: unknown }>): void {
    this.#patches.push(patch);
    // After a restart the reader takes nothing to be complete until it is told where the new attempt is.
    this.#open = undefined;
  }

  /** Takes the patches since the last time: none when the reader is as far. */
  take(): readonly Patch[] {
    const taken = this.#patches;
    this.#patches = [];
    return taken;
  }

  #compare(before: unknown, next: unknown, path: Path): void {
    if (before === next) return;
    if (typeof before === "string" && typeof next === "string") {
      if (next.length > before.length && (this.#isGrowth || next.startsWith(before))) {
        this.textLength = next.length;
        this.#append(next.slice(before.length), path);
        return;
      }
    } else if (Array.isArray(before) && Array.isArray(next)) {
      if (next.length >= before.length) {
        this.#compareArrays(before, next, path);
        return;
      }
    } else if (isObject(before) && isObject(next) && this.#canGrow(before, next)) {
      this.#compareObjects(before, next, path);
      return;
    }
    this.#replace(next, path);
  }

  #compareArrays(before: readonly unknown[], next: readonly unknown[], path: Path): void {
    for (let index = 0; index < before.length; index++) {
      if (before[index] !== next[index]) this.#compare(before[index], next[index], [...path, index]);
    }
    if (next.length > before.length) this.#push(next.slice(before.length), path);
  }

  #compareObjects(
    before: Readonly<Record<string, unknown>>,
    next: Readonly<Record<string, unknown>>,
    path: Path,
  ): void {
    const added: [string, unknown][] = [];
    for (const [key, value] of Object.entries(next)) {
      if (!Object.hasOwn(before, key)) added.push([key, value]);
      else if (before[key] !== value) this.#compare(before[key], value, [...path, key]);
    }
    if (added.length > 0) this.#set(Object.fromEntries(added), path);
  }

  /** Whether one object becomes the other by what can be said of it: members are added behind those that there are. */
  #canGrow(before: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): boolean {
    if (this.#isGrowth) return true;
    const keys = Object.keys(next);
    return Object.keys(before).every((key, index) => keys[index] === key);
  }

  #append(text: string, path: Path): void {
    const isInnermost = this.#open?.length === path.length && this.isOpen(path);
    this.#patches.push(isInnermost ? text : { append: text, at: path });
    this.#open = path;
  }

  #set(members: Readonly<Record<string, unknown>>, path: Path): void {
    this.#patches.push({ set: members, ...this.#place(path) });
    const key = Object.keys(members).at(-1);
    if (key === undefined) throw new Error("members are given to an object only where there are some");
    this.#open = innermost([...path, key], members[key]);
  }

  #push(elements: readonly unknown[], path: Path): void {
    this.#patches.push({ push: elements, ...this.#place(path) });
    // The cast holds: a place in the value has the value's array at it.
    const length = (valueAt(this.#sent, path) as readonly unknown[]).length;
    this.#open = innermost([...path, length - 1], elements.at(-1));
  }

  #replace(value: unknown, path: Path): void {
    const key = path.at(-1);
    if (key === undefined) this.#replaceRoot(value);
    else {
      this.#patches.push({ set: { [key]: value }, ...this.#place(path.slice(0, -1)) });
      this.#open = innermost(path, value);
    }
  }

  #replaceRoot(value: unknown): void {
    this.#patches.push({ root: value });
    this.#open = innermost([], value);
  }

  /** How the container at `path` is named: not at all where it is the innermost open one, or is once what it holds is complete. */
  #place(path: Path): { readonly at?: Path } {
    const open = this.#open;
    if (open === undefined || !this.isOpen(path)) return { at: path };
    const container = isContainer(valueAt(this.#sent, open)) ? open : open.slice(0, -1);
    if (container.length === path.length) return {};
    // A model goes on around what it has written to its end.
    if (!this.#isGrowth || container.length < path.length) return { at: path };
    this.complete([...path, open[path.length] ?? ""]);
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isContainer(value) && !Array.isArray(value);
}
