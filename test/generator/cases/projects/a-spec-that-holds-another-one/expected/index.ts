// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

export type { Note, PartialNote, PartialPatient, Patient, PatientInput } from "./clinic/records/patient.js";
export { generatePatient, patient, streamPatient } from "./clinic/records/patient.js";
export type { PartialVisit, PartialVisitFinding, Severity, Visit, VisitFinding } from "./clinic/visit.js";
export { generateVisit, streamVisit, visit } from "./clinic/visit.js";
export type { Latest, PartialLatest } from "./latest.js";
export { generateLatest, latest, streamLatest } from "./latest.js";
