import type { JSONSchema } from "json-schema-to-typescript";
import type { TypeNode } from "ts-morph";
import { type NodeId, type PropertyIr, resolve, type SchemaIr, type TypeIr, type TypeOfKind } from "../ir/ir.ts";
import type { TypeNames } from "../ir/names.ts";
import type { Json } from "../spec/resolved-spec.ts";
import { docComment, fits, indent, propertyName, stringLiteral } from "./layout.ts";

/** The libraries that types pass through. Loaded for the first spec that is emitted: together they cost half a second. */
export interface TypeTools {
  readonly compile: typeof import("json-schema-to-typescript").compile;
  readonly project: import("ts-morph").Project;
  readonly Node: typeof import("ts-morph").Node;
}

/** Loads {@link TypeTools}. */
export async function loadTypeTools(): Promise<TypeTools> {
  const [{ compile }, { Project, Node }] = await Promise.all([import("json-schema-to-typescript"), import("ts-morph")]);
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipAddingFilesFromTsConfig: true,
  });
  return { compile, project, Node };
}

/** What is declared beside what the schema says. */
export interface DeclareOptions {
  /** Doc of the root type, where it is not the schema's own description. */
  readonly rootDoc?: string;
  /** Types that are spelled otherwise than their schema: the media of an input. */
  readonly spelled?: ReadonlyMap<NodeId, string>;
}

/**
 * Declares the named types of a schema, in order.
 *
 * json-schema-to-typescript spells the types, fed with a schema in which nothing is left that it gets wrong: names are
 * placeholders, and what it cannot say is a placeholder whose meaning we know. Its text is read as a syntax tree and
 * printed in our layout, with the names and docs of the spec.
 */
export async function declareTypes(
  tools: TypeTools,
  schema: SchemaIr,
  names: TypeNames,
  options: DeclareOptions = {},
): Promise<readonly string[]> {
  const speller = createSpeller(schema, names, options.spelled ?? new Map());
  const contents = names.order.map((id) => speller.content(nodeOf(names, id)));
  const nodes = await spell(tools, [...contents, ...speller.shells.map((shell) => shell.schema)]);
  const text = new Map<string, () => string>(
    names.order.map((id, index) => [placeholder("T", index), () => names.names.get(id) ?? ""]),
  );
  const print = (node: TypeNode): string => printType(tools, node, text);
  for (const [index, shell] of speller.shells.entries()) {
    const node = nodes[names.order.length + index];
    text.set(placeholder("S", index), () => shell.print(node === undefined ? [] : membersOf(tools, node).map(print)));
  }
  return names.order.map((id, index) => {
    const type = nodeOf(names, id);
    const node = nodes[index];
    const name = names.names.get(id);
    if (node === undefined || name === undefined) throw new Error(`json-schema-to-typescript lost the type ${id}`);
    const doc =
      (type === schema.root ? options.rootDoc : undefined) ?? (describesItself(id) ? type.description : undefined);
    const comment = doc === undefined ? "" : docComment(doc);
    const head = comment === "" ? "" : `${comment}\n`;
    if (type.kind !== "object" || speller.isSpelled(id)) return `${head}${printAlias(name, print(node))}`;
    const members = membersOf(tools, node);
    const lines = type.properties.map((property, at) => {
      const member = members[at];
      if (member === undefined)
        throw new Error(`json-schema-to-typescript lost the property ${property.name} of ${name}`);
      return printMember(property, print(member));
    });
    const rest = members[type.properties.length];
    if (rest !== undefined) lines.push({ text: `${spread("[key: string]:", print(rest))};`, documented: false });
    return `${head}export interface ${name} ${printBlock(lines)}`;
  });
}

function nodeOf(names: TypeNames, id: NodeId): TypeIr {
  const type = names.nodes.get(id);
  if (type === undefined) throw new Error(`no node for the named type ${id}`);
  return type;
}

function placeholder(letter: "T" | "S", index: number): string {
  return `${letter}${index}x`;
}

/** Has json-schema-to-typescript spell some schemas, as the members of one interface. */
async function spell(tools: TypeTools, schemas: readonly JSONSchema[]): Promise<readonly TypeNode[]> {
  const text = await tools.compile(membersSchema(schemas, "Root_"), "Root_", {
    additionalProperties: false,
    bannerComment: "",
    format: false,
    ignoreMinAndMaxItems: true,
    $refOptions: { resolve: { external: false, file: false, http: false } },
  });
  const file = tools.project.createSourceFile("types.ts", text, { overwrite: true });
  return file
    .getInterfaceOrThrow("Root_")
    .getProperties()
    .map((property) => property.getTypeNodeOrThrow());
}

function membersSchema(schemas: readonly JSONSchema[], title?: string): JSONSchema {
  const properties = schemas.map((schema, index): [string, JSONSchema] => [`p${index}`, schema]);
  return {
    ...(title === undefined ? {} : { title }),
    type: "object",
    additionalProperties: false,
    required: properties.map(([name]) => name),
    properties: Object.fromEntries(properties),
  };
}

function membersOf(tools: TypeTools, node: TypeNode): readonly TypeNode[] {
  return tools.Node.isTypeLiteral(node) ? node.getProperties().map((property) => property.getTypeNodeOrThrow()) : [];
}

/** Something json-schema-to-typescript cannot say: it spells the parts, as members of an object, and we put them together. */
interface Shell {
  readonly schema: JSONSchema;
  print(parts: readonly string[]): string;
}

interface Speller {
  readonly shells: readonly Shell[];
  isSpelled(id: NodeId): boolean;
  /** What stands in a type's own declaration. */
  content(type: TypeIr): JSONSchema;
}

function createSpeller(schema: SchemaIr, names: TypeNames, spelled: ReadonlyMap<NodeId, string>): Speller {
  const shells: Shell[] = [];
  const indexes = new Map(names.order.map((id, index) => [id, index]));

  const shell = (parts: readonly TypeIr[], print: (parts: readonly string[]) => string): JSONSchema => {
    const index = shells.push({ schema: {}, print }) - 1;
    shells[index] = { schema: membersSchema(parts.map(use)), print };
    return { tsType: placeholder("S", index) };
  };

  /** A type as others refer to it. */
  const use = (type: TypeIr): JSONSchema => {
    const index = indexes.get(type.kind === "reference" ? type.to : type.id);
    if (index !== undefined) return { tsType: placeholder("T", index) };
    const target = type.kind === "reference" ? resolve(schema, type) : type;
    if (target === undefined) return {};
    const named = indexes.get(target.id);
    return named === undefined ? content(target) : { tsType: placeholder("T", named) };
  };

  const content = (type: TypeIr): JSONSchema => {
    const own = spelled.get(type.id);
    if (own !== undefined) return shell([], () => own);
    switch (type.kind) {
      case "any":
        return {};
      case "never":
        return shell([], () => "never");
      case "text":
        return { type: "string" };
      case "scalar":
        return { type: [...new Set(type.types.map((name) => (name === "integer" ? "number" : name)))] };
      case "literal":
        return type.values.every((value) => typeof value !== "object" || value === null)
          ? { enum: [...type.values] as (string | number | boolean | null)[] }
          : shell([], () => type.values.map(literalType).join(" | "));
      case "object":
        if (!indexes.has(type.id)) return shell(restTypes(type), (parts) => `{ [key: string]: ${joinUnion(parts)} }`);
        return membersSchema([...type.properties.map((property) => use(property.type)), ...indexSignature(type)]);
      case "array":
        return type.prefix === undefined
          ? { type: "array", items: use(type.items) }
          : shell([...type.prefix, type.items], (parts) => tupleType(type, parts));
      case "union":
        return { anyOf: type.options.map(use) };
      case "reference":
        return use(type);
    }
  };

  /** The one member more that stands for an index signature: wide enough for every declared property. */
  const indexSignature = (type: TypeOfKind<"object">): readonly JSONSchema[] => {
    if (type.rest === "drop" || type.rest === "reject") {
      return type.properties.length === 0 ? [shell([], () => "never")] : [];
    }
    if (type.rest === "keep") return [{}];
    const optional = type.properties.some((property) => !property.required);
    const parts = [type.rest, ...type.properties.map((property) => property.type)];
    return [shell(parts, (texts) => joinUnion(optional ? [...texts, "undefined"] : texts))];
  };

  return {
    shells,
    isSpelled: (id) => spelled.has(id),
    content: (type) => content(type),
  };
}

/** The type of a map's values: what it says, anything, or nothing where the object must stay empty. */
function restTypes(type: TypeOfKind<"object">): readonly TypeIr[] {
  if (typeof type.rest === "object") return [type.rest];
  const { id, sources, constraints, unsaid } = type;
  return [{ id: `${id}~rest`, sources, constraints, unsaid, kind: type.rest === "keep" ? "any" : "never" }];
}

/** A tuple whose elements are optional from `minItems` on. */
function tupleType(type: TypeOfKind<"array">, parts: readonly string[]): string {
  const rest = parts.at(-1) ?? "unknown";
  const minimum = type.constraints["minItems"];
  const required = typeof minimum === "number" ? minimum : 0;
  const elements = parts.slice(0, -1).map((part, index) => (index < required ? part : `${inBrackets(part)}?`));
  const open = rest === "never" ? [] : [`...${inBrackets(rest)}[]`];
  return `[${[...elements, ...open].join(", ")}]`;
}

/** A type that can be followed by `[]` or `?`. */
export function inBrackets(type: string): string {
  return splitUnion(type).length > 1 || type.startsWith("readonly ") ? `(${type})` : type;
}

/** The type that admits just one JSON value. */
export function literalType(value: Json): string {
  if (typeof value === "string") return stringLiteral(value);
  if (Array.isArray(value)) return `[${value.map(literalType).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, item]) => `${propertyName(name)}: ${literalType(item)}`);
    return members.length === 0 ? "{ [key: string]: never }" : `{ ${members.join("; ")} }`;
  }
  return JSON.stringify(value);
}

/** The union of some printed types: each option once, and nothing beside a type that contains it. */
export function joinUnion(types: readonly string[]): string {
  const options = [...new Set(types.flatMap(splitUnion))].filter((option) => option !== "never");
  if (options.includes("unknown")) return "unknown";
  const [hasString, hasNumber, hasBoolean] = ["string", "number", "boolean"].map((type) => options.includes(type));
  const kept = options.filter(
    (option) =>
      !(hasString && /^"(?:[^"\\]|\\.)*"$/.test(option)) &&
      !(hasNumber && /^-?\d[\w.+-]*$/.test(option)) &&
      !(hasBoolean && (option === "true" || option === "false")),
  );
  return kept.length === 0 ? "never" : kept.join(" | ");
}

function printType(tools: TypeTools, node: TypeNode, placeholders: ReadonlyMap<string, () => string>): string {
  const { Node } = tools;
  const print = (inner: TypeNode): string => printType(tools, inner, placeholders);
  if (Node.isParenthesizedTypeNode(node)) return print(node.getTypeNode());
  if (Node.isUnionTypeNode(node)) return joinUnion(node.getTypeNodes().map(print));
  if (Node.isArrayTypeNode(node)) return `${inBrackets(print(node.getElementTypeNode()))}[]`;
  if (Node.isTypeReference(node)) {
    const text = placeholders.get(node.getTypeName().getText());
    if (text === undefined)
      throw new Error(`json-schema-to-typescript spelt a type we did not ask for: ${node.getText()}`);
    return text();
  }
  if (Node.isLiteralTypeNode(node)) {
    const literal = node.getLiteral();
    return Node.isStringLiteral(literal) ? stringLiteral(literal.getLiteralValue()) : literal.getText();
  }
  return node.getText();
}

/** A description at a property is shown there; elsewhere (definitions, list items, options) it is the type's own. */
function describesItself(id: NodeId): boolean {
  return !/\/properties\/[^/]*$/.test(id);
}

/** One line or more of an interface. */
export interface Member {
  readonly text: string;
  readonly documented: boolean;
}

function printMember(property: PropertyIr, type: string): Member {
  const doc = property.type.description === undefined ? "" : docComment(property.type.description);
  const head = `${propertyName(property.name)}${property.required ? "" : "?"}:`;
  return { text: `${doc === "" ? "" : `${doc}\n`}${spread(head, type)};`, documented: doc !== "" };
}

/** Members in a block. A documented member stands apart from its neighbours. */
export function printBlock(members: readonly Member[]): string {
  if (members.length === 0) return "{}";
  const lines = members.map((member, index) => {
    const before = members[index - 1];
    const apart = before !== undefined && (before.documented || member.documented);
    return `${apart ? "\n" : ""}${indent(member.text)}`;
  });
  return `{\n${lines.join("\n")}\n}`;
}

/** Declares an alias, with one option a line where the line would be too long. */
export function printAlias(name: string, type: string): string {
  return `${spread(`export type ${name} =`, type)};`;
}

/** A type after its head, broken at its outermost `|` when the line is too long. */
export function spread(head: string, type: string): string {
  const line = `${head} ${type}`;
  if (fits(`  ${line}`)) return line;
  const options = splitUnion(type);
  if (options.length > 1) return `${head}\n${options.map((option) => `  | ${option}`).join("\n")}`;
  const list = /^(readonly )?\((.*)\)\[\]$/.exec(type);
  const elements = list === null ? [] : splitUnion(list[2] ?? "");
  return elements.length < 2
    ? line
    : `${head} ${list?.[1] ?? ""}(\n${elements.map((element) => `  | ${element}`).join("\n")}\n)[]`;
}

/** The options of a printed union, split outside strings and brackets. */
function splitUnion(type: string): readonly string[] {
  const options: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < type.length; at++) {
    const character = type[at];
    if (character === '"') {
      for (at++; at < type.length && type[at] !== '"'; at++) if (type[at] === "\\") at++;
    } else if (character === "<" || character === "{" || character === "[" || character === "(") depth++;
    else if (character === ">" || character === "}" || character === "]" || character === ")") depth--;
    else if (character === "|" && depth === 0) {
      options.push(type.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...options, type.slice(start).trim()];
}
