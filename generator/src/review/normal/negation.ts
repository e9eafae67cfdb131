import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { below, entriesBelow, keyword, keywordsAt, type Place, referred } from "./document.ts";
import { isAnnotation } from "./structure.ts";

const allTypes = ["null", "boolean", "number", "string", "array", "object"];
const simpleKeywords = new Set(["type", "enum", "const", "required", "properties", "not"]);
const deepest = 4;

/**
 * The ways in which a value can fail a schema that asks for nothing but types, listed values and members, or for what is not so; together
 * they are its negation. `undefined` for any other schema.
 */
export function negate(place: Place, depth = 0): readonly JsonSchema[] | undefined {
  const { schema } = place;
  if (schema === true) return [];
  if (schema === false) return [true];
  if (depth > deepest) return undefined;
  const stated = Object.keys(keywordsAt(place)).filter((name) => !isAnnotation(name));
  const target = referred(place);
  if (target !== undefined && stated.length === 1) return negate(target, depth + 1);
  if (!stated.every((name) => simpleKeywords.has(name))) return undefined;

  const ways: JsonSchema[] = [];
  const type = keyword(place, "type");
  if (type !== undefined) {
    const types = isList(type) ? type : [type];
    const others = allTypes.filter(
      (name) => !types.includes(name) && !(name === "number" && types.includes("integer")),
    );
    if (others.length > 0) ways.push({ type: others });
    // Numbers that are not integers have no name of their own.
    if (types.includes("integer") && !types.includes("number")) ways.push({ type: "number", not: { type: "integer" } });
  }
  const refused = below(place, "not");
  if (refused !== undefined) ways.push(refused.schema);
  const single = keyword(place, "const");
  if (single !== undefined) ways.push({ not: { enum: [single] } });
  const several = keyword(place, "enum");
  if (isList(several)) ways.push({ not: { enum: several } });
  const required = keyword(place, "required");
  if (isList(required))
    for (const name of required)
      if (typeof name === "string") ways.push({ type: "object", properties: Object.fromEntries([[name, false]]) });
  if (isRecord(keyword(place, "properties")))
    for (const [name, inner] of entriesBelow(place, "properties")) {
      const inside = negate(inner, depth + 1);
      if (inside === undefined) return undefined;
      for (const way of inside)
        ways.push({ type: "object", required: [name], properties: Object.fromEntries([[name, way]]) });
    }
  return ways;
}
