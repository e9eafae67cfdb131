// Generated from schemas/refund.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/refund.js";
import { router } from "./router.js";
import type {
  AddressGeo,
  Bank,
  Card,
  Country,
  PartialAddressGeo,
  PartialBank,
  PartialCard,
  PartialTransfer,
  Transfer,
} from "./_common.js";

export interface Refund {
  card: Card;
  by?: Transfer | RefundBy;
  through?: Bank | RefundThrough;
  pickup?: RefundPickup;
  spot?: AddressGeo;
}

export interface RefundBy {
  kind: "cash";
  till?: number;
}

export interface RefundThrough {
  scope: "shop";
}

export interface RefundPickup {
  lines: string[];
  country: Country;
  geo?: AddressGeo;
}

/** A {@link Refund} while it is being written: absent means not decided yet. */
export interface PartialRefund {
  readonly card?: Partial<PartialCard>;
  readonly by?: PartialTransfer | PartialRefundBy;
  readonly through?: (PartialBank & { readonly scope: "bank" }) | PartialRefundThrough;
  readonly pickup?: PartialRefundPickup;
  readonly spot?: PartialAddressGeo;
}

/** A {@link RefundBy} while it is being written: absent means not decided yet. */
export interface PartialRefundBy {
  readonly kind: "cash";
  readonly till?: number;
}

/** A {@link RefundThrough} while it is being written: absent means not decided yet. */
export interface PartialRefundThrough {
  readonly scope: "shop";
}

/** A {@link RefundPickup} while it is being written: absent means not decided yet. */
export interface PartialRefundPickup {
  readonly lines?: readonly string[];
  readonly country?: Country;
  readonly geo?: PartialAddressGeo;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const refund: OutputSpec<Refund> = /* @__PURE__ */ defineOutput({
  name: "Refund",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Refund}; resolves once it has been validated. */
export function generateRefund(prompt: Prompt, options?: CallOptions): Promise<Result<Refund>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams a {@link Refund}: partials as they are written, then the validated result. */
export function streamRefund(prompt: Prompt, options?: CallOptions): OutputStream<Refund, PartialRefund> {
  return stream({ router, codec }, prompt, options);
}
