import type { JsonSchema } from "../../../runtime/src/schema/json.ts";
import { mapSchemas } from "../../../runtime/src/schema/keywords.ts";
import { followReference } from "./validator-document.ts";

/** Keywords by which several schemas judge the same value, or the same member of it. */
const overlapping: ReadonlySet<string> = new Set([
  ...["allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "dependencies", "patternProperties", "contains"],
]);

/**
 * The references of a document, as far as they lead, from whose targets a way leads back to them. None where no value is
 * judged by more than one schema: then each is judged once anyway.
 */
export function findRecursiveReferences(document: JsonSchema): ReadonlySet<string> {
  const whole = lookThrough(document, document);
  let overlaps = whole.overlaps;
  const reached = new Map<string, ReadonlySet<string>>();
  const open = [...whole.references];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (reached.has(ref)) continue;
    const inner = lookThrough(followReference(document, ref).target, document);
    overlaps ||= inner.overlaps;
    reached.set(ref, inner.references);
    open.push(...inner.references);
  }
  if (!overlaps) return new Set();
  return new Set([...reached.keys()].filter((ref) => leadsBack(ref, reached)));
}

interface Looked {
  readonly references: ReadonlySet<string>;
  readonly overlaps: boolean;
}

function lookThrough(schema: JsonSchema, document: JsonSchema): Looked {
  const references = new Set<string>();
  let overlaps = false;
  mapSchemas(schema, (inner) => {
    const keywords = Object.keys(inner);
    const ref = inner["$ref"];
    if (typeof ref === "string") references.add(followReference(document, ref).ref);
    overlaps ||=
      (typeof ref === "string" && keywords.length > 1) || keywords.some((keyword) => overlapping.has(keyword));
    return inner;
  });
  return { references, overlaps };
}

function leadsBack(start: string, reached: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const open = [...(reached.get(start) ?? [])];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (ref === start) return true;
    if (seen.has(ref)) continue;
    seen.add(ref);
    open.push(...(reached.get(ref) ?? []));
  }
  return false;
}
