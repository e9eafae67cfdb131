import type { Codec, Inverse } from "./codec.ts";
import type { RepairLevel } from "./options.ts";
import { isRefused, issueOf } from "./partial/flaw.ts";
import { MalformedOutputError } from "./partial/malformed-output.ts";
import { createPartialBuilder, type PartialBuilder } from "./partial/partial-builder.ts";
import type { Answer, AnswerReader } from "./router/answer.ts";
import { invalidOutput, unreadableOutput } from "./validation/issues.ts";
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
  const { name, codec, inverse, repairs, trackChanges } = options;
  const builder = createPartialBuilder({ table: codec.table, inverse, checks: codec.checks, repairs, trackChanges });
  let text = "";
  let unsettled = 0;
  let isFlawKnown = false;
  const guard = <R>(act: () => R): R => {
    try {
      return act();
    } catch (error) {
      if (error instanceof MalformedOutputError) throw unreadableOutput(name, error.issue, text);
      throw error;
    }
  };
  const reader: AnswerReader = {
    push(delta) {
      text += delta;
      unsettled += delta.length;
      guard(() => builder.push(delta));
      const { flaw } = builder;
      // A whole answer is left to the validator, which finds everything that is wrong with it.
      if (flaw === undefined || isFlawKnown || builder.done) return;
      isFlawKnown = true;
      if (flaw.final && isRefused(codec.validate, builder.draft(), flaw))
        throw invalidOutput(name, [issueOf(flaw)], text);
    },
    reason: listener.reason,
    settle() {
      if (unsettled === 0) return;
      listener.grown(unsettled);
      unsettled = 0;
    },
    finish(): Answer {
      const { value, repairs } = guard(() => builder.finish());
      const issues = validateOutput(codec.validate, value);
      if (issues.length > 0) throw invalidOutput(name, issues, text);
      listener.validated(value);
      return { output: value, repairs };
    },
    get text() {
      return text;
    },
    get shown() {
      return listener.shown();
    },
  };
  return { reader, builder };
}
