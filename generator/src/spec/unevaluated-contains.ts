import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { subschemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";

/** The `contains` whose items count as evaluated at a place, as JSON pointers into the document. */
export interface ContainsBeside {
  /** Those that apply to every value the place judges. */
  readonly always: readonly string[];
  /** Those that apply to some, by way of a union or a condition. */
  readonly sometimes: readonly string[];
}

const inEveryCase: ReadonlySet<string> = new Set(["allOf"]);
// What is denied evaluates nothing.
const inNoCase: ReadonlySet<string> = new Set(["not"]);

/** Finds the `contains` at a place (a pointer, empty for the root) of a document whose references are all its own. */
export function containsBeside(document: JsonSchema, place: string): ContainsBeside {
  const always: string[] = [];
  const sometimes: string[] = [];
  const seen = new Set<string>();
  const visit = (schema: Json | undefined, pointer: string, isCertain: boolean): void => {
    const key = `${pointer} ${isCertain}`;
    if (!isRecord(schema) || seen.has(key)) return;
    seen.add(key);
    if (Object.hasOwn(schema, "contains")) (isCertain ? always : sometimes).push(joinPointer(pointer, "contains"));
    const reference = schema["$ref"];
    if (typeof reference === "string") {
      const target = decodeURIComponent(reference.slice(1));
      visit(atPointer(document, target), target, isCertain);
    }
    for (const child of subschemas(schema, pointer)) {
      if (child.inPlace && !inNoCase.has(child.keyword))
        visit(child.schema, child.pointer, isCertain && inEveryCase.has(child.keyword));
    }
  };
  visit(atPointer(document, place), place, true);
  return { always, sometimes: sometimes.filter((pointer) => !always.includes(pointer)) };
}
