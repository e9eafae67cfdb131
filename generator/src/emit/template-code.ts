import type { SchemaIr } from "../../../runtime/src/schema/ir/ir.ts";
import type { PromptPart, TemplateNode } from "../spec/resolved-spec.ts";
import { indent, templateText } from "./layout.ts";
import { outside, type Scope, TemplatePaths } from "./template-paths.ts";

/** Writes templates as TypeScript expressions. */
export class TemplateWriter {
  readonly #paths: TemplatePaths;
  #usesText = false;

  constructor(input: SchemaIr | undefined) {
    this.#paths = new TemplatePaths(input);
  }

  /** Whether what was written calls the runtime's `text`. */
  get usesText(): boolean {
    return this.#usesText;
  }

  /** Whether what was written reads the input at all. */
  get usesInput(): boolean {
    return this.#paths.usesInput;
  }

  /** Paths whose step or loop the input's schema does not allow for. */
  get unclear(): readonly string[] {
    return this.#paths.unclear;
  }

  /** The content of a message: a sum of lines, or a list of parts. */
  content(parts: readonly PromptPart[]): string {
    const [only] = parts;
    if (only?.type === "text" && parts.length === 1 && !only.cache) return this.#sum(only.nodes, outside);
    return `[\n${parts.map((piece) => indent(this.#part(piece))).join("\n")}\n]`;
  }

  /** A value as it is inserted, and whether the code gives a string by itself. */
  #value(path: readonly string[], scope: Scope): { readonly code: string; readonly isText: boolean } {
    const found = this.#paths.find(path, scope);
    if (this.#paths.isPlain(found, false)) return { code: found.code, isText: this.#paths.isPlain(found, true) };
    this.#usesText = true;
    return { code: `text(${found.code})`, isText: true };
  }

  /** One or more lines as the operands of a sum, each ending where its line ends. */
  #operands(nodes: readonly TemplateNode[], scope: Scope): readonly string[] {
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
    for (const node of this.#paths.undecided(nodes, scope)) {
      if (node.kind === "text") {
        for (const piece of node.text.split(/(?<=\n)/)) {
          line.push(templateText(piece));
          if (piece.endsWith("\n")) close();
        }
      } else if (node.kind === "value") {
        const { code, isText } = this.#value(node.path, scope);
        alone = line.length === 0 && isText ? code : undefined;
        line.push(`\${${code}}`);
        interpolates = true;
      } else if (line.length === 0 && endsLine(node)) {
        done.push(this.#block(node, scope));
      } else {
        line.push(`\${${this.#inline(node, scope)}}`);
        interpolates = true;
      }
    }
    close();
    return done;
  }

  #sum(nodes: readonly TemplateNode[], scope: Scope): string {
    return this.#operands(nodes, scope).join(" +\n") || '""';
  }

  /** A block that ends with its line, on lines of its own. */
  #block(node: Exclude<TemplateNode, { readonly kind: "text" | "value" }>, scope: Scope): string {
    if (node.kind === "if") {
      const { test, holds, fails } = this.#paths.condition(node.path, scope);
      const [then, otherwise] = [this.#sum(node.then, holds), this.#sum(node.else, fails)];
      const line = `(${test} ? ${then} : ${otherwise})`;
      if (!line.includes("\n") && line.length <= 100) return line;
      return `(${test}\n${indent(`? ${hang(then)}\n: ${hang(otherwise)}`)})`;
    }
    const { list, item, scope: inner } = this.#paths.each(node, scope);
    const { body, parameter } = this.#paths.ofElement(item, () => this.#sum(node.body, inner));
    const line = `${list}.map((${parameter}) => ${body}).join("")`;
    if (!line.includes("\n") && line.length <= 100) return line;
    return `${list}\n  .map(\n    (${parameter}) =>\n${indent(body, "      ")},\n  )\n  .join("")`;
  }

  #inline(node: Exclude<TemplateNode, { readonly kind: "text" | "value" }>, scope: Scope): string {
    if (node.kind === "if") {
      const { test, holds, fails } = this.#paths.condition(node.path, scope);
      return `${test} ? ${onOneLine(this.#sum(node.then, holds))} : ${onOneLine(this.#sum(node.else, fails))}`;
    }
    const { list, item, scope: inner } = this.#paths.each(node, scope);
    const { body, parameter } = this.#paths.ofElement(item, () => onOneLine(this.#sum(node.body, inner)));
    return `${list}.map((${parameter}) => ${body}).join("")`;
  }

  #part(piece: PromptPart): string {
    const cache = piece.cache === false ? "" : `, cache: ${JSON.stringify(piece.cache)}`;
    if (piece.type !== "text") {
      const found = this.#paths.find(piece.path, outside);
      const medium = `{ type: "${piece.type}", ${piece.type}: ${found.code}${cache} }`;
      return found.optional
        ? `...(${found.code} === undefined ? [] : [${medium.replace(`"${piece.type}"`, `"${piece.type}" as const`)}]),`
        : `${medium},`;
    }
    const text = this.#sum(piece.nodes, outside);
    if (!text.includes("\n")) return `{ type: "text", text: ${text}${cache} },`;
    return `{\n${indent(`type: "text",\ntext:\n${indent(text)},${cache === "" ? "" : `\n${cache.slice(2)},`}`)}\n},`;
  }
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
