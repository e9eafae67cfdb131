import { didYouMean } from "./suggest.ts";
import { findTemplateExcess } from "./template-limits.ts";

/** Something wrong with a template, as offsets into its text. */
export interface TemplateProblem {
  readonly code: "template-syntax" | "unknown-helper" | "unbalanced-block" | "template-too-complex";
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint?: string;
}

/** One piece of a template with its place in the text; without places it is a `TemplateNode`. */
export type PlacedNode =
  | { readonly kind: "text"; readonly text: string }
  | (Placed & { readonly kind: "value" })
  | (Placed & { readonly kind: "if"; readonly then: readonly PlacedNode[]; readonly else: readonly PlacedNode[] })
  | (Placed & { readonly kind: "each"; readonly body: readonly PlacedNode[] });

/** A path and where it is written. */
interface Placed {
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A template taken apart. With problems, the nodes are what could be understood. */
export interface ParsedTemplate {
  readonly nodes: readonly PlacedNode[];
  readonly problems: readonly TemplateProblem[];
}

interface OpenBlock {
  /** `if`, `each`, or a helper that does not exist and was reported. */
  readonly helper: string;
  readonly placed: Placed;
  readonly body: PlacedNode[];
  otherwise?: PlacedNode[];
  readonly start: number;
  readonly end: number;
}

interface Tag {
  /** What stands between the braces, trimmed. */
  readonly content: string;
  readonly contentStart: number;
  readonly start: number;
  readonly end: number;
}

const pathPattern = /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}_$][\p{L}\p{N}_$-]*)*$/u;

/**
 * Parses the template language: `{{ path }}`, `{{#if path}}…{{else}}…{{/if}}`, `{{#each path}}…{{/each}}`, and `\{{`
 * for braces that are meant as such. A block tag that is alone on its line takes the line with it.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const excess = findTemplateExcess(text);
  if (excess !== undefined) return { nodes: [], problems: [excess] };
  const problems: TemplateProblem[] = [];
  const root: PlacedNode[] = [];
  const open: OpenBlock[] = [];
  const target = (): PlacedNode[] => {
    const block = open.at(-1);
    return block === undefined ? root : (block.otherwise ?? block.body);
  };
  const addText = (piece: string): void => {
    if (piece === "") return;
    const nodes = target();
    const last = nodes.at(-1);
    // Text around an escape is one piece, so that equal prompts have equal nodes.
    if (last?.kind === "text") nodes[nodes.length - 1] = { kind: "text", text: last.text + piece };
    else nodes.push({ kind: "text", text: piece });
  };
  const close = (block: OpenBlock): void => {
    const { helper, placed, body, otherwise } = block;
    // biome-ignore lint/suspicious/noThenProperty: a branch of the template, and no function.
    if (helper === "if") target().push({ kind: "if", ...placed, then: body, else: otherwise ?? [] });
    else if (helper === "each") target().push({ kind: "each", ...placed, body });
    else target().push(...body, ...(otherwise ?? []));
  };

  let at = 0;
  while (at < text.length) {
    const start = text.indexOf("{{", at);
    if (start === -1) break;
    if (text[start - 1] === "\\") {
      addText(`${text.slice(at, start - 1)}{{`);
      at = start + 2;
      continue;
    }
    const tag = readTag(text, start, problems);
    const alone = /^[#/]|^else$/.test(tag.content) ? lineOf(text, tag) : undefined;
    addText(text.slice(at, Math.max(at, alone?.start ?? tag.start)));
    at = alone?.end ?? tag.end;
    applyTag(tag, { open, target, close, problems });
  }
  addText(text.slice(at));

  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    problems.push(neverClosed(block));
    close(block);
  }
  return { nodes: root, problems };
}

function readTag(text: string, start: number, problems: TemplateProblem[]): Tag {
  const triple = text.startsWith("{{{", start);
  const close = text.indexOf("}}", start + 2);
  const nextOpen = text.indexOf("{{", start + (triple ? 3 : 2));
  if (close === -1 || (nextOpen !== -1 && nextOpen < close)) {
    const end = Math.min(lineEnd(text, start), nextOpen === -1 ? text.length : nextOpen);
    problems.push({
      code: "template-syntax",
      start,
      end,
      message: 'this "{{" is never closed',
      hint: 'close it with "}}", or write "\\{{" if braces are meant',
    });
    return { content: "", contentStart: start, start, end };
  }
  if (triple) {
    const end = text[close + 2] === "}" ? close + 3 : close + 2;
    const name = text.slice(start + 3, close).trim();
    problems.push({
      code: "template-syntax",
      start,
      end,
      message: "there are no triple braces: values are always inserted as they are",
      hint: `write {{ ${name} }}`,
    });
    return { content: "", contentStart: start, start, end };
  }
  const inner = text.slice(start + 2, close);
  const content = inner.trim();
  const contentStart = start + 2 + (inner.length - inner.trimStart().length);
  if (content === "")
    problems.push({
      code: "template-syntax",
      start,
      end: close + 2,
      message: "the braces are empty",
      hint: 'name a variable: {{ notes }}, or write "\\{{" if braces are meant',
    });
  return { content, contentStart, start, end: close + 2 };
}

function neverClosed({ helper, start, end }: OpenBlock): TemplateProblem {
  return {
    code: "unbalanced-block",
    start,
    end,
    message: `{{#${helper}}} is never closed`,
    hint: `close it with {{/${helper}}}`,
  };
}

interface Assembly {
  readonly open: OpenBlock[];
  readonly target: () => PlacedNode[];
  readonly close: (block: OpenBlock) => void;
  readonly problems: TemplateProblem[];
}

function applyTag(tag: Tag, { open, target, close, problems }: Assembly): void {
  const { content, contentStart, start, end } = tag;
  const problem = (code: TemplateProblem["code"], message: string, hint?: string): void => {
    problems.push({ code, start, end, message, ...(hint !== undefined && { hint }) });
  };
  if (content === "") return;
  const block = open.at(-1);

  if (content === "else") {
    if (block === undefined) problem("unbalanced-block", "{{else}} stands outside of {{#if}}");
    else if (block.helper === "each")
      problem(
        "unbalanced-block",
        "{{#each}} has no {{else}}",
        "put {{#if list}}…{{else}}…{{/if}} around it: an empty list is false",
      );
    else if (block.otherwise !== undefined) problem("unbalanced-block", "this {{#if}} has an {{else}} already");
    else block.otherwise = [];
    return;
  }
  const ending = /^\/\s*(\S*)$/.exec(content)?.[1];
  if (ending !== undefined) {
    if (!open.some(({ helper }) => helper === ending)) {
      const hint =
        block === undefined ? undefined : `the open block is {{#${block.helper} ${block.placed.path.join(".")}}}`;
      problem("unbalanced-block", `{{/${ending}}} closes nothing`, hint);
      return;
    }
    for (let inner = open.pop(); inner !== undefined; inner = open.pop()) {
      if (inner.helper !== ending) problems.push(neverClosed(inner));
      close(inner);
      if (inner.helper === ending) return;
    }
    return;
  }
  const opening = /^#\s*(\S+)\s*(.*)$/s.exec(content);
  if (opening !== null) {
    const [, helper = "", path = ""] = opening;
    if (helper !== "if" && helper !== "each") {
      const hint =
        helper === "unless"
          ? "write {{#if path}}{{else}}…{{/if}}"
          : /^for/.test(helper)
            ? "did you mean {{#each path}}?"
            : (didYouMean(helper, ["if", "each"]) ?? "the blocks are #if and #each");
      problem("unknown-helper", `#${helper} is not a block of the template language`, hint);
      open.push({ helper, placed: { path: [], start, end }, body: [], start, end });
      return;
    }
    const pathStart = contentStart + content.length - path.length;
    if (!pathPattern.test(path)) {
      problem(
        "template-syntax",
        path === ""
          ? `#${helper} needs a variable`
          : `#${helper} takes one variable, and ${JSON.stringify(path)} is not one`,
        helper === "if" ? "there are no conditions besides: prepare a flag before the call" : "as in {{#each items}}",
      );
    }
    open.push({
      helper,
      placed: { path: pathPattern.test(path) ? path.split(".") : [], start: pathStart, end: pathStart + path.length },
      body: [],
      start,
      end,
    });
    return;
  }
  if (pathPattern.test(content)) {
    const closing = /^end(if|each|for)?$/.exec(content)?.[0];
    if (closing !== undefined && block !== undefined)
      problem("unbalanced-block", `{{${content}}} is read as a variable`, `close the block with {{/${block.helper}}}`);
    else
      target().push({
        kind: "value",
        path: content.split("."),
        start: contentStart,
        end: contentStart + content.length,
      });
    return;
  }
  explainForeignTag(content, problem);
}

/** Names what people bring along from other template languages. */
function explainForeignTag(
  content: string,
  problem: (code: TemplateProblem["code"], message: string, hint?: string) => void,
): void {
  if (/^else\s*if\b|^elif\b/.test(content))
    problem("template-syntax", "there is no else-if", "nest an {{#if}} inside {{else}}");
  else if (content.startsWith("!"))
    problem("template-syntax", "templates have no comments", "use a YAML comment (#) outside of the text");
  else if (content.startsWith(">"))
    problem("unknown-helper", "there are no partials", "write the text out, or pass it in as a variable");
  else if (content.startsWith("^"))
    problem("unknown-helper", "^ is not part of the template language", "write {{#if path}}{{else}}…{{/if}}");
  else if (/^[~-]|[~-]$/.test(content))
    problem(
      "template-syntax",
      "there is no white space control",
      "a block tag alone on its line takes the line with it",
    );
  else if (/^\.{1,2}(?:\/|$)/.test(content))
    problem(
      "template-syntax",
      `there is no ${content.startsWith("..") ? "../" : "."}`,
      "an element is {{ this }}, and a name without it is a variable of the prompt, inside {{#each}} too",
    );
  else if (/^@/.test(content))
    problem("unknown-helper", `${content} is not known`, "inside {{#each}} there is only {{ this }}");
  else if (content.includes("|"))
    problem("template-syntax", "there are no filters", "prepare the value before the call");
  else if (/^[\p{L}_$][\p{L}\p{N}_$.]*\s*\(/u.test(content))
    problem("template-syntax", "there are no function calls", "prepare the value before the call");
  else if (/^[\p{L}_$][\p{L}\p{N}_$-]*\s+\S/u.test(content))
    problem(
      "unknown-helper",
      `${JSON.stringify(content.split(/\s/)[0])} is not a helper: there are only #if and #each`,
      "a variable is one name or path: {{ patient.name }}",
    );
  else
    problem(
      "template-syntax",
      `${JSON.stringify(content)} is not a variable`,
      'a name or path such as {{ patient.name }}; write "\\{{" if braces are meant',
    );
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The whole line of a tag that has it for itself, line feed included. */
function lineOf(text: string, tag: Tag): { start: number; end: number } | undefined {
  const start = text.lastIndexOf("\n", tag.start - 1) + 1;
  const end = lineEnd(text, tag.end);
  if (text.slice(start, tag.start).trim() !== "" || text.slice(tag.end, end).trim() !== "") return undefined;
  return { start, end: Math.min(end + 1, text.length) };
}
