/** The drafts in their order: 4, 6, 7, 2019-09, 2020-12. */
export type DraftNumber = 0 | 1 | 2 | 3 | 4;

/** A schema that is not a boolean. */
export type SchemaObject = Readonly<Record<string, unknown>>;

/** The draft that a stated `$schema` names; 2020-12 when none is stated: generated schemas state every other one. */
export function draftNumberOf(schema: SchemaObject): DraftNumber {
  const found = /draft-0[467]|2019-09/.exec(String(schema["$schema"]))?.[0];
  // The cast holds: the list has four members, and what is not in it is the fifth.
  return ((["draft-04", "draft-06", "draft-07", "2019-09"].indexOf(found ?? "") + 5) % 5) as DraftNumber;
}

/** The first draft in which a keyword means something, where that is not the oldest. */
export const sinceDraft: ReadonlyMap<string, DraftNumber> = /* @__PURE__ */ tabulate<DraftNumber>(
  ["const contains propertyNames", 1],
  ["if then else", 2],
  [
    "unevaluatedProperties unevaluatedItems dependentRequired dependentSchemas minContains maxContains $recursiveRef",
    3,
  ],
  ["prefixItems $dynamicRef", 4],
);

/** Whether the value of a keyword is schemas by name, or a schema or a list of them; no other keyword holds any. */
const holds: ReadonlyMap<string, "map" | "schemas"> = /* @__PURE__ */ tabulate<"map" | "schemas">(
  ["properties patternProperties $defs definitions dependentSchemas dependencies", "map"],
  [
    "allOf anyOf oneOf not if then else items prefixItems additionalItems unevaluatedItems contains additionalProperties unevaluatedProperties propertyNames contentSchema",
    "schemas",
  ],
);

function tabulate<T>(...rows: readonly (readonly [names: string, fact: T])[]): ReadonlyMap<string, T> {
  return new Map(rows.flatMap(([names, fact]) => names.split(" ").map((name) => [name, fact])));
}

/** Copies a keyword's value. `write` is asked for every schema directly inside, and is told its pointer below the keyword. */
export function copyValue(
  keyword: string,
  value: unknown,
  write: (schema: unknown, pointer: string) => unknown,
): unknown {
  const kind = holds.get(keyword);
  if (kind === "map" && isMap(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        // A key of `dependencies` may hold names of properties.
        Array.isArray(inner) ? [...inner] : write(inner, `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`),
      ]),
    );
  }
  if (kind !== "schemas") return structuredClone(value);
  return Array.isArray(value) ? value.map((item, index) => write(item, `/${index}`)) : write(value, "");
}

/** Whether a value has keys. */
export function isMap(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
