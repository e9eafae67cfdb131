import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, it } from "vitest";
import { compileDialects, dialects, neededDialects } from "../../generator/src/dialects/compile.ts";
import type { DialectSource, Rewrite, WireDocument } from "../../generator/src/dialects/dialect.ts";
import { limit } from "../../generator/src/dialects/limits.ts";
import {
  bareReferences,
  closeObjects,
  flattenUnions,
  inlineReferences,
  mapsToEntries,
  moveConstraints,
  oneOfToAnyOf,
  refuseAnything,
  refuseRecursion,
  requireEverything,
  tuplesToLists,
  wrapRoot,
} from "../../generator/src/dialects/rewrites.ts";
import { printDocument, toWire } from "../../generator/src/dialects/wire.ts";
import { buildIr } from "../../generator/src/ir/build.ts";
import { nameTypes } from "../../generator/src/ir/names.ts";
import { buildTable } from "../../generator/src/ir/table.ts";
import type { Json, JsonSchema } from "../../generator/src/spec/resolved-spec.ts";
import type { CompiledDialect, Inverse, StreamTable } from "../../runtime/src/codec.ts";
import type { DialectName } from "../../runtime/src/facts/dialects.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import { encodeValue } from "./dialects-encode.ts";
import type { config } from "./emit-cases.ts";

function source(schema: JsonSchema): DialectSource {
  const ir = buildIr(schema, "2020-12");
  return { schema, ir, names: nameTypes(ir, "Spec", new Set()), table: buildTable(ir) };
}

function rewrite(schema: JsonSchema, ...rewrites: readonly Rewrite[]): WireDocument {
  const { ir, names } = source(schema);
  return rewrites.reduce((document, step) => step(document), toWire(ir, names));
}

function printed(schema: JsonSchema, ...rewrites: readonly Rewrite[]): unknown {
  return printDocument(rewrite(schema, ...rewrites));
}

function compiled(schema: JsonSchema, name: DialectName): Exclude<CompiledDialect, { readonly unusable: string }> {
  const dialect = dialects.get(name)?.compile(source(schema));
  assert.ok(dialect !== undefined && "schema" in dialect, JSON.stringify(dialect));
  return dialect;
}

const object = (
  properties: { readonly [name: string]: Json },
  required: readonly string[] = [],
  more: { readonly [keyword: string]: Json } = {},
): { readonly [keyword: string]: Json } => ({
  type: "object",
  properties,
  ...(required.length === 0 ? {} : { required }),
  ...more,
});

describe("a rewrite", () => {
  it("leaves what the spec says when there is none", () => {
    const schema = object(
      { a: { type: "string", minLength: 2, description: "First." }, b: { enum: ["x", "y"] } },
      ["a"],
      { additionalProperties: false },
    );
    assert.deepEqual(printed(schema), {
      type: "object",
      properties: {
        a: { type: "string", description: "First.", minLength: 2 },
        b: { type: "string", enum: ["x", "y"] },
      },
      required: ["a"],
      additionalProperties: false,
    });
  });

  it("closes objects", () => {
    assert.deepEqual(printed(object({ a: { type: "string" } }, [], { additionalProperties: true }), closeObjects), {
      type: "object",
      properties: { a: { type: "string" } },
      additionalProperties: false,
    });
  });

  it("says a map as entries and records which", () => {
    const schema = object({ prices: { type: "object", additionalProperties: { type: "number" }, minProperties: 1 } });
    const document = rewrite(schema, mapsToEntries);
    assert.deepEqual(document.inverse.entries, ["#/properties/prices"]);
    const { properties } = printDocument(document) as unknown as { properties: { prices: unknown } };
    assert.deepEqual(properties.prices, {
      type: "array",
      description: "(each key once)",
      items: {
        type: "object",
        properties: { key: { type: "string" }, value: { type: "number" } },
        required: ["key", "value"],
        additionalProperties: false,
      },
      minItems: 1,
    });
  });

  it("requires everything and lets what was optional be null", () => {
    const schema = object(
      {
        a: { type: "string" },
        b: { type: "string", format: "date" },
        c: { enum: ["x", "y"] },
        d: { $ref: "#/$defs/D", description: "A place." },
        e: { type: ["string", "null"] },
        f: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
      },
      ["a"],
      { $defs: { D: object({ x: { type: "number" } }, ["x"]) } },
    );
    const document = rewrite(schema, requireEverything);
    // What may be null by itself stays as it is: there null is a value.
    assert.deepEqual([...document.inverse.nullMeansAbsent], [["#", ["b", "c", "d", "f"]]]);
    const { properties, required } = printDocument(document) as unknown as {
      properties: Record<string, unknown>;
      required: unknown;
    };
    assert.deepEqual(required, ["a", "b", "c", "d", "e", "f"]);
    assert.deepEqual(properties, {
      a: { type: "string" },
      b: { type: ["string", "null"], format: "date" },
      c: { type: ["string", "null"], enum: ["x", "y", null] },
      d: { description: "A place.", anyOf: [{ $ref: "#/$defs/D" }, { type: "null" }] },
      e: { type: ["string", "null"] },
      f: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }, { type: "null" }] },
    });
  });

  it("says oneOf as anyOf and admits what that loses, unless a tag keeps options apart", () => {
    const tagged = { oneOf: [object({ k: { const: "a" } }, ["k"]), object({ k: { const: "b" } }, ["k"])] };
    const untagged = { oneOf: [{ type: "string" }, { type: "string", maxLength: 3 }] };
    const document = rewrite(object({ tagged, untagged }), oneOfToAnyOf);
    assert.deepEqual(document.unenforced, ["oneOf at #/properties/untagged"]);
    assert.doesNotMatch(JSON.stringify(printDocument(document)), /oneOf/);
  });

  it("flattens a union inside a union", () => {
    const schema = { anyOf: [{ anyOf: [{ type: "string" }, { type: "number" }] }, { type: "null" }] };
    assert.deepEqual(printed(schema, flattenUnions), {
      anyOf: [{ type: "string" }, { type: "number" }, { type: "null" }],
    });
  });

  it("says a tuple as a list of any of its elements, in words that give the order", () => {
    const schema = {
      type: "array",
      prefixItems: [{ type: "number" }, { enum: ["N", "S"] }],
      items: false,
      minItems: 2,
    };
    const document = rewrite(schema, tuplesToLists);
    assert.deepEqual(document.unenforced, ["prefixItems at #"]);
    assert.deepEqual(printDocument(document), {
      type: "array",
      description: '(in this order: 1 number, 2 "N" or "S")',
      items: { anyOf: [{ type: "number" }, { type: "string", enum: ["N", "S"] }] },
      maxItems: 2,
      minItems: 2,
    });
  });

  it("wraps a root that is no object", () => {
    const document = rewrite({ type: "array", items: { type: "string" } }, wrapRoot);
    assert.equal(document.inverse.wrapper, "value");
    assert.deepEqual(printDocument(document), {
      type: "object",
      properties: { value: { type: "array", items: { type: "string" } } },
      required: ["value"],
      additionalProperties: false,
    });
  });

  it("keeps a recursive root reachable when it is wrapped", () => {
    const schema = { type: "array", items: { $ref: "#" } };
    assert.deepEqual(printed(schema, wrapRoot), {
      type: "object",
      properties: { value: { $ref: "#/$defs/Spec" } },
      required: ["value"],
      additionalProperties: false,
      $defs: { Spec: { type: "array", items: { $ref: "#/$defs/Spec" } } },
    });
  });

  it("writes references out, and keeps or refuses those that lead back", () => {
    const flat = object({ a: { $ref: "#/$defs/A" }, b: { $ref: "#/$defs/A", description: "Another." } }, [], {
      $defs: { A: { type: "string" } },
    });
    assert.deepEqual(printed(flat, inlineReferences("refuse"), closeObjects), {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string", description: "Another." } },
      additionalProperties: false,
    });
    const recursive = object({ next: { $ref: "#" } });
    assert.match(rewrite(recursive, inlineReferences("refuse")).unusable ?? "", /recursive/);
    assert.deepEqual(printed(recursive, inlineReferences("keep")), printed(recursive));
    assert.match(rewrite(recursive, refuseRecursion).unusable ?? "", /recursive/);
  });

  it("refuses a place that says nothing", () => {
    assert.equal(
      rewrite(object({ a: { type: "string" }, b: {} }), refuseAnything).unusable,
      "it allows any value at #/properties/b, which this dialect cannot say",
    );
  });

  it("moves constraints into the description and records them", () => {
    const schema = object({ a: { type: "string", description: "A code.", minLength: 3, pattern: "^x" } });
    const document = rewrite(
      schema,
      moveConstraints((keyword) => (keyword === "pattern" ? "keep" : "say")),
    );
    assert.deepEqual(document.unenforced, ["minLength at #/properties/a"]);
    const { properties } = printDocument(document) as unknown as { properties: unknown };
    assert.deepEqual(properties, { a: { type: "string", description: "A code. (minLength 3)", pattern: "^x" } });
  });

  it("leaves nothing beside a reference, or puts it into an anyOf of one", () => {
    const schema = object({ a: { $ref: "#/$defs/A", description: "Said here." } }, [], {
      $defs: { A: { type: "string" } },
    });
    const at = (document: unknown): unknown => (document as { properties: { a: unknown } }).properties.a;
    assert.deepEqual(at(printed(schema, bareReferences("drop"))), { $ref: "#/$defs/A" });
    assert.deepEqual(at(printed(schema, bareReferences("wrap"))), {
      description: "Said here.",
      anyOf: [{ $ref: "#/$defs/A" }],
    });
  });

  it("counts what a dialect limits", () => {
    const schema = object({ a: { type: "string" }, b: object({ c: { type: ["string", "null"] } }) });
    assert.equal(
      rewrite(schema, limit({ optional: 2 })).unusable,
      "it has 3 optional properties, and this dialect allows 2",
    );
    assert.equal(rewrite(schema, limit({ depth: 1 })).unusable, "it has 2 levels, and this dialect allows 1");
    assert.equal(rewrite(schema, limit({ unions: 1, optional: 3, depth: 2 })).unusable, undefined);
  });
});

describe("a dialect", () => {
  it("keeps property order everywhere", () => {
    const schema = object({ z: { type: "string" }, a: { type: "string" }, m: { type: "string" } }, ["m"]);
    for (const [name, dialect] of dialects) {
      const result = dialect.compile(source(schema));
      assert.ok("schema" in result, name);
      assert.deepEqual(Object.keys(JSON.parse(result.schema).properties), ["z", "a", "m"], name);
    }
  });

  it("never says our own keywords", () => {
    const schema = object({ a: { type: "string", "x-stream": "complete", "x-owner": "us" } });
    for (const [name, dialect] of dialects)
      assert.doesNotMatch(JSON.stringify(dialect.compile(source(schema))), /x-/, name);
  });

  it("says why it cannot be used", () => {
    const recursive = object({ next: { $ref: "#" } });
    assert.deepEqual(dialects.get("anthropic")?.compile(source(recursive)), {
      unusable: "it is recursive, and this dialect has no recursion",
    });
    const optional = object(
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, { type: "string" }])),
    );
    assert.deepEqual(dialects.get("anthropic")?.compile(source(optional)), {
      unusable: "it has 11 optional properties, and this dialect allows 10",
    });
    assert.deepEqual(dialects.get("openai-strict")?.compile(source(object({ a: {} }))), {
      unusable: "it allows any value at #/properties/a, which this dialect cannot say",
    });
  });

  it("gives a property named like a keyword no special treatment", () => {
    const schema = object({
      title: { type: "string" },
      default: { type: "string" },
      $ref: { type: "string" },
      "x-a": { type: "string" },
    });
    for (const [name, dialect] of dialects) {
      const result = dialect.compile(source(schema));
      assert.ok("schema" in result, name);
      assert.deepEqual(Object.keys(JSON.parse(result.schema).properties), ["title", "default", "$ref", "x-a"], name);
    }
  });

  it("is readable JSON in a prompt, compact, with descriptions and without noise", () => {
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "T",
      ...object({ a: { type: "string", description: "D.", default: "x" } }),
    };
    assert.equal(
      compiled(schema, "prompt").schema,
      '{"type":"object","properties":{"a":{"type":"string","description":"D."}}}',
    );
    assert.equal(
      compiled(schema, "plain").schema,
      '{"title":"T","type":"object","properties":{"a":{"type":"string","description":"D.","default":"x"}}}',
    );
  });

  it("keeps bounds of integers only in a grammar", () => {
    const { schema, unenforced } = compiled(
      object({ i: { type: "integer", minimum: 1 }, n: { type: "number", minimum: 1 } }),
      "llama-gbnf",
    );
    assert.deepEqual(JSON.parse(schema).properties, {
      i: { type: "integer", minimum: 1 },
      n: { type: "number", description: "(minimum 1)" },
    });
    assert.deepEqual(unenforced, ["minimum at #/properties/n"]);
  });
});

describe("the dialects of a project", () => {
  const names = (routers: typeof config.routers, targets: readonly DialectName[] = []): readonly DialectName[] => [
    ...compileDialects(source({ type: "object" }), neededDialects({ routers, targets })).keys(),
  ];
  const only = (provider: string, model: string): typeof config.routers => ({
    default: { primary: { provider, model }, fallbacks: [] },
  });

  it("are those of its models, the two that fit everywhere, and its targets", () => {
    assert.deepEqual(names(only("ollama", "llama3.2")), ["llama-gbnf", "openai-compatible-loose", "prompt"]);
    assert.deepEqual(names(only("ollama", "llama3.2"), ["plain"]), [
      "llama-gbnf",
      "openai-compatible-loose",
      "prompt",
      "plain",
    ]);
    assert.deepEqual(names(only("anthropic", "claude-haiku-5-5")), [
      "anthropic",
      "openai-compatible-loose",
      "prompt",
      "anthropic-tool",
    ]);
  });

  it("leave out what a model's modes never ask for", () => {
    assert.deepEqual(names(only("anthropic", "claude-opus-5-5")), ["anthropic", "openai-compatible-loose", "prompt"]);
  });

  it("are the usual ones when no router is declared", () => {
    assert.deepEqual(names({}), [
      "openai-strict",
      "anthropic",
      "llama-gbnf",
      "openai-compatible-loose",
      "prompt",
      "anthropic-tool",
    ]);
  });
});

/** Schemas with values that must survive the way into each dialect and back. */
const roundTrips: readonly (readonly [string, JsonSchema, readonly Json[]])[] = [
  [
    "optional properties",
    object({ a: { type: "string" }, b: { type: "number" }, c: object({ d: { type: "boolean" } }) }, ["a"]),
    [{ a: "x" }, { a: "x", b: 1 }, { a: "", c: {} }, { a: "", c: { d: false } }],
  ],
  [
    "null as a value",
    object({ a: { type: ["string", "null"] }, b: { anyOf: [object({ x: { type: "string" } }), { type: "null" }] } }, [
      "a",
      "b",
    ]),
    [
      { a: null, b: null },
      { a: "", b: {} },
    ],
  ],
  [
    "maps",
    object({ m: { type: "object", additionalProperties: { type: "number" } } }, ["m"]),
    [{ m: {} }, { m: { a: 1, "b c": 2 } }],
  ],
  [
    "maps of objects with optional properties",
    object(
      { m: { type: "object", additionalProperties: object({ x: { type: "string" }, y: { type: "string" } }, ["x"]) } },
      ["m"],
    ),
    [{ m: { a: { x: "1" }, b: { x: "2", y: "3" } } }],
  ],
  ["a map at the root", { type: "object", additionalProperties: { type: "string" } }, [{}, { a: "b" }]],
  ["a list at the root", { type: "array", items: { type: "string" } }, [[], ["a"]]],
  ["a choice at the root", { enum: ["spam", "ham"] }, ["spam"]],
  [
    "a tagged union",
    {
      oneOf: [
        object({ k: { const: "a" }, x: { type: "string" } }, ["k"]),
        object({ k: { const: "b" }, y: { type: "number" } }, ["k", "y"]),
      ],
    },
    [{ k: "a" }, { k: "a", x: "1" }, { k: "b", y: 2 }],
  ],
  [
    "an untagged union",
    object(
      {
        u: {
          anyOf: [
            object({ mail: { type: "string" } }, ["mail"]),
            object({ phone: { type: "string" }, country: { type: "string" } }, ["phone"]),
          ],
        },
      },
      ["u"],
    ),
    [{ u: { mail: "a" } }, { u: { phone: "1" } }, { u: { phone: "1", country: "x" } }],
  ],
  [
    "a tuple",
    object({ t: { type: "array", prefixItems: [{ type: "number" }, { type: "string" }], items: false, minItems: 2 } }, [
      "t",
    ]),
    [{ t: [1, "a"] }],
  ],
  [
    "shared definitions",
    object({ a: { $ref: "#/$defs/P" }, b: { $ref: "#/$defs/P" } }, ["a"], {
      $defs: { P: object({ n: { type: "string" }, t: { type: "string" } }, ["n"]) },
    }),
    [{ a: { n: "1" } }, { a: { n: "1" }, b: { n: "2", t: "3" } }],
  ],
  [
    "recursion",
    object({ n: { type: "string" }, sub: { type: "array", items: { $ref: "#" } } }, ["n"]),
    [{ n: "1" }, { n: "1", sub: [{ n: "2" }, { n: "3", sub: [] }] }],
  ],
  [
    "names that look odd",
    object({ "": { type: "string" }, "a/b~c": object({ "x y": { type: "number" } }) }, [""]),
    [{ "": "1" }, { "": "1", "a/b~c": { "x y": 1 } }],
  ],
];

describe("a value written in a dialect is the authored value again", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  for (const name of dialects.keys()) {
    for (const [title, schema, values] of roundTrips) {
      it(`${name}: ${title}`, () => {
        const from = source(schema);
        const dialect = dialects.get(name)?.compile(from);
        if (dialect === undefined || "unusable" in dialect) return assert.match(dialect?.unusable ?? "", /recursive/);
        const validate = ajv.compile(JSON.parse(dialect.schema));
        for (const value of values) {
          const encoded = encodeValue(from.table.table, dialect.inverse, JSON.parse(dialect.schema), value);
          assert.ok(
            validate(encoded),
            `${JSON.stringify(encoded)} fits ${dialect.schema}: ${ajv.errorsText(validate.errors)}`,
          );
          assert.deepEqual(decode(from.table.table, dialect.inverse, encoded), value);
        }
      });
    }
  }
});

function decode(table: StreamTable, inverse: Inverse | undefined, value: unknown): unknown {
  return JSON.parse(JSON.stringify(decodeValue(table, inverse, value)));
}

describe("openai-strict keeps OpenAI's own rules", () => {
  for (const [title, schema] of roundTrips) {
    it(title, () => {
      const root = JSON.parse(compiled(schema, "openai-strict").schema);
      assert.equal(root.type, "object");
      assert.equal(root.anyOf, undefined);
      const visit = (node: unknown, inProperties: boolean): void => {
        if (Array.isArray(node)) for (const item of node) visit(item, false);
        if (typeof node !== "object" || node === null || Array.isArray(node)) return;
        const at = node as Record<string, unknown>;
        if (!inProperties) {
          for (const keyword of [
            "oneOf",
            "allOf",
            "not",
            "prefixItems",
            "patternProperties",
            "title",
            "default",
            "$schema",
          ]) {
            assert.ok(!Object.hasOwn(at, keyword), keyword);
          }
          if (at["type"] === "object") {
            assert.equal(at["additionalProperties"], false);
            assert.deepEqual(at["required"] ?? [], Object.keys(at["properties"] as object));
          }
          if (at["$ref"] !== undefined) assert.deepEqual(Object.keys(at), ["$ref"]);
          else if (!Object.hasOwn(at, "anyOf")) assert.ok(Object.hasOwn(at, "type"), JSON.stringify(at));
        }
        for (const [key, value] of Object.entries(at)) {
          if (key !== "enum" && key !== "const")
            visit(value, !inProperties && (key === "properties" || key === "$defs"));
        }
      };
      visit(root, false);
    });
  }
});

describe("a schema some dialects cannot say in full", () => {
  it("is unusable for anthropic where values are objects", () => {
    const dialect = dialects.get("anthropic")?.compile(source(object({ a: { enum: [{ x: 1 }, "b"] } }, ["a"])));
    assert.match(dialect !== undefined && "unusable" in dialect ? dialect.unusable : "", /only primitive/);
  });

  it("keeps a list empty where nothing may stand in it", () => {
    const schema = object({ none: { type: "array", items: false } }, ["none"]);
    assert.match(compiled(schema, "openai-strict").schema, /"maxItems":0/);
    assert.deepEqual(compiled(schema, "anthropic").unenforced, ["maxItems at #/properties/none"]);
  });

  it("has its references written out at the root too", () => {
    const schema = { $ref: "#/$defs/L", $defs: { L: { type: "array", items: { type: "string" } } } };
    assert.doesNotMatch(compiled(schema, "openai-compatible-loose").schema, /\$ref/);
  });
});
