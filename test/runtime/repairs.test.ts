import assert from "node:assert/strict";
import type { Repair } from "@outspec/runtime/result";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import { describe, it } from "vitest";
import type { Json } from "../../runtime/src/schema/json.ts";
import { object } from "../generator/dialects-source.ts";
import { streamPieces } from "./partial/laws.ts";
import { compileSpec, writtenBy } from "./partial/random-specs.ts";
import { readAnswer as read } from "./partial/read-answer.ts";

type Schema = Parameters<typeof compileSpec>[0];

const text = { type: "string" };
const closed = (properties: Parameters<typeof object>[0], required: readonly string[] = []): Schema =>
  object(properties, required, { additionalProperties: false });

/** Asserts what a property `a` becomes that was written as given, and by which repair; `undefined` stands for a property that is absent. */
function assertMends(
  schema: Json,
  cases: readonly (readonly [written: string, becomes: unknown, repair: Repair])[],
): void {
  const spec = compileSpec(closed({ a: schema }));
  for (const [written, becomes, repair] of cases) {
    const answer = read(spec, `{"a":${written}}`, "values");
    assert.deepEqual(answer?.value, becomes === undefined ? {} : { a: becomes }, written);
    assert.deepEqual(answer?.repairs, [repair], written);
    assert.ok(answer?.isValid, written);
    const before = read(spec, `{"a":${written}}`, "text");
    assert.deepEqual(before?.value, JSON.parse(`{"a":${written}}`), written);
    assert.equal(before?.isValid, false, written);
  }
}

/** Asserts that a property is left as it was written, valid or not. */
function assertLeaves(schema: Json, written: readonly string[]): void {
  const spec = compileSpec(closed({ a: schema }, ["a"]));
  for (const one of written) {
    const answer = read(spec, `{"a":${one}}`, "values");
    assert.deepEqual(answer?.value, JSON.parse(`{"a":${one}}`), one);
    assert.deepEqual(answer?.repairs, [], one);
  }
}

describe("at the level of values", () => {
  const status = { enum: ["Normal", "Warning", "in progress"] };

  it("a text in another case, or with white space around it, is the only value it can be", () => {
    assertMends(status, [
      ['"normal"', "Normal", "enum-case"],
      ['" WARNING\\n"', "Warning", "enum-case"],
      ['"In Progress"', "in progress", "enum-case"],
    ]);
    assertMends({ const: "Straße" }, [['"STRASSE"', "Straße", "enum-case"]]);
    assertMends({ anyOf: [{ type: "number" }, { const: "auto" }] }, [['"Auto"', "auto", "enum-case"]]);
  });

  it("a text that may be several values is none of them", () => {
    assertLeaves({ enum: ["a", "A", "b"] }, ['"a"', '"A"', '" a"', '"c"']);
    assertLeaves(status, ['"inprogress"', '"Normal."', '""']);
  });

  it("a number in quotes is a number where no text is wanted", () => {
    assertMends({ type: "number" }, [
      ['"12"', 12, "quoted-number"],
      ['" -1.5e3 "', -1500, "quoted-number"],
      ['"0"', 0, "quoted-number"],
    ]);
    assertMends({ type: ["integer", "null"] }, [['"12.0"', 12, "quoted-number"]]);
    assertLeaves({ type: "integer" }, [
      '"12.5"',
      '"1,000"',
      '"0x10"',
      '"1_000"',
      '"+1"',
      '"007"',
      '""',
      '" "',
      '"Infinity"',
      '"12 kg"',
    ]);
    assertLeaves({ anyOf: [{ type: "integer" }, { enum: ["1", "2"] }] }, ['"3"', '"1"']);
    assertLeaves({ type: "number" }, [`"${"1".repeat(400)}"`, '"1e999"']);
  });

  it("a boolean in quotes is a boolean where no text is wanted", () => {
    assertMends({ type: "boolean" }, [
      ['"true"', true, "quoted-boolean"],
      ['"False"', false, "quoted-boolean"],
    ]);
    assertLeaves({ type: "boolean" }, ['"yes"', '"1"', "1", "0"]);
    assertLeaves({ type: ["boolean", "string"] }, ['"true"']);
  });

  it("the JSON text of an object or an array is that where no text is wanted", () => {
    assertMends(closed({ x: { type: "number" } }), [['"{\\"x\\":1}"', { x: 1 }, "quoted-json"]]);
    assertMends({ type: "array", items: text }, [['" [\\"b\\"] "', ["b"], "quoted-json"]]);
    assertLeaves(closed({ x: { type: "number" } }), [
      '"{\\"x\\":1"',
      '"{\\"x\\":\\"1\\"}"',
      '"{\\"x\\":1,\\"x\\":2}"',
      '"1"',
      '"[1]"',
      '"```{}```"',
    ]);
    assertLeaves({ anyOf: [{ type: "object" }, text] }, ['"{}"']);
  });

  it("a number or a boolean is the text it is written as where only a text is wanted", () => {
    assertMends(text, [
      ["12", "12", "unquoted-text"],
      ["1.50", "1.50", "unquoted-text"],
      ["1e3", "1e3", "unquoted-text"],
      ["-0", "-0", "unquoted-text"],
      ["true", "true", "unquoted-text"],
    ]);
    assertMends({ type: ["string", "null"] }, [["7", "7", "unquoted-text"]]);
    assertMends({ enum: ["1", "2"] }, [["1", "1", "unquoted-text"]]);
    assertLeaves({ type: "string", format: "date" }, ["20240229", "true"]);
    assertLeaves({ enum: ["1", "2"] }, ["3", "1.0"]);
    assertLeaves(text, ["null", "[]", "{}"]);
    assertLeaves({ anyOf: [text, { type: "array", items: { type: "number" } }] }, ["1"]);
  });

  it("null says of an optional property that does not take it that there is none", () => {
    assertMends(text, [["null", undefined, "null-property"]]);
    assertMends(closed({ x: text }), [["null", undefined, "null-property"]]);
    assertLeaves({ type: ["string", "null"] }, ["null"]);
    assertLeaves({}, ["null"]);
    const spec = compileSpec(closed({ a: text }, ["a"]));
    assert.equal(read(spec, '{"a":null}', "values")?.isValid, false);
    const map = compileSpec({ type: "object", additionalProperties: text });
    assert.deepEqual(read(map, '{"a":null}', "values")?.value, { a: null });
  });

  it("one item is the list of it where only a list is wanted", () => {
    assertMends({ type: "array", items: closed({ x: text }) }, [['{"x":"a"}', [{ x: "a" }], "single-item"]]);
    assertMends({ type: "array", items: { type: "number" } }, [["1", [1], "single-item"]]);
    assertMends({ type: "array", items: status }, [['"Normal"', ["Normal"], "single-item"]]);
    // A text may be a list written out, and nothing may stand for an empty one.
    assertLeaves({ type: "array", items: text }, ['"a, b"', '"a"', '""', "null"]);
    assertLeaves({ type: "array", items: { type: "object" } }, ["{}"]);
    assertLeaves({ type: "array", items: { type: "number" }, minItems: 0 }, ['"1"', "true"]);
    assertLeaves({ type: "array", prefixItems: [{ type: "number" }] }, ["1"]);
    assert.equal(
      read(compileSpec({ type: "array", items: closed({ x: text }) }), '{"x":"a"}', "values")?.repairs[0],
      "single-item",
    );
  });

  it("what the schema may take is left alone, though its table has no room for it", () => {
    const spec = compileSpec(closed({ list: { items: { type: "number" } }, map: { properties: { x: text } } }));
    for (const written of ['{"list":1}', '{"map":"{\\"x\\":\\"a\\"}"}', '{"map":null}']) {
      const answer = read(spec, written, "values");
      assert.deepEqual(answer?.value, JSON.parse(written), written);
      assert.deepEqual(answer?.repairs, [], written);
      assert.ok(answer?.isValid, written);
    }
  });

  it("values in options are mended where one option can then be meant, in one way", () => {
    const sizes = closed({ size: { type: "number" } }, ["size"]);
    const names = closed({ name: text }, ["name"]);
    assertMends({ anyOf: [sizes, names] }, [['{"size":"1"}', { size: 1 }, "quoted-number"]]);
    assertMends({ anyOf: [names, closed({ name: text, more: text }, ["name"])] }, [
      ['{"name":true}', { name: "true" }, "unquoted-text"],
    ]);
    assertLeaves({ anyOf: [closed({ x: { type: "number" } }), closed({ x: { type: "boolean" }, y: text })] }, [
      '{"x":"z"}',
    ]);
    // How a number was written is not known any more.
    assertLeaves({ anyOf: [sizes, names] }, ['{"name":1.0}']);
  });

  it("a tag in another case is the tag, and what it says is read so", () => {
    const shapes: Json = {
      oneOf: [
        closed({ kind: { const: "circle" }, radius: { type: "number" } }, ["kind"]),
        closed({ kind: { const: "square" }, radius: { type: "boolean" } }, ["kind"]),
      ],
    };
    assertMends(shapes, [
      ['{"kind":"Circle","radius":1}', { kind: "circle", radius: 1 }, "enum-case"],
      ['{"radius":1,"kind":" circle"}', { kind: "circle", radius: 1 }, "enum-case"],
    ]);
  });

  it("a number that was kept until its tag is known is left alone, as it is not known any more how it was written", () => {
    const versions: Json = {
      oneOf: [closed({ kind: { const: 1 }, v: text }, ["kind"]), closed({ kind: { const: 2 }, v: text }, ["kind"])],
    };
    assertMends(versions, [['{"kind":1,"v":2.50}', { kind: 1, v: "2.50" }, "unquoted-text"]]);
    assertLeaves(versions, ['{"v":2.50,"kind":1}']);
  });

  it("each repair is reported once, after those of the text", () => {
    const spec = compileSpec(closed({ a: { type: "array", items: { type: "number" } }, b: status }));
    const answer = read(spec, '```json\n{"a":["1","2",],"b":"normal"}\n```', "values");
    assert.deepEqual(answer?.value, { a: [1, 2], b: "Normal" });
    assert.deepEqual(answer?.repairs, ["fence", "trailing-comma", "quoted-number", "enum-case"]);
  });

  it("a value appears mended, once it is whole", () => {
    const { table, checks, validate } = compileSpec(
      closed({ a: { type: "number" }, b: status, c: closed({ x: text }), d: text }),
    );
    const written = '{"a":"12","b":"normal","c":"{\\"x\\":\\"y\\"}","d":true}';
    const { looks } = streamPieces({ table, checks, validate, repairs: repairsOf("values") }, written.split(""));
    const seen = looks.map(({ partial }) => partial).filter((partial, index) => partial !== looks[index - 1]?.partial);
    assert.deepEqual(seen, [
      {},
      { a: 12 },
      { a: 12, b: "Normal" },
      { a: 12, b: "Normal", c: { x: "y" } },
      { a: 12, b: "Normal", c: { x: "y" }, d: "true" },
    ]);
  });

  it("a held value is mended before it is judged", () => {
    const spec = compileSpec(closed({ a: { type: "integer", maximum: 20, "x-stream": "complete" } }));
    assert.deepEqual(read(spec, '{"a":"12"}', "values")?.value, { a: 12 });
    assert.equal(read(spec, '{"a":"21"}', "values")?.isValid, false);
  });

  it("what a dialect writes in another form is left alone", () => {
    const spec = compileSpec(
      closed({ map: { type: "object", additionalProperties: { type: "number" } }, n: { type: "number" } }, [
        "map",
        "n",
      ]),
    );
    const written = writtenBy("openai-strict", spec);
    assert.ok(written !== undefined);
    const answer = read(spec, '{"map":[{"key":"a","value":"1"}],"n":"2"}', "values", written);
    assert.deepEqual(answer?.value, { map: { a: 1 }, n: 2 });
    assert.deepEqual(read(spec, '{"map":"{\\"a\\":1}","n":2}', "values", written)?.repairs, []);
  });
});
