import type { JSONSchema } from "json-schema-to-typescript";
import type { TypeNode } from "ts-morph";
import { literalType, named, type TypeExpression, unionOf } from "./type-expression.ts";

/** The libraries that types pass through. Loaded for the first spec that is emitted: together they cost half a second. */
export interface TypeTools {
  readonly compile: typeof import("json-schema-to-typescript").compile;
  readonly project: import("ts-morph").Project;
  readonly Node: typeof import("ts-morph").Node;
  /** What was spelt before, by schema: most types of a project are the same few. */
  readonly spelt: Map<string, TypeExpression>;
}

/** Loads {@link TypeTools}. */
export async function loadTypeTools(): Promise<TypeTools> {
  const [{ compile }, { Project, Node }] = await Promise.all([import("json-schema-to-typescript"), import("ts-morph")]);
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipAddingFilesFromTsConfig: true,
  });
  return { compile, project, Node, spelt: new Map() };
}

/** The schema of a hole: something that has a name, or that json-schema-to-typescript cannot say. {@link fillHoles} fills it. */
export function holeSchema(index: number): JSONSchema {
  return { tsType: `Hole${index}` };
}

/**
 * Has json-schema-to-typescript spell types, each by itself, and reads its text as a syntax tree. Nothing it gets wrong
 * is left in the schemas. The same one is spelt the same way whatever stands around it, so it is asked for once.
 */
export async function spell(tools: TypeTools, schemas: readonly JSONSchema[]): Promise<readonly TypeExpression[]> {
  const texts = schemas.map((schema) => JSON.stringify(schema));
  const fresh = new Map(schemas.map((schema, index) => [texts[index] ?? "", schema]));
  for (const text of tools.spelt.keys()) fresh.delete(text);
  if (fresh.size > 0) {
    const nodes = await spellMembers(tools, [...fresh.values()]);
    for (const [index, text] of [...fresh.keys()].entries()) {
      const node = nodes[index];
      if (node === undefined) throw new Error(`json-schema-to-typescript lost a type: ${text}`);
      tools.spelt.set(text, readType(tools, node));
    }
  }
  return texts.map((text) => {
    const type = tools.spelt.get(text);
    if (type === undefined) throw new Error(`json-schema-to-typescript lost a type: ${text}`);
    return type;
  });
}

async function spellMembers(tools: TypeTools, schemas: readonly JSONSchema[]): Promise<readonly TypeNode[]> {
  const members = schemas.map((schema, index): [string, JSONSchema] => [`p${index}`, schema]);
  const holder: JSONSchema = {
    title: "Root_",
    type: "object",
    additionalProperties: false,
    required: members.map(([name]) => name),
    properties: Object.fromEntries(members),
  };
  const text = await tools.compile(holder, "Root_", {
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

function readType(tools: TypeTools, node: TypeNode): TypeExpression {
  const { Node } = tools;
  const read = (inner: TypeNode): TypeExpression => readType(tools, inner);
  if (Node.isParenthesizedTypeNode(node)) return read(node.getTypeNode());
  if (Node.isUnionTypeNode(node)) return { kind: "union", options: node.getTypeNodes().map(read) };
  if (Node.isArrayTypeNode(node)) return { kind: "list", items: read(node.getElementTypeNode()) };
  // A JSON literal in TypeScript's spelling; `null` and numbers below zero are no literal nodes of their own.
  if (Node.isLiteralTypeNode(node)) {
    const literal = node.getLiteral();
    return literalType(Node.isStringLiteral(literal) ? literal.getLiteralValue() : JSON.parse(literal.getText()));
  }
  if (/^(?:Hole\d+|[a-z]+)$/.test(node.getText())) return named(node.getText());
  throw new Error(`json-schema-to-typescript spelt a type we did not ask for: ${node.getText()}`);
}

/** Puts what belongs there into the holes of a spelt type, by their numbers. */
export function fillHoles(type: TypeExpression, holes: readonly (() => TypeExpression)[]): TypeExpression {
  switch (type.kind) {
    case "name": {
      const hole = type.text.startsWith("Hole") ? holes[Number(type.text.slice("Hole".length))] : undefined;
      return hole === undefined ? type : hole();
    }
    case "union":
      return unionOf(type.options.map((option) => fillHoles(option, holes)));
    case "list":
      return { kind: "list", items: fillHoles(type.items, holes) };
    case "literal":
    case "both":
    case "tuple":
    case "object":
      return type;
  }
}
