// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

export type {
  Address as BillingAddress,
  Line as BillingLine,
  PartialAddress as PartialBillingAddress,
  PartialLine as PartialBillingLine,
} from "./_billing.js";
export type { Address as ShippingAddress, PartialAddress as PartialShippingAddress } from "./_shipping.js";
export type { Line as OrderLine, Order, PartialLine as PartialOrderLine, PartialOrder } from "./order.js";
export { generateOrder, order, streamOrder } from "./order.js";
