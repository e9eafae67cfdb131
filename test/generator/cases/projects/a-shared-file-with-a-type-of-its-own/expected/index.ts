// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.

export type { Currency, Money, PartialMoney } from "./_money.js";
export type { PartialReceipt, Receipt } from "./receipt.js";
export { generateReceipt, receipt, streamReceipt } from "./receipt.js";
