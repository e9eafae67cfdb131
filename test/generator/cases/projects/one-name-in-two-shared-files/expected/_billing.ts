// Generated from schemas/_billing.yaml. Do not edit: change the spec and run `outspec generate`.

export interface Address {
  vat_id: string;
}

export interface Line {
  amount: number;
}

/** An {@link Address} while it is being written: absent means not decided yet. */
export interface PartialAddress {
  readonly vat_id?: string;
}

/** A {@link Line} while it is being written: absent means not decided yet. */
export interface PartialLine {
  readonly amount?: number;
}
