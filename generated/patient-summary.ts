// Generated from schemas/patient-summary.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/patient-summary.js";
import { router } from "./router.js";

/** What a triage nurse reads before the visit. */
export interface PatientSummary {
  /** Overall reading of the latest vital signs. */
  vitals_status: "Normal" | "Warning" | "Critical";

  /** Findings worth reading first, most important at the top. */
  key_notes: string[];

  /** Whether a clinician needs to see the patient today. */
  requires_visit: boolean;
}

/** A {@link PatientSummary} while it is being written: absent means not decided yet. */
export interface PartialPatientSummary {
  readonly vitals_status?: "Normal" | "Warning" | "Critical";
  readonly key_notes?: readonly string[];
  readonly requires_visit?: boolean;
}

/** What the prompt needs. */
export interface PatientSummaryInput {
  notes: string;
}

/** The prompt, as it is sent. */
function prompt(input: PatientSummaryInput): Prompt {
  return {
    system: "You are a clinical assistant. Summarise the notes into the requested structure.",
    user: `${input.notes}\n`,
  };
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const patientSummary: OutputSpec<PatientSummary> = /* @__PURE__ */ defineOutput({
  name: "PatientSummary",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link PatientSummary}; resolves once it has been validated. */
export function generatePatientSummary(input: PatientSummaryInput, options?: CallOptions): Promise<Result<PatientSummary>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams a {@link PatientSummary}: partials as they are written, then the validated result. */
export function streamPatientSummary(
  input: PatientSummaryInput,
  options?: CallOptions,
): OutputStream<PatientSummary, PartialPatientSummary> {
  return stream({ prompt, router, codec }, input, options);
}
