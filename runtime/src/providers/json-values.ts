/** A JSON object of unknown content, as providers send them. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object, or undefined when it is anything else; an array is not one. */
export function asObject(value: unknown): JsonObject | undefined {
  // An object that is not an array has only string keys to ask for, which is what the type says.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The value as a list; anything else is an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text that says something, or undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value as a count, or undefined. What cannot be counted to is none: it would make sums infinite. */
export function asCount(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** The value of a JSON text, or undefined when it is not JSON. Nothing that is JSON has this value. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
