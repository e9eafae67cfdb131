import type { Path } from "./growing-tree.ts";
import { wireTypeOf } from "./json-value.ts";

/** What became visible since the last look, in the order in which it did. */
export interface Changes {
  /** Paths whose value appeared or grew. A value that appeared at once stands for all below it. */
  readonly changed: readonly Path[];
  /** Paths whose value is complete, children before their parents. Each path is reported once. */
  readonly completed: readonly Path[];
}

/** Collects the visible changes of a growing value. */
export class ChangeLog {
  #changed: Path[] = [];
  #completed: Path[] = [];
  /** Whether the string that is being written is among the changes already. */
  #growthNoted = false;

  /** A container or a string appeared. */
  appear(path: Path): void {
    this.#changed.push(path);
  }

  /** The string being written grew. The path is asked for only when it is needed. */
  grow(path: () => Path): void {
    if (this.#growthNoted) return;
    this.#growthNoted = true;
    this.#changed.push(path());
  }

  /** What was written at a path piece by piece is complete. */
  close(path: Path): void {
    this.#growthNoted = false;
    this.#completed.push(path);
  }

  /** A whole value appeared. */
  appearWhole(path: Path, value: unknown): void {
    this.#changed.push(path);
    this.#completeAll(path, value);
  }

  take(): Changes {
    const taken = { changed: this.#changed, completed: this.#completed };
    this.#changed = [];
    this.#completed = [];
    this.#growthNoted = false;
    return taken;
  }

  #completeAll(path: Path, value: unknown): void {
    if (Array.isArray(value)) {
      value.forEach((element, index) => void this.#completeAll([...path, index], element));
    } else if (wireTypeOf(value) === "object") {
      for (const [key, member] of Object.entries(value as object)) this.#completeAll([...path, key], member);
    }
    this.#completed.push(path);
  }
}
