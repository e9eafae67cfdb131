// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

export type {
  Address,
  AddressGeo,
  Bank,
  Card,
  Country,
  PartialAddress,
  PartialAddressGeo,
  PartialBank,
  PartialCard,
  PartialPayment,
  PartialTransfer,
  Payment,
  Transfer,
  Unused,
} from "./_common.js";
export type { Order, OrderInput, PartialOrder } from "./order.js";
export { generateOrder, order, streamOrder } from "./order.js";
export type {
  PartialRefund,
  PartialRefundBy,
  PartialRefundPickup,
  PartialRefundThrough,
  Refund,
  RefundBy,
  RefundPickup,
  RefundThrough,
} from "./refund.js";
export { generateRefund, refund, streamRefund } from "./refund.js";
