import type { OutputStreamState } from "@outspec/runtime/react";
import type { PartialPatientSummary, PatientSummary } from "../generated/index.ts";
import type { Origin } from "./app.tsx";

/** The stream of a summary, as components are given it. */
export type SummaryStream = OutputStreamState<PartialPatientSummary, PatientSummary, string, Origin>;
