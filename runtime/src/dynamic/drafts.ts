import type { Draft, Json, JsonSchema } from "../schema/json.ts";
import { mapSchemas, type SchemaObject, subschemas } from "../schema/keywords.ts";
import { isList, isRecord } from "../schema/pointer.ts";
import type { Finding } from "./findings.ts";

const urls: Readonly<Record<Draft, string>> = {
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "draft-06": "http://json-schema.org/draft-06/schema#",
  "draft-04": "http://json-schema.org/draft-04/schema#",
};

/** The draft a schema states in `$schema`; where it states none, what its keywords show it to be, or else 2020-12. */
export function chooseDraft(schema: JsonSchema, findings: Finding[]): Draft {
  const stated = isRecord(schema) ? schema["$schema"] : undefined;
  if (typeof stated !== "string") return inferDraft(schema);
  const name = /^https?:\/\/json-schema\.org\/(?:draft\/)?(draft-0[467]|2019-09|2020-12)\/schema#?$/.exec(stated)?.[1];
  if (name === undefined && !/^https?:\/\/json-schema\.org\/schema#?$/.test(stated)) {
    findings.push({
      pointer: "#/$schema",
      message: `${JSON.stringify(stated)} is no draft of JSON Schema that is read here`,
      hint: `state one of ${Object.values(urls).join(", ")}`,
    });
  }
  // The cast holds by the pattern.
  return (name ?? "2020-12") as Draft;
}

/** The draft by keywords that mean different things in different drafts. What only 2020-12 knows settles it; else the oldest does. */
function inferDraft(schema: JsonSchema): Draft {
  const signs = new Set<Draft>();
  const open: { readonly schema: Json; readonly pointer: string }[] = [{ schema, pointer: "#" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { schema: node, pointer } = next;
    if (!isRecord(node)) continue;
    if ("prefixItems" in node) return "2020-12";
    const hasOldBound = ["exclusiveMinimum", "exclusiveMaximum"].some((bound) => typeof node[bound] === "boolean");
    const hasOldId = pointer === "#" && typeof node["id"] === "string" && node["id"].includes(":");
    if (hasOldBound || hasOldId) signs.add("draft-04");
    if (isList(node["items"]) || "additionalItems" in node) signs.add("draft-07");
    if ("$recursiveRef" in node) signs.add("2019-09");
    open.push(...subschemas(node, pointer));
  }
  return (["draft-04", "draft-07", "2019-09"] as const).find((draft) => signs.has(draft)) ?? "2020-12";
}

/** A schema of draft-04 in the words of draft-07, which are others for ids and for bounds that exclude themselves. */
export function fromDraft04(document: JsonSchema): JsonSchema {
  return mapSchemas(document, (schema) => {
    const { id, $id: _unknown, ...rest } = schema;
    const renamed = typeof id === "string" ? { $id: id, ...rest } : rest;
    return withExclusiveBound(
      withExclusiveBound(renamed, "minimum", "exclusiveMinimum"),
      "maximum",
      "exclusiveMaximum",
    );
  });
}

function withExclusiveBound(schema: SchemaObject, bound: string, keyword: string): SchemaObject {
  if (typeof schema[keyword] !== "boolean") return schema;
  const { [bound]: limit, [keyword]: isExclusive, ...rest } = schema;
  if (limit === undefined) return rest;
  return isExclusive === true ? { ...rest, [keyword]: limit } : { ...rest, [bound]: limit };
}
