import { childrenOf, type NodeId, resolve, type SchemaIr, type TypeIr, type TypeOfKind } from "../ir/ir.ts";
import type { TypeNames } from "../ir/names.ts";
import { flatOptions, tagOf } from "../ir/table.ts";
import { articleFor, propertyName } from "./layout.ts";
import { inBrackets, joinUnion, literalType, printAlias, printBlock, spread } from "./types.ts";

type Resolved = Exclude<TypeIr, { readonly kind: "reference" }>;

/**
 * Declares what each named type looks like while it is being written, in order. The rules are those of the streaming
 * table (`StreamNode` in the runtime): everything may be absent, lists are readonly and hold partials, a tagged union
 * shows an option once its tag is decided, and what nothing tells apart appears whole, as its final type.
 */
export function declarePartials(schema: SchemaIr, names: TypeNames): readonly string[] {
  const tags = tagsOfOptions(schema);
  /** Named nodes whose partial type something refers to. */
  const wanted = new Set<NodeId>([schema.root.id]);

  /** The text of a node's final type, where that is also its partial one. */
  const finalText = (type: TypeIr): string => {
    const name = names.names.get(type.kind === "reference" ? type.to : type.id);
    if (name !== undefined) return name;
    const target = resolve(schema, type);
    if (target === undefined) return "unknown";
    switch (target.kind) {
      case "any":
        return "unknown";
      case "never":
        return "never";
      case "text":
        return "string";
      case "scalar":
        return joinUnion(target.types.map((scalar) => (scalar === "integer" ? "number" : scalar)));
      case "literal":
        return joinUnion(target.values.map(literalType));
      case "object":
        return `{ readonly [key: string]: ${typeof target.rest === "object" ? finalText(target.rest) : target.rest === "keep" ? "unknown" : "never"} }`;
      case "array":
        return target.prefix === undefined
          ? `readonly ${inBrackets(finalText(target.items))}[]`
          : readonlyTuple([...target.prefix.map(finalText), finalText(target.items)], target);
      case "union":
        return joinUnion(target.options.map(finalText));
    }
  };

  /** The text of a node's partial type as others refer to it. */
  const partialText = (type: TypeIr): string => {
    const target = resolve(schema, type);
    if (target === undefined) return "unknown";
    if (isWhole(schema, type)) return finalText(type);
    const name = names.names.get(target.id);
    if (name === undefined) return content(target);
    wanted.add(target.id);
    return `Partial${name}`;
  };

  /** The partial type of one option of a tagged union: nothing is shown before the tag is. */
  const optionText = (option: Resolved, tag: string | undefined): string => {
    const text = partialText(option);
    if (tag === undefined || option.kind !== "object" || tags.get(option.id) === tag) return text;
    const property = option.properties.find((candidate) => candidate.name === tag);
    return property === undefined ? text : `(${text} & { readonly ${propertyName(tag)}: ${finalText(property.type)} })`;
  };

  const content = (type: Resolved): string => {
    switch (type.kind) {
      case "object":
        return `{ readonly [key: string]: ${typeof type.rest === "object" ? partialText(type.rest) : type.rest === "keep" ? "unknown" : "never"} }`;
      case "array":
        return type.prefix === undefined
          ? `readonly ${inBrackets(partialText(type.items))}[]`
          : readonlyTuple([...type.prefix.map(partialText), partialText(type.items)]);
      case "union": {
        const options = flatOptions(schema, type);
        const tag = tagOf(schema, type)?.name;
        return joinUnion(
          options.map((option) => (isIndistinct(options, option, tag) ? finalText(option) : optionText(option, tag))),
        );
      }
      case "any":
      case "never":
      case "text":
      case "scalar":
      case "literal":
        return finalText(type);
    }
  };

  const declare = (id: NodeId): string => {
    const type = names.nodes.get(id);
    const name = names.names.get(id);
    if (type === undefined || name === undefined) throw new Error(`no named type ${id}`);
    const doc = `/** ${articleFor(name)} {@link ${name}} while it is being written: absent means not decided yet. */\n`;
    if (isWhole(schema, type)) return `${doc}${printAlias(`Partial${name}`, name)}`;
    if (type.kind === "reference") return `${doc}${printAlias(`Partial${name}`, partialText(type))}`;
    if (type.kind !== "object") return `${doc}${printAlias(`Partial${name}`, content(type))}`;
    const tag = tags.get(id);
    const lines = type.properties.map((property) => {
      const optional = property.name === tag ? "" : "?";
      return {
        text: `${spread(`readonly ${propertyName(property.name)}${optional}:`, partialText(property.type))};`,
        documented: false,
      };
    });
    const rest = restText(type, partialText);
    if (rest !== undefined) lines.push({ text: `${spread("readonly [key: string]:", rest)};`, documented: false });
    return `${doc}export interface Partial${name} ${printBlock(lines)}`;
  };

  // A set is walked in the order in which it grows, so this ends when nothing new is referred to.
  const declared = new Map<NodeId, string>();
  for (const id of wanted) declared.set(id, declare(id));
  return names.order.flatMap((id) => declared.get(id) ?? []);
}

function restText(type: TypeOfKind<"object">, partialText: (type: TypeIr) => string): string | undefined {
  if (type.rest === "keep") return "unknown";
  if (typeof type.rest !== "object") return type.properties.length === 0 ? "never" : undefined;
  return joinUnion([
    partialText(type.rest),
    ...type.properties.map((property) => partialText(property.type)),
    "undefined",
  ]);
}

function readonlyTuple(parts: readonly string[], whole?: TypeOfKind<"array">): string {
  const rest = parts.at(-1) ?? "unknown";
  const minimum = whole?.constraints["minItems"];
  const elements = parts
    .slice(0, -1)
    .map((part, index) => (typeof minimum === "number" && index < minimum ? part : `${inBrackets(part)}?`));
  return `readonly [${[...elements, ...(rest === "never" ? [] : [`...${inBrackets(rest)}[]`])].join(", ")}]`;
}

/** Whether a node never appears unfinished, so that its partial type is its final one. */
function isWhole(schema: SchemaIr, type: TypeIr, seen: ReadonlySet<NodeId> = new Set()): boolean {
  const target = resolve(schema, type);
  if (target === undefined || (type.hold ?? target.hold) === true) return true;
  if (target.kind === "object" || target.kind === "array") return false;
  if (target.kind !== "union" || seen.has(target.id)) return true;
  const options = flatOptions(schema, target);
  const tag = tagOf(schema, target)?.name;
  return options.every(
    (option) => isIndistinct(options, option, tag) || isWhole(schema, option, new Set([...seen, target.id])),
  );
}

/** Whether an option is shown only when whole, since another one of the same JSON type stands beside it. */
function isIndistinct(options: readonly Resolved[], option: Resolved, tag: string | undefined): boolean {
  if (option.kind === "object")
    return (
      tag === undefined &&
      options.some((other) => other !== option && (other.kind === "object" || other.kind === "any"))
    );
  return (
    option.kind === "array" &&
    options.some((other) => other !== option && (other.kind === "array" || other.kind === "any"))
  );
}

/** Objects that stand nowhere but in tagged unions, always with the same tag: their partial type can require it. */
function tagsOfOptions(schema: SchemaIr): ReadonlyMap<NodeId, string> {
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
