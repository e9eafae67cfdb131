import type { Codec, Inverse } from "./codec.ts";
import type { RepairLevel } from "./options.ts";
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
}

/** What a stream listens to while an answer is read. */
export interface AnswerListener {
  reason(text: string): void;
  /** New text has arrived: `units` UTF-16 units since the last call. */
  grown(units: number): void;
  /** Whether anything of this attempt has been shown. */
  shown(): boolean;
}

/** Reads one attempt's answer into a builder of partials and validates it at the end. */
export function createAnswerReader(options: AnswerReaderOptions): AnswerReader {
  return readAnswer(options, createBuilder(options, false), { reason: () => {}, grown: () => {}, shown: () => false });
}

/** Makes the builder of partials that {@link readAnswer} feeds. */
export function createBuilder(options: AnswerReaderOptions, trackChanges: boolean): PartialBuilder {
  const { codec, inverse, repairs } = options;
  return createPartialBuilder({ table: codec.table, inverse, checks: codec.checks, repairs, trackChanges });
}

/** Reads one attempt's answer into the given builder and tells the listener what is new. */
export function readAnswer(
  options: AnswerReaderOptions,
  builder: PartialBuilder,
  listener: AnswerListener,
): AnswerReader {
  const { name, codec } = options;
  let text = "";
  let unsettled = 0;
  const guard = <R>(act: () => R): R => {
    try {
      return act();
    } catch (error) {
      if (error instanceof MalformedOutputError) throw unreadableOutput(name, error.issue, text);
      throw error;
    }
  };
  return {
    push(delta) {
      text += delta;
      unsettled += delta.length;
      guard(() => builder.push(delta));
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
      return { output: value, repairs };
    },
    get text() {
      return text;
    },
    get shown() {
      return listener.shown();
    },
  };
}
