import assert from "node:assert/strict";
import ts from "typescript";

const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

/** Parses a module; fails with what a compiler says of its syntax. */
function parseModule(text: string): ts.SourceFile {
  const { diagnostics = [] } = ts.transpileModule(text, { reportDiagnostics: true, compilerOptions: options });
  assert.deepEqual(
    diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
    [],
  );
  return ts.createSourceFile("module.ts", text, ts.ScriptTarget.ES2022, true);
}

/**
 * The syntax tree of a module in kinds, without its comments, where it does not matter how a name or a text is spelt:
 * `a.b` and `a["b"]` are the same, and so are a text in one piece and one that is put together line by line.
 */
export function shapeOf(text: string): string {
  const show = (node: ts.Node): string => {
    if (ts.isIdentifier(node)) return "spelling";
    const inserted = insertedIn(node);
    if (inserted !== undefined) return inserted.length === 0 ? "spelling" : `text(${inserted.map(show).join(" ")})`;
    if (ts.isComputedPropertyName(node) && ts.isStringLiteralLike(node.expression)) return "spelling";
    if (ts.isPropertyAccessExpression(node)) return `access(${show(node.expression)})`;
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
      return `access(${show(node.expression)})`;
    const inner: string[] = [];
    ts.forEachChild(node, (child) => {
      inner.push(show(child));
    });
    return `${ts.SyntaxKind[node.kind]}(${inner.join(" ")})`;
  };
  return parseModule(text).statements.map(show).join("\n");
}

/** What is inserted into a text, of one piece or several; nothing for what is no text. */
function insertedIn(node: ts.Node): readonly ts.Expression[] | undefined {
  if (ts.isStringLiteralLike(node)) return [];
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [insertedIn(node.left), insertedIn(node.right)];
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}

/** The names a module uses and does not declare: what it takes from the world around it. */
export function freeNamesOf(text: string): ReadonlySet<string> {
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) (isDeclared(node) ? declared : isUse(node) ? used : new Set<string>()).add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(parseModule(text));
  return new Set([...used].filter((name) => !declared.has(name)));
}

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isBindingElement(parent)) &&
    parent.name === node
  );
}

function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const isName =
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent);
  return !isName;
}

/** Fails where a module does what no generated one does: evaluates code, loads another by itself, or touches the world. */
export function assertHarmless(text: string): void {
  const visit = (node: ts.Node): void => {
    assert.ok(!ts.isImportTypeNode(node) && !ts.isTaggedTemplateExpression(node) && !ts.isWithStatement(node), "odd");
    assert.ok(!ts.isClassLike(node) && !ts.isDecorator(node) && !ts.isDeleteExpression(node), "odd");
    if (ts.isCallExpression(node) || ts.isNewExpression(node))
      assert.notEqual(node.expression.kind, ts.SyntaxKind.ImportKeyword, "import()");
    ts.forEachChild(node, visit);
  };
  visit(parseModule(text));
  const world = [
    "eval",
    "Function",
    "globalThis",
    "window",
    "self",
    "global",
    "process",
    "require",
    "module",
    "document",
  ];
  for (const name of freeNamesOf(text)) assert.ok(!world.includes(name), `uses ${name}`);
}
