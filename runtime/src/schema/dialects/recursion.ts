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
  const circles = findCircles(below);
  return {
    nodes: new Set([...below.keys()].filter((id) => circles.has(id))),
    isShared: (a, b) => circles.has(a) && circles.get(a) === circles.get(b),
  };
}

/**
 * The definitions that lead back to themselves, each with one that stands for all with which it shares its circles.
 * After Tarjan: one walk, in which each definition learns of the earliest one still open that it leads to.
 */
function findCircles(below: ReadonlyMap<NodeId, ReadonlySet<NodeId>>): ReadonlyMap<NodeId, NodeId> {
  const met = new Map<NodeId, number>();
  const open: NodeId[] = [];
  const closed = new Set<NodeId>();
  const circles = new Map<NodeId, NodeId>();
  const visit = (id: NodeId): number => {
    const own = met.size;
    let first = own;
    met.set(id, own);
    open.push(id);
    for (const next of below.get(id) ?? []) {
      if (!met.has(next)) first = Math.min(first, visit(next));
      else if (!closed.has(next)) first = Math.min(first, met.get(next) ?? own);
    }
    if (first === own) close(id);
    return first;
  };
  const close = (id: NodeId): void => {
    const members = open.splice(open.lastIndexOf(id));
    for (const member of members) {
      closed.add(member);
      if (members.length > 1 || below.get(id)?.has(id) === true) circles.set(member, id);
    }
  };
  for (const id of below.keys()) if (!met.has(id)) visit(id);
  return circles;
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
