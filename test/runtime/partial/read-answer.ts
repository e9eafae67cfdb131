import { MalformedOutputError } from "@outspec/runtime/partial/malformed-output";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import type { Repair } from "@outspec/runtime/result";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import type { RepairLevel } from "../../../runtime/src/options.ts";
import { asAuthored, type Compiled, type Written } from "./random-specs.ts";

/** An answer that was read. */
export interface ReadAnswer {
  readonly value: unknown;
  readonly repairs: readonly Repair[];
  readonly isValid: boolean;
  /** Whether the table has room for it, so that all of it is shown, but for what is held. */
  readonly isShown: boolean;
}

/** Reads a text to its end; nothing when it cannot be read. */
export function readAnswer(
  spec: Compiled,
  text: string,
  repairs: RepairLevel,
  { dialect }: Written = asAuthored,
): ReadAnswer | undefined {
  const { table, checks, validate } = spec;
  const builder = createPartialBuilder({
    table,
    checks,
    validate,
    repairs: repairsOf(repairs),
    inverse: dialect.inverse,
  });
  try {
    builder.push(text);
    const answer = builder.finish();
    return { ...answer, isValid: validate(answer.value), isShown: builder.flaw === undefined };
  } catch (error) {
    if (error instanceof MalformedOutputError) return undefined;
    throw error;
  }
}
