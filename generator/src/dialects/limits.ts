import type { NodeId } from "../ir/ir.ts";
import type { Rewrite, WireDocument, WireSchema } from "./dialect.ts";
import { allSchemas, childrenOfWire } from "./wire.ts";

/** What a dialect counts, and how much of it is allowed. */
export interface Limits {
  readonly properties?: number;
  readonly optional?: number;
  readonly unions?: number;
  readonly depth?: number;
  readonly enumValues?: number;
  readonly characters?: number;
}

/** Refuses what is larger than the dialect's published limits. Runs last. */
export function limit(limits: Limits): Rewrite {
  return (document) => {
    const schemas = allSchemas(document);
    const objects = schemas.filter((schema) => schema.kind === "object");
    const properties = objects.flatMap((object) => object.properties);
    const literals = schemas.flatMap((schema) => (schema.kind === "literal" ? schema.values : []));
    const counts: readonly (readonly [keyof Limits, number, string])[] = [
      ["properties", properties.length, "properties"],
      ["optional", properties.filter((property) => !property.required).length, "optional properties"],
      [
        "unions",
        schemas.filter((schema) => schema.kind === "union" || (schema.kind === "scalar" && schema.types.length > 1))
          .length,
        "unions",
      ],
      ["depth", depthOf(document), "levels"],
      ["enumValues", literals.length, "enum values"],
      [
        "characters",
        [...properties.map((property) => property.name), ...literals.map((value) => JSON.stringify(value))].join("")
          .length,
        "characters of names and values",
      ],
    ];
    for (const [name, count, words] of counts) {
      const most = limits[name];
      if (most !== undefined && count > most)
        return { ...document, unusable: `it has ${count} ${words}, and this dialect allows ${most}` };
    }
    return document;
  };
}

/** How deep objects and arrays are nested; a recursive definition counts once. */
function depthOf(document: WireDocument): number {
  const known = new Map<NodeId, number>();
  const visit = (schema: WireSchema): number => {
    if (schema.kind === "reference") {
      const before = known.get(schema.to);
      if (before !== undefined) return before;
      known.set(schema.to, 0);
      const target = document.definitions.get(schema.to);
      const depth = target === undefined || schema.to === document.root.origin ? 0 : visit(target);
      known.set(schema.to, depth);
      return depth;
    }
    const inner = childrenOfWire(schema).reduce((deepest, child) => Math.max(deepest, visit(child)), 0);
    return schema.kind === "object" || schema.kind === "array" ? inner + 1 : inner;
  };
  return visit(document.root);
}
