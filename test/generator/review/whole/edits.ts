import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { subschemas } from "../../../../runtime/src/schema/keywords.ts";

type Random = () => number;
type Node = { [keyword: string]: Json };

/** A number below `count`. */
function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}

function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[below(random, from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}

const isNode = (value: Json | undefined): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? [...value] : []);
const typesOf = (node: Node): readonly Json[] => [node["type"] ?? []].flat();

/** One way to change a node in place; gives whether there was something to change. */
type Edit = (node: Node, random: Random, root: Node) => boolean;

const small: readonly JsonSchema[] = [
  { type: "string" },
  { type: "integer" },
  { type: "boolean" },
  { type: "number", minimum: 0 },
  { enum: ["x", "y"] },
  { type: "array", items: { type: "string" } },
  { type: ["string", "null"] },
];

/** Moves a bound up or down, sets it, or takes it away. */
function bound(keyword: string, isFor: (node: Node) => boolean, least: number): Edit {
  return (node, random) => {
    const own = node[keyword];
    if (typeof own !== "number") {
      if (!isFor(node)) return false;
      node[keyword] = least + below(random, 5);
      return true;
    }
    const change = pick(random, [-2, -1, 1, 2, null]);
    if (change === null) delete node[keyword];
    else node[keyword] = Math.max(least, own + change);
    return true;
  };
}

/** Sets a keyword to one of some values or takes it away. */
function choice(keyword: string, isFor: (node: Node) => boolean, values: readonly Json[]): Edit {
  return (node, random) => {
    if (node[keyword] === undefined && !isFor(node)) return false;
    if (node[keyword] !== undefined && random() < 0.4) delete node[keyword];
    else node[keyword] = structuredClone(pick(random, values));
    return true;
  };
}

const isString = (node: Node): boolean => typesOf(node).includes("string");
const isNumber = (node: Node): boolean => typesOf(node).some((type) => type === "number" || type === "integer");
const isArray = (node: Node): boolean => typesOf(node).includes("array");
const isObject = (node: Node): boolean => typesOf(node).includes("object") || isNode(node["properties"]);
const always = (): boolean => true;

const scalars: Readonly<Record<string, Edit>> = {
  minLength: bound("minLength", isString, 0),
  maxLength: bound("maxLength", isString, 1),
  minimum: bound("minimum", isNumber, -10),
  maximum: bound("maximum", isNumber, -5),
  exclusiveMinimum: bound("exclusiveMinimum", (node) => isNumber(node) && node["exclusiveMinimum"] !== true, -10),
  minItems: bound("minItems", isArray, 0),
  maxItems: bound("maxItems", isArray, 1),
  minProperties: bound("minProperties", (node) => isObject(node) && node["properties"] === undefined, 0),
  multipleOf: choice("multipleOf", isNumber, [1, 2, 3, 0.5, 0.1]),
  uniqueItems: choice("uniqueItems", isArray, [true]),
  pattern: choice("pattern", isString, ["^[a-z]+$", "^[a-z]{2,4}$", "^[A-Z]", "x|y"]),
  format: choice("format", isString, ["date", "email", "uri", "uuid", "date-time"]),
  description: choice("description", always, ["What it is.", "Another text."]),
  examples: choice("examples", isString, [["abc"], ["abc", "def"]]),
  deprecated: choice("deprecated", always, [true]),
  default: choice("default", isString, ["n/a"]),
  not: choice("not", isString, [{ enum: ["none"] }, { enum: ["none", "n/a"] }, { const: "" }]),
};

const enums: Readonly<Record<string, Edit>> = {
  addMember: (node, random) => {
    if (!Array.isArray(node["enum"])) return false;
    const members = [...node["enum"]];
    members.splice(below(random, members.length + 1), 0, pick<Json>(random, ["brand_new", "other", 99]));
    node["enum"] = members;
    return true;
  },
  removeMember: (node, random) => {
    if (!Array.isArray(node["enum"]) || node["enum"].length < 2) return false;
    const gone = below(random, node["enum"].length);
    node["enum"] = node["enum"].filter((_, index) => index !== gone);
    return true;
  },
  reverse: (node) => {
    if (!Array.isArray(node["enum"]) || node["enum"].length < 2) return false;
    node["enum"] = [...node["enum"]].reverse();
    return true;
  },
  open: (node) => {
    if (!Array.isArray(node["enum"]) || node["type"] === undefined) return false;
    delete node["enum"];
    return true;
  },
  close: (node) => {
    if (node["type"] !== "string" || node["enum"] !== undefined) return false;
    node["enum"] = ["abc", "x", "2026-01-01"];
    return true;
  },
  changeConst: (node) => {
    if (typeof node["const"] !== "string") return false;
    node["const"] = `${node["const"]}_2`;
    return true;
  },
};

const types: Readonly<Record<string, Edit>> = {
  nullable: (node) => {
    const own = typesOf(node);
    if (own.length === 0 || node["enum"] !== undefined) return false;
    const others = own.filter((type) => type !== "null");
    if (others.length === 0) return false;
    node["type"] =
      others.length < own.length ? (others.length === 1 ? (others[0] ?? "string") : others) : [...own, "null"];
    return true;
  },
  integer: (node) => {
    if (node["type"] !== "integer" && node["type"] !== "number") return false;
    node["type"] = node["type"] === "integer" ? "number" : "integer";
    return true;
  },
  widen: (node) => {
    const own = typesOf(node);
    if (own.length === 0 || own.includes("boolean")) return false;
    node["type"] = [...own, "boolean"];
    return true;
  },
  replace: (node, random, root) => {
    if (node === root) return false;
    for (const keyword of Object.keys(node)) if (keyword !== "$defs" && keyword !== "definitions") delete node[keyword];
    Object.assign(node, structuredClone(pick(random, small)));
    return true;
  },
};

/** An edit of an object's properties, as entries; required names that are gone are taken off. */
function properties(change: (entries: [string, Json][], required: Set<string>, random: Random) => boolean): Edit {
  return (node, random) => {
    const own = node["properties"];
    if (!isNode(own)) return false;
    const entries = Object.entries(own);
    const required = new Set(listOf(node["required"]).filter((name): name is string => typeof name === "string"));
    if (!change(entries, required, random)) return false;
    // A property may be called `__proto__`.
    node["properties"] = Object.fromEntries(entries);
    if (required.size > 0) node["required"] = [...required];
    else delete node["required"];
    return true;
  };
}

const objects: Readonly<Record<string, Edit>> = {
  addOptional: properties((entries, _, random) => {
    entries.splice(below(random, entries.length + 1), 0, ["added", structuredClone(pick(random, small))]);
    return true;
  }),
  addRequired: properties((entries, required, random) => {
    entries.splice(below(random, entries.length + 1), 0, ["added", structuredClone(pick(random, small))]);
    required.add("added");
    return true;
  }),
  remove: properties((entries, required, random) => {
    if (entries.length === 0) return false;
    for (const [name] of entries.splice(below(random, entries.length), 1)) required.delete(name);
    return true;
  }),
  rename: properties((entries, required, random) => {
    const entry = entries[below(random, entries.length)];
    if (entry === undefined) return false;
    if (required.delete(entry[0])) required.add(`${entry[0]}_new`);
    entry[0] = `${entry[0]}_new`;
    return true;
  }),
  move: properties((entries, _, random) => {
    if (entries.length < 2) return false;
    entries.push(...entries.splice(below(random, entries.length - 1), 1));
    return true;
  }),
  toggleRequired: properties((entries, required, random) => {
    const entry = entries[below(random, entries.length)];
    if (entry === undefined) return false;
    if (!required.delete(entry[0])) required.add(entry[0]);
    return true;
  }),
  openness: choice("additionalProperties", isObject, [false, true, { type: "string" }, {}]),
  propertyNames: choice("propertyNames", (node) => isObject(node) && node["properties"] === undefined, [
    { maxLength: 4 },
    { pattern: "^[a-z]" },
  ]),
  dependentRequired: (node) => {
    const [first, second] = isNode(node["properties"]) ? Object.keys(node["properties"]) : [];
    if (first === undefined || second === undefined || node["dependentRequired"] !== undefined) return false;
    node["dependentRequired"] = { [first]: [second] };
    return true;
  },
  conditional: (node) => {
    const [first, second] = isNode(node["properties"]) ? Object.keys(node["properties"]) : [];
    if (first === undefined || second === undefined || node["if"] !== undefined) return false;
    node["if"] = { required: [first] };
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    node["then"] = { required: [second] };
    return true;
  },
};

function branches(change: (list: Json[], random: Random) => boolean): Edit {
  return (node, random) => {
    const keyword = ["anyOf", "oneOf"].find((name) => Array.isArray(node[name]));
    if (keyword === undefined) return false;
    const list = listOf(node[keyword]);
    if (!change(list, random)) return false;
    node[keyword] = list;
    return true;
  };
}

const unions: Readonly<Record<string, Edit>> = {
  addBranch: branches((list, random) => {
    list.splice(below(random, list.length + 1), 0, structuredClone(pick(random, small)));
    return true;
  }),
  removeBranch: branches((list, random) => {
    if (list.length < 2) return false;
    list.splice(below(random, list.length), 1);
    return true;
  }),
  moveBranch: branches((list) => {
    const [first, ...others] = list.splice(0);
    if (first === undefined || others.length === 0) return false;
    list.push(...others, first);
    return true;
  }),
  otherUnion: (node) => {
    const [from, to] = Array.isArray(node["anyOf"]) ? ["anyOf", "oneOf"] : ["oneOf", "anyOf"];
    const list = node[from];
    if (!Array.isArray(list) || node[to] !== undefined) return false;
    delete node[from];
    node[to] = list;
    return true;
  },
  becomeUnion: (node, random, root) => {
    if (node === root || node["type"] === undefined) return false;
    const copy = structuredClone(node);
    for (const keyword of Object.keys(node)) delete node[keyword];
    node["anyOf"] = [copy, structuredClone(pick(random, small))];
    return true;
  },
};

/** Other spellings of the same; a review has nothing to say of the types. */
const refactorings: Readonly<Record<string, Edit>> = {
  wrapInAllOf: (node, _, root) => {
    if (node === root || node["type"] === undefined) return false;
    const copy = structuredClone(node);
    for (const keyword of Object.keys(node)) delete node[keyword];
    node["allOf"] = [copy];
    return true;
  },
  shuffle: (node) => {
    const entries = Object.entries(node).reverse();
    for (const keyword of Object.keys(node)) delete node[keyword];
    Object.assign(node, Object.fromEntries(entries));
    return true;
  },
  extract: (node, _, root) => {
    if (node === root || node["type"] === undefined || root["definitions"] !== undefined) return false;
    const copy = structuredClone(node);
    // What is referred to from elsewhere stays where it is.
    if (JSON.stringify(root).includes('"$ref"')) return false;
    for (const keyword of Object.keys(node)) delete node[keyword];
    const definitions = isNode(root["$defs"]) ? root["$defs"] : {};
    root["$defs"] = { ...definitions, TakenOut: copy };
    node["$ref"] = "#/$defs/TakenOut";
    return true;
  },
};

const groups = [scalars, enums, types, objects, objects, objects, unions, unions, refactorings];

/** Changes a copy of a schema in one place, by an edit a person might make; tells which. */
export function editSchema(
  schema: JsonSchema,
  random: Random,
): { readonly schema: JsonSchema; readonly edit: string } | undefined {
  if (typeof schema === "boolean") return undefined;
  const root = structuredClone(schema) as Node;
  const nodes = nodesOf(root);
  for (let tries = 0; tries < 12; tries++) {
    const [name, edit] = pick(random, Object.entries(pick(random, groups)));
    const node = pick(random, nodes);
    if (edit(node, random, root)) return { schema: root, edit: name };
  }
  return undefined;
}

/** The nodes that an edit can choose; a node that nobody refers to is not worth it. */
function nodesOf(root: Node): Node[] {
  const found: Node[] = [];
  const open: Json[] = [root];
  for (let node = open.pop(); node !== undefined && found.length < 400; node = open.pop()) {
    if (!isNode(node)) continue;
    found.push(node);
    open.push(...subschemas(node, "").map(({ schema }) => schema));
  }
  return found;
}

/** Draws a schema of the kind that is asked of models. */
export function drawSchema(random: Random, depth = 0): JsonSchema {
  const kind = depth === 0 ? 0 : below(random, depth > 2 ? 6 : 12);
  const described = random() < 0.3 ? { description: "What it is." } : {};
  if (kind === 1)
    return { type: "string", ...described, ...(random() < 0.4 ? { maxLength: 1 + below(random, 9) } : {}) };
  if (kind === 2)
    return { type: pick(random, ["integer", "number"]), ...(random() < 0.4 ? { minimum: below(random, 4) } : {}) };
  if (kind === 3) return { type: "string", enum: ["low", "high", "urgent", "none"].slice(0, 2 + below(random, 3)) };
  if (kind === 4)
    return { type: pick<Json>(random, ["boolean", ["string", "null"], ["integer", "string"]]), ...described };
  if (kind === 5) return pick(random, small);
  if (kind === 6)
    return { type: "array", items: drawSchema(random, depth + 1), ...(random() < 0.4 ? { maxItems: 3 } : {}) };
  if (kind === 7) return { type: "object", additionalProperties: drawSchema(random, depth + 1) };
  if (kind === 8)
    return {
      [pick(random, ["anyOf", "oneOf"])]: [drawSchema(random, depth + 1), { type: "boolean" }, { type: "null" }],
    };
  if (kind === 9)
    return { anyOf: ["open", "stop", "wait"].slice(0, 2 + below(random, 2)).map((tag) => variant(tag, random, depth)) };
  return drawObject(random, depth);
}

const names = ["title", "reasoning", "verdict", "items", "owner", "due", "next_step", "score"];

function drawObject(random: Random, depth: number): JsonSchema {
  const own = names.filter(() => random() < 0.35);
  const required = own.filter(() => random() < 0.7);
  return {
    type: "object",
    ...pick<Node>(random, [
      { additionalProperties: false },
      { additionalProperties: false },
      {},
      { additionalProperties: true },
    ]),
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(own.map((name) => [name, drawSchema(random, depth + 1)])),
  };
}

function variant(tag: string, random: Random, depth: number): JsonSchema {
  return {
    type: "object",
    additionalProperties: false,
    required: ["kind"],
    properties: { kind: { const: tag }, [pick(random, names)]: drawSchema(random, depth + 1) },
  };
}
