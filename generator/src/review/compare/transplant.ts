import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isSchema } from "../../../../runtime/src/schema/keywords.ts";
import { atPointer, isList, isRecord, parentPointer, splitPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { TypeName } from "../normal/alternative.ts";
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
  else if (edit.kind === "values") toggleValues(bench.bench, edit, side);
  else if (edit.kind === "null") setNullable(bench.bench, edit[side], edit.isNullable[otherSide(side)]);
  else if (edit.kind === "types")
    for (const { pointer } of edit[side]) replaceAt(bench.bench, pointer, { type: [...edit.types[side]] });
  else {
    const here = edit[side];
    const there = edit[otherSide(side)];
    apply(bench.bench, edit, here, there);
  }
  return bench.done();
}

function otherSide(side: "before" | "after"): "before" | "after" {
  return side === "before" ? "after" : "before";
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

type Moved = Exclude<Edit, { kind: "branch" | "values" | "null" | "types" }>;

function apply(bench: Bench, edit: Moved, here: Owners, there: Owners): void {
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

/** Takes back values that were listed or left out. */
function toggleValues(bench: Bench, edit: Extract<Edit, { kind: "values" }>, side: "before" | "after"): void {
  const { added, removed } = edit;
  const [more, less] = side === "before" ? [added, removed] : [removed, added];
  if (!edit.isOneList) {
    if (less.length > 0) narrow(bench, edit[side], { not: { enum: [...less] } });
    if (more.length > 0) widen(bench, edit[side], { enum: [...more] });
    return;
  }
  const gone = new Set(less.map(canonicalJson));
  for (const { pointer } of edit[side]) {
    const node = nodeAt(bench, pointer);
    if (node === undefined) continue;
    const list = isList(node["enum"]) ? node["enum"] : node["const"] === undefined ? undefined : [node["const"]];
    if (list === undefined) continue;
    const kept = gone.size === 0 ? list : list.filter((one) => !gone.has(canonicalJson(one)));
    const keys = new Set(more.length === 0 ? [] : kept.map(canonicalJson));
    delete node["const"];
    set(node, "enum", [...kept, ...more.filter((value) => !keys.has(canonicalJson(value)))]);
    const type = node["type"];
    const others = new Set(more.map(typeOf));
    if (typeof type !== "string") continue;
    others.delete(type === "integer" ? "number" : (type as TypeName));
    if (others.size > 0) set(node, "type", [type, ...others]);
  }
}

/** Lets null pass at a node, or lets it pass no more. */
function setNullable(bench: Bench, owners: Owners, isNullable: boolean): void {
  if (isNullable) widen(bench, owners, { type: "null" });
  else narrow(bench, owners, { not: { type: "null" } });
}

/** Asks one thing more of a node. */
function narrow(bench: Bench, [owner]: Owners, demand: JsonSchema): void {
  if (owner === undefined) return;
  const node = nodeAt(bench, owner.pointer);
  if (node === undefined) {
    if (atPointer(bench.root, owner.pointer) === true) replaceAt(bench, owner.pointer, demand);
    return;
  }
  set(node, "allOf", [...(isList(node["allOf"]) ? node["allOf"] : []), structuredClone(demand)]);
}

/** Lets something else pass at each of some schemas as well. References to what is inside them follow it. */
function widen(bench: Bench, owners: Owners, other: Json): void {
  for (const { pointer } of owners) {
    const inside = `${pointer}/`;
    const root = isSchema(bench.root) ? bench.root : true;
    bench.root = structuredClone(
      rewriteReferences(root, (to) => (to.startsWith(inside) ? `${pointer}/anyOf/0/${to.slice(inside.length)}` : to)),
    );
    const node = atPointer(bench.root, pointer);
    if (node !== undefined) replaceAt(bench, pointer, { anyOf: [node, structuredClone(other)] });
  }
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
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = node?.[keyword];
    if (node !== undefined && isList(branches)) {
      set(node, keyword, [...branches, bench.graft(edit.branch.schema)]);
      return;
    }
  }
  // Where nobody wrote a union, one is made.
  const branch = bench.graft(edit.branch.schema);
  widen(bench, edit.owners, branch);
}
