// Generated from schemas/order.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/order.js";
import { router } from "./router.js";
import type {
  Address as BillingAddress,
  Line as BillingLine,
  PartialAddress as PartialBillingAddress,
  PartialLine as PartialBillingLine,
} from "./_billing.js";
import type { Address as ShippingAddress, PartialAddress as PartialShippingAddress } from "./_shipping.js";

export interface Order {
  from: BillingAddress;
  to: ShippingAddress;
  line: BillingLine;
  own?: Line;
}

export interface Line {
  text?: string;
}

/** An {@link Order} while it is being written: absent means not decided yet. */
export interface PartialOrder {
  readonly from?: PartialBillingAddress;
  readonly to?: PartialShippingAddress;
  readonly line?: PartialBillingLine;
  readonly own?: PartialLine;
}

/** A {@link Line} while it is being written: absent means not decided yet. */
export interface PartialLine {
  readonly text?: string;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const order: OutputSpec<Order> = /* @__PURE__ */ defineOutput({
  name: "Order",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Order}; resolves once it has been validated. */
export function generateOrder(prompt: Prompt, options?: CallOptions): Promise<Result<Order>> {
  return generate({ router, codec }, prompt, options);
}

/** Streams an {@link Order}: partials as they are written, then the validated result. */
export function streamOrder(prompt: Prompt, options?: CallOptions): OutputStream<Order, PartialOrder> {
  return stream({ router, codec }, prompt, options);
}
