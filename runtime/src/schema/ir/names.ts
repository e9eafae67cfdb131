import { pascalCase } from "../pascal-case.ts";
import { reservedTypes } from "../reserved-names.ts";
import { childrenOf, type NodeId, type SchemaIr, type TypeIr } from "./ir.ts";
import { definitionsAround, partsOf, type Wishes, wishesOf } from "./path-names.ts";
import { tagOf } from "./union-rows.ts";

/** The named types of a spec: objects, definitions and what recursion needs, in the order in which they are declared. */
export interface TypeNames {
  /** Every named node, also those whose types are imported. */
  readonly names: ReadonlyMap<NodeId, string>;
  /** The nodes whose types are declared here, in order, the root first. */
  readonly order: readonly NodeId[];
  readonly nodes: ReadonlyMap<NodeId, TypeIr>;
  /** Every node that what is declared here is made of. */
  readonly reached: readonly TypeIr[];
}

/** What naming depends on besides the schema itself. */
export interface NamingOptions {
  /** The root is no type: only its definitions are. */
  readonly rootless?: boolean;
  /** Definitions that are types even if the root does not lead to them. */
  readonly definitions?: readonly NodeId[];
  /** Whether the schema at a pointer was copied from another spec. */
  readonly isForeign?: (pointer: string) => boolean;
  /** Whether a node's type is another module's, so that nothing is declared for it. */
  readonly isImported?: (id: NodeId) => boolean;
}

/**
 * Names the types of a schema by path, never by title: the root's name, definitions by their own key, nested objects
 * by their parent and property, items of a list in the singular.
 *
 * A name follows from the place alone, so that neither a neighbour nor the order of things renames a type. Where two
 * places wish for the same name, definitions go first, then names that were not guessed, then the smaller pointer; the
 * other falls back to a longer name. What was copied from other specs is named last: a spec's own types have the names
 * they have without it.
 */
export function nameTypes(
  schema: SchemaIr,
  root: string,
  taken: ReadonlySet<string>,
  options: NamingOptions = {},
): TypeNames {
  const { rootless = false, isForeign = () => false, isImported = () => false } = options;
  const isCopy = (id: NodeId): boolean => partsOf(id).every(({ pointer }) => isForeign(pointer));
  const start = [...(rootless ? [] : [schema.root]), ...targetsOf(schema, options.definitions ?? [])];
  const own = reach(schema, start, isCopy);
  const all = reach(schema, start, isImported);
  const isTarget = (pointer: string): boolean => schema.targets.has(pointer);
  const isType = ({ id }: TypeIr): boolean => (rootless ? id !== "#" : true);

  const allocate = createAllocator(root, taken, rootless);
  const names = new Map<NodeId, string>(rootless ? [] : [[schema.root.id, root]]);
  const given = new Map<string, string>();
  const suffixes = optionSuffixes(schema);
  const sources = {
    root,
    isTarget,
    isForeign,
    definition: (pointer: string) => given.get(pointer),
    option: (place: string) => suffixes.get(place),
  };
  const nameAll = (nodes: readonly TypeIr[], isNameable: (pointer: string) => boolean): void => {
    const around = new Set(nodes.flatMap(({ id }) => definitionsAround(id, isTarget)));
    const unnamed = [...around].filter((pointer) => isNameable(pointer) && !given.has(pointer));
    for (const { pointer, key } of inOrder(unnamed)) {
      const name = pascalCase(key);
      given.set(pointer, allocate([name, `${root}${name}`, `${root}Definition`]));
    }
    const claims = nodes
      .filter((type) => isType(type) && isNamed(schema, type) && !names.has(type.id))
      .map(({ id }) => ({ id, wishes: wishesOf(id, sources), parts: partsOf(id).length }))
      .sort(byClaim);
    for (const { id, wishes } of claims) names.set(id, given.get(id) ?? allocate(wishes.names));
  };
  nameAll([...own.values()], (pointer) => !isForeign(pointer));
  nameAll([...all.values()], () => true);

  const declared = inDocumentOrder(schema, start, (type) => all.has(type.id) && names.has(type.id) && isType(type));
  return { names, order: [...declared.keys()], nodes: declared, reached: [...all.values()] };
}

function targetsOf(schema: SchemaIr, ids: readonly NodeId[]): readonly TypeIr[] {
  return ids.flatMap((id) => schema.targets.get(id) ?? []);
}

/** Every node some nodes lead to, references followed, without what lies at and below a node that `stops`. */
function reach(
  schema: SchemaIr,
  start: readonly TypeIr[],
  stops: (id: NodeId) => boolean,
): ReadonlyMap<NodeId, TypeIr> {
  const found = new Map<NodeId, TypeIr>();
  const queue = [...start];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next.id) || stops(next.id)) continue;
    found.set(next.id, next);
    queue.push(...childrenOf(next));
    const target = next.kind === "reference" ? schema.targets.get(next.to) : undefined;
    if (target !== undefined) queue.push(target);
  }
  return found;
}

/** The nodes that are types, as a reader meets them: what the root holds, then what it refers to. */
function inDocumentOrder(
  schema: SchemaIr,
  start: readonly TypeIr[],
  isType: (type: TypeIr) => boolean,
): ReadonlyMap<NodeId, TypeIr> {
  const found = new Map<NodeId, TypeIr>();
  const seen = new Set<NodeId>();
  const visit = (type: TypeIr): void => {
    if (seen.has(type.id)) return;
    seen.add(type.id);
    if (isType(type)) found.set(type.id, type);
    childrenOf(type).forEach(visit);
  };
  const [root] = start;
  if (root === schema.root) visit(root);
  for (const target of schema.targets.values()) visit(target);
  return found;
}

/** Gives out names, each once, and its partial type's with it. */
function createAllocator(
  root: string,
  taken: ReadonlySet<string>,
  rootless: boolean,
): (wishes: readonly string[]) => string {
  const used = new Set<string>(rootless ? [] : [root, `Partial${root}`]);
  const isFree = (name: string): boolean =>
    [name, `Partial${name}`].every((one) => !used.has(one) && !taken.has(one) && !reservedTypes.has(one)) &&
    isTypeName(name);
  return (wishes) => {
    const name = wishes.find(isFree) ?? numbered(wishes.findLast(isTypeName) ?? `${root}Type`, isFree);
    used.add(name).add(`Partial${name}`);
    return name;
  };
}

/** The first of `Name2`, `Name3`, … that is free. */
export function numbered(base: string, isFree: (name: string) => boolean): string {
  for (let number = 2; ; number++) if (isFree(`${base}${number}`)) return `${base}${number}`;
}

/** Whether a text can be the name of a type as it stands. */
function isTypeName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(text);
}

/** Definitions in the order in which they choose: those whose key is a type's name already, then by pointer. */
function inOrder(pointers: readonly string[]): readonly { readonly pointer: string; readonly key: string }[] {
  return pointers
    .map((pointer) => {
      const key = (pointer.split("/").at(-1) ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
      return { pointer, key, isExact: pascalCase(key) === key };
    })
    .sort((a, b) => Number(b.isExact) - Number(a.isExact) || compare(a.pointer, b.pointer));
}

interface Claim {
  readonly id: NodeId;
  readonly wishes: Wishes;
  readonly parts: number;
}

function byClaim(a: Claim, b: Claim): number {
  return Number(a.wishes.guessed) - Number(b.wishes.guessed) || a.parts - b.parts || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Objects with properties always have a name; maps are written where they stand. */
function isNamed(schema: SchemaIr, type: TypeIr): boolean {
  return (
    schema.definitions.has(type.id) ||
    (type.kind === "object" && type.properties.length > 0) ||
    (schema.targets.has(type.id) && needsAlias(type))
  );
}

/** A type that contains others must have a name where something refers to it: it may be recursive. */
function needsAlias(type: TypeIr): boolean {
  return type.kind === "object" || type.kind === "array" || type.kind === "union";
}

/** What tells the options of each union apart: the tag's value, or the position. */
function optionSuffixes(schema: SchemaIr): ReadonlyMap<string, string> {
  const suffixes = new Map<string, string>();
  const byPointer = new Map<string, string>();
  const seen = new Set<NodeId>();
  const visit = (type: TypeIr): void => {
    if (seen.has(type.id)) return;
    seen.add(type.id);
    if (type.kind === "union") {
      const structured = type.options.filter(needsAlias);
      const tag = tagOf(schema, type);
      for (const [index, option] of type.options.entries()) {
        const value = tag?.values.get(option.id);
        const suffix =
          structured.length === 1 ? "" : (value === undefined ? "" : pascalCase(value)) || `Option${index + 1}`;
        suffixes.set(option.id, suffix);
        const pointer = partsOf(option.id).at(-1)?.pointer ?? "";
        if (option.id.endsWith(pointer) && !byPointer.has(pointer)) byPointer.set(pointer, suffix);
      }
    }
    childrenOf(type).forEach(visit);
  };
  visit(schema.root);
  for (const target of schema.targets.values()) visit(target);
  return new Map([...byPointer, ...suffixes]);
}
