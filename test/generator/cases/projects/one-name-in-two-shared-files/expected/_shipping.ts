// Generated from schemas/_shipping.yaml. Do not edit: change the spec and run `outspec generate`.

export interface Address {
  street: string;
}

/** An {@link Address} while it is being written: absent means not decided yet. */
export interface PartialAddress {
  readonly street?: string;
}
