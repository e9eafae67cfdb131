import { wireTypeOf } from "../partial/json-value.ts";
import type { Json } from "../schema/json.ts";
import { joinPointer } from "../schema/pointer.ts";
import type { Finding } from "./findings.ts";
import { limits } from "./limits.ts";

/**
 * Copies a schema, so that nobody changes it afterwards, and finds what JSON cannot say and what is too large. Members
 * that are `undefined` are left out, as `JSON.stringify` does.
 */
export function copyJson(value: unknown, findings: Finding[]): Json | undefined {
  let values = 0;

  const copy = (inner: unknown, pointer: string, depth: number): Json | undefined => {
    values++;
    if (values > limits.values) return undefined;
    if (depth > limits.depth) {
      findings.push({
        pointer,
        message: `is nested more than ${limits.depth} levels deep, or holds itself`,
        hint: "put inner schemas under $defs and refer to them",
      });
      values = limits.values;
      return undefined;
    }
    const type = wireTypeOf(inner);
    if (type === undefined || (type === "number" && !Number.isFinite(inner))) {
      const what = typeof inner === "object" ? "an instance of a class" : `a ${typeof inner}`;
      findings.push({
        pointer,
        message: `is ${type === "number" ? "no finite number" : what}, and a schema is plain JSON`,
        hint: "hand over the JSON Schema itself, as JSON.parse would give it",
      });
      return undefined;
    }
    // What could not be copied is never read: a finding stops the reading. So the casts hold, here and for scalars.
    if (Array.isArray(inner))
      return inner.map((item: unknown, index) => copy(item, joinPointer(pointer, index), depth + 1) as Json);
    if (type !== "object") return inner as Json;
    const entries = Object.entries(inner as object).filter(([, member]) => member !== undefined);
    return Object.fromEntries(
      entries.map(([key, member]) => [key, copy(member, joinPointer(pointer, key), depth + 1) as Json]),
    );
  };

  const copied = copy(value, "#", 0);
  if (values > limits.values && findings.length === 0) {
    findings.push({
      pointer: "#",
      message: `has more than ${limits.values.toLocaleString("en")} values`,
      hint: "say less in one schema, or leave out the examples and long lists of values",
    });
  }
  return copied;
}
