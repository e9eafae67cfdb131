import type { NodeId } from "../../ir/ir.ts";
import type { Rewrite, WireDocument, WireSchema } from "../dialect.ts";
import { findRecursion, measureHeight } from "../recursion.ts";
import { mapChildren, withDescription } from "../walk.ts";
import { type Allowance, createAllowance } from "./allowance.ts";
import { sayAsJson } from "./json-text.ts";

/**
 * Says as JSON text what is nested deeper than a dialect allows. Objects and arrays count, and what stands behind a
 * reference, a recursion once. Runs before maps and tuples are rewritten, and knows what they will take.
 *
 * A definition that is too deep in one place only is written out there. Where such definitions multiply, they are JSON
 * text instead, wherever they are too deep.
 */
export function cutDepth(levels: number): Rewrite {
  return (document) => {
    const height = measureHeight(document, { own: ownCost, above: costAbove });
    const recursive = findRecursion(document).nodes;
    // Without recursion, what is not too deep at the root is nowhere too deep: all that counts hangs below it.
    const left = levels - costOfWrapper(document);
    if (recursive.size === 0 && height(document.root, document.root.origin) <= left) return document;
    const allowance = createAllowance();
    const cut = cutAll({ document, levels, height, recursive, allowance });
    return allowance.isSpent ? cutAll({ document, levels, height, recursive, allowance }) : cut;
  };
}

/** What a document is cut by. */
interface Cutting {
  readonly document: WireDocument;
  readonly levels: number;
  readonly height: ReturnType<typeof measureHeight>;
  /** The definitions that lead back to themselves. */
  readonly recursive: ReadonlySet<NodeId>;
  /** What may be written out; where it is spent, nothing is. */
  readonly allowance: Allowance;
}

function cutAll({ document, levels, height, recursive, allowance }: Cutting): WireDocument {
  const unenforced: string[] = [];
  const definitions = new Map(document.definitions);
  /** The levels that are left for recursive definitions, which stay where they are. */
  const allowed = new Map<NodeId, number>();
  const queue: NodeId[] = [];

  const allow = (id: NodeId, left: number): void => {
    if ((allowed.get(id) ?? Number.POSITIVE_INFINITY) <= left) return;
    allowed.set(id, left);
    queue.push(id);
  };
  const cut = (schema: WireSchema, left: number, within: NodeId | undefined): WireSchema => {
    if (height(schema, within) <= left) return schema;
    const target = schema.kind === "reference" ? document.definitions.get(schema.to) : undefined;
    if (schema.kind === "reference" && target !== undefined) {
      if (!recursive.has(schema.to)) {
        if (allowance.take(target)) return { ...cut(target, left, within), ...withDescription(schema) };
      } else if (left * 2 >= levels) {
        allow(schema.to, left);
        return schema;
      }
    }
    if (ownCost(schema) > left || schema.kind === "reference") {
      unenforced.push(`type at ${schema.pointer}`);
      return sayAsJson(document, schema);
    }
    return mapChildren(schema, (child) => cut(child, left - costAbove(schema, child), within));
  };

  // Within a recursion nobody comes by with levels to spare, so each of its definitions must keep to them by itself.
  for (const id of recursive) allow(id, levels);
  const root = cut(document.root, levels - costOfWrapper(document), document.root.origin);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const body = document.definitions.get(id);
    if (body !== undefined) definitions.set(id, cut(body, allowed.get(id) ?? levels, id));
  }
  const { origin } = root;
  if (origin !== undefined && definitions.has(origin)) definitions.set(origin, root);
  return { ...document, root, definitions, unenforced: [...document.unenforced, ...unenforced] };
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
