import type { SchemaObject } from "./keywords.ts";
import type { Refuse } from "./translate-node.ts";

/** Keywords of draft-07 without an equal in OpenAPI 3.0, where a `$ref` would be looked up in the document around. */
const refused = /^(\$ref|patternProperties|propertyNames|contains|if|then|else|dependencies)$/;

/** Keywords that say nothing of what is valid, or only where a reference leads. */
const leftOut = /^(\$comment|\$defs|definitions|examples|content[A-Z]\w+)$/;

/** Says one schema of draft-07 in the words of OpenAPI 3.0; inner schemas have been written already. */
export function sayInOpenApi(node: SchemaObject, refuse: Refuse): Record<string, unknown> {
  const said: Record<string, unknown> = {};
  const apart: SchemaObject[] = [];
  for (const [keyword, value] of Object.entries(node)) {
    if (refused.test(keyword) || (keyword === "items" && Array.isArray(value))) refuse(keyword);
    // A list of nothing is not allowed there.
    if (keyword === "required" && [value].flat().length === 0) continue;
    if (keyword === "const") apart.push({ enum: [value] });
    else if (keyword === "type") {
      const type = sayType([value].flat());
      if ("type" in type) Object.assign(said, type);
      else apart.push(type);
    } else if (!leftOut.test(keyword)) said[keyword] = value;
  }
  if (said["type"] === "array") said["items"] ??= {};
  sayLimit("minimum", "exclusiveMinimum", Math.max, said);
  sayLimit("maximum", "exclusiveMaximum", Math.min, said);
  for (const part of apart) {
    // What the schema has a keyword for already is one more condition.
    if (!Object.keys(part).some((keyword) => keyword in said)) Object.assign(said, part);
    // The cast holds: `allOf` is a list in every draft.
    else said["allOf"] = [...((said["allOf"] as unknown[] | undefined) ?? []), part];
  }
  return said;
}

/** There is no type null: a type may be nullable, and a schema without a type takes null too. */
function sayType(types: readonly unknown[]): SchemaObject {
  const others = types.filter((type) => type !== "null");
  const isNullable = others.length < types.length;
  if (others.length === 1) return { type: others[0], ...(isNullable && { nullable: true }) };
  const branches = [...others.map((type) => sayArray(type)), ...(isNullable ? [{ enum: [null] }] : [])];
  return branches.length === 1 ? (branches[0] ?? {}) : { anyOf: branches };
}

/** An array must say what its items are. */
function sayArray(type: unknown): SchemaObject {
  return type === "array" ? { type, items: {} } : { type };
}

/** An excluded limit is a limit with a flag beside it. */
function sayLimit(
  limit: string,
  excluded: string,
  tighter: (a: number, b: number) => number,
  said: Record<string, unknown>,
): void {
  const { [limit]: included, [excluded]: beyond } = said;
  if (typeof beyond !== "number") return;
  const counts = typeof included === "number" && included !== beyond ? tighter(included, beyond) : beyond;
  said[limit] = counts;
  if (counts === beyond) said[excluded] = true;
  else delete said[excluded];
}
