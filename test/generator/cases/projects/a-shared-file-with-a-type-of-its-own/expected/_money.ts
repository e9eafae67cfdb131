// Generated from schemas/_money.yaml. Do not edit: change the spec and run `outspec generate`.

/** An amount in some currency. */
export interface Money {
  amount: string;
  currency: Currency;
}

export type Currency = "EUR" | "USD";

/** A {@link Money} while it is being written: absent means not decided yet. */
export interface PartialMoney {
  readonly amount?: string;
  readonly currency?: Currency;
}
