import type { Codec, Inverse } from "./codec.ts";
import { ArrivingText } from "./joined-text.ts";
import type { RepairLevel } from "./options.ts";
import { issuesOf } from "./partial/flaw.ts";
import { MalformedOutputError } from "./partial/malformed-output.ts";
import { createPartialBuilder, type PartialBuilder } from "./partial/partial-builder.ts";
import type { Answer, AnswerReader } from "./router/answer.ts";
import { invalidOutput, unreadableOutput } from "./validation/issues.ts";
import { repairsOf } from "./validation/repairs.ts";
import { validateOutput } from "./validation/validate.ts";

/** What an answer is read with. */
export interface AnswerReaderOptions {
  /** Name of the output, for errors. */
  readonly name: string;
  readonly codec: Codec;
  readonly inverse: Inverse | undefined;
  readonly repairs: RepairLevel;
  /** Whether the builder collects which paths changed. */
  readonly trackChanges?: boolean;
}

/** What a stream listens to while an answer is read. */
export interface AnswerListener {
  reason(text: string): void;
  /** New text has arrived: `units` UTF-16 units since the last call. */
  grown(units: number): void;
  /** The answer is complete and valid. */
  validated(output: unknown): void;
  /** Whether anything of this attempt has been shown. */
  shown(): boolean;
}

const nobody: AnswerListener = { reason: () => {}, grown: () => {}, validated: () => {}, shown: () => false };

/** Reads one attempt's answer and validates it at the end. */
export function createAnswerReader(options: AnswerReaderOptions): AnswerReader {
  return readAnswer(options, nobody).reader;
}

/** Reads one attempt's answer into a builder of partials, validates it at the end, and tells the listener what is new. */
export function readAnswer(
  options: AnswerReaderOptions,
  listener: AnswerListener,
): { readonly reader: AnswerReader; readonly builder: PartialBuilder } {
  const { codec, inverse, trackChanges } = options;
  const repairs = repairsOf(options.repairs);
  const { table, checks, validate } = codec;
  const builder = createPartialBuilder({ table, inverse, checks, validate, repairs, trackChanges });
  return { reader: new BuildingReader(options, builder, listener), builder };
}

/** Most characters of an answer that is judged though it is known to be wrong. */
const longestJudged = 1_000_000;

/** Characters of a longer one that are read at once. */
const pieceLength = 65_536;

/** Reads an answer into a builder. */
class BuildingReader implements AnswerReader {
  readonly #text = new ArrivingText();
  readonly #options: AnswerReaderOptions;
  readonly #builder: PartialBuilder;
  readonly #listener: AnswerListener;
  /** Units of text the listener has not been told of. */
  #unsettled = 0;

  constructor(options: AnswerReaderOptions, builder: PartialBuilder, listener: AnswerListener) {
    this.#options = options;
    this.#builder = builder;
    this.#listener = listener;
  }

  get text(): string {
    return this.#text.text;
  }

  get shown(): boolean {
    return this.#listener.shown();
  }

  push(delta: string): void {
    // What is wrong in a long answer is found before the rest of it is read.
    if (delta.length > longestJudged) {
      for (let at = 0; at < delta.length; at += pieceLength) this.push(delta.slice(at, at + pieceLength));
      return;
    }
    const builder = this.#builder;
    this.#text.push(delta);
    this.#unsettled += delta.length;
    try {
      builder.push(delta);
    } catch (error) {
      throw this.#failure(error);
    }
    // A whole answer is left to the validator, which finds everything that is wrong with it: millions of things, if need be.
    if (builder.refused !== undefined && !(builder.done && this.text.length <= longestJudged)) throw this.#failure();
  }

  reason(text: string): void {
    this.#listener.reason(text);
  }

  settle(): void {
    if (this.#unsettled === 0) return;
    this.#listener.grown(this.#unsettled);
    this.#unsettled = 0;
  }

  finish(): Answer {
    const { name, codec } = this.#options;
    let answer: ReturnType<PartialBuilder["finish"]>;
    try {
      answer = this.#builder.finish();
    } catch (error) {
      throw this.#failure(error);
    }
    const issues = validateOutput(codec.validate, answer.value);
    if (issues.length > 0) throw invalidOutput(name, issues, this.text);
    this.#listener.validated(answer.value);
    return { output: answer.value, repairs: answer.repairs };
  }

  /** Why an answer is not read on: what is wrong with its value, or else with its text. What was read before may still be shown. */
  #failure(error?: unknown): unknown {
    const { name } = this.#options;
    const { refused } = this.#builder;
    if (error !== undefined && !(error instanceof MalformedOutputError)) return error;
    this.settle();
    // What was wrong first is the same wherever the text is cut.
    if (refused !== undefined || error === undefined) {
      return invalidOutput(name, refused === undefined ? [] : issuesOf(refused), this.text);
    }
    return unreadableOutput(name, error.issue, this.text);
  }
}
