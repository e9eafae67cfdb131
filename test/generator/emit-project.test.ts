import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { ProjectConfig } from "../../generator/src/config.ts";
import { readInternalHead } from "../../generator/src/emit/banner.ts";
import { compile } from "../../generator/src/pipeline.ts";
import { importPath } from "../../generator/src/plan/build.ts";
import type { CompiledDialect } from "../../runtime/src/codec.ts";
import { dialectNames } from "../../runtime/src/facts/dialects.ts";
import { config } from "./emit-cases.ts";
import { evaluateInternal } from "./emit-corpus.ts";

async function project(
  specs: Readonly<Record<string, string>>,
  own: Partial<ProjectConfig> = {},
): Promise<ReadonlyMap<string, string>> {
  const { files, diagnostics } = await compile(new Map(Object.entries(specs)), { ...config, ...own });
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === "error"),
    [],
  );
  return new Map(files.map((file) => [file.path, file.text]));
}

const joke =
  "prompt: Tell a joke.\noutput: { type: object, required: [joke], properties: { joke: { type: string } } }\n";
const withParty = (name: string): string =>
  `output:\n  type: object\n  properties: { ${name}: { $ref: "#/$defs/Party" } }\n  $defs: { Party: { type: object, properties: { ${name}: { type: string } } } }\n`;

describe("router.ts", () => {
  it("builds the router of outspec.yaml from the providers it names", async () => {
    const files = await project({ "schemas/joke.yaml": joke });
    assert.equal(
      files.get("router.ts"),
      [
        "// Generated from outspec.yaml and the specs. Do not edit: change them and run `outspec generate`.",
        "",
        'import { anthropic, createRouter, ollama, openai } from "@outspec/runtime";',
        'import type { Router } from "@outspec/runtime";',
        "",
        "/** The router every generated function uses unless a call brings its own. */",
        "export const router: Router = /* @__PURE__ */ createRouter({",
        '  primary: /* @__PURE__ */ openai("gpt-5.4-mini"),',
        '  fallbacks: [/* @__PURE__ */ anthropic("claude-haiku-5-5"), /* @__PURE__ */ ollama("llama3.2")],',
        "});",
        "",
      ].join("\n"),
    );
  });

  it("passes on what a router is to do when a model fails, keeps silent or is busy", async () => {
    const files = await project(
      { "schemas/joke.yaml": joke },
      {
        routers: {
          default: {
            primary: { provider: "openai", model: "gpt-5.4-mini", maxConcurrency: 50, contextWindow: 400_000 },
            fallbacks: [],
            reAsks: 0,
            failover: { truncated: "stop", "content-filtered": "next" },
            hedge: { afterMs: "p95", maxRate: 0.05 },
            breaker: { failures: 5, coolDownMs: 30_000 },
            maxTotalTokens: 50_000,
            repairs: "values",
          },
        },
      },
    );
    assert.equal(
      files.get("router.ts")?.split("\n").slice(6).join("\n"),
      [
        "export const router: Router = /* @__PURE__ */ createRouter({",
        '  primary: /* @__PURE__ */ openai("gpt-5.4-mini", { maxConcurrency: 50, contextWindow: 400000 }),',
        "  reAsks: 0,",
        '  failover: { truncated: "stop", "content-filtered": "next" },',
        '  hedge: { afterMs: "p95", maxRate: 0.05 },',
        "  breaker: { failures: 5, coolDownMs: 30000 },",
        "  maxTotalTokens: 50000,",
        '  repairs: "values",',
        "});",
        "",
      ].join("\n"),
    );
  });

  it("renames factories of the project's own that share a name, or have one no variable can have", async () => {
    const of = (from: string): { readonly provider: string; readonly model: string; readonly from: string } => ({
      provider: "mine",
      model: "x\n`${0}",
      from,
    });
    const files = await project(
      { "schemas/joke.yaml": joke },
      {
        routers: {
          default: {
            primary: of("./a.ts#mine"),
            fallbacks: [of("./b.ts#mine"), of("./b.ts#default"), of("./b.ts#router"), of("./b.ts#openai")],
          },
          more: { primary: { provider: "openai", model: "gpt-5.4-mini" }, fallbacks: [of("./a.ts#mine")] },
        },
      },
    );
    const lines = files.get("router.ts")?.split("\n") ?? [];
    assert.deepEqual(
      lines.filter((line) => line.includes(' from "..')),
      [
        'import { mine } from "../a.js";',
        'import { default as default2, mine as mine2, openai as openai2, router as router2 } from "../b.js";',
      ],
    );
    assert.ok(lines.includes('  primary: /* @__PURE__ */ mine("x\\n`${0}"),'));
  });

  it("passes options on and imports a model factory of the project's own", async () => {
    const files = await project(
      { "schemas/joke.yaml": joke },
      {
        output: "src/generated",
        routers: {
          default: {
            primary: { provider: "mine", model: "x", from: "./models/providers.ts#mine" },
            fallbacks: [
              {
                provider: "ollama",
                model: "llama3.2",
                baseUrl: "http://127.0.0.1:11434",
                settings: { temperature: 0 },
              },
            ],
            attempts: 2,
            timeouts: { connectMs: 5000 },
          },
          "cheap-one": { primary: { provider: "openai", model: "gpt-5.4-mini", apiKeyEnv: "TEAM_KEY" }, fallbacks: [] },
        },
      },
    );
    assert.equal(
      files.get("router.ts")?.split("\n").slice(2).join("\n"),
      [
        'import { createRouter, ollama, openai } from "@outspec/runtime";',
        'import type { Router } from "@outspec/runtime";',
        'import { mine } from "../../models/providers.js";',
        "",
        "/** The router every generated function uses unless a call brings its own. */",
        "export const router: Router = /* @__PURE__ */ createRouter({",
        '  primary: /* @__PURE__ */ mine("x"),',
        '  fallbacks: [/* @__PURE__ */ ollama("llama3.2", { baseUrl: "http://127.0.0.1:11434", settings: { temperature: 0 } })],',
        "  attempts: 2,",
        "  timeouts: { connectMs: 5000 },",
        "});",
        "",
        '/** The router "cheap-one" of outspec.yaml. */',
        "export const cheapOneRouter: Router = /* @__PURE__ */ createRouter({",
        '  primary: /* @__PURE__ */ openai("gpt-5.4-mini", { apiKeyEnv: "TEAM_KEY" }),',
        "});",
        "",
      ].join("\n"),
    );
  });

  it("is not there when no router is declared", async () => {
    const files = await project({ "schemas/joke.yaml": joke }, { routers: {} });
    assert.deepEqual([...files.keys()], [".gitattributes", "index.ts", "internal/joke.ts", "joke.ts"]);
  });
});

describe("index.ts", () => {
  it("names every export of every file, sorted by file", async () => {
    const files = await project({ "schemas/zoo/joke.yaml": joke, "schemas/a.yaml": withParty("x") });
    assert.equal(
      files.get("index.ts")?.split("\n").slice(2).join("\n"),
      [
        'export type { A, PartialA, PartialParty, Party } from "./a.js";',
        'export { a, generateA, streamA } from "./a.js";',
        'export type { Joke, PartialJoke } from "./zoo/joke.js";',
        'export { generateJoke, joke, streamJoke } from "./zoo/joke.js";',
        "",
      ].join("\n"),
    );
  });

  it("tells definitions of the same name in two specs apart by the spec, and leaves their files alone", async () => {
    const alone = await project({ "schemas/a.yaml": withParty("x") });
    const files = await project({ "schemas/a.yaml": withParty("x"), "schemas/b.yaml": withParty("y") });
    assert.match(files.get("index.ts") ?? "", /Party as AParty \} from "\.\/a\.js"/);
    assert.match(files.get("index.ts") ?? "", /PartialParty as PartialBParty, Party as BParty \} from "\.\/b\.js"/);
    assert.equal(files.get("a.ts"), alone.get("a.ts"));
  });

  it("never renames what is named after a spec", async () => {
    const item =
      "output: { type: object, properties: { item: { type: object, properties: { a: { type: string } } } } }\n";
    const files = await project({ "schemas/order.yaml": item, "schemas/order-item.yaml": joke });
    const index = files.get("index.ts") ?? "";
    assert.match(index, /export type \{ OrderItem, PartialOrderItem \} from "\.\/order-item\.js"/);
    assert.match(index, /^ {2}OrderItem as OrderOrderItem,$/m);
    assert.match(index, /^ {2}PartialOrderItem as PartialOrderOrderItem,$/m);
  });

  it("tells two definitions apart by their folders where their specs share a name with a type", async () => {
    const party = "$defs: { Party: { type: object, properties: { a: { type: string } } } }\n";
    const taken = "$defs: { CommonParty: { type: string } }\n";
    const files = await project({
      "schemas/clinic/_common.yaml": party,
      "schemas/hotel/_common.yaml": party,
      "schemas/_other.yaml": taken,
    });
    const index = files.get("index.ts") ?? "";
    assert.match(index, /PartialParty as PartialClinicCommonParty, Party as ClinicCommonParty \}/);
    assert.match(index, /PartialParty as PartialHotelCommonParty, Party as HotelCommonParty \}/);
    assert.match(index, /export type \{ CommonParty \}/);
  });

  it("exports a type and its spec object also where a script has no capitals", async () => {
    const index = (await project({ "schemas/顧客.yaml": joke })).get("index.ts") ?? "";
    assert.match(index, /export type \{ Partial顧客, 顧客 \}/);
    assert.match(index, /export \{ generate顧客, stream顧客, 顧客Spec \}/);
  });
});

describe("a file in a folder", () => {
  it("finds what it imports", async () => {
    const files = await project({ "schemas/clinic/ward/joke.yaml": joke });
    const text = files.get("clinic/ward/joke.ts") ?? "";
    assert.match(text, /from "\.\.\/\.\.\/internal\/clinic\/ward\/joke\.js"/);
    assert.match(text, /from "\.\.\/\.\.\/router\.js"/);
    assert.ok(files.has("internal/clinic/ward/joke.ts"));
  });

  for (const [from, to, extension, path] of [
    ["a.ts", "internal/a.ts", "js", "./internal/a.js"],
    ["x/a.ts", "internal/x/a.ts", "ts", "../internal/x/a.ts"],
    ["x/y/a.ts", "x/b.ts", "none", "../b"],
    ["index.ts", "a.b.ts", "js", "./a.b.js"],
  ] as const) {
    it(`${from} imports ${to} as ${path}`, () => assert.equal(importPath(from, to, extension), path));
  }
});

describe("a shared document", () => {
  it("is types, and a validator for each of them", async () => {
    const shared =
      "$defs:\n  Money:\n    description: An amount.\n    type: object\n    required: [value]\n    properties: { value: { type: number } }\n  Level: { enum: [low, high] }\n";
    const files = await project({ "schemas/_common.yaml": shared });
    assert.deepEqual(
      [...files.keys()].filter((path) => path.includes("common")),
      ["_common.ts", "internal/_common.ts"],
    );
    const internal = files.get("internal/_common.ts") ?? "";
    assert.deepEqual(internal.match(/^export .*$/gm), [
      "export const validateMoney: Validate = validate0;",
      "export const validateLevel: Validate = validate1;",
    ]);
    assert.deepEqual(readInternalHead(internal), { contract: 1, state: "intact" });
    assert.equal(
      files.get("_common.ts"),
      [
        "// Generated from schemas/_common.yaml. Do not edit: change the spec and run `outspec generate`.",
        "",
        "/** An amount. */",
        "export interface Money {",
        "  value: number;",
        "}",
        "",
        'export type Level = "low" | "high";',
        "",
        "/** A {@link Money} while it is being written: absent means not decided yet. */",
        "export interface PartialMoney {",
        "  readonly value?: number;",
        "}",
        "",
      ].join("\n"),
    );
    assert.match(files.get("index.ts") ?? "", /export type \{ Level, Money, PartialMoney \} from "\.\/_common\.js";/);
  });
});

describe("an internal file", () => {
  it("says which contract it is for and whether it was edited", async () => {
    const text = (await project({ "schemas/joke.yaml": joke })).get("internal/joke.ts") ?? "";
    assert.deepEqual(readInternalHead(text), { contract: 1, state: "intact" });
    assert.deepEqual(readInternalHead(text.replace("let errors", "let mistakes")), {
      contract: 1,
      state: "edited",
    });
    assert.equal(readInternalHead("// something else\n"), undefined);
  });

  it("keeps the hash of a spec that means the same", async () => {
    const hash = async (spec: string): Promise<string | undefined> =>
      /hash: "([0-9a-f]{16})"/.exec((await project({ "schemas/joke.yaml": spec })).get("internal/joke.ts") ?? "")?.[1];
    assert.equal(await hash(joke), await hash(`# a comment\n${joke}`));
    assert.notEqual(await hash(joke), await hash(joke.replace("a joke.", "two jokes.")));
  });

  it("names the spec for errors where the wire takes another name", async () => {
    const files = await project({ "schemas/joke.yaml": `name: Überblick\n${joke}`, "schemas/plain.yaml": joke });
    const nameOf = (path: string) => {
      const { codec } = evaluateInternal(files.get(path) ?? "");
      return [codec.name.replace(/_[0-9a-f]{8}$/, "_…"), codec.specName];
    };
    assert.deepEqual(nameOf("internal/joke.ts"), ["berblick_…", "Überblick"]);
    assert.deepEqual(nameOf("internal/plain.ts"), ["Plain", undefined]);
  });
});

describe("the targets of a project", () => {
  it("are compiled all, and a text that many dialects share is written once", async () => {
    const specs = new Map([["schemas/joke.yaml", joke]]);
    const { files, diagnostics } = await compile(specs, { ...config, targets: dialectNames });
    assert.deepEqual(diagnostics, []);
    const text = files.find(({ path }) => path === "internal/joke.ts")?.text ?? "";
    const { codec } = evaluateInternal(text);
    assert.deepEqual(Object.keys(codec.dialects), [...dialectNames]);
    const schemas = [...text.matchAll(/^(?:const schemaText\d+: string =| {2}schema:) ('.*')/gm)].map(
      ([, schema]) => schema,
    );
    assert.ok(schemas.length > 1);
    assert.deepEqual(schemas, [...new Set(schemas)]);
  });

  it("hold the examples of a spec as each of them has values written", async () => {
    const spec = `
prompt: "Tell a joke about {{ topic }}."
examples:
  - { input: { topic: cats }, output: { joke: Meow. } }
output:
  type: object
  required: [joke]
  properties:
    joke: { type: string }
    rating: { type: integer }
`;
    const files = await project({ "schemas/joke.yaml": spec });
    const { codec } = evaluateInternal(files.get("internal/joke.ts") ?? "");
    const examples = (dialect: CompiledDialect | undefined): unknown =>
      dialect !== undefined && "schema" in dialect ? dialect.examples : undefined;
    assert.deepEqual(examples(codec.dialects["openai-strict"]), ['{"joke":"Meow.","rating":null}']);
    assert.deepEqual(examples(codec.dialects.prompt), ['{"joke":"Meow."}']);
  });
});

describe("a prompt", () => {
  it("is refused where it goes into something the input does not describe, and told which", async () => {
    const spec = `
prompt: |
  {{ anything.name }}
  {{#each either}}{{ this }}{{/each}}
  {{#each list}}{{ this.name }}{{/each}}
input:
  type: object
  required: [anything, either, list]
  properties:
    anything: {}
    either: { anyOf: [{ type: string }, { type: array, items: { type: string } }] }
    list: { type: [array, "null"], items: { type: object, properties: { name: { type: string } } } }
output: { type: string }
`;
    const { files, diagnostics } = await compile(new Map([["schemas/spec.yaml", spec]]), config);
    assert.deepEqual(
      diagnostics.map(({ code, message, range: { start } }) => `${start.line}:${start.column} ${code}: ${message}`),
      [
        '3:6 undeclared-variable: the prompt of Spec goes into "anything.name", and the input does not say what is there',
        '4:11 undeclared-variable: the prompt of Spec goes into "either", and the input does not say what is there',
      ],
    );
    assert.deepEqual(files, []);
  });
});

describe("the schema of a spec object", () => {
  const schemaOf = async (output: string): Promise<string | undefined> => {
    const files = await project({ "schemas/pair.yaml": `output:\n${output}` });
    return /schema: JsonSchema = (.*?), properties/.exec(files.get("internal/pair.ts") ?? "")?.[1];
  };
  const properties = "  properties: { pair: { type: array, items: [{ type: string }, { type: number }] } }\n";

  it("states its draft where that was only inferred, because nothing else tells it at run time", async () => {
    assert.equal(
      await schemaOf(`  type: object\n${properties}`),
      '{ $schema: "http://json-schema.org/draft-07/schema#", type: "object"',
    );
  });

  it("states what was stated, and not that it is of 2020-12", async () => {
    assert.equal(
      await schemaOf(`  $schema: http://json-schema.org/draft-06/schema#\n  type: object\n${properties}`),
      '{ $schema: "http://json-schema.org/draft-06/schema#", type: "object"',
    );
    assert.equal(await schemaOf("  type: object\n  properties: { a: { type: string } }\n"), '{ type: "object"');
  });
});
