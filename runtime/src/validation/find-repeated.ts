/**
 * Finds two equal items of a list, as `uniqueItems` forbids: the index of the later one, then that of the earlier. Takes
 * time in proportion to the list: what is compared in pairs takes an hour for a list of some megabytes.
 */
export function findRepeated(items: readonly unknown[]): readonly [later: number, earlier: number] | undefined {
  const seen = new Map<unknown, number>();
  for (let index = 0; index < items.length; index++) {
    const key = keyOf(items[index]);
    const earlier = seen.get(key);
    if (earlier !== undefined) return [index, earlier];
    seen.set(key, index);
  }
  return undefined;
}

/** What is the same for equal JSON values only. Numbers, words and what is no JSON stand for themselves. */
function keyOf(value: unknown): unknown {
  if (typeof value === "string") return `"${value}`;
  return isContainer(value) ? textOf(value) : value;
}

/** JSON with the members of objects in the order of their names. */
function textOf(value: unknown): string {
  if (!isContainer(value)) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`).join()}}`;
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
