import { readFileSync } from "node:fs";
import { join } from "node:path";
import { anthropic, createRouter, openai } from "@outspec/runtime";
import { startSimulator } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { generatePatientSummary } from "../../generated/index.ts";
import { providerRows } from "../../runtime/src/facts/providers.ts";
import { blocksOf, compileBlocks } from "./compile-blocks.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");

const inLanguage = (language: string) => blocksOf(readme, language);

describe("the README", () => {
  it("is read in five minutes", () => {
    expect(readme.split("\n").length).toBeLessThan(200);
  });

  it("shows the spec as it stands in schemas/", () => {
    const spec = read("schemas/patient-summary.yaml").replace(/^#.*\n/gm, "");
    expect(inLanguage("yaml")[0]).toBe(spec);
  });

  it("shows the generated type as it stands in generated/", () => {
    expect(read("generated/patient-summary.ts")).toContain(inLanguage("ts")[0]);
  });

  it("shows a configuration that begins like the repository's own", () => {
    const shown = (inLanguage("yaml")[1] ?? "").split("\n").filter((line) => line !== "");
    expect(read("outspec.yaml").split("\n")).toEqual(expect.arrayContaining(shown));
  });

  it("has TypeScript that compiles as it stands", () => {
    const shown = inLanguage("ts");
    expect(shown.length).toBeGreaterThan(4);
    expect(compileBlocks(shown)).toBe("");
  }, 60_000);

  it("shows an error as it is printed", async () => {
    await using simulator = await startSimulator({ faults: [{ kind: "status", status: 529 }] });
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "k" }),
      fallbacks: [anthropic("claude-haiku-5-5", { apiKeyEnv: "ANTHROPIC_API_KEY" })],
    });
    const before = process.env["ANTHROPIC_API_KEY"];
    delete process.env["ANTHROPIC_API_KEY"];
    const error: unknown = await generatePatientSummary({ notes: "BP 162/98." }, { router }).catch((thrown) => thrown);
    if (before !== undefined) process.env["ANTHROPIC_API_KEY"] = before;
    expect(`${String(error)}\n`).toBe(inLanguage("")[0]);
  });

  it("names scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...readme.matchAll(/npm run ([a-z]+)/g)].map(([, name = ""]) => name);
    expect(named).toContain("demo");
    expect(named).toContain("check");
    for (const name of named) expect(scripts, name).toHaveProperty(name);
  });

  it("names only models of the provider rows", () => {
    const known = providerRows.flatMap((row) => row.models.map((model) => `${row.id}/${model}`));
    const named = [...readme.matchAll(/\b(openai|anthropic|ollama)\/([\w.:-]+)/g)].map(([found]) => found);
    expect(named.length).toBeGreaterThan(3);
    for (const model of named) expect(known).toContain(model.replace(/:$/, ""));
  });

  it("links to files that exist", () => {
    for (const [, target = ""] of readme.matchAll(/\]\(([^)#:]+)\)/g)) expect(() => read(target), target).not.toThrow();
  });
});

describe("docs/architecture.md", () => {
  const architecture = read("docs/architecture.md");

  it("fits under 200 lines", () => {
    expect(architecture.split("\n").length).toBeLessThan(200);
  });

  it("names tests that exist for its invariants", () => {
    const named = [...architecture.matchAll(/`(test\/[\w./-]+\.ts)`/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(8);
    for (const path of named) expect(() => read(path), path).not.toThrow();
  });
});
