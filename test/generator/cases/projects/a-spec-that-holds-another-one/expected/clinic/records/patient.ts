// Generated from schemas/clinic/records/patient.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream, text } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "../../internal/clinic/records/patient.js";
import { router } from "../../router.js";
import type { PartialVisit, PartialVisitFinding, Visit, VisitFinding } from "../visit.js";

export interface Patient {
  visits: Visit[];
  worst?: VisitFinding;
  note?: Note;
}

/** Nothing here refers to it */
export interface Note {
  text?: string;
}

/** A {@link Patient} while it is being written: absent means not decided yet. */
export interface PartialPatient {
  readonly visits?: readonly PartialVisit[];
  readonly worst?: PartialVisitFinding;
  readonly note?: PartialNote;
}

/** A {@link Note} while it is being written: absent means not decided yet. */
export interface PartialNote {
  readonly text?: string;
}

/** What the prompt needs. */
export interface PatientInput {
  last: Patient;
}

/** The prompt, as it is sent. */
function prompt(input: PatientInput): Prompt {
  return text(input.last);
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const patient: OutputSpec<Patient> = /* @__PURE__ */ defineOutput({
  name: "Patient",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Patient}; resolves once it has been validated. */
export function generatePatient(input: PatientInput, options?: CallOptions): Promise<Result<Patient>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams a {@link Patient}: partials as they are written, then the validated result. */
export function streamPatient(input: PatientInput, options?: CallOptions): OutputStream<Patient, PartialPatient> {
  return stream({ prompt, router, codec }, input, options);
}
