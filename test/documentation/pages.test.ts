import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compile } from "../../generator/src/pipeline.ts";
import { configFormat } from "../../generator/src/spec/config-format.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";
import { compileModules, importsOf, parseModule } from "./compile-blocks.ts";
import { type Block, blocksOf, readPages, root } from "./pages.ts";

const pages = readPages();
const blocks = pages.flatMap(blocksOf);
const inLanguage = (...languages: readonly string[]) => blocks.filter(({ language }) => languages.includes(language));
const code = inLanguage("ts", "tsx", "js");
const isParsed = ({ words }: Block) => words.includes("parsed");
const isBrowser = ({ language, words }: Block) => language === "tsx" || words.includes("browser");

/** Where a block stands as a module: in its example's folder, else at the root, where `generated/` is. */
function placeOf({ page, line, language }: Block): string {
  const folder = page.startsWith("examples/") ? posix.dirname(page) : ".";
  return posix.join(folder, `${page.replaceAll("/", "-")}-line-${line}.${language}`);
}

const modulesOf = (shown: readonly Block[]) => new Map(shown.map((block) => [placeOf(block), block.text]));

/** Pages whose rules are written from a table with excerpts of specs, right and wrong; tests of their own read these. */
const rulePages = ["docs/lint.md", "docs/review-rules.md"];

/** The file a YAML block is, where its first line names it; else what its keys make of it. */
function fileOf({ text, page, line }: Block): string {
  const [, named] = /^# ([\w./-]+\.ya?ml)\n/.exec(text) ?? [];
  if (named !== undefined) return named;
  const value: unknown = parse(text);
  const keys = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const known = Object.keys(configFormat["properties"] ?? {});
  const isConfig = keys.every(
    ([key, inner]) => known.includes(key) && !(key === "output" && typeof inner === "object"),
  );
  return isConfig ? "outspec.yaml" : `schemas/${posix.basename(page, ".md")}-line-${line}.yaml`;
}

const yaml = inLanguage("yaml")
  .filter(({ page, text }) => !(rulePages.includes(page) && /^# (?:not so|but so|before)\n/.test(text)))
  .map((block) => ({ ...block, file: fileOf(block) }));

/** What blocks may import that a bundler's plugin declares. */
const declared = { "schemas/word.d.yaml.ts": "export declare function generateWord(): void;\n" };

const read = (path: string) => readFileSync(join(root, path), "utf8");
const specsOfRepository = readdirSync(join(root, "schemas")).map((name) => `schemas/${name}`);
const isNamed = ({ text }: Block) => /^# schemas\//.test(text);

/**
 * The project that a page's blocks belong to: the repository with the specs that pages show by name; or, for a page whose
 * version of one is not the only one, a project of its own.
 */
function projectOf(page: string): string {
  const own = yaml.filter((block) => block.page === page && isNamed(block));
  const others = yaml.filter((block) => block.page !== page && isNamed(block));
  const differs = ({ file, text }: (typeof yaml)[number]) =>
    specsOfRepository.includes(file) || others.some((other) => other.file === file && other.text !== text);
  return own.some(differs) ? page : "";
}

/** What is generated in a project. */
async function generateFor(project: string): Promise<Readonly<Record<string, string>>> {
  const { config } = await readConfig("outspec.yaml", read("outspec.yaml"), { importExtension: "js" });
  const own = specsOfRepository.map((path): [string, string] => [path, read(path)]);
  const shown = yaml
    .filter((block) => isNamed(block) && projectOf(block.page) === project)
    .map(({ file, text }): [string, string] => [file, text]);
  const { files, diagnostics } = await compile(new Map([...own, ...shown]), config);
  expect(diagnostics, project).toEqual([]);
  return Object.fromEntries(files.map(({ path, text }) => [`generated/${path}`, text]));
}

function isInstalled(specifier: string): boolean {
  if (specifier.startsWith(".")) return existsSync(join(root, specifier.replace(/\.js$/, ".ts")));
  const [scope = "", name = ""] = specifier.split("/");
  return existsSync(join(root, "node_modules", scope.startsWith("@") ? `${scope}/${name}` : scope));
}

describe("blocks of code", () => {
  it("are in languages that some test reads, and closed", () => {
    const read = ["ts", "tsx", "js", "yaml", "json", "sh"];
    const shown = ["", "text", "markdown", "html", "toml", "baml"];
    for (const { page, line, language } of blocks) expect([...read, ...shown], `${page}:${line}`).toContain(language);
    for (const { path, text } of pages) {
      const fences = text.match(/^\s*(?:[-*>]\s+)?```/gm)?.length ?? 0;
      expect(fences, path).toBe(2 * blocks.filter(({ page }) => page === path).length);
    }
  });

  it("compile as they stand", async () => {
    const shown = code.filter((block) => !isParsed(block));
    expect(shown.length).toBeGreaterThan(35);
    for (const project of new Set(shown.map(({ page }) => projectOf(page)))) {
      const more = { ...declared, ...(await generateFor(project)) };
      for (const browser of [false, true]) {
        const group = shown.filter((block) => projectOf(block.page) === project && isBrowser(block) === browser);
        if (group.length > 0) expect(compileModules(modulesOf(group), { more, browser }), project).toBe("");
      }
    }
  }, 300_000);

  it("are only parsed where they import what is not installed here", () => {
    for (const block of code.filter(isParsed)) {
      expect(parseModule(placeOf(block), block.text)).toBe("");
      expect(importsOf(block.text).every(isInstalled), `${block.page}:${block.line} can be compiled`).toBe(false);
    }
  });

  it("are JSON where they say so", () => {
    const shown = inLanguage("json");
    expect(shown.length).toBeGreaterThan(0);
    for (const { page, line, text } of shown) expect(() => JSON.parse(text), `${page}:${line}`).not.toThrow();
  });
});

describe("blocks of YAML", () => {
  it("are configurations that are taken as they stand", async () => {
    const configurations = yaml.filter(({ file }) => posix.basename(file) === "outspec.yaml");
    expect(configurations.length).toBeGreaterThan(8);
    for (const { page, line, text } of configurations) {
      const { diagnostics } = await readConfig("outspec.yaml", text, { importExtension: "js" });
      expect(diagnostics, `${page}:${line}`).toEqual([]);
    }
  });

  it("are specs that are taken as they stand, those of one page together", async () => {
    const specs = yaml.filter(({ file }) => file.startsWith("schemas/"));
    expect(specs.length).toBeGreaterThan(8);
    const { config } = await readConfig("outspec.yaml", "schemas: schemas\n", { importExtension: "js" });
    for (const page of new Set(specs.map((spec) => spec.page))) {
      const files = specs.filter((spec) => spec.page === page);
      // A page may show the prompt of a spec alone.
      const texts = files.map(({ file, text }): [string, string] => [
        file,
        /^prompt:/m.test(text) && !/^output:/m.test(text) ? `${text}output: { type: string }\n` : text,
      ]);
      expect(new Map(texts).size, `${page} has two versions of one spec`).toBe(texts.length);
      expect((await compile(new Map(texts), config)).diagnostics, page).toEqual([]);
    }
  });

  it("are YAML, whatever else they are", () => {
    for (const { page, line, text } of yaml) expect(() => parse(text), `${page}:${line}`).not.toThrow();
  });
});
