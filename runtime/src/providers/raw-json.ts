/**
 * JSON text that goes into a request body as it is.
 *
 * A schema is never parsed and written again on its way: that would move keys that look like integers to the front,
 * and the order of properties is the order in which a model writes them.
 */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Where it is not known what it is, it is a text. */
  toJSON(): string {
    return this.text;
  }
}

/** What a request body may be made of. Absent fields may be written as `undefined`. */
export type BodyValue = unknown;

/** Writes a request body like `JSON.stringify`, except that the text of a {@link RawJson} is copied unchanged. */
export function stringifyBody(value: BodyValue): string {
  return write(value) ?? "null";
}

function write(value: BodyValue): string | undefined {
  if (typeof value === "string") return quote(value);
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return writeList(value);
  return isPlainObject(value) && !("toJSON" in value) ? writeFields(value) : JSON.stringify(value);
}

function writeFields(object: Readonly<Record<string, unknown>>): string {
  let fields = "";
  for (const name of Object.keys(object)) {
    const text = write(object[name]);
    if (text !== undefined) fields += `${fields === "" ? "" : ","}${quote(name)}:${text}`;
  }
  return `{${fields}}`;
}

function writeList(list: readonly unknown[]): string {
  let items = "";
  for (let index = 0; index < list.length; index++) items += `${index === 0 ? "" : ","}${write(list[index]) ?? "null"}`;
  return `[${items}]`;
}

/** What JSON escapes, and halves of surrogate pairs, which are escaped where they stand alone. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A text as JSON. Most prompts hold nothing to escape, and to find that out is several times faster than to write it. */
function quote(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/**
 * Merges a user's fields into a body as a JSON merge patch (RFC 7396): objects merge field by field, `null` removes
 * a field, anything else replaces it.
 */
export function mergePatch(target: BodyValue, patch: BodyValue): BodyValue {
  if (!isPlainObject(patch)) return patch;
  // A map, because a plain object would treat a field named `__proto__` as something else.
  const merged = new Map(isPlainObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else if (value !== undefined) merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
