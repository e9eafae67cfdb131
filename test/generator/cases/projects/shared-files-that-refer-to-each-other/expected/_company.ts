// Generated from schemas/_company.yaml. Do not edit: change the spec and run `outspec generate`.

import type { PartialPerson, Person } from "./_person.js";

export interface Company {
  name: string;
  staff: Person[];
}

/** A {@link Company} while it is being written: absent means not decided yet. */
export interface PartialCompany {
  readonly name?: string;
  readonly staff?: readonly PartialPerson[];
}
