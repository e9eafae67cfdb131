/** What `mapOutputs` infers and refuses. Checked by `tsc -b`; nothing here runs. */
import type { Outcome, Prompt, Result, RoutedCallOptions, Router } from "@outspec/runtime";
import { type BatchItem, type BatchJournal, mapOutputs } from "@outspec/runtime/batch";
import {
  generatePatientSummary,
  type PatientSummary,
  type PatientSummaryInput,
  patientSummary,
} from "../../generated/index.ts";

/** Fails to compile unless both types are the same. */
function expectType<Expected>(): <Actual>(
  value: Actual & ([Actual] extends [Expected] ? ([Expected] extends [Actual] ? unknown : never) : never),
) => void {
  return () => {};
}

declare const notes: AsyncIterable<{ readonly id: string; readonly text: string }>;
declare const inputs: readonly PatientSummaryInput[];
declare const router: Router;
declare const journal: BatchJournal;
/** As it is generated where there is no router and no prompt. */
declare function generateBare(prompt: Prompt, options: RoutedCallOptions): Promise<Result<PatientSummary>>;

/** A generated function, as it is. */
export async function read(): Promise<void> {
  for await (const item of mapOutputs(generatePatientSummary, inputs)) {
    expectType<BatchItem<PatientSummaryInput, PatientSummary>>()(item);
    expectType<Outcome<PatientSummary>>()(item.outcome);
  }
  // Inputs of another kind, through a function that makes the call.
  const run = mapOutputs((note, options) => generatePatientSummary({ notes: note.text }, options), notes, {
    key: (note) => note.id,
    journal,
    spec: patientSummary,
    recorded: "skip",
    callOptions: { wire: "stream" },
  });
  for await (const { input, outcome } of run) {
    expectType<string>()(input.text);
    if (outcome.kind === "ok") expectType<PatientSummary>()(outcome.output);
  }
  mapOutputs(generateBare, ["a prompt"], { callOptions: { router } });
}

/** What does not compile. */
export function refuse(): void {
  // @ts-expect-error: the inputs are not those of the function
  mapOutputs(generatePatientSummary, ["a text"]);
  // @ts-expect-error: without a router in the spec, the calls have to name one
  mapOutputs(generateBare, ["a prompt"]);
  // @ts-expect-error: a journal needs the spec that validates what is read from it
  mapOutputs(generatePatientSummary, inputs, { journal });
  // @ts-expect-error: nothing is read from a journal that is not there
  mapOutputs(generatePatientSummary, inputs, { retryFailed: false });
  // @ts-expect-error: the batch has a signal of its own
  mapOutputs(generatePatientSummary, inputs, { callOptions: { signal: AbortSignal.abort() } });
}
