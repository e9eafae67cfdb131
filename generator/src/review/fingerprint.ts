import { createHash } from "node:crypto";
import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import type { Difference } from "./difference.ts";

/**
 * The name of one change: eight hexadecimal digits of a hash of its rule, its spec, its place and what stood and stands
 * there. Lines that move leave it as it is; another change at the same place has another one.
 */
export function fingerprintOf(spec: string, { rule, at, before, after }: Difference): string {
  const parts = [rule, spec, at, ...[before, after].map((value) => (value === undefined ? [] : [value]))];
  return createHash("sha256").update(canonicalJson(parts)).digest("hex").slice(0, 8);
}
