// Generated from schemas/order.yaml. Do not edit: change the spec and run `outspec generate`.

import { defineOutput, generate, stream } from "@outspec/runtime/codegen";
import type { CallOptions, OutputSpec, OutputStream, Prompt, Result } from "@outspec/runtime";
import { codec, schema, table, validate } from "./internal/order.js";
import { router } from "./router.js";
import type { Address, Country, PartialAddress, PartialPayment, Payment } from "./_common.js";

export interface Order {
  ship_to: Address;
  bill_to?: Address | null;
  payment: Payment;
  stops?: Address[];
}

/** An {@link Order} while it is being written: absent means not decided yet. */
export interface PartialOrder {
  readonly ship_to?: PartialAddress;
  readonly bill_to?: PartialAddress | null;
  readonly payment?: PartialPayment;
  readonly stops?: readonly PartialAddress[];
}

/** What the prompt needs. */
export interface OrderInput {
  destination: Country;
  text: string;
}

/** The prompt, as it is sent. */
function prompt(input: OrderInput): Prompt {
  return `${input.destination}: ${input.text}`;
}

/** The spec itself: schema, validator, Standard Schema interface. Holds no prompt and no router, so a browser may import it. */
export const order: OutputSpec<Order> = /* @__PURE__ */ defineOutput({
  name: "Order",
  schema,
  validate,
  table,
});

/** Asks for one complete {@link Order}; resolves once it has been validated. */
export function generateOrder(input: OrderInput, options?: CallOptions): Promise<Result<Order>> {
  return generate({ prompt, router, codec }, input, options);
}

/** Streams an {@link Order}: partials as they are written, then the validated result. */
export function streamOrder(input: OrderInput, options?: CallOptions): OutputStream<Order, PartialOrder> {
  return stream({ prompt, router, codec }, input, options);
}
