import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as runtime from "@outspec/runtime";
import { anthropic, createFetchTransport, createRouter, openai } from "@outspec/runtime";
import * as testing from "@outspec/runtime/testing";
import { type CassetteOptions, createCassette, startSimulator } from "@outspec/runtime/testing";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as generated from "../../generated/index.ts";
import { blocksOf, compileBlocks } from "./compile-blocks.ts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "testing.md"), "utf8");
const blocks = blocksOf(page, "ts");

/** A test of the page, as its block declares it. */
interface ShownTest {
  readonly name: string;
  readonly run: () => unknown;
}

/** Runs a block as it stands, with these modules, and gives the tests it declares. */
async function testsOf(block: string, modules: Readonly<Record<string, object>>): Promise<readonly ShownTest[]> {
  const tests: ShownTest[] = [];
  const declare = Object.assign((name: string, run: () => unknown) => tests.push({ name, run }), {
    each: (cases: readonly object[]) => (name: string, run: (one: object) => unknown) => {
      for (const one of cases) {
        const filled = name.replaceAll(/\$(\w+)/g, (_all, key: string) =>
          String(new Map(Object.entries(one)).get(key)),
        );
        tests.push({ name: filled, run: () => run(one) });
      }
    },
  });
  const vitest = { it: declare, describe: (_name: string, body: () => void) => body(), expect };
  const all: Readonly<Record<string, object>> = { ...modules, vitest };
  // `await using` is newer than some Nodes that run this.
  const target = ts.ScriptTarget.ES2022;
  const { outputText } = ts.transpileModule(block, { compilerOptions: { target, module: ts.ModuleKind.ESNext } });
  const script = outputText
    .replaceAll(/^import (\{[^}]*\}) from "([^"]+)";$/gm, 'const $1 = modules["$2"];')
    .replaceAll(/^export \{\};$/gm, "");
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction("modules", script)(all);
  return tests;
}

const modules = {
  "@outspec/runtime": runtime,
  "@outspec/runtime/testing": testing,
  "./generated/index.js": generated,
};

describe("docs/testing.md", () => {
  it("has TypeScript that compiles as it stands", () => {
    expect(blocks.length).toBeGreaterThan(6);
    expect(compileBlocks(blocks)).toBe("");
  }, 60_000);

  it("names what there is", () => {
    for (const [, name = ""] of page.matchAll(/^\|[^|]+\| (.+) \|$/gm)) {
      for (const [, called = ""] of name.matchAll(/`(\w+)`/g)) expect(testing, called).toHaveProperty(called);
    }
  });
});

const alone = blocks.filter((block) => !block.includes("vi.mock(") && !block.includes("createCassette"));

describe("the tests that docs/testing.md shows", async () => {
  for (const block of alone) {
    const shown = await testsOf(block, modules);
    it.each(shown)("$name", async ({ run }) => {
      await run();
    });
  }

  it("are as many as there are", async () => {
    const shown = await Promise.all(alone.map((block) => testsOf(block, modules)));
    assert.ok(shown.flat().length >= 8 + 3);
  });
});

describe("the cassette that docs/testing.md shows", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "outspec-page-"));
    vi.stubEnv("CI", undefined);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it("is recorded with the variable, and replayed without a server and without keys", async () => {
    const block = blocks.find((text) => text.includes("createCassette")) ?? "";
    const command = blocksOf(page, "").find((text) => text.includes("npx vitest run")) ?? "";
    const [, variable = "", mode = ""] = /^(\w+)=(\w+) /.exec(command) ?? [];
    const text = JSON.stringify({ vitals_status: "Warning", key_notes: ["BP 162/98"], requires_visit: true });
    const simulator = await startSimulator({ faults: [{ kind: "text", text }] });
    const open = (options: CassetteOptions) =>
      createCassette({ ...options, file: join(folder, options.file), transport: createFetchTransport(fetch) });
    const run = async (keys: object) => {
      const router = createRouter({
        primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, ...keys }),
        fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: simulator.baseUrls.anthropic, ...keys })],
      });
      const given = { "@outspec/runtime/testing": { createCassette: open }, "./generated/router.js": { router } };
      for (const shown of await testsOf(block, { ...modules, ...given })) await shown.run();
    };
    vi.stubEnv(variable, mode);
    await run({ apiKey: "sk-page-0123456789" });
    await simulator.close();
    vi.stubEnv(variable, undefined);
    await run({});
    assert.equal(simulator.requests.length, 1);
  });
});
