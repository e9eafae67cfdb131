import type { Codec, Inverse, StreamTable, Validate } from "../codec.ts";
import type { Repair } from "../result.ts";
import type { CreateMending } from "../validation/repairs.ts";
import { AuthoredValue } from "./authored-value.ts";
import { ChangeLog, type Changes } from "./change-log.ts";
import { EventReader } from "./event-reader.ts";
import type { Findings, FlawListener } from "./findings.ts";
import { type Flaw, isRefused } from "./flaw.ts";
import type { Path } from "./growing-tree.ts";
import { createJsonParser, type JsonParser } from "./json-parser.ts";
import { MalformedOutputError, toPointer } from "./malformed-output.ts";
import { placesOf } from "./places.ts";
import type { ShownValue } from "./shown-value.ts";

/** What a partial builder works by. */
export interface PartialBuilderOptions {
  readonly table: StreamTable;
  /** How the dialect writes what the table describes; absent when it writes it as it is. */
  readonly inverse?: Inverse | undefined;
  /** Validators of held nodes and of elements of lists, by row. */
  readonly checks?: Codec["checks"] | undefined;
  /** Validator of the whole value, which is asked before an answer is {@link PartialBuilder.refused}. */
  readonly validate?: Validate | undefined;
  /** What is mended: nothing, what stands around the value (default), or values, too, by what is given. */
  readonly repairs?: "none" | "text" | CreateMending | undefined;
  /** Whether changed and completed paths are collected for {@link PartialBuilder.takeChanges}. */
  readonly trackChanges?: boolean | undefined;
  readonly maxDepth?: number | undefined;
  readonly maxLength?: number | undefined;
}

/**
 * Turns the text of an answer into ever newer partials of the authored value, and at its end into that value.
 *
 * Every partial tells the truth: it is assignable to the generated partial type, and nothing in it is taken back by a
 * later one. Where the text is cut makes no difference to what is shown in the end.
 */
export interface PartialBuilder {
  /** Reads on. Throws a {@link MalformedOutputError} when the text cannot become an answer, and again on every later call. */
  push(text: string): void;
  /** The newest partial: immutable, and the same reference while nothing changed. Undefined before anything is decided. */
  snapshot(): unknown;
  /**
   * What is copied when the next snapshot differs from this one: the containers that are open, counted in elements of
   * an array; a key counts as several. A caller that waits until as many characters have arrived keeps the cost of a
   * stream linear.
   */
  readonly snapshotCost: number;
  /** Path of the value that is being written in the newest partial, or of the one that would come next: all beside it is finished. */
  openPath(): Path;
  /** Grows with every visible change. */
  readonly version: number;
  /** The first thing that does not fit the table, as soon as it is known. Most stop what is shown. */
  readonly flaw: Flaw | undefined;
  /** The flaw, when it is certain that no text that follows could make the value valid. */
  readonly refused: Flaw | undefined;
  /** Whether the root value is complete: nothing but prose can follow. */
  readonly done: boolean;
  /**
   * The first place below a property or element of the root where what is shown is not what was written: something is
   * left out of it that its validator has yet to see.
   */
  doubtBelow(step: string | number): Path | undefined;
  /**
   * Whether the elements of the list at a property of the root are judged by their own validators as each is finished:
   * those that are shown before any {@link PartialBuilder.doubtBelow} are valid.
   */
  judgesElementsOf(step: string | number): boolean;
  /** Changes since the last call; nothing unless `trackChanges` is set. */
  takeChanges(): Changes;
  /** Ends the text. Returns the value as the model wrote it, decoded and not yet validated. Throws when it is incomplete. */
  finish(): { readonly value: unknown; readonly repairs: readonly Repair[] };
}

/** Creates a partial builder for one answer. */
export function createPartialBuilder(options: PartialBuilderOptions): PartialBuilder {
  return new ParsingBuilder(options);
}

class ParsingBuilder implements PartialBuilder, FlawListener {
  refused: Flaw | undefined;
  readonly #log: ChangeLog | undefined;
  readonly #authored: AuthoredValue;
  readonly #shown: ShownValue;
  readonly #findings: Findings;
  readonly #validate: Validate | undefined;
  readonly #parser: JsonParser;
  #failure: MalformedOutputError | undefined;

  constructor(options: PartialBuilderOptions) {
    const { table, inverse, checks, validate, repairs, maxDepth, maxLength } = options;
    const places = placesOf(table, inverse, checks, typeof repairs === "function" ? repairs : undefined);
    this.#log = options.trackChanges ? new ChangeLog() : undefined;
    this.#authored = new AuthoredValue(places, { log: this.#log });
    this.#shown = this.#authored.shown;
    this.#findings = this.#authored.findings;
    this.#parser = createJsonParser(new EventReader(this.#authored), {
      maxDepth,
      maxLength,
      tolerate: repairs === "none" ? undefined : places.rootShape,
    });
    this.#validate = validate;
    this.#findings.listener = this;
  }

  /** Asks at once: what is read after it may be wrong, too, and is not to blame. */
  noteFlaw(flaw: Flaw): void {
    const validate = this.#validate;
    if (!flaw.final || validate === undefined) return;
    if (isRefused(validate, this.#shown.tree.root, flaw)) this.refused = flaw;
  }

  get snapshotCost(): number {
    return this.#shown.openSize;
  }

  get version(): number {
    return this.#shown.version;
  }

  get flaw(): Flaw | undefined {
    return this.#findings.flaw;
  }

  get done(): boolean {
    return this.#parser.done;
  }

  push(text: string): void {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      this.#parser.push(text);
    } catch (error) {
      throw this.#located(error);
    }
  }

  snapshot(): unknown {
    return this.#shown.snapshot();
  }

  openPath(): Path {
    return this.#shown.openPath;
  }

  doubtBelow(step: string | number): Path | undefined {
    return this.#findings.doubtBelow(step);
  }

  judgesElementsOf(step: string | number): boolean {
    return this.#authored.judgedLists.includes(step);
  }

  takeChanges(): Changes {
    return this.#log?.take() ?? { changed: [], completed: [] };
  }

  finish(): { readonly value: unknown; readonly repairs: readonly Repair[] } {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      this.#parser.end();
    } catch (error) {
      throw this.#located(error);
    }
    return { value: this.#authored.finish(), repairs: [...this.#parser.repairs, ...this.#authored.repairs] };
  }

  /** What the parser threw, with where it happened. It ends the parse. */
  #located(error: unknown): unknown {
    if (!(error instanceof MalformedOutputError)) return error;
    const { reason, detail } = error;
    const offset = error.offset < 0 ? this.#parser.offset : error.offset;
    this.#failure = new MalformedOutputError(reason, detail, offset, toPointer(this.#shown.tree.path()));
    return this.#failure;
  }
}
