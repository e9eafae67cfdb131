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

  /** What stands for it while a body is written; elsewhere it is a text. */
  toJSON(): string {
    return writing === undefined ? this.text : `${writing.mark}${writing.raws.push(this) - 1}`;
  }
}

/** The body that is being written, with the raw texts that were met so far. */
let writing: { readonly mark: string; readonly raws: RawJson[] } | undefined;

/** What a request body may be made of. Absent fields may be written as `undefined`. */
export type BodyValue = unknown;

/**
 * Writes a request body like `JSON.stringify`, except that the text of a {@link RawJson} is copied unchanged.
 *
 * The platform writes it, which is fast, with a mark in each place of a raw text. Where a prompt holds such a mark, there
 * are more marks than raw texts, and another one is taken.
 */
export function stringifyBody(value: BodyValue): string {
  for (let salt = 0; ; salt++) {
    const mark = `outspec-raw-${salt}:`;
    const raws: RawJson[] = [];
    writing = { mark, raws };
    let text: string;
    try {
      text = JSON.stringify(value) ?? "null";
    } finally {
      writing = undefined;
    }
    const [only, second] = raws;
    if (only === undefined) return text;
    if (second === undefined) {
      const [before = "", after, more] = text.split(`"${mark}0"`);
      if (after !== undefined && more === undefined) return before + only.text + after;
      continue;
    }
    const pieces = text.split(new RegExp(`"${mark}(\\d+)"`));
    if (pieces.length !== raws.length * 2 + 1) continue;
    // Text and numbers of marks in turn.
    return pieces.map((piece, index) => (index % 2 === 0 ? piece : raws[Number(piece)]?.text)).join("");
  }
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
