import type { Codec, Inverse, StreamTable, Validate } from "../codec.ts";
import type { RepairLevel } from "../options.ts";
import type { Repair } from "../result.ts";
import { AuthoredValue } from "./authored-value.ts";
import { ChangeLog, type Changes } from "./change-log.ts";
import { EventReader } from "./event-reader.ts";
import { type Flaw, isRefused } from "./flaw.ts";
import type { Path } from "./growing-tree.ts";
import { createJsonParser } from "./json-parser.ts";
import { MalformedOutputError, toPointer } from "./malformed-output.ts";
import { Places } from "./places.ts";
import { StreamShape } from "./stream-shape.ts";

/** What a partial builder works by. */
export interface PartialBuilderOptions {
  readonly table: StreamTable;
  /** How the dialect writes what the table describes; absent when it writes it as it is. */
  readonly inverse?: Inverse | undefined;
  /** Validators of held nodes and of elements of lists, by row. */
  readonly checks?: Codec["checks"] | undefined;
  /** Validator of the whole value, which is asked before an answer is {@link PartialBuilder.refused}. */
  readonly validate?: Validate | undefined;
  /** Default `text`. */
  readonly repairs?: RepairLevel | undefined;
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
  /** Changes since the last call; nothing unless `trackChanges` is set. */
  takeChanges(): Changes;
  /** Ends the text. Returns the value as the model wrote it, decoded and not yet validated. Throws when it is incomplete. */
  finish(): { readonly value: unknown; readonly repairs: readonly Repair[] };
}

/** Creates a partial builder for one answer. */
export function createPartialBuilder(options: PartialBuilderOptions): PartialBuilder {
  const places = new Places(
    new StreamShape(options.table, options.inverse, options.checks),
    options.repairs === "values",
  );
  const log = options.trackChanges ? new ChangeLog() : undefined;
  const authored = new AuthoredValue(places, { log });
  const { shown, findings } = authored;
  const parser = createJsonParser(new EventReader(authored), {
    maxDepth: options.maxDepth,
    maxLength: options.maxLength,
    tolerate: options.repairs === "none" ? undefined : places.shape.rootShape(),
  });
  let failure: MalformedOutputError | undefined;
  let refused: Flaw | undefined;
  // At once: what is read after it might be wrong, too, and is not to blame.
  findings.onFlaw = (flaw) => {
    const { validate } = options;
    if (flaw.final && validate !== undefined && isRefused(validate, shown.tree.root, flaw)) refused = flaw;
  };

  /** Runs one step of the parser; what it throws ends the parse and is told where it happened. */
  function step(read: () => void): void {
    if (failure !== undefined) throw failure;
    try {
      read();
    } catch (error) {
      if (!(error instanceof MalformedOutputError)) throw error;
      const offset = error.offset < 0 ? parser.offset : error.offset;
      const located = new MalformedOutputError(error.reason, error.detail, offset, toPointer(shown.tree.path()));
      failure = located;
      throw located;
    }
  }

  return {
    push: (text) => step(() => parser.push(text)),
    snapshot: () => shown.snapshot(),
    openPath: () => shown.openPath,
    get snapshotCost() {
      return shown.openSize;
    },
    get version() {
      return shown.version;
    },
    get flaw() {
      return findings.flaw;
    },
    get refused() {
      return refused;
    },
    get done() {
      return parser.done;
    },
    doubtBelow: (step) => findings.doubtBelow(step),
    takeChanges: () => log?.take() ?? { changed: [], completed: [] },
    finish() {
      step(() => parser.end());
      return { value: authored.finish(), repairs: [...parser.repairs, ...authored.repairs] };
    },
  };
}
