import type { GrammarLimits } from "./grammars.ts";
import { isList, isRecord, type SchemaObject, subschemas } from "./json-schema.ts";

/** What a written schema has too much of for its dialect, as a reason; nothing where it has not. */
export function findExcess(root: SchemaObject, limits: GrammarLimits): string | undefined {
  const counts = { properties: 0, optional: 0, unions: 0, options: 0, enumValues: 0 };
  const open: unknown[] = [root];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    if (!isRecord(schema)) continue;
    const { properties, required, anyOf, enum: values } = schema;
    const names = isRecord(properties) ? Object.keys(properties).length : 0;
    counts.properties += names;
    counts.optional += names - (isList(required) ? required.length : 0);
    if (isList(anyOf)) {
      counts.unions++;
      counts.options = Math.max(counts.options, anyOf.length);
    }
    if (isList(values)) counts.enumValues += values.length;
    for (const child of subschemas(schema, "#")) open.push(child.schema);
  }
  const all: Readonly<Record<keyof GrammarLimits, () => number>> = {
    properties: () => counts.properties,
    optional: () => counts.optional,
    unions: () => counts.unions,
    options: () => counts.options,
    enumValues: () => counts.enumValues,
    depth: () => depthOf(root),
    text: () => JSON.stringify(root).length,
  };
  const named = Object.entries(limits) as readonly (readonly [keyof GrammarLimits, number])[];
  const passed = named.find(([name, most]) => all[name]() > most);
  return passed === undefined ? undefined : `it has more than ${passed[1]} ${wordFor[passed[0]]}`;
}

const wordFor: Readonly<Record<keyof GrammarLimits, string>> = {
  properties: "properties",
  optional: "optional properties",
  unions: "unions",
  options: "options in a union",
  depth: "levels",
  enumValues: "listed values",
  text: "characters",
};

/** Levels of objects and arrays; what a reference leads to counts, unless it leads back. */
function depthOf(root: SchemaObject): number {
  const definitions = isRecord(root["$defs"]) ? root["$defs"] : {};
  const known = new Map<string, number>();
  const measure = (schema: unknown, within: readonly string[]): number => {
    if (!isRecord(schema)) return 0;
    const reference = schema["$ref"];
    if (typeof reference === "string") {
      const key = reference.replace("#/$defs/", "");
      if (within.includes(key)) return 0;
      const depth = known.get(key) ?? measure(definitions[key], [...within, key]);
      known.set(key, depth);
      return depth;
    }
    const { $defs: _definitions, ...own } = schema;
    const below = subschemas(own, "#").map((child) => measure(child.schema, within));
    const { type } = schema;
    return Math.max(0, ...below) + (type === "object" || type === "array" ? 1 : 0);
  };
  return measure(root, []);
}
