import type { Json } from "../../json.ts";
import type { Rewrite, WireOfKind, WireSchema, WireType } from "../dialect.ts";
import { bare, mapWire, withDescription, withUnenforced } from "../walk.ts";

/** Says one value as an `enum` of one, for dialects without `const`. */
export const constToEnum: Rewrite = (document) =>
  mapWire(document, (schema) =>
    schema.kind === "literal" && schema.keyword !== "enum" ? { ...schema, keyword: "enum" } : schema,
  );

/**
 * Lists only values of types a dialect can list, each type in an `enum` of its own; of other types it is said which
 * they are, and in words what values.
 */
export function enumsOf(listed: ReadonlySet<"string" | "number" | "boolean">): Rewrite {
  return (document) => {
    const unenforced: string[] = [];
    const rewritten = mapWire(document, (schema) => {
      if (schema.kind !== "literal") return schema;
      const parts = (["string", "number", "boolean", "null"] as const).flatMap((type) => {
        const values = schema.values.filter((value) => typeOf(value) === type);
        return values.length === 0 ? [] : [{ type, values }];
      });
      const [only] = parts;
      const isListed = (type: (typeof parts)[number]["type"]): boolean => type !== "null" && listed.has(type);
      if (parts.length === 1 && only !== undefined && isListed(only.type)) return schema;
      const options = parts.map(({ type, values }): WireSchema => {
        if (isListed(type)) {
          const { description: _description, extras: _extras, ...own } = schema;
          return { ...own, notes: [], keyword: "enum", values };
        }
        if (!saysAll(type, values)) unenforced.push(`enum at ${schema.pointer}`);
        return inType(schema.pointer, type, values);
      });
      const [first, ...others] = options;
      const { notes, pointer, extras } = schema;
      const shared = { ...withDescription(schema), ...(extras === undefined ? {} : { extras }) };
      if (first !== undefined && others.length === 0) return { ...first, ...shared, notes: [...notes, ...first.notes] };
      return { pointer, ...shared, notes, constraints: {}, kind: "union", keyword: "anyOf", options };
    });
    return withUnenforced(rewritten, unenforced);
  };
}

function typeOf(value: Json): "string" | "number" | "boolean" | "null" | "structured" {
  if (value === null) return "null";
  if (typeof value === "object") return "structured";
  return typeof value === "string" ? "string" : typeof value === "number" ? "number" : "boolean";
}

/** Whether a type has no other values than these. */
function saysAll(type: string, values: readonly Json[]): boolean {
  return type === "null" || (type === "boolean" && values.length === 2);
}

function inType(
  pointer: string,
  type: "string" | "number" | "boolean" | "null",
  values: readonly Json[],
): WireOfKind<"scalar"> {
  const isWhole = type === "number" && values.every(Number.isInteger);
  const wireType: WireType = isWhole ? "integer" : type;
  const words = saysAll(type, values) ? [] : [`one of ${values.map((value) => JSON.stringify(value)).join(", ")}`];
  return { ...bare(pointer), notes: words, kind: "scalar", types: [wireType] };
}
