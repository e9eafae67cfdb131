import type { Inverse, StreamTable } from "../codec.ts";
import { AuthoredValue } from "./authored-value.ts";
import { placesOf } from "./places.ts";

/**
 * Brings a whole value from the form a dialect writes into the authored one: what a stream of the same value ends in.
 * Without `inverse` it only removes undeclared keys where the table says so. The value given is not changed; where it
 * does not fit the table it is kept as it is, for the validator to refuse. Throws a `MalformedOutputError` when it is nested
 * too deeply, has an entry twice, or a string in it is not the JSON text it should be.
 */
export function decodeValue(table: StreamTable, inverse: Inverse | undefined, wireValue: unknown): unknown {
  const authored = new AuthoredValue(placesOf(table, inverse, undefined, undefined), { frozen: true });
  authored.walk(wireValue);
  return authored.finish();
}
