import type { Json } from "../../../runtime/src/schema/json.ts";
import { subschemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isRecord } from "../../../runtime/src/schema/pointer.ts";

/** How far schemas follow one from another, and where the last of the longest row stands. */
export interface SchemaDepth {
  readonly depth: number;
  readonly pointer: string;
}

/**
 * Measures how deep a walk from the root goes that enters each schema once, through what is inside it and then through
 * its reference: everything that reads schemas does so on a stack of about this height. Has no such stack itself.
 */
export function measureSchemaDepth(root: Json): SchemaDepth {
  const visited = new Set<string>();
  const open: { schema: Json; pointer: string; depth: number }[] = [{ schema: root, pointer: "", depth: 0 }];
  let deepest: SchemaDepth = { depth: 0, pointer: "" };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { schema, pointer, depth } = next;
    if (visited.has(pointer)) continue;
    visited.add(pointer);
    if (depth > deepest.depth) deepest = { depth, pointer };
    if (!isRecord(schema)) continue;
    const inner = subschemas(schema, pointer).map((child) => ({ ...child, depth: depth + 1 }));
    const reference = schema["$ref"];
    if (typeof reference === "string" && reference.startsWith("#")) {
      const target = decode(reference.slice(1));
      open.push({ schema: atPointer(root, target) ?? true, pointer: target, depth: depth + 1 });
    }
    // Reversed, so that what stands first is entered first.
    for (const child of inner.reverse()) open.push(child);
  }
  return deepest;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
