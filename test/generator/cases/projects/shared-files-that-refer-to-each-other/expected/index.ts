// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

export type { Company, PartialCompany } from "./_company.js";
export type { PartialPerson, Person } from "./_person.js";
export type { PartialRegistry, Registry } from "./registry.js";
export { generateRegistry, registry, streamRegistry } from "./registry.js";
