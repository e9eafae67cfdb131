import { canonicalJson } from "../../spec/canonical-json.ts";
import { isSchema } from "../../spec/keywords.ts";
import { atPointer, isList, isRecord, parentPointer, splitPointer } from "../../spec/pointer.ts";
import type { Json, JsonSchema } from "../../spec/resolved-spec.ts";
import { typeOf } from "../normal/facts.ts";
import { rewriteReferences } from "../normal/modern.ts";
import type { Edit, Owners } from "./located.ts";

type Mutable = Record<string, Json>;

/** A copy of one version that is being changed. */
interface Bench {
  root: Json;
  readonly source: JsonSchema;
  /** Schemas of the other version, with references that still lead to it. */
  graft(schema: Json): Json;
}

/**
 * One version of a schema in which the place of one difference has the form of the other version, and all else stays.
 * `side` says which version `target` is.
 */
export function transplant(target: JsonSchema, source: JsonSchema, edit: Edit, side: "before" | "after"): JsonSchema {
  const bench = createBench(target, source);
  if (edit.kind === "branch") toggleBranch(bench.bench, edit, side);
  else {
    const here = edit[side];
    const there = edit[side === "before" ? "after" : "before"];
    apply(bench.bench, edit, here, there);
  }
  return bench.done();
}

function createBench(target: JsonSchema, source: JsonSchema): { bench: Bench; done: () => JsonSchema } {
  let isGrafted = false;
  const names = isRecord(target) && isRecord(target["$defs"]) ? Object.keys(target["$defs"]) : [];
  let key = "other";
  while (names.includes(key)) key += "_";
  const lead = (pointer: string): string => `/$defs/${key}${pointer}`;
  const bench: Bench = {
    root: structuredClone(target),
    source,
    graft: (schema) => {
      if (!isSchema(schema)) return structuredClone(schema);
      const moved = rewriteReferences(schema, lead);
      isGrafted ||= canonicalJson(moved) !== canonicalJson(schema);
      return structuredClone(moved);
    },
  };
  const done = (): JsonSchema => {
    const root = isSchema(bench.root) ? bench.root : true;
    if (!isGrafted || !isRecord(root)) return root;
    const defined = isRecord(root["$defs"]) ? root["$defs"] : {};
    return { ...root, $defs: { ...defined, [key]: rewriteReferences(source, lead) } };
  };
  return { bench, done };
}

/** The object at a pointer of the copy, to be changed. */
function nodeAt(bench: Bench, pointer: string): Mutable | undefined {
  const found = atPointer(bench.root, pointer);
  // The copy is ours alone.
  return isRecord(found) ? (found as Mutable) : undefined;
}

function set(node: Mutable, name: string, value: Json): void {
  Object.defineProperty(node, name, { value, enumerable: true, configurable: true, writable: true });
}

function replaceAt(bench: Bench, pointer: string, value: Json): void {
  const steps = splitPointer(pointer);
  const last = steps.at(-1);
  if (last === undefined) {
    bench.root = value;
    return;
  }
  const parent = atPointer(bench.root, parentPointer(pointer));
  if (isList(parent)) (parent as Json[])[Number(last)] = value;
  else if (isRecord(parent)) set(parent as Mutable, last, value);
}

function apply(bench: Bench, edit: Exclude<Edit, { kind: "branch" }>, here: Owners, there: Owners): void {
  switch (edit.kind) {
    case "keywords":
      for (const keyword of edit.keywords) moveKeyword(bench, keyword, here, there);
      return;
    case "property":
      moveProperty(bench, edit.name, here, there);
      moveRequired(bench, edit.name, here, there);
      return;
    case "required":
      moveRequired(bench, edit.name, here, there);
      return;
    case "value":
      toggleValue(bench, edit.value, here);
      return;
    case "types":
    case "null":
      moveTypes(bench, edit.kind, here, there);
      return;
    case "node":
      replaceNode(bench, here, there);
  }
}

function own(value: Json | undefined, name: string): Json | undefined {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/**
 * One of some schemas gets what the others state: the one that stated it, or else the first. A second statement of it
 * goes into `allOf`.
 */
function moveKeyword(bench: Bench, keyword: string, here: Owners, there: Owners): void {
  const nodes = here.map(({ pointer }) => nodeAt(bench, pointer)).filter((node) => node !== undefined);
  const owner = nodes.find((node) => Object.hasOwn(node, keyword)) ?? nodes[0];
  for (const node of nodes) delete node[keyword];
  const stated = there.flatMap(({ schema }) => {
    const value = own(schema, keyword);
    return value === undefined ? [] : [{ [keyword]: value }];
  });
  if (owner === undefined) return;
  stated.forEach((part, index) => {
    const moved = bench.graft(part);
    if (index === 0) set(owner, keyword, own(moved, keyword) ?? null);
    else set(owner, "allOf", [...(isList(owner["allOf"]) ? owner["allOf"] : []), moved]);
  });
}

function moveProperty(bench: Bench, name: string, here: Owners, there: Owners): void {
  const nodes = here.map(({ pointer }) => nodeAt(bench, pointer)).filter((node) => node !== undefined);
  for (const node of nodes) {
    const { properties } = node;
    if (!isRecord(properties)) continue;
    set(node, "properties", Object.fromEntries(Object.entries(properties).filter(([other]) => other !== name)));
  }
  const schema = there.map((place) => own(own(place.schema, "properties"), name)).find((found) => found !== undefined);
  const owner = nodes.find((node) => isRecord(node["properties"])) ?? nodes[0];
  if (schema === undefined || owner === undefined) return;
  const others = isRecord(owner["properties"]) ? Object.entries(owner["properties"]) : [];
  set(owner, "properties", Object.fromEntries([...others, [name, bench.graft(schema)]]));
}

function moveRequired(bench: Bench, name: string, here: Owners, there: Owners): void {
  const isRequired = there.some((place) => includesName(own(place.schema, "required"), name));
  const nodes = here.map(({ pointer }) => nodeAt(bench, pointer)).filter((node) => node !== undefined);
  for (const node of nodes) {
    const { required } = node;
    if (isList(required))
      set(
        node,
        "required",
        required.filter((other) => other !== name),
      );
  }
  const [owner] = nodes;
  if (!isRequired || owner === undefined) return;
  set(owner, "required", [...(isList(owner["required"]) ? owner["required"] : []), name]);
}

function includesName(list: Json | undefined, name: string): boolean {
  return isList(list) && list.includes(name);
}

/** Takes a value out of the lists, or adds it where it is not in them. */
function toggleValue(bench: Bench, value: Json, here: Owners): void {
  const key = canonicalJson(value);
  for (const { pointer } of here) {
    const node = nodeAt(bench, pointer);
    if (node === undefined) continue;
    const list = isList(node["enum"]) ? node["enum"] : node["const"] === undefined ? undefined : [node["const"]];
    if (list === undefined) continue;
    const others = list.filter((one) => canonicalJson(one) !== key);
    delete node["const"];
    set(node, "enum", others.length < list.length ? others : [...list, value]);
    const type = node["type"];
    if (typeof type === "string" && type !== typeOf(value) && !(type === "integer" && typeOf(value) === "number"))
      set(node, "type", [type, typeOf(value)]);
  }
}

/** Gives the listed types of the other version, with null as it is; or null alone. */
function moveTypes(bench: Bench, kind: "types" | "null", here: Owners, there: Owners): void {
  const typed = here.filter(({ schema }) => own(schema, "type") !== undefined);
  const source = there.find(({ schema }) => own(schema, "type") !== undefined);
  const [target] = typed;
  if (typed.length !== 1 || source === undefined || target === undefined) {
    replaceNode(bench, here, there);
    return;
  }
  const node = nodeAt(bench, target.pointer);
  if (node === undefined) return;
  const listOf = (value: Json | undefined): readonly Json[] =>
    isList(value) ? value : value === undefined ? [] : [value];
  const [mine, theirs] = [listOf(node["type"]), listOf(own(source.schema, "type"))];
  const [types, nulls] = kind === "types" ? [theirs, mine] : [mine, theirs];
  const isNullable = nulls.includes("null");
  set(node, "type", [...types.filter((type) => type !== "null"), ...(isNullable ? ["null"] : [])]);
  const values = node["enum"];
  if (kind === "null" && isList(values))
    set(node, "enum", [...values.filter((value) => value !== null), ...(isNullable ? [null] : [])]);
}

function replaceNode(bench: Bench, here: Owners, there: Owners): void {
  const [target] = here;
  const [source] = there;
  if (target === undefined || source === undefined) return;
  if (target.pointer === "") {
    // A root as a whole: references of the copy to itself would lead astray.
    bench.root = bench.source;
    return;
  }
  replaceAt(bench, target.pointer, bench.graft(source.schema));
}

function toggleBranch(bench: Bench, edit: Extract<Edit, { kind: "branch" }>, side: "before" | "after"): void {
  if (edit.side === side) {
    const parent = atPointer(bench.root, parentPointer(edit.branch.pointer));
    const index = Number(splitPointer(edit.branch.pointer).at(-1));
    if (isList(parent) && parent.length > 1) (parent as Json[]).splice(index, 1);
    return;
  }
  const [owner] = edit.owners;
  const node = owner === undefined ? undefined : nodeAt(bench, owner.pointer);
  if (node === undefined) return;
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = node[keyword];
    if (isList(branches)) {
      set(node, keyword, [...branches, bench.graft(edit.branch.schema)]);
      return;
    }
  }
}
