import type { DialectName } from "../../runtime/src/facts/dialects.ts";
import {
  isObject,
  type Json,
  type JsonObject,
  type Schema,
  schemaMapOf,
  schemasOf,
  stringsOf,
} from "../../runtime/src/testing/instance/schema.ts";
import { findAnthropicIssue } from "../../runtime/src/testing/rules/anthropic-schema.ts";
import { findStrictIssue } from "../../runtime/src/testing/rules/openai-strict.ts";

/** What a provider documents of its dialect, column by column of the comparison table in providers.md, section 12.1. */
interface Rules {
  /** Keywords that are enforced or harmless; every other one is an error. */
  readonly keywords: readonly string[];
  readonly formats?: readonly string[];
  readonly rootObject?: true;
  /** `additionalProperties` has to be there and false, or must not be there at all. */
  readonly openness?: "closed" | "unsaid";
  readonly allRequired?: true;
  readonly someRequired?: true;
  readonly typeLists?: false;
  /** Types an `enum` may list; anything but objects and arrays when absent. */
  readonly enumTypes?: readonly string[];
  readonly references?: "none";
  readonly recursion?: "none" | "optional";
  /** Keywords allowed beside `$ref`. */
  readonly bareReferences?: true;
  readonly everyNodeTyped?: true;
  readonly anything?: true;
  readonly limits?: Limits;
  readonly more?: (schema: JsonObject) => string | undefined;
}

interface Limits {
  readonly properties?: number;
  readonly optional?: number;
  readonly unions?: number;
  readonly options?: number;
  readonly depth?: number;
  readonly enumValues?: number;
  readonly text?: number;
}

const shape = ["type", "properties", "required", "items", "enum", "anyOf", "description"];
const bounds = ["minimum", "maximum"];
const exclusive = ["exclusiveMinimum", "exclusiveMaximum"];
const lengths = ["minLength", "maxLength"];
const counts = ["minItems", "maxItems"];
const shared = ["$ref", "$defs"];

const openai: Rules = {
  keywords: [
    ...shape,
    ...shared,
    "additionalProperties",
    ...bounds,
    ...exclusive,
    "multipleOf",
    ...counts,
    "pattern",
    "format",
  ],
  formats: ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"],
  rootObject: true,
  openness: "closed",
  allRequired: true,
  bareReferences: true,
  limits: { properties: 5000, depth: 10, enumValues: 1000 },
  more: ({ pattern }) => (typeof pattern === "string" && /\(\?[=!<]/.test(pattern) ? "look-around" : undefined),
};

const anthropic: Rules = {
  keywords: [...shape, ...shared, "additionalProperties", "const", "minItems", "format"],
  formats: ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"],
  openness: "closed",
  recursion: "none",
  bareReferences: true,
  limits: { optional: 10, unions: 16 },
  more: ({ minItems }) => (minItems === undefined || minItems === 0 || minItems === 1 ? undefined : "minItems above 1"),
};

const rules: Readonly<Partial<Record<DialectName, Rules>>> = {
  "openai-strict": { ...openai, keywords: [...openai.keywords, "const"] },
  "openai-compatible-loose": { ...openai, keywords: [...openai.keywords, "const"], limits: { depth: 10 } },
  "groq-strict": openai,
  "cerebras-strict": {
    keywords: [...shape, ...shared, "additionalProperties", "prefixItems"],
    rootObject: true,
    openness: "closed",
    recursion: "none",
    limits: { options: 5, depth: 10, properties: 500, enumValues: 500, text: 5000 },
    more: ({ prefixItems, items }) => (prefixItems !== undefined && items !== false ? "an open tuple" : undefined),
  },
  anthropic,
  bedrock: anthropic,
  "gemini-json-schema": {
    keywords: [...shape, ...shared, "additionalProperties", "prefixItems", ...bounds, ...counts, "propertyOrdering"],
    enumTypes: ["string", "number"],
    openness: "closed",
    recursion: "optional",
    bareReferences: true,
    more: orderingOf,
  },
  "gemini-openapi": {
    keywords: [...shape, ...bounds, ...counts, "propertyOrdering", "nullable"],
    enumTypes: ["string"],
    openness: "unsaid",
    typeLists: false,
    references: "none",
    more: (schema) =>
      schema["type"] === "null"
        ? "the type null"
        : schema["type"] === "array" && schema["items"] === undefined
          ? "no items"
          : orderingOf(schema),
  },
  xai: {
    keywords: [
      ...[...shape, ...shared, "additionalProperties", "const", "prefixItems", "pattern", "format"],
      ...[...bounds, ...exclusive, ...lengths, ...counts, "minProperties", "maxProperties"],
    ],
    formats: ["date", "time", "date-time", "email", "uuid", "ipv4", "ipv6", "uri"],
    recursion: "none",
    more: ({ maxLength = 0, maxItems = 0, minItems = 0 }) =>
      Number(maxLength) > 2048 || Number(maxItems) > 256 || Number(minItems) > 256 ? "above its threshold" : undefined,
  },
  fireworks: {
    keywords: [...shape, ...shared, "additionalProperties", ...lengths, ...counts, "pattern"],
    enumTypes: ["string", "number", "boolean"],
    typeLists: false,
  },
  cohere: {
    keywords: [...shape.filter((keyword) => keyword !== "anyOf"), "pattern", "format"],
    formats: ["date-time", "uuid", "date", "time"],
    rootObject: true,
    openness: "unsaid",
    someRequired: true,
    references: "none",
    enumTypes: ["string", "number", "boolean", "null"],
  },
  mfjs: {
    keywords: [...shape, ...shared, "additionalProperties"],
    rootObject: true,
    typeLists: false,
    enumTypes: ["string", "number"],
    bareReferences: true,
    everyNodeTyped: true,
  },
  xgrammar: {
    keywords: [
      ...[...shape, ...shared, "additionalProperties", "const", "prefixItems", "pattern", "format"],
      ...[...bounds, ...exclusive, ...lengths, ...counts],
    ],
    formats: [
      ...["email", "date", "time", "date-time", "duration", "ipv4", "ipv6", "hostname", "uuid", "uri", "uri-reference"],
      ...["uri-template", "json-pointer", "relative-json-pointer"],
    ],
    anything: true,
    more: ({ pattern, format, minLength, maxLength }) =>
      (pattern !== undefined || format !== undefined) && (minLength !== undefined || maxLength !== undefined)
        ? "a length beside a pattern or format"
        : undefined,
  },
  "llama-gbnf": {
    keywords: [
      ...[
        ...shape,
        "additionalProperties",
        "const",
        "pattern",
        "format",
        ...bounds,
        ...exclusive,
        ...lengths,
        ...counts,
      ],
    ],
    formats: ["date", "time", "date-time"],
    references: "none",
    anything: true,
    more: ({ pattern, type, minimum, maximum }) => {
      if (typeof pattern === "string" && !/^\^.*\$$/s.test(pattern)) return "a pattern that is not anchored";
      if (minimum === undefined && maximum === undefined) return undefined;
      return type === "integer" || (Array.isArray(type) && !type.includes("number")) ? undefined : "bounds of a number";
    },
  },
};

function orderingOf({ properties, propertyOrdering }: JsonObject): string | undefined {
  const names = [...schemaMapOf(properties).keys()];
  if (names.length < 2) return undefined;
  return JSON.stringify(propertyOrdering) === JSON.stringify(names) ? undefined : "no order of properties";
}

/** Finds the first rule of a dialect that a schema breaks; written from the providers' documents, not from the rewrites. */
export function findDialectIssue(name: DialectName, root: Json): string | undefined {
  const own = rules[name];
  if (own === undefined) return undefined;
  if (!isObject(root)) return "not an object";
  if (name === "openai-strict" || name === "groq-strict") {
    const issue = findStrictIssue(root);
    if (issue !== undefined) return issue;
  }
  if (name === "anthropic" || name === "bedrock") {
    const issue = findAnthropicIssue(root);
    if (issue !== undefined) return issue;
  }
  if (own.rootObject && root["type"] !== "object") return "the root is no object";
  const nodes = nodesOf(root, true);
  for (const { node, at } of nodes) {
    const issue = issueOf(own, node);
    if (issue !== undefined) return `${at}: ${issue}`;
  }
  return referenceIssue(own, root, nodes) ?? limitIssue(own.limits ?? {}, root, nodes);
}

interface Node {
  readonly node: Schema;
  readonly at: string;
}

function partsOf(schema: JsonObject, definitions: boolean): readonly (readonly [string, Schema])[] {
  const { items, additionalProperties } = schema;
  return [
    ...["properties", ...(definitions ? ["$defs"] : [])].flatMap((keyword) =>
      [...schemaMapOf(schema[keyword])].map(([name, inner]) => [`${keyword}/${name}`, inner] as const),
    ),
    ...["anyOf", "oneOf", "allOf", "prefixItems"].flatMap((keyword) =>
      schemasOf(schema[keyword]).map((inner, index) => [`${keyword}/${index}`, inner] as const),
    ),
    ...(isObject(items) || items === true ? [["items", items] as const] : []),
    ...(isObject(additionalProperties) ? [["additionalProperties", additionalProperties] as const] : []),
  ];
}

function nodesOf(root: Schema, definitions: boolean, at = "#"): readonly Node[] {
  if (!isObject(root)) return [{ node: root, at }];
  return [
    { node: root, at },
    ...partsOf(root, definitions).flatMap(([step, inner]) => nodesOf(inner, definitions, `${at}/${step}`)),
  ];
}

function issueOf(own: Rules, node: Schema): string | undefined {
  const says = isObject(node) ? Object.keys(node).filter((keyword) => keyword !== "description") : [];
  if (!isObject(node) || says.length === 0) return own.anything ? undefined : "any value";
  const strange = Object.keys(node).find(
    (keyword) => !own.keywords.includes(keyword) && keyword !== "$ref" && keyword !== "$defs",
  );
  if (strange !== undefined) return `the keyword ${strange}`;
  if (node["$ref"] !== undefined) {
    const siblings = Object.keys(node).filter((keyword) => keyword !== "$ref" && keyword !== "$defs");
    return own.bareReferences && siblings.length > 0 ? `${siblings.join(", ")} beside $ref` : undefined;
  }
  const { type, format, anyOf } = node;
  if (Array.isArray(type) && own.typeLists === false) return "several types";
  if (anyOf !== undefined && type !== undefined) return "a type beside anyOf";
  if (anyOf !== undefined && node["properties"] !== undefined) return "properties beside anyOf";
  if (own.everyNodeTyped && type === undefined && anyOf === undefined) return "no type";
  if (format !== undefined && !own.formats?.includes(String(format))) return `the format ${String(format)}`;
  return enumIssue(own, node) ?? objectIssue(own, node) ?? own.more?.(node);
}

function enumIssue(own: Rules, node: JsonObject): string | undefined {
  const values = node["enum"];
  if (!Array.isArray(values)) return undefined;
  if (values.length === 0) return "an empty enum";
  const types = [...new Set(values.map((value) => (value === null ? "null" : typeof value)))];
  if (!own.anything && types.includes("object")) return "an enum of objects";
  const wrong = own.enumTypes === undefined ? undefined : types.find((type) => !own.enumTypes?.includes(type));
  if (wrong !== undefined) return `an enum with a ${wrong}`;
  return own.typeLists === false && types.length > 1 ? "an enum of several types" : undefined;
}

function objectIssue(own: Rules, node: JsonObject): string | undefined {
  if (node["type"] !== "object") return undefined;
  const { additionalProperties } = node;
  if (own.openness === "closed" && additionalProperties !== false) return "an open object";
  if (own.openness === "unsaid" && additionalProperties !== undefined) return "additionalProperties";
  const names = [...schemaMapOf(node["properties"]).keys()];
  const required = stringsOf(node["required"]);
  const unknown = required.find((name) => !names.includes(name));
  if (unknown !== undefined && additionalProperties === false) return `${unknown} is required and not declared`;
  if (own.allRequired && required.length !== names.length) return "an optional property";
  return own.someRequired && required.length === 0 ? "nothing is required" : undefined;
}

function referenceIssue(own: Rules, root: JsonObject, nodes: readonly Node[]): string | undefined {
  const references = nodes.flatMap(({ node }) =>
    isObject(node) && typeof node["$ref"] === "string" ? [node["$ref"]] : [],
  );
  if (references.length > 0 && own.references === "none") return "a reference";
  const definitions = schemaMapOf(root["$defs"]);
  const strange = references.find(
    (reference) => reference !== "#" && !definitions.has(reference.replace(/^#\/\$defs\//, "")),
  );
  if (strange !== undefined) return `the reference ${strange}`;
  if (own.recursion === undefined) return undefined;
  const { recursion } = own;
  const below = (name: string): readonly string[] => {
    const start: Schema = name === "#" ? root : (definitions.get(name.replace(/^#\/\$defs\//, "")) ?? {});
    const visit = (schema: Schema): readonly string[] => {
      if (!isObject(schema)) return [];
      const required = stringsOf(schema["required"]);
      const parts = partsOf(schema, false).filter(
        ([step]) => recursion === "none" || !step.startsWith("properties/") || required.includes(step.slice(11)),
      );
      return [
        ...(typeof schema["$ref"] === "string" ? [schema["$ref"]] : []),
        ...parts.flatMap(([, inner]) => visit(inner)),
      ];
    };
    return visit(start);
  };
  const circles = (name: string): boolean => {
    const seen = new Set<string>();
    const stack = [...below(name)];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next === name) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(...below(next));
    }
    return false;
  };
  return [...new Set(references)].some(circles) ? "recursion" : undefined;
}

function limitIssue(limits: Limits, root: JsonObject, nodes: readonly Node[]): string | undefined {
  const schemas = nodes.flatMap(({ node }) => (isObject(node) ? [node] : []));
  const unions = schemas.filter((node) => node["anyOf"] !== undefined);
  const counted: Required<Limits> = {
    properties: schemas.reduce((sum, node) => sum + schemaMapOf(node["properties"]).size, 0),
    optional: schemas.reduce(
      (sum, node) => sum + schemaMapOf(node["properties"]).size - stringsOf(node["required"]).length,
      0,
    ),
    unions: unions.length + schemas.filter((node) => Array.isArray(node["type"])).length,
    options: Math.max(0, ...unions.map((node) => schemasOf(node["anyOf"]).length)),
    depth: limits.depth === undefined ? 0 : depthOf(root, root, ["#"]),
    enumValues: schemas.reduce((sum, node) => sum + (Array.isArray(node["enum"]) ? node["enum"].length : 0), 0),
    text: JSON.stringify(root).length,
  };
  const passed = (Object.keys(limits) as (keyof Limits)[]).find((name) => counted[name] > (limits[name] ?? 0));
  return passed === undefined ? undefined : `${counted[passed]} ${passed}, more than ${limits[passed]}`;
}

/** Levels of objects and arrays; what a reference leads to counts, unless it leads back. */
function depthOf(schema: Schema, root: JsonObject, within: readonly string[]): number {
  if (!isObject(schema)) return 0;
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    if (within.some((outer) => leadsTo(root, reference, outer))) return 0;
    return depthOf(targetOf(root, reference), root, [...within, reference]);
  }
  const inner = Math.max(0, ...partsOf(schema, false).map(([, part]) => depthOf(part, root, within)));
  return inner + (schema["type"] === "object" || schema["type"] === "array" ? 1 : 0);
}

function targetOf(root: JsonObject, reference: string): Schema {
  return reference === "#" ? root : (schemaMapOf(root["$defs"]).get(reference.replace(/^#\/\$defs\//, "")) ?? {});
}

/** Whether one reference leads to another, or is it. */
function leadsTo(root: JsonObject, from: string, to: string): boolean {
  const seen = new Set<string>();
  const stack = [from];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    const nodes = nodesOf(targetOf(root, next), false);
    stack.push(
      ...nodes.flatMap(({ node }) => (isObject(node) && typeof node["$ref"] === "string" ? [node["$ref"]] : [])),
    );
  }
  return false;
}
