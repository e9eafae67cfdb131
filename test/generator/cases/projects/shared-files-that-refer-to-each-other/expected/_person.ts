// Generated from schemas/_person.yaml. Do not edit: change the spec and run `outspec generate`.

import type { Company, PartialCompany } from "./_company.js";

export interface Person {
  name: string;
  employer?: Company;
}

/** A {@link Person} while it is being written: absent means not decided yet. */
export interface PartialPerson {
  readonly name?: string;
  readonly employer?: PartialCompany;
}
