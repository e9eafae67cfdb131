import assert from "node:assert/strict";
import { createAnswerReader } from "@outspec/runtime/answer-reader";
import type { Validate } from "@outspec/runtime/codec";
import { InvalidOutputError } from "@outspec/runtime/errors";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import { describe, it } from "vitest";
import type { DialectName } from "../../runtime/src/facts/dialects.ts";
import type { RepairLevel } from "../../runtime/src/options.ts";
import { object } from "../generator/dialects-source.ts";
import { asAuthored, compileSpec, type Written, writtenBy } from "./partial/random-specs.ts";

type Schema = Parameters<typeof compileSpec>[0];

interface Asked {
  readonly repairs?: RepairLevel;
  readonly dialect?: DialectName;
}

/** How much of a text is read before it is refused; all of it, with `…`, when it is not. */
function readOf(schema: Schema, text: string, { repairs = "text", dialect }: Asked = {}): string {
  const spec = compileSpec(schema);
  const written: Written | undefined = dialect === undefined ? asAuthored : writtenBy(dialect, spec);
  assert.ok(written !== undefined);
  const { table, checks, validate } = spec;
  const builder = createPartialBuilder({
    table,
    checks,
    validate,
    repairs: repairsOf(repairs),
    inverse: written.dialect.inverse,
  });
  for (let read = 1; read <= text.length; read++) {
    builder.push(text.slice(read - 1, read));
    if (builder.refused !== undefined) return text.slice(0, read);
  }
  return `${text}…`;
}

/** Asserts where texts are refused: at the mark `|` in each, or nowhere. */
function assertStops(schema: Schema, texts: readonly string[], asked?: Asked): void {
  for (const marked of texts) {
    const text = marked.replace("|", "");
    const expected = marked.includes("|") ? marked.slice(0, marked.indexOf("|")) : `${text}…`;
    assert.equal(readOf(schema, text, asked), expected, marked);
  }
}

const closed = (properties: Parameters<typeof object>[0], required: readonly string[] = []): Schema =>
  object(properties, required, { additionalProperties: false });

const status = { enum: ["Normal", "Warning", "Warn", "Critical"] };
const text = { type: "string" };

describe("an answer is refused at the character", () => {
  it("with which a text begins none of the values any more", () => {
    const schema = closed({ status });
    assertStops(schema, ['{"status":"Wo|rried"', '{"status":"Warning"', '{"status":"Warn"', '{"status":"Warni"|']);
    assertStops(schema, ['{"status":"n|ormal"', '{"status":"\\u0057\\u0061\\u0078|"', '{"status":""|']);
    assertStops(closed({ status: { const: "Normal" } }), ['{"status":"Normals|"', '{"status":"Normal"']);
  });

  it("with which a text begins none of the values even in another case, where that is mended", () => {
    assertStops(
      closed({ status }),
      ['{"status":"wArNing"', '{"status":" normal "', '{"status":"wo|', '{"status":"normal x|'],
      {
        repairs: "values",
      },
    );
  });

  it("with which a name begins none of those that a closed object has", () => {
    const schema = closed({ name: text, notes: text });
    assertStops(schema, ['{"nam"|', '{"x|', '{"nax|', '{"name":"","notes":"","na"|', '{"\\u006eu|']);
    assertStops(schema, ['{"name":"","notes":"no"}', '{""|']);
    assertStops(object({ name: text }), ['{"other":1}']);
  });

  it("with which a value begins to be of a type that is not wanted", () => {
    const schema = closed({
      text,
      number: { type: "number" },
      list: { type: "array", items: text },
      yes: { const: true },
    });
    assertStops(schema, ['{"text":1|', '{"text":t|', '{"text":n|', '{"text":{|', '{"text":[|', '{"text":-|']);
    assertStops(schema, [
      '{"number":"|',
      '{"number":f|',
      '{"list":"|',
      '{"list":{|',
      '{"list":[1|',
      '{"yes":f|',
      '{"yes":true',
    ]);
  });

  it("with which an element begins that is too many", () => {
    const schema = closed({ list: { type: "array", items: text, maxItems: 2 } });
    assertStops(schema, ['{"list":["","","|', '{"list":["","", 1|', '{"list":["","",]}']);
    assertStops(closed({ pair: { type: "array", prefixItems: [text, text], items: false } }), [
      '{"pair":["","",n|',
      '{"pair":["",""]}',
    ]);
    assertStops(closed({ none: { type: "array", maxItems: 0 } }), ['{"none":[[|', '{"none":[]}']);
  });

  it("that makes a text too long, counted in code points", () => {
    const schema = closed({
      code: { type: "string", maxLength: 3 },
      mail: { type: "string", format: "email", maxLength: 5 },
    });
    assertStops(schema, [
      '{"code":"abcd|',
      '{"code":"abc"',
      '{"code":"😀😀😀"',
      '{"code":"😀😀\\ud83d\\ude00x|',
      '{"mail":"a@b.co|',
    ]);
  });

  it("that ends the name of a property too many", () => {
    const schema = closed({ map: { type: "object", additionalProperties: text, maxProperties: 1 } });
    assertStops(schema, ['{"map":{"a":"","b"|', '{"map":{"a":""}}']);
  });

  it("after a number that is out of bounds or no integer, and not before: what follows may make it smaller, or whole", () => {
    const schema = closed({
      count: { type: "integer", minimum: 1, maximum: 20 },
      share: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
    });
    assertStops(schema, [
      '{"count":1.5,|',
      '{"count":1.5e1}',
      '{"count":150e-1}',
      '{"count":15e-1}|',
      '{"count":1.0}',
      '{"count":21,|',
      '{"count":210e-1}|',
      '{"count":0 |',
    ]);
    assertStops(schema, ['{"share":1,|', '{"share":0.0}|', '{"share":10e-2}']);
  });

  it("that ends a text, a list or an object that is too small or lacks something", () => {
    const schema = closed(
      {
        code: { type: "string", minLength: 2 },
        list: { type: "array", items: text, minItems: 1 },
        map: { type: "object", minProperties: 1 },
      },
      ["code"],
    );
    assertStops(schema, [
      '{"code":"a"|',
      '{"code":"😀"|',
      '{"code":""|',
      '{"list":[]|',
      '{"map":{}|',
      '{"list":["a"]}|',
    ]);
  });

  it("that ends an element or a held value which its own schema refuses", () => {
    const item = closed({ id: { type: "string", pattern: "^[0-9]+$" } });
    assertStops(closed({ items: { type: "array", items: item } }), [
      '{"items":[{"id":"1"},{"id":"x"}|',
      '{"items":[{"id":"1"}]}',
    ]);
    assertStops(closed({ days: { type: "array", items: { type: "string", format: "date" } } }), [
      '{"days":["2024-02-29","2023-02-29"|',
    ]);
    assertStops(closed({ held: { ...item, "x-stream": "complete" } }), ['{"held":{"id":"x"}|', '{"held":{"id":"1"}}']);
  });

  it("that ends the element of the second list around one that is further inside", () => {
    const list = (items: Schema): Schema => ({ type: "array", items });
    const word = { type: "string", pattern: "^a" };
    assertStops(closed({ a: list(list(word)) }), ['{"a":[["a","b"|']);
    assertStops(closed({ a: list(list(list(word))) }), ['{"a":[[["a","b"]|']);
  });
});

describe("among several options an answer is refused at the character", () => {
  const options = closed({
    u: {
      anyOf: [
        closed({ name: text, size: { enum: ["small", "large"] } }),
        closed({ names: { type: "array", items: { type: "number" } }, size: { enum: ["large", "huge"] } }),
      ],
    },
  });

  it("with which it fits none of them, though none is known to be it", () => {
    assertStops(options, [
      '{"u":[|',
      '{"u":{"nam"|',
      '{"u":{"names":["|',
      '{"u":{"size":"m|',
      '{"u":{"size":"hu',
      '{"u":{"x|',
      '{"u":{"name":1|',
    ]);
    assertStops(options, ['{"u":{"size":"huge","names":[1]}}', '{"u":{"names":[1],"name":""}|']);
  });

  it("with which a tag begins none of theirs, or a member what none of them has there", () => {
    const shapes: Schema = {
      oneOf: [
        closed({ radius: { type: "number" }, kind: { const: "circle" } }, ["kind"]),
        closed({ sides: { type: "number" }, kind: { const: "polygon" } }, ["kind"]),
      ],
    };
    assertStops(shapes, [
      '{"kind":"cu|',
      '{"kind":1|',
      '{"x|',
      '{"radius":"|',
      '{"radius":n|',
      '{"sides":1,"radius":2,"kind":"circle"|',
      '{"radius":2,"kind":"circle"}',
    ]);
    assertStops(closed({ list: { type: "array", items: shapes } }), ['{"list":[{"radius":[|', '{"list":[{"radi"|']);
  });

  it("with which a text is none of those that are listed, unless another option takes any", () => {
    assertStops(closed({ a: { anyOf: [{ type: "number" }, { const: "auto" }] } }), [
      '{"a":"an|',
      '{"a":"auto"',
      '{"a":12',
    ]);
    assertStops(closed({ a: { anyOf: [text, { const: "auto" }] } }), ['{"a":"an"']);
  });
});

describe("an answer is not refused", () => {
  it("where the schema, which names no type, takes what the table has no room for", () => {
    assertStops({ type: "object", properties: { a: { properties: { b: text } }, c: { items: text } } }, [
      '{"a":"x","c":{"b":1}}',
      '{"c":1}',
    ]);
  });

  it("where it can be mended: it is refused when it cannot any more", () => {
    const schema = closed(
      {
        n: { type: "integer" },
        b: { type: "boolean" },
        t: text,
        o: closed({ x: text }),
        l: { type: "array", items: closed({ x: text }) },
      },
      ["t"],
    );
    assertStops(
      schema,
      [
        '{"n":"12',
        '{"n":"a|',
        '{"n":"1.2.|',
        '{"n":"1.5"|',
        '{"b":"TRUE"',
        '{"b":"y|',
        '{"t":1',
        '{"t":n|',
        '{"o":"{',
        '{"o":"x|',
        '{"n":null',
      ],
      { repairs: "values" },
    );
    assertStops(schema, ['{"l":{"x":"a"}', '{"l":{"y|', '{"l":"x|', '{"l":1|'], { repairs: "values" });
  });

  it("where a dialect has it in another form, in which it may not have been written", () => {
    const schema = closed({ map: { type: "object", additionalProperties: { type: "number" } }, status }, [
      "map",
      "status",
    ]);
    const dialect = "openai-strict";
    assertStops(schema, ['{"map":[{"key":"a","value":"x"}],"status":"Normal"}', '{"map":[1],"status":"Normal"}'], {
      dialect,
    });
    // What is beside it is written as authored.
    assertStops(schema, ['{"map":[],"status":"x|'], { dialect });
  });

  it("in the JSON text within a string unless that is certain, too", () => {
    const schema = closed({ any: {}, n: { type: "number" } }, ["any", "n"]);
    assertStops(schema, ['{"any":"[1]","n":"|'], { dialect: "openai-strict" });
  });
});

describe("an answer that is refused", () => {
  const schema = closed({ status, secret: { type: "array", items: { type: "number" } } }, ["status"]);

  function read(pieces: readonly string[], validate?: Validate): InvalidOutputError {
    const spec = compileSpec(schema);
    const codec = {
      contract: 1,
      name: "Report",
      hash: "",
      dialects: {},
      ...spec,
      ...(validate === undefined ? {} : { validate }),
    };
    const reader = createAnswerReader({ name: "Report", codec, inverse: undefined, repairs: "text" });
    try {
      for (const piece of pieces) reader.push(piece);
      reader.finish();
    } catch (error) {
      assert.ok(error instanceof InvalidOutputError, String(error));
      return error;
    }
    throw new Error("it was read");
  }

  it("is told by its place and what was expected there, and quotes no value", () => {
    const error = read(['{"status":"Normal","secret":[1,"hunter2', '"']);
    assert.equal(error.message, "Report does not match its schema: /secret/1 must be a number");
    assert.deepEqual(
      error.issues.map(({ instancePath }) => instancePath),
      ["/secret/1"],
    );
  });

  it("names the properties that there may be, as the one that is too many may not be known whole", () => {
    for (const pieces of [
      ['{"st', "x"],
      ['{"stx":1,', '"y'],
      ['{"stxyz"', ":"],
    ]) {
      assert.equal(
        read(pieces).message,
        "Report does not match its schema: the output must have none but the properties status, secret",
      );
    }
  });

  it("is refused for what came first, though it could not be read after that", () => {
    for (const pieces of [['{"status":"x', "\n"], ['{"status":"x\n']]) {
      assert.equal(
        read(pieces).message,
        "Report does not match its schema: /status must be one of Normal, Warning, Warn, Critical",
      );
    }
  });

  it("is left to the validator, which finds all that is wrong, when it is whole", () => {
    assert.equal(read(['{"status":"x","secret":["y"]}']).issues.length, 2);
  });

  it("is read on where the validator takes it", () => {
    const spec = compileSpec({ type: "object" });
    const reader = createAnswerReader({
      name: "Report",
      codec: { contract: 1, name: "Report", hash: "", dialects: {}, ...spec, table: compileSpec(schema).table },
      inverse: undefined,
      repairs: "text",
    });
    for (const character of '{"status":1}') reader.push(character);
    assert.deepEqual(reader.finish().output, { status: 1 });
  });
});
