import { type DraftNumber, isMap, type SchemaObject, sinceDraft } from "./keywords.ts";

/** Tells that something cannot be said in the target; `what` is a keyword. */
export type Refuse = (what: string) => never;

/** What may stand beside a `$ref` of draft-07 and older, where no other keyword counts. */
const besideReference =
  /^(\$ref|\$defs|\$comment|definitions|title|description|default|examples|deprecated|readOnly|writeOnly)$/;

/** Whether the target has no keyword for this one. */
export function isLost(keyword: string, source: DraftNumber, target: DraftNumber): boolean {
  const since = sinceDraft.get(keyword) ?? 0;
  // From 2019-09 to 2020-12, one keyword has gone and another reads `contains` differently.
  if (since === 3 && source === 3 && target === 4) return keyword === "$recursiveRef" || keyword === "unevaluatedItems";
  return since > target && !(keyword in renamed);
}

/** One schema with only what counts in its own draft, said with the keywords of draft-06 and later; inner schemas as they are. */
export function readNode(node: SchemaObject, source: DraftNumber, target: DraftNumber): SchemaObject {
  const isReference = source <= 2 && target > 2 && typeof node["$ref"] === "string";
  const counted = Object.entries(node).filter(
    ([keyword, value]) =>
      keyword !== "$schema" &&
      // It says no more than `contains` itself.
      (keyword !== "minContains" || value !== 1) &&
      !keyword.startsWith("x-") &&
      (sinceDraft.get(keyword) ?? 0) <= source &&
      (keyword !== "additionalItems" || (source < 4 && Array.isArray(node["items"]))) &&
      (!isReference || besideReference.test(keyword)),
  );
  if (source > 0) return Object.fromEntries(counted);
  // In draft-04 a boolean beside a limit says that the limit itself is excluded.
  const limits = ["minimum", "maximum"].map((limit) => [limit, limit.replace("m", "exclusiveM")] as const);
  return Object.fromEntries(
    counted.flatMap(([keyword, value]) => {
      const limit = limits.find((pair) => pair.includes(keyword));
      if (limit === undefined) return [[keyword, value]];
      if (keyword === limit[1]) return [];
      return [[node[limit[1]] === true ? limit[1] : keyword, value]];
    }),
  );
}

/** What draft-07 calls keywords of later drafts. */
const renamed: Readonly<Record<string, string>> = {
  prefixItems: "items",
  dependentRequired: "dependencies",
  dependentSchemas: "dependencies",
};

/** The keyword under which the target keeps what stands under this one. */
export function nameIn(target: DraftNumber, keyword: string, node: SchemaObject, source: DraftNumber): string {
  if (target > 2) {
    if (keyword === "definitions" && source <= 2 && !("$defs" in node)) return "$defs";
    if (keyword === "items" && Array.isArray(node["items"])) return "prefixItems";
    if (keyword === "dependencies") return "dependentSchemas";
    return keyword === "additionalItems" ? "items" : keyword;
  }
  if (keyword === "$defs" && !("definitions" in node)) return "definitions";
  if (keyword === "items" && "prefixItems" in node) return "additionalItems";
  return renamed[keyword] ?? keyword;
}

/** The keywords of one written schema, in the order they are put. */
export function createWrittenNode(refuse: Refuse): {
  put(keyword: string, value: unknown): void;
  finish(): Record<string, unknown>;
} {
  const written = new Map<string, unknown>();
  const put = (keyword: string, value: unknown): void => {
    const had = written.get(keyword);
    // Only what depends on a property comes from two keywords.
    if (!isMap(had) || !isMap(value)) return void written.set(keyword, value);
    if (Object.keys(value).some((name) => Object.hasOwn(had, name))) refuse(keyword);
    written.set(keyword, { ...had, ...value });
  };
  return { put, finish: () => Object.fromEntries(written) };
}

/** Puts `dependencies` as the two keywords that have taken its place. */
export function putDependencies(value: unknown, put: (keyword: string, value: unknown) => void): void {
  if (!isMap(value)) return;
  for (const [name, inner] of Object.entries(value))
    put(Array.isArray(inner) ? "dependentRequired" : "dependentSchemas", Object.fromEntries([[name, inner]]));
}

/** A written schema with the object that holds its `$ref`: where the target ignores what stands beside it, one of its own. */
export function withReferenceApart(
  node: Record<string, unknown>,
  source: DraftNumber,
  target: DraftNumber,
): readonly [node: Record<string, unknown>, reference: Record<string, unknown> | undefined] {
  const { $ref, ...beside } = node;
  if (typeof $ref !== "string") return [node, undefined];
  if (source <= 2 || target > 2 || Object.keys(node).every((keyword) => besideReference.test(keyword))) {
    return [node, node];
  }
  const reference = { $ref };
  const others = Array.isArray(beside["allOf"]) ? beside["allOf"] : [];
  return [{ ...beside, allOf: [...others, reference] }, reference];
}
