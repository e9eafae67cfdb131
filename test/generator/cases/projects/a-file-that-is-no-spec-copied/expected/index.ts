// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

export type { PartialPerson, PartialReport, Person, Report } from "./report.js";
export { generateReport, report, streamReport } from "./report.js";
