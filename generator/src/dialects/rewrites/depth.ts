import type { NodeId } from "../../ir/ir.ts";
import type { Rewrite, WireDocument, WireSchema } from "../dialect.ts";
import { childrenOfWire, mapChildren, withDescription } from "../walk.ts";
import { sayAsJson } from "./json-text.ts";

/**
 * Says as JSON text what is nested deeper than a dialect allows. Objects and arrays count, and what stands behind a
 * reference, a recursive definition once. Runs before maps and tuples are rewritten, and knows what they will take.
 */
export function cutDepth(levels: number): Rewrite {
  return (document) => {
    const heights = new Map<NodeId, number>();
    const height = (schema: WireSchema): number => {
      if (schema.kind === "reference") {
        const known = heights.get(schema.to);
        if (known !== undefined) return known;
        heights.set(schema.to, 0);
        const target = document.definitions.get(schema.to);
        const own = target === undefined || schema.to === document.root.origin ? 0 : height(target);
        heights.set(schema.to, own);
        return own;
      }
      const inner = childrenOfWire(schema).map((child) => costAbove(schema, child) + height(child));
      return Math.max(ownCost(schema), ...inner);
    };
    const unenforced: string[] = [];
    const cut = (schema: WireSchema, left: number, path: readonly NodeId[]): WireSchema => {
      if (height(schema) <= left) return schema;
      const target = schema.kind === "reference" ? document.definitions.get(schema.to) : undefined;
      if (schema.kind === "reference" && target !== undefined && !path.includes(schema.to))
        return { ...cut(target, left, [...path, schema.to]), ...withDescription(schema) };
      if (ownCost(schema) > left || schema.kind === "reference") {
        unenforced.push(`type at ${schema.pointer}`);
        return sayAsJson(document, schema);
      }
      return mapChildren(schema, (child) => cut(child, left - costAbove(schema, child), path));
    };
    const { origin } = document.root;
    const root = cut(document.root, levels - costOfWrapper(document), origin === undefined ? [] : [origin]);
    return { ...document, root, unenforced: [...document.unenforced, ...unenforced] };
  };
}

function costOfWrapper({ root }: WireDocument): number {
  return root.kind === "object" && (root.properties.length > 0 || typeof root.additional !== "object") ? 0 : 1;
}

/** The levels a schema takes by itself: a map becomes an array of objects. */
function ownCost(schema: WireSchema): number {
  if (schema.kind === "array") return 1;
  if (schema.kind !== "object") return 0;
  return typeof schema.additional === "object" ? costAbove(schema, schema.additional) : 1;
}

/** The levels above a child: names beside declared ones go into a property that holds an array of objects. */
function costAbove(schema: WireSchema, child: WireSchema): number {
  if (schema.kind === "object") return child === schema.additional ? (schema.properties.length === 0 ? 2 : 3) : 1;
  if (schema.kind === "array") return child === schema.items && schema.prefix !== undefined ? 2 : 1;
  return 0;
}
