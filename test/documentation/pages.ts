import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import createMarkdown from "markdown-it";

/** The repository's root. */
export const root: string = join(import.meta.dirname, "..", "..");

/** A page people read, with its path below the root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A fenced block of a page. `words` is what stands behind its language: `browser`, `parsed`, or a label of its own. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
}

/** Something a page points at, as it is written. */
export interface Link {
  readonly page: string;
  readonly line: number;
  readonly target: string;
}

const markdown = createMarkdown({ html: true });
type Token = ReturnType<typeof markdown.parse>[number];

/** Every page: those of the root, of docs, of the packages, and of the examples with what lies below them. */
export function readPages(): readonly Page[] {
  const folders = [".", "docs", "runtime", "generator"].flatMap((folder) => listed(folder));
  const examples = readdirSync(join(root, "examples"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.split(sep).includes("node_modules"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return [...folders, ...examples]
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function listed(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).map((name) => posix.join(folder, name));
}

/** The fenced blocks of a page, those inside lists and quotes too. */
export function blocksOf({ path, text }: Page): readonly Block[] {
  return markdown
    .parse(text, {})
    .filter(({ type }) => type === "fence")
    .map(({ info, content, map }) => {
      const [language = "", ...words] = info.trim().split(/\s+/);
      return { page: path, line: (map?.[0] ?? 0) + 1, language, words, text: content };
    });
}

/** The tokens of a text, each with its line; those inside a table have none of their own. */
function readTokens(text: string): readonly { readonly token: Token; readonly line: number }[] {
  let line = 1;
  return markdown.parse(text, {}).map((token) => {
    line = token.map === null ? line : token.map[0] + 1;
    return { token, line };
  });
}

/** What a page links to, shows as a picture, or names in an HTML attribute. */
export function linksOf({ path, text }: Page): readonly Link[] {
  return readTokens(text).flatMap(({ token, line }) => {
    const inHtml = token.type === "html_block" ? [token] : [];
    return [...(token.children ?? []), ...inHtml].flatMap(targetsOf).map((target) => ({ page: path, line, target }));
  });
}

function targetsOf({ type, content, attrs }: Token): readonly string[] {
  if (type === "html_inline" || type === "html_block") {
    return [...content.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, target = ""]) => target);
  }
  return (attrs ?? []).filter(([name]) => name === "href" || name === "src").map(([, target]) => target);
}

/** The anchors of a page: one for each heading, as GitHub makes them, and those that HTML names. */
export function anchorsOf({ text }: Page): ReadonlySet<string> {
  const tokens = markdown.parse(text, {});
  const anchors = new Set<string>();
  for (const [index, { type }] of tokens.entries()) {
    if (type !== "heading_open") continue;
    const words = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join("");
    const slug = words
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  for (const [, name = ""] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(name);
  return anchors;
}

/** A call of `outspec` that a page shows; `name` is empty where it shows an option alone. */
export interface Command {
  readonly page: string;
  readonly line: number;
  readonly name: string;
  readonly options: readonly string[];
}

const call = /^(?:\$ )?(?:npx |npm exec (?:-- )?)?outspec (.+)$/;

/** The calls of `outspec` in shell blocks, in blocks without a language and in code between words. */
export function commandsOf(page: Page): readonly Command[] {
  const inBlocks = blocksOf(page)
    .filter(({ language }) => language === "sh" || language === "")
    .flatMap(({ line, text }) => text.split("\n").map((words, index) => ({ line: line + index + 1, words })));
  const between = readTokens(page.text).flatMap(({ token, line }) =>
    (token.children ?? [])
      .filter(({ type }) => type === "code_inline")
      .map(({ content }) => ({ line, words: content })),
  );
  return [...inBlocks, ...between].flatMap(({ line, words }) =>
    words.split(/&&|\|\|?|;|>/).flatMap((part): readonly Command[] => {
      // Behind a gap of spaces an untitled block explains what it shows.
      const [, rest] = call.exec((part.trim().split(/ {2,}|\s#\s/)[0] ?? "").trim()) ?? [];
      // `outspec init: sets up …` is how a command begins to explain itself.
      if (rest === undefined || /^([<[…]|\w+:)/.test(rest)) return [];
      // What follows `--` is another program's.
      const [own = ""] = rest.split(/ --(?: |$)/);
      const args = own.replaceAll(/[[\]]/g, "").split(/\s+/);
      const name = args[0]?.startsWith("-") ? "" : (args[0] ?? "");
      const options = args.filter((arg) => arg.startsWith("--")).map((arg) => arg.split("=")[0] ?? arg);
      return [{ page: page.path, line, name, options }];
    }),
  );
}
