// Generated from schemas/_common.yaml. Do not edit: change the spec and run `outspec generate`.

/** Where somebody can be found. */
export interface Address {
  lines: string[];
  country: Country;
  geo?: AddressGeo;
}

export interface AddressGeo {
  lat: number;
}

/** ISO 3166 code. */
export type Country = string;

export interface Card {
  kind: "card";
  last4: string;
}

export interface Transfer {
  kind: "transfer";
  iban: string;
}

export type Payment = Card | Transfer;

export type Unused = "a" | "b";

export interface Bank {
  scope: "bank";
  bic: string;
}

/** An {@link Address} while it is being written: absent means not decided yet. */
export interface PartialAddress {
  readonly lines?: readonly string[];
  readonly country?: Country;
  readonly geo?: PartialAddressGeo;
}

/** An {@link AddressGeo} while it is being written: absent means not decided yet. */
export interface PartialAddressGeo {
  readonly lat?: number;
}

/** A {@link Card} while it is being written: absent means not decided yet. */
export interface PartialCard {
  readonly kind: "card";
  readonly last4?: string;
}

/** A {@link Transfer} while it is being written: absent means not decided yet. */
export interface PartialTransfer {
  readonly kind: "transfer";
  readonly iban?: string;
}

/** A {@link Payment} while it is being written: absent means not decided yet. */
export type PartialPayment = PartialCard | PartialTransfer;

/** A {@link Bank} while it is being written: absent means not decided yet. */
export interface PartialBank {
  readonly scope?: "bank";
  readonly bic?: string;
}
