import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Diagnostic } from "../../generator/src/diagnostics/diagnostic.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../generator/src/spec/resolve.ts";
import type { ResolvedSpec } from "../../generator/src/spec/resolved-spec.ts";

/** Resolves files; those outside `schemas/` can only be referred to. */
async function resolve(
  files: Readonly<Record<string, unknown>>,
): Promise<{ specs: readonly ResolvedSpec[]; diagnostics: readonly Diagnostic[] }> {
  const texts = new Map(
    Object.entries(files).map(([path, value]) => [
      path,
      typeof value === "string" ? value : JSON.stringify(value, null, 2),
    ]),
  );
  const documents = [...texts]
    .filter(([path]) => path.startsWith("schemas/"))
    .map(([path, text]) => readSpec(path, text));
  return resolveSpecs(documents, { schemas: "schemas" }, texts);
}

/** Resolves files without findings and gives the first spec. */
async function resolveOne(files: Readonly<Record<string, unknown>>): Promise<ResolvedSpec> {
  const { specs, diagnostics } = await resolve(files);
  assert.deepEqual(
    diagnostics.filter(({ code }) => code !== "examples-not-sent"),
    [],
  );
  const [spec] = specs;
  assert.ok(spec);
  return spec;
}

describe("resolving", () => {
  it("keeps references within the schema, recursion included", async () => {
    const schema = {
      type: "object",
      properties: {
        text: { type: "string" },
        replies: { type: "array", items: { $ref: "#" } },
        by: { $ref: "#/$defs/Person" },
      },
      $defs: { Person: { type: "object", properties: { boss: { $ref: "#/$defs/Person" } } } },
    };
    assert.deepEqual((await resolveOne({ "schemas/comment.json": schema })).schema, schema);
  });

  it("counts pointers of an envelope from its output", async () => {
    const { schema } = await resolveOne({
      "schemas/a.yaml": { output: { $ref: "#/$defs/A", $defs: { A: { type: "string" } } } },
    });
    assert.deepEqual(schema, { $ref: "#/$defs/A", $defs: { A: { type: "string" } } });
  });

  it("copies definitions of other files under $defs, once each, with their own references", async () => {
    const { schema } = await resolveOne({
      "schemas/a.yaml": {
        output: {
          type: "object",
          properties: { x: { $ref: "./_c.yaml#/$defs/Money" }, y: { $ref: "_c.yaml#/$defs/Money" } },
        },
      },
      "schemas/_c.yaml": {
        $defs: {
          Unused: true,
          Money: { properties: { in: { $ref: "#/$defs/Currency" } } },
          Currency: { enum: ["EUR"] },
        },
      },
    });
    assert.deepEqual(schema, {
      type: "object",
      properties: { x: { $ref: "#/$defs/Money" }, y: { $ref: "#/$defs/Money" } },
      $defs: { Money: { properties: { in: { $ref: "#/$defs/Currency" } } }, Currency: { enum: ["EUR"] } },
    });
  });

  it("reads # in the file it stands in, also where two files have one id", async () => {
    const file = (type: string): unknown => ({
      $id: "https://example.com/order.json",
      $ref: "#/$defs/By",
      $defs: { By: { $anchor: "by", type } },
    });
    const { specs, diagnostics } = await resolve({
      "schemas/v1.json": file("string"),
      "schemas/v2.json": file("number"),
      "schemas/v3.json": { type: "object", properties: { by: { $ref: "./v2.json#by" } } },
    });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      specs.map(({ schema }) => (schema as { $defs: unknown }).$defs),
      [{ By: { type: "string" } }, { By: { type: "number" } }, { By: { type: "number" } }],
    );
  });

  it("gives a copied definition another name when its own is taken", async () => {
    const { schema } = await resolveOne({
      "schemas/a.json": { $ref: "common/money.json#/definitions/Money", $defs: { Money: { type: "string" } } },
      "schemas/common/money.json": { definitions: { Money: { type: "number" } } },
    });
    assert.deepEqual(schema, {
      $ref: "#/$defs/MoneyMoney",
      $defs: { Money: { type: "string" }, MoneyMoney: { type: "number" } },
    });
  });

  it("names a whole file after the file, and lets files refer to each other", async () => {
    const { schema } = await resolveOne({
      "schemas/author.json": { type: "object", properties: { books: { items: { $ref: "book.json" } } } },
      "schemas/book.json": { type: "object", properties: { by: { $ref: "author.json" } } },
    });
    assert.deepEqual(schema, {
      type: "object",
      properties: { books: { items: { $ref: "#/$defs/Book" } } },
      // The way back leads to the schema itself, not to a copy of it.
      $defs: { Book: { type: "object", properties: { by: { $ref: "#" } } } },
    });
  });

  it("says which copies are of what another spec defines with the same meaning", async () => {
    const { specs } = await resolve({
      "schemas/order.json": {
        type: "object",
        properties: {
          to: { $ref: "_common.json#/$defs/Address" },
          visit: { $ref: "visit.json" },
          where: { $ref: "visit.json#/properties/place" },
          by: { $ref: "../vendor/person.json" },
          old: { $ref: "old.json" },
        },
      },
      "schemas/_common.json": { $defs: { Address: { type: "string" } } },
      "schemas/visit.json": {
        output: { type: "object", properties: { place: { $ref: "_common.json#/$defs/Address" } } },
      },
      "schemas/old.json": { items: [{ type: "string" }], type: "array" },
      "vendor/person.json": { type: "object" },
    });
    const order = specs.find(({ name }) => name === "Order");
    assert.deepEqual(Object.fromEntries(order?.foreign ?? []), {
      "#/$defs/Address": { path: "schemas/_common.json", pointer: "#/$defs/Address" },
      "#/$defs/Visit": { path: "schemas/visit.json", pointer: "#" },
      "#/$defs/place": { path: "schemas/visit.json", pointer: "#/properties/place" },
    });
  });

  it("says it of an input too, also of the spec's own output", async () => {
    const [spec] = (
      await resolve({
        "schemas/order.json": {
          prompt: "{{ last }}",
          input: { type: "object", required: ["last"], properties: { last: { $ref: "order.json" } } },
          output: { type: "object", properties: { a: { type: "string" } } },
        },
      })
    ).specs;
    assert.deepEqual(Object.fromEntries(spec?.inputForeign ?? []), {
      "#/$defs/Order": { path: "schemas/order.json", pointer: "#" },
    });
  });

  it("takes a file of definitions for no type, whatever it is called", async () => {
    const { specs, diagnostics } = await resolve({
      "schemas/_object.json": { $defs: { A: { type: "string" } } },
      "schemas/x/_object.json": { $defs: { A: { type: "string" } } },
    });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      specs.map(({ rootless }) => rootless),
      [true, true],
    );
  });

  it("checks files outside the specs, also where only a reference makes a schema of a place", async () => {
    const { diagnostics } = await resolve({
      "schemas/a.json": { $ref: "../more/b.json#/parts/Money" },
      "more/b.json": { type: "object", parts: { Money: { $ref: "c.json" }, Unused: { type: "strnig" } } },
      "more/c.json": { type: "strnig", $defs: { Unused: { pattern: "(" } } },
    });
    assert.deepEqual(
      diagnostics.map(({ code, range }) => `${range.path}:${range.start.line} ${code}`),
      ["more/c.json:2 unknown-type", "more/c.json:5 invalid-pattern"],
    );
  });

  it("checks an example against no asynchronous schema", async () => {
    const { diagnostics } = await resolve({
      "schemas/a.json": { prompt: "Hi.", output: { $ref: "../more/b.json" }, examples: [{ output: 1 }] },
      "more/b.json": { $async: true, type: "string" },
    });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ["async-schema"],
    );
  });

  it("reads a file without a draft in that of the schema that refers to it", async () => {
    const { schema, draft } = await resolveOne({
      "schemas/a.json": { $schema: "http://json-schema.org/draft-07/schema#", $ref: "_b.json#/$defs/Money" },
      "schemas/_b.json": { $defs: { Money: { type: "number", $anchor: "m" }, Unused: { prefixItems: [true] } } },
    });
    assert.equal(draft, "draft-07");
    assert.deepEqual((schema as { definitions: unknown }).definitions, { Money: { type: "number" } });
  });

  it("uses definitions before 2019-09", async () => {
    const { schema } = await resolveOne({
      "schemas/a.json": { $schema: "http://json-schema.org/draft-07/schema#", $ref: "../other/b.json" },
      "other/b.json": { type: "string" },
    });
    assert.deepEqual(schema, {
      $schema: "http://json-schema.org/draft-07/schema#",
      $ref: "#/definitions/B",
      definitions: { B: { type: "string" } },
    });
  });

  it("follows anchors, and ids both relative and absolute", async () => {
    const { schema } = await resolveOne({
      "schemas/a.json": {
        $id: "https://example.com/a.json",
        properties: {
          x: { $ref: "#here" },
          y: { $ref: "b.json" },
          z: { $ref: "https://example.com/nested/c.json#/$defs/D" },
        },
        $defs: {
          X: { $anchor: "here", type: "string" },
          C: { $id: "nested/c.json", $defs: { D: { type: "number" }, E: { $ref: "#/$defs/D" } } },
        },
      },
      "schemas/b.json": { $id: "https://example.com/b.json", type: "boolean" },
    });
    assert.deepEqual(schema, {
      properties: { x: { $ref: "#/$defs/X" }, y: { $ref: "#/$defs/B" }, z: { $ref: "#/$defs/C/$defs/D" } },
      $defs: {
        X: { type: "string" },
        C: { $defs: { D: { type: "number" }, E: { $ref: "#/$defs/C/$defs/D" } } },
        B: { type: "boolean" },
      },
    });
  });

  it("escapes what a pointer cannot hold as it is", async () => {
    const { schema } = await resolveOne({
      "schemas/a.json": { $ref: "#/$defs/a b~1c%25", $defs: { "a b/c%": { type: "string" } } },
    });
    assert.equal((schema as { $ref: string }).$ref, "#/$defs/a%20b~1c%25");
  });

  it("leaves references inside data alone", async () => {
    const schema = {
      type: "object",
      default: { $ref: "nowhere.json" },
      enum: [{ $ref: "#/no" }],
      properties: { $ref: { type: "string" } },
    };
    assert.deepEqual((await resolveOne({ "schemas/a.json": schema })).schema, schema);
  });

  it("says where a copied definition stands in its own file", async () => {
    const spec = await resolveOne({
      "schemas/a.yaml": "output:\n  properties:\n    x: { $ref: _c.yaml#/$defs/Money }\n",
      "schemas/_c.yaml": "$defs:\n  Money:\n    type: number\n",
    });
    assert.deepEqual(spec.rangeOf("/$defs/Money/type").start, { line: 3, column: 11 });
    assert.equal(spec.rangeOf("/$defs/Money/type").path, "schemas/_c.yaml");
    assert.equal(spec.rangeOf("/properties/x").path, "schemas/a.yaml");
  });

  it("derives stem and name from the path below the schemas folder", async () => {
    const names = async (path: string): Promise<unknown> => {
      const { stem, name, shared } = await resolveOne({ [path]: { type: "string" } });
      return [stem, name, shared];
    };
    assert.deepEqual(await names("schemas/clinic/patient-summary.json"), [
      "clinic/patient-summary",
      "PatientSummary",
      false,
    ]);
    assert.deepEqual(await names("schemas/NPSScore.schema.json"), ["NPSScore", "NPSScore", false]);
    assert.deepEqual(await names("schemas/überblick_2.json"), ["überblick_2", "Überblick2", false]);
    assert.deepEqual(await names("schemas/_money.json"), ["_money", "Money", true]);
  });

  it("marks the end of the system message when it is to be cached", async () => {
    const { prompt } = await resolveOne({
      "schemas/a.json": { cache: "system", prompt: { system: "Rules.", user: "Go." }, output: true },
    });
    assert.deepEqual(prompt, {
      form: "system-user",
      messages: [
        { role: "system", parts: [{ type: "text", nodes: [{ kind: "text", text: "Rules." }], cache: true }] },
        { role: "user", parts: [{ type: "text", nodes: [{ kind: "text", text: "Go." }], cache: false }] },
      ],
    });
  });

  it("takes over settings, examples, router and description", async () => {
    const envelope = {
      description: "D",
      router: "careful",
      settings: { temperature: 0, maxOutputTokens: 5 },
      prompt: "{{ n }}",
      output: { type: "string" },
      examples: [{ input: { n: "a" }, output: "b" }],
    };
    const { description, router, settings, examples } = await resolveOne({ "schemas/a.json": envelope });
    assert.deepEqual(
      { description, router, settings, examples },
      {
        description: "D",
        router: "careful",
        settings: envelope.settings,
        examples: envelope.examples,
      },
    );
  });

  it("reads no file outside of the given ones", async () => {
    const asked: string[] = [];
    const document = readSpec(
      "schemas/a.json",
      JSON.stringify({
        anyOf: [
          { $ref: "../b.json" },
          { $ref: "../../etc/c.json" },
          { $ref: "file:///etc/d.json" },
          { $ref: "/e.json" },
        ],
      }),
    );
    const others = { get: (path: string): undefined => void asked.push(path) };
    const { diagnostics } = await resolveSpecs([document], { schemas: "schemas" }, others);
    assert.deepEqual(asked, ["b.json"]);
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ["ref-not-found", "ref-outside-root", "remote-ref", "ref-outside-root"],
    );
  });
});
