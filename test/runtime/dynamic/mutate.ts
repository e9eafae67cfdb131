import type { Json } from "@outspec/runtime/testing";

const others: readonly Json[] = [null, "", "x", "2024-02-29", 0, -1, 1.5, 12, true, {}, [], { a: 1 }, ["x"], [[]]];

/** Changes a value in one place: another value, a key or an element less, or one more. */
export function mutate(value: Json, random: () => number): Json {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // the list is not empty
  const replacement = pick(others);
  if (typeof value !== "object" || value === null || random() < 0.2) return replacement;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    const at = Math.floor(random() * items.length);
    if (items.length === 0 || random() < 0.25) return [...items, replacement];
    if (random() < 0.3) return items.filter((_, index) => index !== at);
    return items.map((item, index) => (index === at ? mutate(item, random) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random() < 0.25) return { ...value, [pick(["more", "a", "kind", "name"])]: replacement };
  const [name] = pick(entries);
  if (random() < 0.3) return Object.fromEntries(entries.filter(([key]) => key !== name));
  return Object.fromEntries(entries.map(([key, inner]) => [key, key === name ? mutate(inner, random) : inner]));
}
