import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";

const known = new WeakMap<readonly Json[], ReadonlySet<string>>();

/** The texts of some values, by which they are found at once however many there are. Kept as long as the list is. */
export function keysOf(values: readonly Json[]): ReadonlySet<string> {
  const before = known.get(values);
  if (before !== undefined) return before;
  const keys = new Set(values.map(canonicalJson));
  known.set(values, keys);
  return keys;
}
