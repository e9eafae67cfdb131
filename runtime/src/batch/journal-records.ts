import { OutspecError } from "../errors.ts";
import type { Outcome } from "../outcome.ts";
import type { JournalRecord } from "./journal.ts";

/** What a record says beside the outcome. */
export type RecordFacts = Pick<JournalRecord, "key" | "index" | "fingerprint" | "at" | "usage">;

/** Writes an outcome down; an aborted call is not finished and has no record. */
export function recordOf(facts: RecordFacts, outcome: Outcome<unknown>): JournalRecord | undefined {
  if (outcome.kind === "aborted") return undefined;
  // Named one by one: what else an outcome holds, issues with quotes of the output among them, stays out.
  const { key, index, fingerprint, at, usage } = facts;
  const input = { key, index, fingerprint, at, usage };
  if (outcome.kind !== "ok") {
    return { kind: outcome.kind, ...input, code: outcome.error.code, message: outcome.error.message };
  }
  const { output, model, finishReason, repairs, receipt } = outcome.result;
  return { kind: "ok", ...input, model, finishReason, repairs, receipt, output };
}

/** Reads an outcome back. Gives nothing when its output is not valid for the spec as it is now. */
export function outcomeOf<T>(record: JournalRecord, validate: (value: unknown) => value is T): Outcome<T> | undefined {
  if (record.kind === "ok") {
    const { output, model, finishReason, repairs, receipt, usage } = record;
    if (!validate(output)) return undefined;
    return { kind: "ok", output, result: { output, model, usage, finishReason, repairs, receipt, attempts: [] } };
  }
  // The message is all that is left of an earlier run's failure.
  const error = new OutspecError(record.code, record.message);
  return record.kind === "invalid" ? { kind: "invalid", error, issues: [] } : { kind: record.kind, error };
}
