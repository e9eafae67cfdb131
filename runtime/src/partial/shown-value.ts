import type { ChangeLog } from "./change-log.ts";
import { type Container, GrowingTree, type Path } from "./growing-tree.ts";

/**
 * A value that is being built, and what of it is shown.
 *
 * All that is built is in the tree, but for values that must not be seen: they are kept beside it. Once {@link freeze}
 * was called what is shown stays as it is, and the tree takes everything.
 */
export class ShownValue {
  readonly tree: GrowingTree = new GrowingTree();
  readonly #log: ChangeLog | undefined;

  #version = 0;
  #snapshot: unknown;
  #snapshotVersion = 0;

  #frozen: boolean;
  #frozenPath: Path | undefined;
  /** Most values have nothing that must not be seen. */
  #hidden: { readonly path: Path; readonly value: unknown }[] | undefined;

  #text = "";
  /** Whether the text that is being written stands in the tree as far as it was read. */
  #textPlaced = true;

  /** A value that nobody looks at before it is whole is `frozen` from the start. */
  constructor(log: ChangeLog | undefined, frozen: boolean) {
    this.#log = log;
    this.#frozen = frozen;
  }

  /** Grows with every visible change. */
  get version(): number {
    return this.#version;
  }

  /** Whether nothing that follows is shown. */
  get frozen(): boolean {
    return this.#frozen;
  }

  /** Path of the value that is being written in the newest snapshot, or of the one that would come next. */
  get openPath(): Path {
    return this.#frozenPath ?? this.tree.path();
  }

  /** What the first change after a snapshot copies, in elements of an array. */
  get openSize(): number {
    return this.#frozen ? 0 : this.tree.openSize;
  }

  /** What is shown now. It never changes; what is in it is shared with the next snapshot where that did not change. */
  snapshot(): unknown {
    if (!this.#frozen && this.#snapshotVersion !== this.#version) {
      if (!this.#textPlaced) this.tree.place(this.#text);
      this.#textPlaced = true;
      this.#snapshot = this.tree.share();
      this.#snapshotVersion = this.#version;
    }
    return this.#snapshot;
  }

  /** Goes on inside a new container of some size. */
  enter(container: Container, size: number): void {
    this.tree.enter(container, size);
    if (this.#frozen) return;
    this.#version++;
    this.#log?.appear(this.tree.path().slice(0, -1));
  }

  /** Closes the innermost container. */
  leave(): void {
    this.tree.leave();
    if (!this.#frozen) this.#log?.close(this.tree.path());
  }

  /** Places a whole value. */
  place(value: unknown): void {
    this.tree.place(value);
    if (this.#frozen) return;
    this.#version++;
    this.#log?.appearWhole(this.tree.path(), value);
  }

  /** Shows a text as far as it was read. It is placed when someone looks: most states of a long text are never looked at. */
  growText(text: string): void {
    this.#text = text;
    this.#textPlaced = false;
    this.#version++;
    this.#log?.grow(() => this.tree.path());
  }

  /** Completes the text that grew. */
  endText(): void {
    // To place what a reader has seen already would copy its containers for nothing.
    if (!this.#textPlaced) this.tree.place(this.#text);
    this.#textPlaced = true;
    this.#log?.close(this.tree.path());
  }

  /** Keeps a member of an object that must not be shown. */
  hide(value: unknown): void {
    this.#hidden ??= [];
    this.#hidden.push({ path: this.tree.path(), value });
  }

  /** Stops showing. What is built from here on is for the validator alone, so what was hidden goes to its place. */
  freeze(): void {
    if (this.#frozen) return;
    this.snapshot();
    this.#frozen = true;
    this.#frozenPath = this.tree.path();
    this.tree.insertAll(this.#hidden ?? []);
    this.#hidden = undefined;
  }
}
