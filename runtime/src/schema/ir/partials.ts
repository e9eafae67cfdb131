import { childrenOf, holderOf, type NodeId, resolve, type SchemaIr, type TypeIr, type TypeOfKind } from "./ir.ts";
import { flatOptions, type Resolved, tagOf } from "./union-rows.ts";

/** How one option of a union shows in a partial. */
export interface ShownOption {
  readonly option: Resolved;
  /** It shows when it is finished: another option of the same JSON type stands beside it, and nothing tells which it is. */
  readonly whole: boolean;
  /** It shows once this property is decided, which is then there. */
  readonly tag?: string;
}

/** The options of a union as partials show them: references and unions inside it opened. */
function shownOptions(schema: SchemaIr, union: TypeOfKind<"union">): readonly ShownOption[] {
  const options = flatOptions(schema, union);
  const tag = tagOf(schema, union)?.name;
  const hasLike = (option: Resolved): boolean =>
    options.some((other) => other !== option && (other.kind === option.kind || other.kind === "any"));
  return options.map((option) => {
    if (option.kind === "array") return { option, whole: hasLike(option) };
    if (option.kind !== "object") return { option, whole: true };
    return tag === undefined ? { option, whole: hasLike(option) } : { option, whole: false, tag };
  });
}

/** What the partial type of a union is made of: an option, or a named union that shows here as it does by itself. */
export type ShownPart = ShownOption | { readonly named: TypeOfKind<"union"> };

/** The options of a union as its partial type lists them, with the names that can stand for several. */
export function shownParts(
  schema: SchemaIr,
  union: TypeOfKind<"union">,
  isNamed: (id: NodeId) => boolean,
): readonly ShownPart[] {
  const shown = new Map(shownOptions(schema, union).map((one) => [one.option.id, one]));
  const parts = new Map<NodeId, ShownPart>();
  const seen = new Set<NodeId>([union.id]);
  const visit = (option: TypeIr): void => {
    const target = resolve(schema, option);
    if (target === undefined || seen.has(target.id)) return;
    seen.add(target.id);
    const one = shown.get(target.id);
    if (one !== undefined) parts.set(target.id, one);
    if (target.kind !== "union") return;
    const inner = shownOptions(schema, target);
    const isSame = inner.every(({ option: { id }, whole, tag }) => {
      const here = shown.get(id);
      return here !== undefined && here.whole === whole && here.tag === tag;
    });
    const isHeld = holderOf(schema, option) !== undefined;
    if (isSame && !isHeld && isNamed(target.id)) {
      parts.set(target.id, { named: target });
      for (const { option: same } of inner) seen.add(same.id);
    } else target.options.forEach(visit);
  };
  union.options.forEach(visit);
  return [...parts.values()];
}

/** Whether a node never appears unfinished in a type's sense, so that its partial type is its final one. */
export function isWhole(schema: SchemaIr, type: TypeIr, seen: ReadonlySet<NodeId> = new Set()): boolean {
  const target = resolve(schema, type);
  if (target === undefined || holderOf(schema, type) !== undefined) return true;
  if (target.kind === "object" || target.kind === "array") return false;
  if (target.kind !== "union" || seen.has(target.id)) return true;
  const inside = new Set([...seen, target.id]);
  return shownOptions(schema, target).every(({ option, whole }) => whole || isWhole(schema, option, inside));
}

/** The nodes whose partial types some nodes need, and those themselves: what a module declares partial types of. */
export function partialNodes(
  schema: SchemaIr,
  roots: readonly TypeIr[],
  isNamed: (id: NodeId) => boolean,
  stops: (id: NodeId) => boolean = () => false,
): ReadonlySet<NodeId> {
  const found = new Set<NodeId>(roots.map(({ id }) => id));
  const seen = new Set<NodeId>();
  // A queue and no recursion: references may lead on for longer than the stack is deep.
  const queue = [...roots];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const target = resolve(schema, next);
    if (target === undefined || isWhole(schema, next) || seen.has(target.id)) continue;
    seen.add(target.id);
    if (isNamed(target.id)) found.add(target.id);
    if (!stops(target.id)) queue.push(...shownBelow(schema, target, isNamed));
  }
  return found;
}

/** The nodes whose partial types that of a node mentions. */
function shownBelow(schema: SchemaIr, type: Resolved, isNamed: (id: NodeId) => boolean): readonly TypeIr[] {
  if (type.kind !== "union") return childrenOf(type);
  return shownParts(schema, type, isNamed).flatMap((part) => {
    if ("named" in part) return [part.named];
    return part.whole ? [] : [part.option];
  });
}

/** Objects that stand nowhere but in tagged unions, always with the same tag: their partial type can require it. */
export function tagsOfOptions(schema: SchemaIr): ReadonlyMap<NodeId, string> {
  const uses = new Map<NodeId, Set<string | undefined>>();
  const note = (id: NodeId, tag: string | undefined): void => {
    uses.set(id, (uses.get(id) ?? new Set()).add(tag));
  };
  const visit = (type: TypeIr): void => {
    if (type.kind === "union") {
      const tag = tagOf(schema, type)?.name;
      for (const option of flatOptions(schema, type)) note(option.id, option.kind === "object" ? tag : undefined);
      for (const option of type.options) if (option.kind !== "reference") childrenOf(option).forEach(visit);
      return;
    }
    const target = resolve(schema, type);
    if (target !== undefined && target.kind !== "union") note(target.id, undefined);
    childrenOf(type).forEach(visit);
  };
  visit(schema.root);
  for (const target of schema.targets.values()) {
    if (target.kind === "union") visit(target);
    else childrenOf(target).forEach(visit);
  }
  return new Map(
    [...uses].flatMap(([id, tags]) => {
      const [tag] = tags;
      return tags.size === 1 && tag !== undefined ? [[id, tag] as const] : [];
    }),
  );
}
