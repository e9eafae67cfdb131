import type { JsonType } from "../codec.ts";

/** The JSON type of a value as it is written; a number has no `integer` of its own on the wire. */
export type WireType = Exclude<JsonType, "integer">;

/** The wire type of a value, or nothing for what JSON cannot say: `undefined`, functions, instances of classes. */
export function wireTypeOf(value: unknown): WireType | undefined {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return typeof value as "string" | "number" | "boolean";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return "array";
      return isPlainObject(value) ? "object" : undefined;
    default:
      return undefined;
  }
}

/** Whether an object is a plain record, of this realm or another one. */
function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Sets an own property, whatever its name: an assignment to `__proto__` would change the prototype instead. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

/** Whether two JSON values are equal; the order of keys does not matter. An instance of a class equals only itself. */
export function equalsJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((element, index) => equalsJson(element, b[index]));
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const entries = Object.entries(a);
  if (entries.length !== Object.keys(b).length) return false;
  return entries.every(([key, value]) => Object.hasOwn(b, key) && equalsJson(value, b[key]));
}
