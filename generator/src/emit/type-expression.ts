import type { Json } from "../../../runtime/src/schema/json.ts";
import { fits, propertyName, stringLiteral } from "./layout.ts";

/** A type as it is written where it is used: a tree, so that nothing has to be read out of text. */
export type TypeExpression =
  | { readonly kind: "name"; readonly text: string; readonly asPartial?: true }
  | { readonly kind: "literal"; readonly text: string; readonly of: "string" | "number" | "boolean" }
  | { readonly kind: "union"; readonly options: readonly TypeExpression[] }
  | { readonly kind: "both"; readonly parts: readonly TypeExpression[] }
  | { readonly kind: "list"; readonly items: TypeExpression }
  | { readonly kind: "tuple"; readonly elements: readonly TupleElement[]; readonly rest: TypeExpression }
  | { readonly kind: "object"; readonly members: readonly TypeMember[]; readonly rest?: TypeExpression };

/** One element of a tuple. */
export interface TupleElement {
  readonly type: TypeExpression;
  readonly optional: boolean;
}

/** One property of an object type written where it is used. */
export interface TypeMember {
  readonly name: string;
  readonly type: TypeExpression;
}

/** Whether lists and objects written where they are used can be changed by who reads them. */
export type Access = "mutable" | "readonly";

/** A type by its name: `string`, `unknown`, or one that is declared. */
export function named(text: string): TypeExpression {
  return { kind: "name", text };
}

/** The type that admits just one JSON value. */
export function literalType(value: Json): TypeExpression {
  if (typeof value === "string") return { kind: "literal", text: stringLiteral(value), of: "string" };
  if (Array.isArray(value)) {
    const elements = value.map((item: Json) => ({ type: literalType(item), optional: false }));
    return { kind: "tuple", elements, rest: named("never") };
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, item]) => ({ name, type: literalType(item) }));
    return { kind: "object", members, ...(members.length === 0 ? { rest: named("never") } : {}) };
  }
  if (value === null) return named("null");
  return { kind: "literal", text: JSON.stringify(value), of: typeof value === "number" ? "number" : "boolean" };
}

/** The union of some types: each option once, and nothing beside a type that contains it. */
export function unionOf(types: readonly TypeExpression[]): TypeExpression {
  const options = new Map(types.flatMap(optionsOf).map((option) => [printType(option, "mutable"), option]));
  options.delete("never");
  if (options.has("unknown")) return named("unknown");
  const kept = [...options.values()].filter((option) => option.kind !== "literal" || !options.has(option.of));
  const [first] = kept;
  if (first === undefined) return named("never");
  return kept.length === 1 ? first : { kind: "union", options: kept };
}

function optionsOf(type: TypeExpression): readonly TypeExpression[] {
  return type.kind === "union" ? type.options.flatMap(optionsOf) : [type];
}

/** Prints a type on one line. */
function printType(type: TypeExpression, access: Access): string {
  const readonly = access === "readonly" ? "readonly " : "";
  const print = (inner: TypeExpression): string => printType(inner, access);
  switch (type.kind) {
    case "name":
      return type.asPartial === undefined ? type.text : `Partial<${type.text}>`;
    case "literal":
      return type.text;
    case "union":
      return type.options.map((option) => (option.kind === "both" ? `(${print(option)})` : print(option))).join(" | ");
    case "both":
      return type.parts.map(print).join(" & ");
    case "list":
      return `${readonly}${bracketed(type.items, access)}[]`;
    case "tuple": {
      const elements = type.elements.map((element) =>
        element.optional ? `${bracketed(element.type, access)}?` : print(element.type),
      );
      const isOpen = type.rest.kind !== "name" || type.rest.text !== "never";
      return `${readonly}[${[...elements, ...(isOpen ? [`...${bracketed(type.rest, access)}[]`] : [])].join(", ")}]`;
    }
    case "object": {
      const members = type.members.map(
        ({ name, type: member }) => `${readonly}${propertyName(name)}: ${print(member)}`,
      );
      if (type.rest !== undefined) members.push(`${readonly}[key: string]: ${print(type.rest)}`);
      return `{ ${members.join("; ")} }`;
    }
  }
}

/** A type that `[]` or `?` can follow. */
function bracketed(type: TypeExpression, access: Access): string {
  const binds =
    type.kind === "union" ||
    type.kind === "both" ||
    (access === "readonly" && (type.kind === "list" || type.kind === "tuple"));
  return binds ? `(${printType(type, access)})` : printType(type, access);
}

/** Prints a type after its head, one option of its union a line where one line would be too long. */
export function printAfter(head: string, type: TypeExpression, access: Access): string {
  const line = `${head} ${printType(type, access)}`;
  if (fits(`  ${line}`)) return line;
  if (type.kind === "union") return `${head}\n${optionLines(type, access)}`;
  if (type.kind !== "list" || type.items.kind !== "union") return line;
  return `${head} ${access === "readonly" ? "readonly " : ""}(\n${optionLines(type.items, access)}\n)[]`;
}

function optionLines({ options }: { readonly options: readonly TypeExpression[] }, access: Access): string {
  return options
    .map((option) => `  | ${option.kind === "both" ? `(${printType(option, access)})` : printType(option, access)}`)
    .join("\n");
}

/** The names a type mentions. */
export function namesIn(type: TypeExpression): readonly string[] {
  switch (type.kind) {
    case "name":
      return [type.text];
    case "literal":
      return [];
    case "union":
      return type.options.flatMap(namesIn);
    case "both":
      return type.parts.flatMap(namesIn);
    case "list":
      return namesIn(type.items);
    case "tuple":
      return [...type.elements.flatMap((element) => namesIn(element.type)), ...namesIn(type.rest)];
    case "object":
      return [
        ...type.members.flatMap((member) => namesIn(member.type)),
        ...(type.rest === undefined ? [] : namesIn(type.rest)),
      ];
  }
}
