import type { SchemaIr } from "../../../runtime/src/schema/ir/ir.ts";
import type { PromptTemplate } from "../spec/resolved-spec.ts";
import { indent, stringLiteral } from "./layout.ts";
import { TemplateWriter } from "./template-code.ts";

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
  const writer = new TemplateWriter(input);
  const contents = prompt.messages.map((message) => ({ role: message.role, content: writer.content(message.parts) }));
  return {
    expression: assemble(prompt, contents),
    usesText: writer.usesText,
    usesInput: writer.usesInput,
    unclear: writer.unclear,
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
      return `{\n${members.map((line) => indent(`${line},`)).join("\n")}\n}`;
    }
  }
  const messages = contents.map(({ role, content }) => {
    const inline = `{ role: ${stringLiteral(role)}, ${member("content", content)} },`;
    if (!inline.includes("\n") && inline.length <= 100) return inline;
    return `{\n${indent(`role: ${stringLiteral(role)},\n${member("content", content)},`)}\n},`;
  });
  return `{\n  messages: [\n${messages.map((message) => indent(message, "    ")).join("\n")}\n  ],\n}`;
}

/** A property with its value; a sum of lines starts on a line of its own. */
function member(name: string, expression: string): string {
  const isSum = expression.includes("\n") && !/^[[{]/.test(expression);
  return isSum ? `${name}:\n${indent(expression)}` : `${name}: ${expression}`;
}
