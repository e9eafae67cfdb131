import ts from "typescript";

/**
 * Code written against the old version of a generated module, as it meets the new one: a reader that touches every
 * member and tells every variant apart, and a caller that gives every variable.
 */
export interface OldCode {
  /** Module that uses the new types as if they were the old ones. */
  readonly text: string;
  /** Module that does nothing but import the types that the old version exports. */
  readonly imports: string;
}

type Declared = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** Declarations of types that a generated module exports, without partial ones. */
function declaredIn(text: string): readonly Declared[] {
  const file = ts.createSourceFile("old.ts", text, ts.ScriptTarget.ES2022, true);
  return file.statements.filter(
    (one): one is Declared =>
      (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) &&
      !one.getFullText().includes("while it is being written"),
  );
}

/** Writes the reader of the output's type `name`; `from` and `to` are the old and the new module. */
export function writeReader(text: string, name: string, from: string, to: string): OldCode {
  const declared = new Map(declaredIn(text).map((one) => [one.name.text, one]));
  const root = declared.get(name);
  const body = root === undefined ? "" : createWriter(declared).declared(root, "value");
  const reader = `export function read(value: New.${name}): void {\n${body}\n}`;
  return { text: `${preamble(from, to)}\n${reader}\n`, imports: importsOf(declared.keys(), to) };
}

/** Writes the caller of the input's type. */
export function writeCaller(text: string, name: string, from: string, to: string): OldCode {
  const declared = new Map(declaredIn(text).map((one) => [one.name.text, one]));
  const lines = [
    `declare function call(input: New.${name}): void;`,
    "// What a caller has is a value of a type of its own, alike in its members.",
    "type Plain<T> = unknown extends T ? T : T extends string | number | boolean | null | undefined ? T : { [K in keyof T]: Plain<T[K]> };",
    `export function callers(old: Plain<Old.${name}>): void {`,
    "  call(old);",
    `  call(${freshValue(declared, name, "old", 0)});`,
    "}",
  ];
  return { text: `${preamble(from, to)}\n${lines.join("\n")}\n`, imports: importsOf(declared.keys(), to) };
}

function importsOf(names: Iterable<string>, to: string): string {
  return `${[...names].map((name) => `export type { ${name} } from "${to}";`).join("\n")}\n`;
}

function preamble(from: string, to: string): string {
  return [
    `import type * as Old from "${from}";`,
    `import type * as New from "${to}";`,
    "declare function use<T>(value: T): void;",
    "export type Both = [typeof Old, typeof New];",
  ].join("\n");
}

interface Writer {
  declared(declared: Declared, value: string): string;
}

/** Writes code that reads a value of a type to the end. */
function createWriter(names: ReadonlyMap<string, Declared>): Writer {
  const inside: Declared[] = [];
  let count = 0;
  const fresh = (): string => `v${count++}`;

  /** The type as the old module means it. */
  function oldType(node: ts.TypeNode): string {
    const transformed = ts.transform(node, [
      (context) => (root) => {
        const visit = (one: ts.Node): ts.Node =>
          ts.isTypeReferenceNode(one) && ts.isIdentifier(one.typeName) && names.has(one.typeName.text)
            ? ts.factory.createTypeReferenceNode(
                ts.factory.createQualifiedName(ts.factory.createIdentifier("Old"), one.typeName.text),
              )
            : ts.visitEachChild(one, visit, context);
        return ts.visitNode(root, visit) as ts.TypeNode;
      },
    ]).transformed[0];
    const text = ts
      .createPrinter({ removeComments: true })
      .printNode(ts.EmitHint.Unspecified, transformed ?? node, node.getSourceFile());
    return text.replaceAll(/\s+/g, " ");
  }

  function members(list: ts.NodeArray<ts.TypeElement>, value: string): string {
    return list
      .map((member) => {
        if (ts.isIndexSignatureDeclaration(member)) {
          // Nobody reads a key that is said not to be there.
          if (member.type.kind === ts.SyntaxKind.NeverKeyword) return "";
          return optional(`${value}["a key of its own"]`, member.type);
        }
        if (!ts.isPropertySignature(member) || member.type === undefined) return `use(${value});`;
        const access = `${value}[${JSON.stringify(nameOf(member.name))}]`;
        return member.questionToken === undefined ? bound(access, member.type) : optional(access, member.type);
      })
      .join("\n");
  }

  function bound(access: string, node: ts.TypeNode): string {
    const name = fresh();
    return `{ const ${name} = ${access};\n${type(node, name)} }`;
  }

  function optional(access: string, node: ts.TypeNode): string {
    const name = fresh();
    return `{ const ${name} = ${access};\nif (${name} !== undefined) {\n${type(node, name)}\n} }`;
  }

  function type(node: ts.TypeNode, value: string): string {
    if (ts.isParenthesizedTypeNode(node)) return type(node.type, value);
    if (ts.isTypeOperatorNode(node)) return type(node.type, value);
    if (ts.isTypeLiteralNode(node)) return members(node.members, value);
    if (ts.isArrayTypeNode(node)) {
      const item = fresh();
      return `for (const ${item} of ${value}) {\n${type(node.elementType, item)}\n}`;
    }
    if (ts.isIntersectionTypeNode(node)) return node.types.map((part) => type(part, value)).join("\n");
    const named = ts.isTypeReferenceNode(node) ? names.get(node.typeName.getText()) : undefined;
    // A type inside itself is read once.
    if (named !== undefined && !inside.includes(named)) return declared(named, value);
    if (ts.isUnionTypeNode(node)) return union(node, value);
    if (ts.isLiteralTypeNode(node) && node.literal.kind !== ts.SyntaxKind.NullKeyword) return literals([node], value);
    // Scalars, tuples and what can be anything: to take the value for what it was is all that can be done with it.
    return `use<${oldType(node)}>(${value});`;
  }

  function literals(nodes: readonly ts.LiteralTypeNode[], value: string): string {
    const cases = nodes.map((one) => `case ${one.getText()}: break;`).join(" ");
    return `switch (${value}) { ${cases} default: use<never>(${value}); }`;
  }

  /** Tells the options of a union apart by what they are, and objects by a member that says so. */
  function union(node: ts.UnionTypeNode, value: string): string {
    const options = flat(node);
    if (options.some((one) => kindOf(one) === "other")) return `use<${oldType(node)}>(${value});`;
    const of = (kind: Kind): readonly ts.TypeNode[] => options.filter((one) => kindOf(one) === kind);
    const parts = kinds.flatMap((kind): readonly [test: string, body: string][] => {
      const own = of(kind);
      return own.length === 0 ? [] : [[tests[kind](value), branch(kind, own, value)]];
    });
    return `${parts.map(([test, body]) => `if (${test}) {\n${body}\n}`).join(" else ")} else {\nuse<never>(${value});\n}`;
  }

  function branch(kind: Kind, own: readonly ts.TypeNode[], value: string): string {
    const [only, ...others] = own;
    if (only === undefined) return "";
    const listed = own.filter(ts.isLiteralTypeNode);
    if (kind !== "null" && listed.length === own.length) return literals(listed, value);
    if (others.length === 0) return type(only, value);
    const tag = kind === "object" ? tagOf(own) : undefined;
    if (tag === undefined) return `use<${own.map(oldType).join(" | ")}>(${value});`;
    const cases = tag.cases.map(([text, node]) => `case ${text}: {\n${type(node, value)}\nbreak;\n}`).join("\n");
    return `switch (${value}[${JSON.stringify(tag.name)}]) {\n${cases}\ndefault: use<never>(${value});\n}`;
  }

  /** A member that every option has, each with another literal. Options by name are left as they are. */
  function tagOf(
    own: readonly ts.TypeNode[],
  ): { readonly name: string; readonly cases: readonly (readonly [string, ts.TypeNode])[] } | undefined {
    const shapes = own.map((one) => membersOf(one));
    const [first] = shapes;
    for (const name of first?.keys() ?? []) {
      const texts = shapes.map((shape) => shape?.get(name));
      if (texts.every((text) => text !== undefined) && new Set(texts).size === texts.length)
        return { name, cases: own.map((one, index) => [texts[index] ?? "", one] as const) };
    }
    return undefined;
  }

  function declared(one: Declared, value: string): string {
    inside.push(one);
    const body = ts.isInterfaceDeclaration(one) ? members(one.members, value) : type(one.type, value);
    inside.pop();
    return body;
  }

  return { declared };
}

const kinds = ["null", "string", "number", "boolean", "array", "object"] as const;
type Kind = (typeof kinds)[number] | "other";

const tests: Readonly<Record<Kind, (value: string) => string>> = {
  null: (value) => `${value} === null`,
  string: (value) => `typeof ${value} === "string"`,
  number: (value) => `typeof ${value} === "number"`,
  boolean: (value) => `typeof ${value} === "boolean"`,
  array: (value) => `Array.isArray(${value})`,
  object: (value) => `typeof ${value} === "object"`,
  other: () => "true",
};

function flat(node: ts.TypeNode): readonly ts.TypeNode[] {
  if (ts.isParenthesizedTypeNode(node)) return flat(node.type);
  return ts.isUnionTypeNode(node) ? node.types.flatMap(flat) : [node];
}

function kindOf(node: ts.TypeNode): Kind {
  if (ts.isLiteralTypeNode(node)) {
    const { kind } = node.literal;
    if (kind === ts.SyntaxKind.NullKeyword) return "null";
    if (kind === ts.SyntaxKind.StringLiteral) return "string";
    return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword ? "boolean" : "number";
  }
  if (node.kind === ts.SyntaxKind.StringKeyword) return "string";
  if (node.kind === ts.SyntaxKind.NumberKeyword) return "number";
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return "boolean";
  if (ts.isArrayTypeNode(node) || ts.isTupleTypeNode(node)) return "array";
  if (ts.isTypeOperatorNode(node)) return kindOf(node.type);
  if (ts.isTypeLiteralNode(node)) return "object";
  if (ts.isTypeReferenceNode(node)) {
    const declared = declarationOf(node);
    if (declared === undefined) return "other";
    if (ts.isInterfaceDeclaration(declared)) return "object";
    const own = flat(declared.type);
    const [only] = own;
    return own.length === 1 && only !== undefined && !ts.isTypeReferenceNode(only) ? kindOf(only) : "other";
  }
  return "other";
}

function declarationOf(node: ts.TypeReferenceNode): Declared | undefined {
  const name = node.typeName.getText();
  return node
    .getSourceFile()
    .statements.find(
      (one): one is Declared =>
        (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) && one.name.text === name,
    );
}

/** The members of an object's type that are one literal, as source text. */
function membersOf(node: ts.TypeNode): ReadonlyMap<string, string> | undefined {
  const declared = ts.isTypeReferenceNode(node) ? declarationOf(node) : undefined;
  const own = ts.isTypeLiteralNode(node)
    ? node.members
    : declared !== undefined && ts.isInterfaceDeclaration(declared)
      ? declared.members
      : undefined;
  if (own === undefined) return undefined;
  return new Map(
    own.flatMap((member): [string, string][] =>
      ts.isPropertySignature(member) &&
      member.questionToken === undefined &&
      member.type !== undefined &&
      ts.isLiteralTypeNode(member.type)
        ? [[nameOf(member.name), member.type.getText()]]
        : [],
    ),
  );
}

function nameOf(name: ts.PropertyName): string {
  if (ts.isComputedPropertyName(name))
    return ts.isStringLiteral(name.expression) ? name.expression.text : name.getText();
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
}

/** An object written where it is given, as callers do: TypeScript refuses members that its type does not have. */
function freshValue(declared: ReadonlyMap<string, Declared>, name: string, value: string, depth: number): string {
  const one = declared.get(name);
  if (one === undefined || !ts.isInterfaceDeclaration(one) || depth > 4) return value;
  const isOpen = one.members.some((member) => !ts.isPropertySignature(member));
  const parts = one.members.map((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return "";
    const key = nameOf(member.name);
    const access = `${value}[${JSON.stringify(key)}]`;
    const property = key === "__proto__" ? `["__proto__"]` : JSON.stringify(key);
    const inner =
      member.questionToken === undefined && ts.isTypeReferenceNode(member.type)
        ? freshValue(declared, member.type.typeName.getText(), access, depth + 1)
        : access;
    return member.questionToken === undefined
      ? `${property}: ${inner}`
      : `...(${access} === undefined ? {} : { ${property}: ${access} })`;
  });
  return `{ ${[...(isOpen ? [`...${value}`] : []), ...parts.filter((part) => part !== "")].join(", ")} }`;
}
