import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import type { Witness } from "../../review/difference.ts";

/** Characters of JSON that a value may have before it is cut. */
const longest = 4000;

/** How much is kept of each list, object and text at most, the most generous first. */
const budgets = [
  { members: 10, characters: 400 },
  { members: 4, characters: 80 },
] as const;

type Budget = (typeof budgets)[number];

/**
 * A value as it is when it has at most 4,000 characters of JSON. Else, of its lists and objects the first and last
 * members are left, with `{"…": "980 more"}` or the key `…` between them, and of its long texts both ends.
 */
export function abridge(value: Json): Json {
  if (JSON.stringify(value).length <= longest) return value;
  for (const budget of budgets) {
    const cut = abridgeWithin(value, budget);
    if (JSON.stringify(cut).length <= longest) return cut;
  }
  return { "…": `${JSON.stringify(value).length.toLocaleString("en")} characters` };
}

/** {@link abridge} for each of the documents that prove a break. */
export function abridgeWitness({ consumer, stored, caller }: Witness): Witness {
  return {
    ...(consumer !== undefined && { consumer: abridge(consumer) }),
    ...(stored !== undefined && { stored: abridge(stored) }),
    ...(caller !== undefined && { caller: abridge(caller) }),
  };
}

function abridgeWithin(value: Json, budget: Budget): Json {
  if (typeof value === "string") return abridgeText(value, budget.characters);
  if (isList(value)) {
    const [first, last, left] = ends(value, budget.members);
    const inner = (members: readonly Json[]): readonly Json[] => members.map((one) => abridgeWithin(one, budget));
    return left === 0 ? inner(value) : [...inner(first), { "…": sayLeft(left) }, ...inner(last)];
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [first, last, left] = ends(entries, budget.members);
  const inner = (members: readonly (readonly [string, Json])[]): readonly (readonly [string, Json])[] =>
    members.map(([key, member]) => [abridgeText(key, budget.characters), abridgeWithin(member, budget)]);
  // `Object.fromEntries` defines its keys, so that `__proto__` stays one.
  return Object.fromEntries(left === 0 ? inner(entries) : [...inner(first), ["…", sayLeft(left)], ...inner(last)]);
}

/** The first and the last members of a list, and how many there are between them. */
function ends<T>(list: readonly T[], most: number): readonly [readonly T[], readonly T[], number] {
  if (list.length <= most + 1) return [list, [], 0];
  const half = most / 2;
  return [list.slice(0, half), list.slice(-half), list.length - most];
}

function abridgeText(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most / 2).replace(/[\ud800-\udbff]$/, "");
  const end = text.slice(-most / 2).replace(/^[\udc00-\udfff]/, "");
  return `${start}… ${(text.length - start.length - end.length).toLocaleString("en")} more characters …${end}`;
}

function sayLeft(count: number): string {
  return `${count.toLocaleString("en")} more`;
}
