import type { Json, JsonSchema } from "../json.ts";
import { isSchema } from "../keywords.ts";
import { atPointer, isList, isRecord } from "../pointer.ts";

/**
 * Makes the function that says whether null is valid at a place (`#/properties/a`) of a schema whose references are all
 * its own. Few keywords speak of null, so this is exact, also where a type has no word for it: `not` and `if` count.
 * What a reference leads to is judged once, however many ways lead there.
 */
export function createNullCheck(document: JsonSchema): (place: string) => boolean {
  const known = new Map<string, boolean>();
  const accepts = (schema: Json | undefined): boolean => {
    if (!isRecord(schema)) return schema !== false;
    const { type, enum: values, not, allOf, anyOf, oneOf, $ref } = schema;
    const types = isList(type) ? type : [type];
    if (type !== undefined && !types.includes("null") && schema["nullable"] !== true) return false;
    if (isList(values) && !values.includes(null)) return false;
    if (schema["const"] !== undefined && schema["const"] !== null) return false;
    if (isSchema(not) && accepts(not)) return false;
    if (isList(allOf) && !allOf.every(accepts)) return false;
    if (isList(anyOf) && !anyOf.some(accepts)) return false;
    if (isList(oneOf) && oneOf.filter(accepts).length !== 1) return false;
    const branch = schema["if"] === undefined ? undefined : schema[accepts(schema["if"]) ? "then" : "else"];
    return accepts(branch) && (typeof $ref !== "string" || acceptsAt($ref));
  };
  const acceptsAt = (reference: string): boolean => {
    const before = known.get(reference);
    if (before !== undefined) return before;
    // A circle that passes no property says nothing, and is a finding.
    known.set(reference, true);
    const accepted = accepts(atPointer(document, decodeURIComponent(reference.slice(1))));
    known.set(reference, accepted);
    return accepted;
  };
  return (place) => accepts(atPointer(document, place.slice(1)));
}
