import type { NodeId } from "../../ir/ir.ts";
import type { Rewrite, WireDocument, WireSchema } from "../dialect.ts";
import { findRecursion } from "../recursion.ts";
import { bare, childrenOfWire, mapChildren, mapWire, withDescription } from "../walk.ts";
import { createAllowance } from "./allowance.ts";
import { sayAsJson } from "./json-text.ts";

// Past this many references that were replaced, the schema is no help to anyone.
const maxInlined = 400;

/** How much of what references lead to is written out. */
export interface Unrolling {
  /** How often a recursive definition may stand inside itself. */
  readonly levels: number;
  /** How many references may be followed into each other; absent: as many as there are. */
  readonly depth?: number;
}

/** From the most that is written out to the least, for dialects that try until the schema is small enough. */
export const unrollings: readonly Unrolling[] = [
  { levels: 3 },
  { levels: 2 },
  { levels: 1 },
  ...[6, 4, 3, 2, 1].map((depth) => ({ levels: 1, depth })),
  { levels: 0, depth: 0 },
];

/** How often a recursive definition is written out inside itself, from the most to not at all. */
export const recursionLevels: readonly number[] = [3, 2, 1, 0];

/**
 * Puts what references lead to in their place. Past the levels and the depth there is JSON text instead, which is
 * unusable only where that is still too much.
 */
export function inlineReferences({ levels, depth = Number.POSITIVE_INFINITY }: Unrolling): Rewrite {
  return (document) => {
    const recursive = findRecursion(document).nodes;
    return writeOut(document, (to, path) => {
      const isDeep = path.length >= depth;
      return isDeep || (recursive.has(to) && path.filter((id) => id === to).length >= levels) ? "json" : "inline";
    });
  };
}

/** Puts what references lead to in their place; what leads back to itself, and what would be too much, keeps its reference. */
export const inlineWhatEnds: Rewrite = (document) => {
  const recursive = findRecursion(document).nodes;
  const inlined = writeOut(document, (to) => (recursive.has(to) ? "keep" : "inline"));
  return inlined.unusable === undefined ? inlined : document;
};

/** Writes recursion out for some levels and ends it with JSON text; other references stay. */
export function unrollRecursion({ levels }: Pick<Unrolling, "levels">): Rewrite {
  return (document) => {
    const recursive = findRecursion(document).nodes;
    if (recursive.size === 0) return document;
    return writeOut(document, (to, path) => {
      if (!recursive.has(to)) return "keep";
      return path.filter((id) => id === to).length >= levels ? "json" : "inline";
    });
  };
}

/** Writes recursion out unless every circle leads through an optional property. */
export function unrollRequiredRecursion(unrolling: Pick<Unrolling, "levels">): Rewrite {
  const unroll = unrollRecursion(unrolling);
  return (document) => (findRecursion(document, requiredChildren).nodes.size === 0 ? document : unroll(document));
}

function requiredChildren(schema: WireSchema): readonly WireSchema[] {
  if (schema.kind !== "object") return childrenOfWire(schema);
  const required = schema.properties.filter((property) => property.required).map((property) => property.schema);
  // As entries, the values of open names are required.
  return typeof schema.additional === "object" ? [...required, schema.additional] : required;
}

type Decide = (to: NodeId, path: readonly NodeId[]) => "inline" | "json" | "keep";

function writeOut(document: WireDocument, decide: Decide): WireDocument {
  if (document.definitions.size === 0) return document;
  const allowance = createAllowance(maxInlined);
  const unenforced: string[] = [];
  const inline = (schema: WireSchema, path: readonly NodeId[]): WireSchema => {
    if (schema.kind !== "reference") return mapChildren(schema, (child) => inline(child, path));
    const target = document.definitions.get(schema.to);
    const isLeaf = target !== undefined && target.kind !== "reference" && childrenOfWire(target).length === 0;
    // A scalar costs nothing to write out, so it never has to be text.
    const wanted = target === undefined ? "keep" : decide(schema.to, path);
    const decision = wanted === "json" && isLeaf ? "inline" : wanted;
    if (target === undefined || decision === "keep") return schema;
    if (decision === "json") {
      unenforced.push(`$ref at ${schema.pointer}`);
      return sayAsJson(document, schema);
    }
    if (!isLeaf && !allowance.take(target)) return schema;
    const whole = inline(target, [...path, schema.to]);
    return {
      ...whole,
      ...withDescription(schema),
      constraints: { ...whole.constraints, ...schema.constraints },
      notes: [...whole.notes, ...schema.notes],
    };
  };
  const { origin } = document.root;
  const root = inline(document.root, origin !== undefined && document.definitions.has(origin) ? [origin] : []);
  const definitions = new Map([...document.definitions].map(([id, schema]) => [id, inline(schema, [id])]));
  const unusable = "its shared definitions are used too often to be written out";
  return {
    ...document,
    root,
    definitions: allowance.isSpent ? document.definitions : definitions,
    unenforced: [...document.unenforced, ...unenforced],
    ...(allowance.isSpent ? { unusable } : {}),
  };
}

/** Leaves nothing beside a `$ref`: descriptions are dropped, or kept by putting the reference into an `anyOf` of one. */
export function bareReferences(siblings: "drop" | "wrap"): Rewrite {
  return (document) =>
    mapWire(document, (schema) => {
      if (schema.kind !== "reference") return schema;
      const alone: WireSchema = { ...bare(schema.pointer), kind: "reference", to: schema.to };
      const hasSiblings = schema.description !== undefined || schema.notes.length > 0;
      if (siblings === "drop" || !hasSiblings) return alone;
      return { ...schema, kind: "union", keyword: "anyOf", options: [alone], constraints: {} };
    });
}
