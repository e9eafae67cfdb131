/** What the compiler must accept and refuse. Checked by `tsc -b`; nothing here runs. */
import { type CallOptions, type OutputSpec, outcome, type Result, type RoutedCallOptions } from "@outspec/runtime";
import {
  generatePatientSummary,
  type PartialPatientSummary,
  type PatientSummary,
  patientSummary,
  streamPatientSummary,
} from "../../generated/index.ts";

/** Fails to compile unless both types are the same. */
function expectType<Expected>(): <Actual>(
  value: Actual & ([Actual] extends [Expected] ? ([Expected] extends [Actual] ? unknown : never) : never),
) => void {
  return () => {};
}

export async function results(): Promise<void> {
  const result = await generatePatientSummary({ notes: "n" });
  expectType<Result<PatientSummary>>()(result);
  expectType<"Normal" | "Warning" | "Critical">()(result.output.vitals_status);
  expectType<string[]>()(result.output.key_notes);

  // @ts-expect-error: the prompt needs notes
  await generatePatientSummary({});
  // @ts-expect-error: notes are text
  await generatePatientSummary({ notes: 1 });
  // @ts-expect-error: a misspelt option is no option
  await generatePatientSummary({ notes: "n" }, { temprature: 0 });
}

export async function partials(): Promise<void> {
  const stream = streamPatientSummary({ notes: "n" });
  for await (const partial of stream) {
    expectType<"Normal" | "Warning" | "Critical" | undefined>()(partial.vitals_status);
    expectType<readonly string[] | undefined>()(partial.key_notes);
    // @ts-expect-error: a partial belongs to all its readers
    partial.requires_visit = true;
  }
  for await (const note of stream.elements("key_notes")) expectType<string>()(note);
  for await (const element of stream.elements("key_notes", { onRestart: "replay" })) expectType<string>()(element.item);
  // @ts-expect-error: only arrays have elements
  stream.elements("vitals_status");
}

export async function outcomes(): Promise<string> {
  const answer = await outcome(generatePatientSummary({ notes: "n" }));
  switch (answer.kind) {
    case "ok":
      return answer.output.vitals_status;
    case "invalid":
      return String(answer.issues.length);
    case "refused":
    case "truncated":
    case "unavailable":
    case "aborted":
      return answer.error.message;
  }
}

export function specObject(value: unknown): void {
  expectType<OutputSpec<PatientSummary>>()(patientSummary);
  if (patientSummary.validate(value)) expectType<PatientSummary>()(value);
  expectType<PatientSummary>()(patientSummary.parse(value));
}

declare const partial: PartialPatientSummary;
// @ts-expect-error: a partial is not the finished value
export const finished: PatientSummary = partial;

declare const whole: PatientSummary;
/** The finished value is a partial, too. */
export const asPartial: PartialPatientSummary = whole;

declare const options: CallOptions;
// @ts-expect-error: where no router was generated, the call names one
export const routed: RoutedCallOptions = options;
