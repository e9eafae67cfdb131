import assert from "node:assert/strict";
import { MalformedOutputError } from "@outspec/runtime/partial/malformed-output";
import { createPartialBuilder, type PartialBuilderOptions } from "@outspec/runtime/partial/partial-builder";
import { streamPieces } from "./laws.ts";

/** The partials that differ from the one before, character by character, and the value at the end. */
export function partialsOf(options: PartialBuilderOptions, text: string): readonly unknown[] {
  const { looks } = streamPieces(options, text.split(""));
  return looks
    .map(({ partial }) => partial)
    .filter((partial, index) => index === 0 || partial !== looks[index - 1]?.partial);
}

/** The value at the end of a text. */
export function finalValue(options: PartialBuilderOptions, text: string): unknown {
  return streamPieces(options, [text]).value;
}

/** Why a text cannot be read. */
export function failureOf(options: PartialBuilderOptions, text: string): MalformedOutputError {
  const builder = createPartialBuilder(options);
  try {
    builder.push(text);
    builder.finish();
  } catch (error) {
    assert.ok(error instanceof MalformedOutputError, String(error));
    return error;
  }
  throw new Error(`${text} was read`);
}
