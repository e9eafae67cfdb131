import { resolve, type SchemaIr, type TypeIr } from "../../../runtime/src/schema/ir/ir.ts";
import { flatOptions } from "../../../runtime/src/schema/ir/union-rows.ts";
import { joinPointer, parentPointer } from "../../../runtime/src/schema/pointer.ts";
import type { PromptPart, PromptTemplate, TemplateNode } from "../spec/resolved-spec.ts";
import { isIdentifier, stringLiteral, templateText } from "./layout.ts";

/** A prompt compiled to TypeScript. */
export interface PromptCode {
  /** The expression the prompt function returns. */
  readonly expression: string;
  /** Whether it calls the runtime's `text`. */
  readonly usesText: boolean;
  /** Whether it reads the input at all. */
  readonly usesInput: boolean;
  /** Paths whose step or loop the input's schema does not allow for: it says nothing, or several things, of what is there. */
  readonly unclear: readonly string[];
}

/**
 * Compiles a template to an expression that gives the `Prompt`, in the form in which the developer wrote it.
 *
 * A text is a sum of its lines, so that a changed word is a changed line. Values are inserted as data: strings as they
 * are, everything else as JSON.
 */
export function compilePrompt(prompt: PromptTemplate, input: SchemaIr | undefined): PromptCode {
  const compiler = createCompiler(input);
  const contents = prompt.messages.map((message) => ({ role: message.role, content: compiler.content(message.parts) }));
  return {
    expression: assemble(prompt, contents),
    usesText: compiler.usesText(),
    usesInput: compiler.usesInput(),
    unclear: compiler.unclear(),
  };
}

function assemble(
  prompt: PromptTemplate,
  contents: readonly { readonly role: string; readonly content: string }[],
): string {
  const [first, second] = contents;
  if (prompt.form === "user" && first !== undefined && contents.length === 1) {
    // A list of parts is not a prompt by itself.
    return first.content.startsWith("[") ? `{ ${member("user", first.content)} }` : first.content;
  }
  if (prompt.form === "system-user" && contents.length <= 2) {
    const system = contents.find((message) => message.role === "system");
    const user = [first, second].find((message) => message?.role === "user");
    if (user !== undefined) {
      const members = [
        ...(system === undefined ? [] : [member("system", system.content)]),
        member("user", user.content),
      ];
      return `{\n${members.map((line) => shift(`${line},`)).join("\n")}\n}`;
    }
  }
  const messages = contents.map(({ role, content }) => {
    const inline = `{ role: ${stringLiteral(role)}, ${member("content", content)} },`;
    if (!inline.includes("\n") && inline.length <= 100) return inline;
    return `{\n${shift(`role: ${stringLiteral(role)},\n${member("content", content)},`)}\n},`;
  });
  return `{\n  messages: [\n${messages.map((message) => shift(message, 4)).join("\n")}\n  ],\n}`;
}

/** A property with its value; a sum of lines starts on a line of its own. */
function member(name: string, expression: string): string {
  const isSum = expression.includes("\n") && !/^[[{]/.test(expression);
  return isSum ? `${name}:\n${shift(expression)}` : `${name}: ${expression}`;
}

function shift(code: string, by = 2): string {
  return code.replaceAll(/^(?=.)/gm, " ".repeat(by));
}

interface Compiler {
  content(parts: readonly PromptPart[]): string;
  usesText(): boolean;
  usesInput(): boolean;
  unclear(): readonly string[];
}

/** What a path of the template leads to. */
interface Found {
  readonly code: string;
  /** Which value it is, however the code spells the way to it. */
  readonly place: string;
  readonly type: TypeIr | undefined;
  readonly optional: boolean;
}

/** Where in the template a node stands. */
interface Scope {
  /** What `this` stands for, innermost last. */
  readonly items: readonly Found[];
  /** Places that the conditions around it have found to be there. */
  readonly present: ReadonlySet<string>;
  /** Places of objects that the conditions around it have found to be missing. */
  readonly absent: ReadonlySet<string>;
}

/** A condition as code, and where what depends on it stands. */
interface Condition {
  readonly test: string;
  readonly holds: Scope;
  readonly fails: Scope;
}

const nothing: ReadonlySet<string> = new Set();
const outside: Scope = { items: [], present: nothing, absent: nothing };

function createCompiler(input: SchemaIr | undefined): Compiler {
  let textUsed = false;
  /** Names that some code reads: the input and the elements of lists. */
  const read = new Set<string>();
  const unclear = new Set<string>();
  const root: Found = { code: "input", place: "", type: input?.root, optional: false };

  function find(path: readonly string[], scope: Scope): Found {
    const [start, ...below] = path;
    const inner = scope.items.at(-1);
    const from = start === "this" && inner !== undefined ? inner : root;
    read.add(from.code);
    const steps = start === "this" && inner !== undefined ? below : path;
    return steps.reduce((found, name) => {
      if (besidesNull(found.type)?.kind !== "object") unclear.add(path.join("."));
      const next = step(found, name);
      return scope.present.has(next.place) ? { ...next, optional: false } : next;
    }, from);
  }

  /** What a type is besides null, where that is one thing. */
  function besidesNull(type: TypeIr | undefined): TypeIr | undefined {
    const target = input === undefined || type === undefined ? undefined : resolve(input, type);
    if (input === undefined || target?.kind !== "union") return target;
    const [only, another] = flatOptions(input, target).filter((option) => !isNull(option));
    return another === undefined ? only : target;
  }

  function admitsNull(type: TypeIr): boolean {
    const target = input === undefined ? undefined : resolve(input, type);
    if (input !== undefined && target?.kind === "union") return flatOptions(input, target).some(admitsNull);
    return (
      (target?.kind === "scalar" && target.types.includes("null")) ||
      (target?.kind === "literal" && target.values.includes(null))
    );
  }

  function step(from: Found, name: string): Found {
    const target = besidesNull(from.type);
    const place = joinPointer(from.place, name);
    const index = `${from.code}${from.optional ? "?." : ""}[${stringLiteral(name)}]`;
    const member = isIdentifier(name) ? `${from.code}${from.optional ? "?." : "."}${name}` : index;
    if (target?.kind !== "object") return { code: member, place, type: undefined, optional: true };
    const property = target.properties.find((candidate) => candidate.name === name);
    if (property !== undefined) {
      const optional = from.optional || !property.required || admitsNull(property.type);
      return { code: member, place, type: property.type, optional };
    }
    const type = typeof target.rest === "object" ? target.rest : undefined;
    return { code: index, place, type, optional: true };
  }

  /** Whether a value can be inserted as it is: a string, or a number or boolean, which a template writes as JSON does. */
  function isPlain(found: Found, onlyStrings: boolean): boolean {
    if (input === undefined || found.type === undefined || found.optional) return false;
    const target = resolve(input, found.type);
    if (target?.kind === "text") return true;
    if (target?.kind === "scalar")
      return target.types.every((type) => (onlyStrings ? type === "string" : type !== "null"));
    return (
      target?.kind === "literal" &&
      target.values.every((value) =>
        onlyStrings ? typeof value === "string" : value !== null && typeof value !== "object",
      )
    );
  }

  function isArray(found: Found): boolean {
    return besidesNull(found.type)?.kind === "array";
  }

  /** A value as it is inserted, and whether the code gives a string by itself. */
  function value(path: readonly string[], scope: Scope): { readonly code: string; readonly isText: boolean } {
    const found = find(path, scope);
    if (isPlain(found, false)) return { code: found.code, isText: isPlain(found, true) };
    textUsed = true;
    return { code: `text(${found.code})`, isText: true };
  }

  /** A test, and where its branches stand: the compiler concludes from it what it may, so these have to as well. */
  function condition(path: readonly string[], scope: Scope): Condition {
    const found = find(path, scope);
    if (isArray(found)) {
      const test = found.optional ? `(${found.code}?.length ?? 0) > 0` : `${found.code}.length > 0`;
      return { test, holds: scope, fails: scope };
    }
    const holds = { ...scope, present: withWayTo(found.place, scope.present) };
    return {
      test: found.code,
      holds,
      fails: isObject(found) ? { ...scope, absent: new Set([...scope.absent, found.place]) } : scope,
    };
  }

  /** Leaves out what the conditions around have decided already: there the compiler would see a contradiction. */
  function undecided(nodes: readonly TemplateNode[], scope: Scope): readonly TemplateNode[] {
    return nodes.flatMap((node): readonly TemplateNode[] => {
      if (node.kind === "text") return [node];
      const found = find(node.path, scope);
      const isMissing = [...withWayTo(found.place, nothing)].some((place) => scope.absent.has(place));
      if (isMissing) return node.kind === "if" ? undecided(node.else, scope) : [];
      const isThere = scope.present.has(found.place) && isObject(found);
      return node.kind === "if" && isThere ? undecided(node.then, scope) : [node];
    });
  }

  function isObject(found: Found): boolean {
    return besidesNull(found.type)?.kind === "object";
  }

  function each(
    node: Extract<TemplateNode, { readonly kind: "each" }>,
    scope: Scope,
  ): { readonly list: string; readonly item: string; readonly scope: Scope } {
    const found = find(node.path, scope);
    const target = besidesNull(found.type);
    if (target?.kind !== "array") unclear.add(node.path.join("."));
    const item = scope.items.length === 0 ? "item" : `item${scope.items.length + 1}`;
    const type = target?.kind === "array" && target.prefix === undefined ? target.items : undefined;
    const list = found.optional ? `(${found.code} ?? [])` : found.code;
    const optional = type !== undefined && admitsNull(type);
    const items = [...scope.items, { code: item, place: item, type, optional }];
    // Inside a callback the compiler forgets what a condition outside has found.
    return { list, item, scope: { items, present: nothing, absent: nothing } };
  }

  /** What stands in a callback, and its parameter: none where nothing reads it. */
  function ofElement(item: string, write: () => string): { readonly body: string; readonly parameter: string } {
    read.delete(item);
    const body = write();
    return { body, parameter: read.has(item) ? item : "" };
  }

  /** One or more lines as the operands of a sum, each ending where its line ends. */
  function operands(nodes: readonly TemplateNode[], scope: Scope): readonly string[] {
    const done: string[] = [];
    let line: string[] = [];
    let interpolates = false;
    /** Set while a string is all there is on the line. */
    let alone: string | undefined;
    const close = (): void => {
      const [first] = line;
      if (line.length === 1 && alone !== undefined) done.push(alone);
      else if (first !== undefined) done.push(interpolates ? `\`${line.join("")}\`` : literalOf(line.join("")));
      line = [];
      interpolates = false;
      alone = undefined;
    };
    for (const node of undecided(nodes, scope)) {
      if (node.kind === "text") {
        for (const piece of node.text.split(/(?<=\n)/)) {
          line.push(templateText(piece));
          if (piece.endsWith("\n")) close();
        }
      } else if (node.kind === "value") {
        const { code, isText } = value(node.path, scope);
        alone = line.length === 0 && isText ? code : undefined;
        line.push(`\${${code}}`);
        interpolates = true;
      } else if (line.length === 0 && endsLine(node)) {
        done.push(block(node, scope));
      } else {
        line.push(`\${${inline(node, scope)}}`);
        interpolates = true;
      }
    }
    close();
    return done;
  }

  function sum(nodes: readonly TemplateNode[], scope: Scope): string {
    return operands(nodes, scope).join(" +\n") || '""';
  }

  /** A block that ends with its line, on lines of its own. */
  function block(node: Exclude<TemplateNode, { readonly kind: "text" | "value" }>, scope: Scope): string {
    if (node.kind === "if") {
      const { test, holds, fails } = condition(node.path, scope);
      const [then, otherwise] = [sum(node.then, holds), sum(node.else, fails)];
      const line = `(${test} ? ${then} : ${otherwise})`;
      if (!line.includes("\n") && line.length <= 100) return line;
      return `(${test}\n${shift(`? ${hang(then)}\n: ${hang(otherwise)}`)})`;
    }
    const { list, item, scope: inner } = each(node, scope);
    const { body, parameter } = ofElement(item, () => sum(node.body, inner));
    const line = `${list}.map((${parameter}) => ${body}).join("")`;
    if (!line.includes("\n") && line.length <= 100) return line;
    return `${list}\n  .map(\n    (${parameter}) =>\n${shift(body, 6)},\n  )\n  .join("")`;
  }

  function inline(node: Exclude<TemplateNode, { readonly kind: "text" | "value" }>, scope: Scope): string {
    if (node.kind === "if") {
      const { test, holds, fails } = condition(node.path, scope);
      return `${test} ? ${onOneLine(sum(node.then, holds))} : ${onOneLine(sum(node.else, fails))}`;
    }
    const { list, item, scope: inner } = each(node, scope);
    const { body, parameter } = ofElement(item, () => onOneLine(sum(node.body, inner)));
    return `${list}.map((${parameter}) => ${body}).join("")`;
  }

  function part(piece: PromptPart): string {
    const cache = piece.cache === false ? "" : `, cache: ${JSON.stringify(piece.cache)}`;
    if (piece.type !== "text") {
      const found = find(piece.path, outside);
      const medium = `{ type: "${piece.type}", ${piece.type}: ${found.code}${cache} }`;
      return found.optional
        ? `...(${found.code} === undefined ? [] : [${medium.replace(`"${piece.type}"`, `"${piece.type}" as const`)}]),`
        : `${medium},`;
    }
    const text = sum(piece.nodes, outside);
    if (!text.includes("\n")) return `{ type: "text", text: ${text}${cache} },`;
    return `{\n${shift(`type: "text",\ntext:\n${shift(text)},${cache === "" ? "" : `\n${cache.slice(2)},`}`)}\n},`;
  }

  return {
    usesText: () => textUsed,
    usesInput: () => read.has("input"),
    unclear: () => [...unclear],
    content(parts) {
      const [only] = parts;
      if (only?.type === "text" && parts.length === 1 && !only.cache) return sum(only.nodes, outside);
      return `[\n${parts.map((piece) => shift(part(piece))).join("\n")}\n]`;
    },
  };
}

function isNull(type: TypeIr): boolean {
  if (type.kind === "scalar") return type.types.every((name) => name === "null");
  return type.kind === "literal" && type.values.every((value) => value === null);
}

/** Adds a place and all that it is inside of: what is there is inside something that is there. */
function withWayTo(place: string, present: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(present);
  for (let at = place; at !== "" && !all.has(at); at = parentPointer(at)) all.add(at);
  return all;
}

/** A text without values in double quotes: unlike a template it needs no escapes for `${` and backticks. */
function literalOf(template: string): string {
  return `"${template.replaceAll("\\`", "`").replaceAll("\\${", "${").replaceAll('"', '\\"')}"`;
}

function endsLine(node: TemplateNode): boolean {
  switch (node.kind) {
    case "text":
      return node.text.endsWith("\n");
    case "value":
      return false;
    case "if":
      return [node.then, node.else].every((nodes) => nodes.length === 0 || lastEndsLine(nodes)) && node.then.length > 0;
    case "each":
      return lastEndsLine(node.body);
  }
}

function lastEndsLine(nodes: readonly TemplateNode[]): boolean {
  const last = nodes.at(-1);
  return last !== undefined && endsLine(last);
}

function hang(code: string): string {
  return code.replaceAll("\n", "\n  ");
}

function onOneLine(code: string): string {
  return code
    .split("\n")
    .map((line) => line.trim())
    .join(" ");
}
