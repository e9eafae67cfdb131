import { limits } from "./limits.ts";

/** Where a text becomes too much, as offsets into it. */
export interface TemplateExcess {
  readonly code: "template-too-complex";
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * The place at which a prompt's text becomes more than its parser and the code made of it can follow. Looks only at
 * braces, in one pass, because it protects what looks closer.
 */
export function findTemplateExcess(text: string): TemplateExcess | undefined {
  let tags = 0;
  let depth = 0;
  for (const match of text.matchAll(/\{\{(#\w*|\s*\/)?\s*([^\s{}]*)/g)) {
    const [, block = "", path = ""] = match;
    tags++;
    if (block.startsWith("#")) depth++;
    else if (block !== "") depth = Math.max(0, depth - 1);
    const excess =
      tags > limits.templateTags
        ? `there are more than ${limits.templateTags.toLocaleString("en")} tags in this text`
        : depth > limits.templateDepth
          ? `blocks are nested more than ${limits.templateDepth} levels deep`
          : path.split(".").length > limits.pathSteps
            ? `a path has at most ${limits.pathSteps} steps`
            : undefined;
    if (excess === undefined) continue;
    return problemAt(match.index, excess, "prepare the text before the call, and insert it with one variable");
  }
  return undefined;
}

function problemAt(start: number, message: string, hint: string): TemplateExcess {
  return { code: "template-too-complex", start, end: start + 2, message, hint };
}
