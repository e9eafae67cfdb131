import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorsOf, type Link, linksOf, readPages, root } from "./pages.ts";

const pages = readPages();

/** The page or file a relative link leads to, below the root, and its anchor. */
function goalOf({ page, target }: Link): { readonly path: string; readonly anchor: string } {
  const [path = "", anchor = ""] = target.split("#");
  const from = posix.dirname(page);
  return { path: path === "" ? page : posix.normalize(posix.join(from, decodeURI(path))), anchor: decodeURI(anchor) };
}

const isExternal = ({ target }: Link) => /^[a-z][a-z+.-]*:/i.test(target);

/** What is wrong with a link; undefined when nothing is. */
function problemOf(link: Link): string | undefined {
  if (isExternal(link)) return URL.canParse(link.target) && link.target.startsWith("https:") ? undefined : "no address";
  const { path, anchor } = goalOf(link);
  if (path.startsWith("..")) return "leads out of the repository";
  if (!existsSync(join(root, path))) return "leads to no file";
  if (anchor === "") return undefined;
  const page = pages.find((one) => one.path === path);
  return page !== undefined && anchorsOf(page).has(anchor) ? undefined : "leads to no heading";
}

describe("links", () => {
  const links = pages.flatMap(linksOf);

  it("lead to files and headings that exist; those to other sites are addresses", () => {
    expect(links.length).toBeGreaterThan(200);
    const wrong = links.flatMap((link) => {
      const problem = problemOf(link);
      return problem === undefined ? [] : [`${link.page}:${link.line} ${link.target} ${problem}`];
    });
    expect(wrong).toEqual([]);
  });

  it("name no package registry", () => {
    for (const { path, text } of pages) {
      for (const [address, host = ""] of text.matchAll(/https?:\/\/([\w.-]+)/g)) {
        expect(host, `${path}: ${address}`).not.toMatch(/npm|registry|yarn|jsr|pypi|unpkg/i);
      }
    }
  });

  it("are found wherever they stand, and told when they are wrong", () => {
    const text =
      "# A `b` c!\n\n## A b c\n\n- [x](#a-b-c) [y](#a-b-c-1) [z](none.md) [r]\n\n<img src='a'><a href=\"b.md\">b</a>\n\n[r]: README.md#none\n";
    const page = { path: "docs/made-up.md", text };
    expect([...anchorsOf(page)]).toEqual(["a-b-c", "a-b-c-1"]);
    const found = linksOf(page);
    expect(found.map(({ target }) => target)).toEqual(["#a-b-c", "#a-b-c-1", "none.md", "README.md#none", "b.md"]);
    expect(problemOf({ page: "docs/README.md", line: 1, target: "none.md" })).toBe("leads to no file");
    expect(problemOf({ page: "docs/README.md", line: 1, target: "specs.md#none" })).toBe("leads to no heading");
    expect(problemOf({ page: "docs/README.md", line: 1, target: "specs.md#limits" })).toBeUndefined();
    expect(problemOf({ page: "docs/README.md", line: 1, target: "http://example.com" })).toBe("no address");
  });
});

describe("docs/README.md", () => {
  it("lists every page of docs once, each with a line about it", () => {
    const [index] = pages.filter(({ path }) => path === "docs/README.md");
    const entries = [...(index?.text ?? "").matchAll(/^- \[[^\]]+\]\(([\w-]+\.md)\): .*[^\s].*\.$/gm)].map(
      ([, name]) => name,
    );
    const there = pages.flatMap(({ path }) => /^docs\/((?!README)[\w-]+\.md)$/.exec(path)?.[1] ?? []);
    expect(entries.toSorted()).toEqual(there.toSorted());
  });
});
