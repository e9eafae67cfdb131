import type { NodeId } from "../ir/ir.ts";
import type { WireDocument, WireSchema } from "./dialect.ts";
import { childrenOfWire } from "./walk.ts";

/** Which definitions lead back to themselves, and through which others. */
export interface Recursion {
  /** The definitions that lead back to themselves. */
  readonly nodes: ReadonlySet<NodeId>;
  /** Whether two definitions lead to each other. */
  isShared(a: NodeId, b: NodeId): boolean;
}

/** Finds recursion among the definitions of a document, through the children that count. */
export function findRecursion(
  document: Pick<WireDocument, "definitions">,
  childrenOf: (schema: WireSchema) => readonly WireSchema[] = childrenOfWire,
): Recursion {
  const direct = (schema: WireSchema): readonly NodeId[] => [
    ...(schema.kind === "reference" ? [schema.to] : []),
    ...childrenOf(schema).flatMap(direct),
  ];
  const below = new Map([...document.definitions].map(([id, schema]) => [id, new Set(direct(schema))]));
  const reached = new Map([...below.keys()].map((id) => [id, reachableFrom(id, below)]));
  const leads = (from: NodeId, to: NodeId): boolean => reached.get(from)?.has(to) ?? false;
  return {
    nodes: new Set([...below.keys()].filter((id) => leads(id, id))),
    isShared: (a, b) => leads(a, b) && leads(b, a),
  };
}

function reachableFrom(start: NodeId, below: ReadonlyMap<NodeId, ReadonlySet<NodeId>>): ReadonlySet<NodeId> {
  const seen = new Set<NodeId>();
  const stack = [...(below.get(start) ?? [])];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    stack.push(...(below.get(next) ?? []));
  }
  return seen;
}

/**
 * Makes the function that measures how many levels of objects and arrays a schema nests. What a reference leads to
 * counts; what leads back into a recursion one is already in does not, as that has no end.
 */
export function measureHeight(
  document: Pick<WireDocument, "definitions">,
  costs: Costs = { own: isContainer, above: isContainer },
): (schema: WireSchema, within?: NodeId) => number {
  const recursion = findRecursion(document);
  const known = new Map<NodeId, number>();
  const height = (schema: WireSchema, within?: NodeId): number => {
    if (schema.kind === "reference") {
      if (within !== undefined && (within === schema.to || recursion.isShared(within, schema.to))) return 0;
      const before = known.get(schema.to);
      if (before !== undefined) return before;
      const target = document.definitions.get(schema.to);
      const own = target === undefined ? 0 : height(target, schema.to);
      known.set(schema.to, own);
      return own;
    }
    const inner = childrenOfWire(schema).map((child) => costs.above(schema, child) + height(child, within));
    return inner.reduce((most, one) => Math.max(most, one), costs.own(schema));
  };
  return height;
}

/** How many levels a schema takes: by itself, and above one of its children. */
export interface Costs {
  own(schema: WireSchema): number;
  above(schema: WireSchema, child: WireSchema): number;
}

function isContainer(schema: WireSchema): number {
  return schema.kind === "object" || schema.kind === "array" ? 1 : 0;
}
