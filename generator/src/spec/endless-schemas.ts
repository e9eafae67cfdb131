import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { subschemas } from "../../../runtime/src/schema/keywords.ts";
import { atPointer, isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";

/** A place in a schema by which every value would hold another of its own schema, without end. */
export interface EndlessPlace {
  readonly pointer: string;
  readonly what: "key" | "value";
  /** What leads to the next value: `"boss" is required`. */
  readonly cause: string;
  readonly hint: string;
}

/** What a value has to satisfy: at least one of some schemas, itself or with a value inside it. */
interface Need {
  readonly options: readonly string[];
  /** The kinds of values that have this need. */
  readonly kinds: number;
  /** Where a value inside it is judged, the place that demands it; absent: the value itself is judged. */
  readonly inner?: EndlessPlace;
}

// Kinds of values, as bits: a schema may take values of some kinds and not of others.
const objects = 1;
const arrays = 2;
const others = 4;
const anyKind = objects | arrays | others;
const everyKind: readonly number[] = [objects, arrays, others];

interface SchemaNode {
  /** The kinds that its own `type` allows. */
  readonly kinds: number;
  readonly needs: readonly Need[];
}

/**
 * Finds the recursion of a schema that no finite value gets out of, one place for each circle. By the least fixpoint: a
 * schema takes a kind of values as soon as all it needs takes values. What is not certain counts as taking any:
 * references to other files and by names, what has an id of its own, and all that `not`, `if` and its branches say.
 */
export function findEndless(document: Json | undefined, root: string, draft: Draft): readonly EndlessPlace[] {
  const schema = atPointer(document, root);
  if (schema === undefined || !hasOwnReference(schema)) return [];
  const nodes = readNodes(schema, root, draft);
  const taken = takenKinds(nodes);
  const isEmpty = (pointer: string): boolean => taken.get(pointer) === 0;
  if (![...nodes.keys()].some(isEmpty)) return [];

  const unmet = (pointer: string, kind: number): readonly { readonly to: State; readonly by?: EndlessPlace }[] =>
    (nodes.get(pointer)?.needs ?? []).flatMap(({ options, kinds, inner }) => {
      if ((kinds & kind) === 0) return [];
      if (inner === undefined) {
        const isMet = options.some((option) => ((taken.get(option) ?? anyKind) & kind) !== 0);
        return isMet ? [] : options.map((option) => ({ to: stateOf(option, kind) }));
      }
      if (!options.every(isEmpty)) return [];
      return options.flatMap((option) => everyKind.map((one) => ({ to: stateOf(option, one), by: inner })));
    });
  const states = [...nodes].flatMap(([pointer, node]) =>
    everyKind.flatMap((kind): (readonly [State, ReturnType<typeof unmet>])[] => {
      const isUnmet = (node.kinds & kind) !== 0 && ((taken.get(pointer) ?? anyKind) & kind) === 0;
      return isUnmet ? [[stateOf(pointer, kind), unmet(pointer, kind)]] : [];
    }),
  );
  const edges = new Map(states);
  const circleOf = findCircles(new Map(states.map(([state, out]) => [state, out.map(({ to }) => to)])));
  const found = new Map<State, EndlessPlace>();
  for (const [state, out] of edges) {
    const circle = circleOf.get(state);
    for (const { to, by } of out) {
      // The last is the innermost: in a tree the list of children, and not the property that holds it.
      if (by !== undefined && circle !== undefined && circleOf.get(to) === circle) found.set(circle, by);
    }
  }
  return [...new Set(found.values())];
}

function hasOwnReference(schema: Json): boolean {
  const open: Json[] = [schema];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isRecord(next) && typeof next["$ref"] === "string" && next["$ref"].startsWith("#")) return true;
    for (const child of subschemas(next, "")) open.push(child.schema);
  }
  return false;
}

/** The schemas of a root by their pointers, without those of which nothing is certain. */
function readNodes(root: Json, at: string, draft: Draft): ReadonlyMap<string, SchemaNode> {
  const schemas = new Map<string, Json>();
  const visit = (schema: Json, pointer: string): void => {
    schemas.set(pointer, schema);
    for (const child of subschemas(schema, pointer)) {
      // What is denied or only asked may well be impossible, and below an id a "#" leads elsewhere.
      if (child.keyword === "not" || child.keyword === "if" || hasId(child.schema)) continue;
      visit(child.schema, child.pointer);
    }
  };
  visit(root, at);
  return new Map(
    [...schemas].map(([pointer, schema]) => {
      if (!isRecord(schema)) return [pointer, { kinds: schema === false ? 0 : anyKind, needs: [] }];
      const needs = needsOf(schema, pointer, at, draft);
      const isCertain = ({ options }: Need): boolean =>
        options.length > 0 && options.every((option) => schemas.has(option));
      return [pointer, { kinds: kindsOf(schema["type"]), needs: needs.filter(isCertain) }];
    }),
  );
}

function hasId(schema: Json): boolean {
  return isRecord(schema) && (typeof schema["$id"] === "string" || typeof schema["id"] === "string");
}

function kindsOf(type: Json | undefined): number {
  const types = [type].flat();
  if (types.length === 0 || !types.every((one) => typeof one === "string")) return anyKind;
  return types.reduce(
    (kinds: number, one) => kinds | (one === "object" ? objects : one === "array" ? arrays : others),
    0,
  );
}

type SchemaObject = { readonly [keyword: string]: Json };

function needsOf(schema: SchemaObject, pointer: string, root: string, draft: Draft): readonly Need[] {
  const at = (...steps: (string | number)[]): string => joinPointer(pointer, ...steps);
  const { $ref, allOf, anyOf, oneOf } = schema;
  const itself = (options: readonly string[]): Need => ({ options, kinds: anyKind });
  return [
    ...(typeof $ref === "string" && /^#(?:\/|$)/.test($ref) ? [itself([root + decode($ref.slice(1))])] : []),
    ...(isList(allOf) ? allOf.map((_, index) => itself([at("allOf", index)])) : []),
    ...(isList(anyOf) ? [itself(anyOf.map((_, index) => at("anyOf", index)))] : []),
    ...(isList(oneOf) ? [itself(oneOf.map((_, index) => at("oneOf", index)))] : []),
    ...needsOfObject(schema, at),
    ...needsOfArray(schema, at, draft),
  ];
}

type PlaceBelow = (...steps: (string | number)[]) => string;

function needsOfObject(schema: SchemaObject, at: PlaceBelow): readonly Need[] {
  const { required, minProperties, additionalProperties } = schema;
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const patterns = isRecord(schema["patternProperties"]) ? schema["patternProperties"] : {};
  const needs: Need[] = [];
  for (const [index, name] of isList(required) ? required.entries() : []) {
    if (typeof name !== "string") continue;
    const isDescribed = Object.hasOwn(properties, name);
    // A pattern may have another word for the name.
    if (!isDescribed && (additionalProperties === undefined || "patternProperties" in schema)) continue;
    const inner: EndlessPlace = {
      ...(isDescribed
        ? { pointer: at("properties", name), what: "key" }
        : { pointer: at("required", index), what: "value" }),
      cause: `${JSON.stringify(name)} is required`,
      hint: `leave ${JSON.stringify(name)} out of "required", or let it be null`,
    };
    needs.push({ options: [isDescribed ? at("properties", name) : at("additionalProperties")], kinds: objects, inner });
  }
  if (typeof minProperties === "number" && minProperties >= 1 && additionalProperties !== undefined) {
    const options = [
      ...Object.keys(properties).map((name) => at("properties", name)),
      ...Object.keys(patterns).map((name) => at("patternProperties", name)),
      at("additionalProperties"),
    ];
    const cause = `"minProperties" is ${minProperties}`;
    const inner = { pointer: at("minProperties"), what: "value", cause, hint: "allow an empty object" } as const;
    needs.push({ options, kinds: objects, inner });
  }
  return needs;
}

function needsOfArray(schema: SchemaObject, at: PlaceBelow, draft: Draft): readonly Need[] {
  const { minItems, items, contains, minContains } = schema;
  const needs: Need[] = [];
  const keyword = draft === "2020-12" ? "prefixItems" : "items";
  const prefix = schema[keyword];
  const first = isList(prefix) ? prefix.length : 0;
  const rest = draft !== "2020-12" && isList(items) ? "additionalItems" : "items";
  if (typeof minItems === "number") {
    const needOf = (option: string, index: number): Need => {
      const cause = `"minItems" is ${minItems}`;
      const hint = `allow ${index === 0 ? "an empty" : "a shorter"} list`;
      return { options: [option], kinds: arrays, inner: { pointer: at("minItems"), what: "value", cause, hint } };
    };
    for (let index = 0; index < Math.min(first, minItems); index++) needs.push(needOf(at(keyword, index), index));
    if (minItems > first && rest in schema) needs.push(needOf(at(rest), first));
  }
  const isAsked =
    draft !== "draft-04" && contains !== undefined && (minContains === undefined || Number(minContains) >= 1);
  if (isAsked) {
    const hint = 'allow a list without one: "minContains": 0, or remove "contains"';
    const inner = { pointer: at("contains"), what: "key", cause: '"contains" asks for an element', hint } as const;
    needs.push({ options: [at("contains")], kinds: arrays, inner });
  }
  return needs;
}

/** The kinds of finite values that each schema takes: at first none, and more as long as there are more. */
function takenKinds(nodes: ReadonlyMap<string, SchemaNode>): ReadonlyMap<string, number> {
  const taken = new Map([...nodes.keys()].map((pointer) => [pointer, 0]));
  const askedBy = new Map<string, string[]>();
  for (const [pointer, { needs }] of nodes) {
    for (const option of needs.flatMap(({ options }) => options)) {
      const asking = askedBy.get(option) ?? [];
      if (asking.length === 0) askedBy.set(option, asking);
      asking.push(pointer);
    }
  }
  const ofNode = ({ kinds, needs }: SchemaNode): number =>
    needs.reduce((left, { options, kinds: asking, inner }) => {
      if ((left & asking) === 0) return left;
      const offered = options.reduce((some, option) => some | (taken.get(option) ?? anyKind), 0);
      if (inner === undefined) return left & offered;
      return offered === 0 ? left & ~asking : left;
    }, kinds);
  // Inner schemas first: most of them ask for nothing that is not known by then.
  const queue = [...nodes.keys()].reverse();
  const waiting = new Set(queue);
  for (let index = 0; index < queue.length; index++) {
    const pointer = queue[index] ?? "";
    waiting.delete(pointer);
    const node = nodes.get(pointer);
    const now = node === undefined ? anyKind : ofNode(node);
    if (now === taken.get(pointer)) continue;
    taken.set(pointer, now);
    for (const asking of askedBy.get(pointer) ?? []) {
      if (waiting.has(asking)) continue;
      waiting.add(asking);
      queue.push(asking);
    }
  }
  return taken;
}

/** A schema and a kind of values that it should take and does not. */
type State = string;

function stateOf(pointer: string, kind: number): State {
  return `${kind} ${pointer}`;
}

/**
 * The strongly connected parts of a graph, each known by one of its members. After Kosaraju: along the edges, and then
 * against them from what was left last. Without a stack of calls, because a row of references may be long.
 */
function findCircles(edges: ReadonlyMap<State, readonly State[]>): ReadonlyMap<State, State> {
  const against = new Map<State, State[]>();
  for (const [from, targets] of edges) {
    for (const to of targets) {
      const sources = against.get(to) ?? [];
      if (sources.length === 0) against.set(to, sources);
      sources.push(from);
    }
  }
  const left: State[] = [];
  const entered = new Set<State>();
  for (const start of edges.keys()) {
    const open: { readonly state: State; next: number }[] = [{ state: start, next: -1 }];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (top.next === -1 && entered.has(top.state)) {
        open.pop();
        continue;
      }
      entered.add(top.state);
      const to = edges.get(top.state)?.[++top.next];
      if (to !== undefined) open.push({ state: to, next: -1 });
      else left.push(open.pop()?.state ?? "");
    }
  }
  const circleOf = new Map<State, State>();
  for (const circle of left.reverse()) {
    const open = [circle];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (circleOf.has(state)) continue;
      circleOf.set(state, circle);
      for (const from of against.get(state) ?? []) open.push(from);
    }
  }
  return circleOf;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
