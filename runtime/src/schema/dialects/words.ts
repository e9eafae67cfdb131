import type { NodeId } from "../ir/ir.ts";
import type { WireDocument, WireSchema } from "./dialect.ts";
import { printSchema, referencesIn } from "./print.ts";

// A schema up to this length says more than words about it would.
const maxSchemaText = 240;
const maxNames = 12;

const said = new WeakMap<WireDocument["authored"], Map<WireSchema, string>>();

/** Says what a value must be, for places where the dialect can only have it as text; the words are found once a schema. */
export function inWords(document: WireDocument, schema: WireSchema): string {
  const known = said.get(document.authored) ?? new Map<WireSchema, string>();
  said.set(document.authored, known);
  const words = known.get(schema) ?? findWords(document, schema);
  known.set(schema, words);
  return words;
}

function findWords({ authored, keys }: WireDocument, schema: WireSchema): string {
  const nameOf = (id: NodeId): string => keys.get(id) ?? "";
  if (schema.kind === "any" && Object.keys(schema.constraints).length === 0) return "any value";
  if (isOpenObject(schema)) return "an object";
  const { description: _description, ...undescribed } = schema;
  if (referencesIn({ root: schema, definitions: new Map() }).size === 0) {
    const text = JSON.stringify(printSchema(undescribed as WireSchema, nameOf));
    if (text.length <= maxSchemaText) return `a value for the schema ${text}`;
  }
  const name = schema.origin === undefined ? undefined : keys.get(schema.origin);
  const words = roughly(schema, nameOf, authored);
  return name === undefined ? words : `${name}, ${words}`;
}

function isOpenObject(schema: WireSchema): boolean {
  return (
    schema.kind === "object" &&
    schema.properties.length === 0 &&
    schema.additional === true &&
    schema.notes.length === 0 &&
    Object.keys(schema.constraints).length === 0
  );
}

function roughly(
  schema: WireSchema,
  nameOf: (id: NodeId) => string,
  authored: ReadonlyMap<NodeId, WireSchema>,
  depth = 0,
): string {
  const inner = (child: WireSchema): string => roughly(child, nameOf, authored, depth + 1);
  switch (schema.kind) {
    case "any":
      return "any value";
    case "scalar":
      return schema.types.join(" or ");
    case "literal":
      return schema.values.length > 5
        ? "one of a list of values"
        : schema.values.map((value) => JSON.stringify(value)).join(" or ");
    case "object": {
      if (depth > 1) return "an object";
      const names = schema.properties.map(({ name, required }) => JSON.stringify(name) + (required ? "" : "?"));
      const shown = names.length > maxNames ? [...names.slice(0, maxNames), "…"] : names;
      return shown.length === 0 ? "an object" : `an object with ${shown.join(", ")}`;
    }
    case "array":
      return depth > 1 || typeof schema.items !== "object" ? "an array" : `an array of ${inner(schema.items)}`;
    case "union": {
      if (depth > 1 || schema.options.length > 5) return "one of several forms";
      return [...new Set(schema.options.map(inner))].join(" or ");
    }
    case "reference": {
      const target = authored.get(schema.to);
      return target === undefined || depth > 0 ? `a ${nameOf(schema.to)}` : inner(target);
    }
  }
}
