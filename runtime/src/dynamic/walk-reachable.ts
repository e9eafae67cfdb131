import { schemaAtReference } from "../schema/ir/sources.ts";
import type { Json, JsonSchema } from "../schema/json.ts";
import { type SchemaObject, subschemas } from "../schema/keywords.ts";
import { isRecord } from "../schema/pointer.ts";

/** A schema on a walk, and how many steps lie before it. */
export interface Visited {
  readonly schema: SchemaObject;
  readonly pointer: string;
  readonly depth: number;
}

/**
 * Visits each schema that a value can be judged by once, from the root on: through what is inside it, and then where it
 * refers to. Definitions nothing refers to are not visited. References are pointers already. Has no stack of its own.
 */
export function walkReachable(document: JsonSchema, visit: (visited: Visited) => void): void {
  const seen = new Set<string>();
  const open: { readonly schema: Json | undefined; readonly pointer: string; readonly depth: number }[] = [
    { schema: document, pointer: "#", depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { schema, pointer, depth } = next;
    if (!isRecord(schema) || seen.has(pointer)) continue;
    seen.add(pointer);
    visit({ schema, pointer, depth });
    const reference = schema["$ref"];
    if (typeof reference === "string") {
      open.push({ schema: schemaAtReference(document, reference), pointer: reference, depth: depth + 1 });
    }
    // Reversed, so that what stands first is visited first.
    const inner = subschemas(schema, pointer).filter(({ keyword }) => keyword !== "$defs" && keyword !== "definitions");
    for (const child of inner.reverse()) open.push({ ...child, depth: depth + 1 });
  }
}
