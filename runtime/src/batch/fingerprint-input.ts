import { ConfigurationError } from "../errors.ts";
import { fingerprint, fingerprintBytes } from "../fingerprint.ts";

/** An input nested deeper than this refers to itself. */
const deepest = 500;

/**
 * Fingerprint of an input, by which a journal notices that it has changed. The order of keys does not matter.
 *
 * Throws a `ConfigurationError` for an input whose content cannot be seen, such as a Blob.
 */
export function fingerprintInput(input: unknown): string {
  return fingerprint(spell(input, 0));
}

/** Writes a value so that two that differ read differently. */
function spell(value: unknown, depth: number): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return `${value}n`;
    case "object":
      return value === null ? "null" : spellObject(value, depth + 1);
    case "function":
    case "symbol":
      return typeof value;
    default:
      return String(value);
  }
}

function spellObject(value: object, depth: number): string {
  if (depth > deepest)
    throw new ConfigurationError("an input refers to itself, so that a journal cannot tell it apart");
  if (Array.isArray(value)) return `[${value.map((item) => spell(item, depth)).join()}]`;
  if (ArrayBuffer.isView(value)) {
    return spellBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (value instanceof ArrayBuffer) return spellBytes(new Uint8Array(value));
  if (value instanceof Map || value instanceof Set) return `(${spell([...value], depth)})`;
  if ("toJSON" in value && typeof value.toJSON === "function") return `(${spell(value.toJSON(), depth)})`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0 && !isPlain(value)) {
    throw new ConfigurationError(
      `an input holds a ${value.constructor?.name ?? "value"} whose content a journal cannot see: give it as text, as bytes or as plain data`,
    );
  }
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${spell(item, depth)}`).join()}}`;
}

function spellBytes(bytes: Uint8Array): string {
  return `<${bytes.length} ${fingerprintBytes(bytes)}>`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
