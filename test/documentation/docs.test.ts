import { readFileSync } from "node:fs";
import { join } from "node:path";
import { channelNames } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";
import { providersPage } from "../../runtime/scripts/provider-tables.ts";
import { dialectNames } from "../../runtime/src/facts/dialects.ts";
import { providerRows } from "../../runtime/src/facts/providers.ts";
import { blocksOf, compileBlocks } from "./compile-blocks.ts";

const docs = join(import.meta.dirname, "..", "..", "docs");
const read = (name: string) => readFileSync(join(docs, name), "utf8");
const yamlBlocks = (text: string) => blocksOf(text, "yaml");
const configure = (text: string) => readConfig("outspec.yaml", text, { importExtension: "js" });

describe("docs/specs.md", () => {
  it("shows specs that are taken as they stand", async () => {
    const text = read("specs.md");
    const specs = yamlBlocks(text).map((block) =>
      block.includes("output:") ? block : `${block}output: { type: string }\n`,
    );
    expect(specs.length).toBeGreaterThan(1);
    const { config } = await configure("schemas: schemas\n");
    for (const [index, spec] of specs.entries()) {
      const { diagnostics } = await compile(new Map([[`schemas/shown-${index}.yaml`, spec]]), config);
      expect(diagnostics, spec).toEqual([]);
    }
  });

  it("names every key of a spec", () => {
    const format = JSON.parse(readFileSync(join(docs, "../generator/schema/outspec-spec.schema.json"), "utf8")) as {
      readonly definitions: { readonly envelope: { readonly properties: object } };
    };
    for (const key of Object.keys(format.definitions.envelope.properties).filter((name) => name !== "$schema")) {
      expect(read("specs.md")).toContain(`\`${key}\``);
    }
  });
});

describe("docs/configuration.md", () => {
  it("shows a configuration that is taken as it stands", async () => {
    for (const block of yamlBlocks(read("configuration.md"))) {
      expect((await configure(block)).diagnostics).toEqual([]);
    }
  });
});

describe("docs/providers.md", () => {
  it("has the tables that the rows say", () => {
    expect(providersPage(read("providers.md"))).toBe(read("providers.md"));
  });

  it("has as many providers as the README and the changelog say", () => {
    const count = providerRows.filter(({ retired }) => retired === undefined).length;
    expect(read("../README.md")).toContain(`between ${count} providers`);
    expect(read("../README.md")).toContain(`all ${count} providers`);
    expect(read("../CHANGELOG.md")).toContain(`calls ${count} providers`);
  });

  it("names every provider with its function, its variables and its places", () => {
    for (const { env, factory, id, retired, places } of providerRows) {
      if (retired !== undefined) continue;
      const names = [...env.key, ...(env.token ?? []), ...Object.values(places ?? {}).flatMap((place) => place.env)];
      for (const name of [`${factory}(…)`, `${id}/`, ...names]) expect(read("providers.md")).toContain(name);
    }
  });

  it("shows a configuration that is taken as it stands", async () => {
    for (const block of yamlBlocks(read("providers.md"))) expect((await configure(block)).diagnostics).toEqual([]);
  });

  it("has TypeScript that compiles as it stands", () => {
    const shown = blocksOf(read("providers.md"), "ts");
    expect(shown).toHaveLength(6);
    expect(compileBlocks(shown)).toBe("");
  }, 60_000);
});

describe("docs/api.md and docs/bundlers.md", () => {
  it("have TypeScript that compiles as it stands", async () => {
    const api = blocksOf(read("api.md"), "ts");
    const bundlers = blocksOf(read("bundlers.md"), "ts");
    expect([api.length, bundlers.length]).toEqual([3, 2]);
    const declared = "export declare function generateWord(): void;\n";
    expect(compileBlocks([...api, ...bundlers], { "schemas/word.d.yaml.ts": declared })).toBe("");
  }, 60_000);
});

describe("docs/observability.md", () => {
  it("has TypeScript that compiles as it stands", () => {
    const shown = blocksOf(read("observability.md"), "ts");
    expect(shown).toHaveLength(4);
    expect(compileBlocks(shown)).toBe("");
  }, 60_000);

  it("names every channel", () => {
    for (const name of Object.values(channelNames)) expect(read("observability.md")).toContain(`\`${name}\``);
  });
});

describe("docs/routing.md and docs/streaming.md", () => {
  it("have TypeScript that compiles as it stands", () => {
    const routing = blocksOf(read("routing.md"), "ts");
    const streaming = blocksOf(read("streaming.md"), "ts");
    expect([routing.length, streaming.length]).toEqual([2, 3]);
    expect(compileBlocks([...routing, ...streaming])).toBe("");
  }, 60_000);

  it("name every option of a router and every event of a stream", () => {
    const source = (path: string): string => readFileSync(join(docs, "..", "runtime", "src", path), "utf8");
    const [, members = ""] = /export interface RouterOptions \{(.*?)^\}/ms.exec(source("router/router.ts")) ?? [];
    const options = [...members.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name ?? "");
    const events = [...source("stream-events.ts").matchAll(/type: "([a-z-]+)"/g)].map(([, name]) => name ?? "");
    expect([options.length, events.length]).toEqual([15, 7]);
    const forTests = ["clock", "transport", "primary", "fallbacks"];
    for (const name of options.filter((option) => !forTests.includes(option))) {
      expect(read("routing.md"), name).toMatch(new RegExp(`\\b${name}\\b`));
    }
    for (const name of events) expect(read("streaming.md")).toContain(`\`${name}\``);
    const [, repairs = ""] = /export type Repair =(.*?);/s.exec(source("result.ts")) ?? [];
    const named = [...repairs.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name ?? "");
    expect(named).toHaveLength(10);
    for (const name of named) expect(read("streaming.md")).toContain(`\`${name}\``);
  });
});

describe("docs/dialects.md", () => {
  it("names every dialect", () => {
    for (const name of dialectNames) expect(read("dialects.md")).toContain(`\`${name}\``);
  });
});
