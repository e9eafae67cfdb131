import type { PromptPart, PromptTemplate, TemplateNode } from "../spec/resolved-spec.ts";

/** One message of a prompt as text. */
export interface MessageText {
  readonly role: PromptTemplate["messages"][number]["role"];
  readonly text: string;
}

/** Writes a prompt's messages as text, alike for all ways of writing the same: what the model is sent is what differs. */
export function textsOfPrompt({ messages }: PromptTemplate): readonly MessageText[] {
  return messages.map(({ role, parts }) => ({ role, text: parts.map(textOfPart).join("\n") }));
}

function textOfPart(part: PromptPart): string {
  return part.type === "text" ? textOfNodes(part.nodes) : `(${part.type}: ${part.path.join(".")})`;
}

function textOfNodes(nodes: readonly TemplateNode[]): string {
  return nodes.map(textOfNode).join("");
}

function textOfNode(node: TemplateNode): string {
  switch (node.kind) {
    case "text":
      return node.text.replaceAll("{{", "\\{{");
    case "value":
      return `{{ ${node.path.join(".")} }}`;
    case "if": {
      const otherwise = node.else.length === 0 ? "" : `{{else}}${textOfNodes(node.else)}`;
      return `{{#if ${node.path.join(".")}}}${textOfNodes(node.then)}${otherwise}{{/if}}`;
    }
    case "each":
      return `{{#each ${node.path.join(".")}}}${textOfNodes(node.body)}{{/each}}`;
  }
}

/** The cache marks of a prompt, in order: what is said of them and nothing else. */
export function cacheMarksOf({ messages }: PromptTemplate): string {
  return JSON.stringify(messages.map(({ parts }) => parts.map(({ cache }) => cache)));
}

/** Which messages of a prompt are marked as worth caching, for people. */
export function describeCacheMarks({ messages }: PromptTemplate): string {
  const marked = messages.flatMap(({ role, parts }, index) => {
    const wish = parts.findLast(({ cache }) => cache !== false)?.cache;
    if (wish === undefined) return [];
    return [`message ${index + 1} (${role})${typeof wish === "string" ? ` for ${wish}` : ""}`];
  });
  return marked.length === 0 ? "none" : marked.join(", ");
}
