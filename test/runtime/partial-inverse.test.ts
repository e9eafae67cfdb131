import assert from "node:assert/strict";
import type { StreamTable } from "@outspec/runtime/codec";
import { decodeValue } from "@outspec/runtime/partial/decode-value";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { describe, it } from "vitest";
import { streamPieces } from "./partial/laws.ts";
import { failureOf, finalValue, partialsOf } from "./partial/reading.ts";

describe("the inverse of a dialect", () => {
  it("takes the wrapper off", () => {
    const table: StreamTable = [{ kind: "array", items: 1 }, { kind: "text" }];
    const options = { table, inverse: { wrapper: "value" } };
    assert.deepEqual(partialsOf(options, '{"value":["a"]}'), [undefined, [], ["a"]]);
    for (const [wire, value] of [
      ['["a"]', ["a"]],
      ['{"value":["a"],"x":1}', { value: ["a"], x: 1 }],
      ['{"x":1,"value":["a"]}', { x: 1, value: ["a"] }],
      ["{}", {}],
    ] as const) {
      assert.deepEqual(finalValue(options, wire), value);
    }
    assert.equal(failureOf(options, '{"value":[],"value":[]}').reason, "duplicate-key");
  });

  it("leaves out what is null for absent", () => {
    const table: StreamTable = [
      { kind: "object", properties: { a: 1, b: 2 }, rest: "drop" },
      { kind: "text" },
      { kind: "union", options: [1, 3] },
      { kind: "whole", types: ["null"] },
    ];
    const options = { table, inverse: { nullMeansAbsent: { 0: ["a"] } } };
    assert.deepEqual(partialsOf(options, '{"a":null,"b":null}'), [undefined, {}, { b: null }]);
    assert.equal(failureOf(options, '{"a":null,"a":"x"}').reason, "duplicate-key");
  });

  it("takes what should be JSON text as it stands only where nothing else fits", () => {
    const table: StreamTable = [
      { kind: "union", options: [1, 3] },
      { kind: "object", properties: { data: 2 }, required: ["data"], rest: "drop" },
      { kind: "any" },
      { kind: "object", properties: { data: 4 }, required: ["data"], rest: "drop" },
      { kind: "array", items: 5 },
      { kind: "object", properties: { code: 6 }, rest: "drop" },
      { kind: "text" },
    ];
    const options = { table, inverse: { json: [2], nullMeansAbsent: { 5: ["code"] } } };
    assert.deepEqual(finalValue(options, '{"data":[{"code":null}]}'), { data: [{}] });
    assert.deepEqual(finalValue(options, '{"data":"[{\\"code\\":null}]"}'), { data: [{ code: null }] });
    assert.deepEqual(finalValue(options, '{"data":{"x":1}}'), { data: { x: 1 } });
  });

  it("makes a map of entries", () => {
    const table: StreamTable = [{ kind: "object", properties: {}, rest: 1 }, { kind: "text" }];
    const options = { table, inverse: { entries: [0] } };
    assert.deepEqual(partialsOf(options, '[{"key":"a","value":"xy"},{"value":"z","key":"b"}]'), [
      undefined,
      {},
      { a: "x" },
      { a: "xy" },
      { a: "xy", b: "z" },
    ]);
    assert.equal(failureOf(options, '[{"key":"a","value":"1"},{"key":"a","value":"2"}]').reason, "duplicate-key");
    for (const wire of [
      '[{"key":"a","value":"1"},{"key":"b"}]',
      '[{"key":"a","value":"1","x":2}]',
      '[{"key":1,"value":"2"}]',
      "[1]",
      '[{"value":"1"}]',
    ]) {
      assert.deepEqual(
        finalValue({ ...options, repairs: "none" }, wire),
        JSON.parse(wire),
        "a list that is no list of entries stays one",
      );
    }
  });

  it("does to a whole value what it does to a stream", () => {
    const table: StreamTable = [
      { kind: "object", properties: { m: 1 }, rest: "drop" },
      { kind: "object", properties: {}, rest: 2 },
      { kind: "text" },
    ];
    const inverse = { wrapper: "value", entries: [1] };
    assert.deepEqual(decodeValue(table, inverse, { value: { m: [{ key: "__proto__", value: "a" }], x: 1 } }), {
      m: Object.fromEntries([["__proto__", "a"]]),
    });
  });
});

describe("JSON text in a string", () => {
  const note: StreamTable = [
    { kind: "object", properties: { id: 1, data: 2, more: 5 }, rest: "drop" },
    { kind: "whole", types: ["integer"] },
    { kind: "object", properties: { title: 3, tags: 4 }, required: ["title"], rest: "drop" },
    { kind: "text" },
    { kind: "array", items: 3 },
    { kind: "any" },
  ];
  const options = { table: note, inverse: { json: [2, 5], entries: [], nullMeansAbsent: { 0: ["data"] } } };
  const written = (data: unknown, more: unknown = 1) =>
    JSON.stringify({ id: 1, data: JSON.stringify(data), more: JSON.stringify(more) });

  it("is read into the value as it arrives, by the rules of the value", () => {
    assert.deepEqual(partialsOf(options, written({ title: "ab", tags: ["c"], x: 1 }, { y: [2] })), [
      undefined,
      {},
      { id: 1 },
      { id: 1, data: {} },
      { id: 1, data: { title: "a" } },
      { id: 1, data: { title: "ab" } },
      { id: 1, data: { title: "ab", tags: [] } },
      { id: 1, data: { title: "ab", tags: ["c"] } },
      { id: 1, data: { title: "ab", tags: ["c"] }, more: { y: [2] } },
    ]);
  });

  it("is not decoded again inside: what is in it is written as authored", () => {
    const table: StreamTable = [
      { kind: "object", properties: { a: 1 }, rest: "drop" },
      { kind: "object", properties: { b: 2 }, rest: 2 },
      { kind: "union", options: [1, 3] },
      { kind: "whole", types: ["null", "string"] },
    ];
    const inverse = { json: [1], nullMeansAbsent: { 1: ["b"] }, rest: { 1: "more" } };
    const inside = { b: null, more: "x", c: "{}" };
    assert.deepEqual(finalValue({ table, inverse }, JSON.stringify({ a: JSON.stringify(inside) })), { a: inside });
  });

  it("keeps halves of a surrogate pair together, however often they are escaped", () => {
    const text = String.raw`{"data":"{\"title\":\"a\\ud83d\\ude00\ud83d\ude00😀\"}"}`.replaceAll("\\\\", "\\");
    assert.deepEqual(partialsOf(options, text), [
      undefined,
      {},
      { data: {} },
      { data: { title: "a" } },
      { data: { title: "a😀" } },
      { data: { title: "a😀😀" } },
      { data: { title: "a😀😀😀" } },
    ]);
  });

  it("may hold any value where there is no schema, be it a text", () => {
    for (const value of ["12", 12, null, true, [{}], "a\n😀"])
      assert.deepEqual(finalValue(options, written({ title: "" }, value)), { id: 1, data: { title: "" }, more: value });
  });

  it("may be missing: a value that is no string is read as it stands", () => {
    assert.deepEqual(partialsOf(options, '{"data":{"title":"ab","x":1},"more":[1]}'), [
      undefined,
      {},
      { data: {} },
      { data: { title: "a" } },
      { data: { title: "ab" } },
      { data: { title: "ab" }, more: [1] },
    ]);
    assert.deepEqual(finalValue(options, '{"data":null,"more":null}'), { more: null });
  });

  it("may be the root, with a wrapper and without", () => {
    const table: StreamTable = [{ kind: "array", items: 1 }, { kind: "text" }];
    assert.deepEqual(partialsOf({ table, inverse: { json: [0] } }, '"[\\"ab\\"]"'), [undefined, [], ["a"], ["ab"]]);
    const wrapped = { table, inverse: { wrapper: "value", json: [0] } };
    assert.deepEqual(partialsOf(wrapped, '{"value":"[\\"ab\\"]"}'), [undefined, [], ["a"], ["ab"]]);
  });

  it("waits for its tag where it is one of several objects, and is told from a text by the row", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "union", options: [2, 3], tag: "kind", byTag: { a: 2, b: 3 } },
      { kind: "object", properties: { kind: 4, text: 6 }, required: ["kind"], rest: "drop" },
      { kind: "object", properties: { kind: 5, text: 6 }, required: ["kind"], rest: "drop" },
      { kind: "whole", values: ["a"] },
      { kind: "whole", values: ["b"] },
      { kind: "text" },
    ];
    for (const json of [[1], [2, 3], [3]]) {
      const text = JSON.stringify([
        JSON.stringify({ text: "x", kind: "b" }),
        JSON.stringify({ kind: "b", text: "yz" }),
      ]);
      assert.deepEqual(
        partialsOf({ table, inverse: { json } }, text),
        [
          undefined,
          [],
          [{ text: "x", kind: "b" }],
          [{ text: "x", kind: "b" }, { kind: "b" }],
          [
            { text: "x", kind: "b" },
            { kind: "b", text: "y" },
          ],
          [
            { text: "x", kind: "b" },
            { kind: "b", text: "yz" },
          ],
        ],
        `rows ${json}`,
      );
    }
    assert.deepEqual(finalValue({ table, inverse: { json: [3] } }, '[{"kind":"a","text":"{}"}]'), [
      { kind: "a", text: "{}" },
    ]);
  });

  it("is one of several readings of a string only where it is JSON that fits", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "union", options: [2, 3] },
      { kind: "text" },
      { kind: "array", items: 4 },
      { kind: "whole", types: ["number"] },
    ];
    const options = { table, inverse: { json: [3] } };
    assert.deepEqual(partialsOf(options, '["ab","[1]","[x]","[true]"]'), [
      undefined,
      [],
      ["ab"],
      ["ab", [1]],
      ["ab", [1], "[x]"],
      ["ab", [1], "[x]", "[true]"],
    ]);
  });

  it("is shown once finished and valid where its row is held", () => {
    const table: StreamTable = [
      { kind: "object", properties: { a: 1 }, rest: "drop" },
      { kind: "object", properties: {}, rest: "keep", hold: true },
    ];
    const checks = { 1: (value: unknown) => Object.keys(value as object).length > 0 };
    const held = { table, checks, inverse: { json: [1] } };
    assert.deepEqual(partialsOf(held, '{"a":"{\\"b\\":1}"}'), [undefined, {}, { a: { b: 1 } }]);
    assert.deepEqual(partialsOf(held, '{"a":"{}"}'), [undefined, {}]);
    assert.deepEqual(finalValue(held, '{"a":"{}"}'), { a: {} });
  });

  it("makes the answer malformed where it is no JSON, as soon as that is certain, also where a text would be valid", () => {
    for (const text of [
      '{"data":"{\\"title\\":x',
      '{"id":1,"more":"hello',
      '{"more":"1,',
      '{"more":""',
      '{"more":"{}}',
    ]) {
      const failure = failureOf(options, text);
      assert.equal(failure.reason, "syntax", text);
      assert.equal(failure.offset, text.endsWith('""') ? text.length - 1 : text.lastIndexOf(':"') + 1, text);
    }
    assert.equal(
      failureOf(options, '{"data":"{\\"title\\":x').message,
      "the JSON text in this string is wrong at its character 9 (expected a value) at character 8, in /data/title",
    );
    assert.equal(failureOf(options, '{"data":"{\\"x\\":1,\\"x\\":2}').reason, "duplicate-key");
    assert.equal(failureOf(options, `{"more":"${"[".repeat(201)}`).reason, "too-deep");
    assert.throws(() => decodeValue(note, options.inverse, { more: "hello" }), { reason: "syntax" });
  });

  it("makes the answer malformed where it is no JSON in a value that is only read once whole", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "union", options: [2, 3] },
      { kind: "object", properties: { a: 4, b: 5 }, required: ["a"], rest: "drop" },
      { kind: "object", properties: { a: 4, c: 5 }, required: ["a", "c"], rest: "drop" },
      { kind: "whole", types: ["number"] },
      { kind: "any" },
    ];
    const options = { table, inverse: { json: [5] } };
    assert.equal(failureOf(options, '[{"a":1,"b":"hello"}').reason, "syntax");
    assert.deepEqual(finalValue(options, '[{"a":1,"b":"[]"}]'), [{ a: 1, b: [] }]);
  });
});

describe("tuples that are written as objects", () => {
  const table: StreamTable = [
    { kind: "array", prefix: [1, 2], items: 3 },
    { kind: "text" },
    { kind: "array", items: 1 },
    { kind: "whole", types: ["number"] },
  ];
  const options = {
    table,
    inverse: { tuples: { 0: { names: ["first", "second"], rest: "more" } }, nullMeansAbsent: { 0: ["second"] } },
  };

  it("grow element by element", () => {
    assert.deepEqual(partialsOf(options, '{"first":"ab","second":["c"],"more":[1,2]}'), [
      undefined,
      [],
      ["a"],
      ["ab"],
      ["ab", []],
      ["ab", ["c"]],
      ["ab", ["c"], 1],
      ["ab", ["c"], 1, 2],
    ]);
  });

  it("keep back what is written before its turn", () => {
    assert.deepEqual(partialsOf(options, '{"more":[1],"second":["c"],"first":"ab"}'), [
      undefined,
      [],
      ["a"],
      ["ab"],
      ["ab", ["c"], 1],
    ]);
  });

  it("end with the first element that is missing", () => {
    for (const [text, value] of [
      ["{}", []],
      ['{"first":"a"}', ["a"]],
      ['{"first":"a","second":null}', ["a"]],
      ['{"second":null,"first":"a","more":null}', ["a"]],
      ['{"first":"a","second":null,"more":[]}', ["a"]],
      ['{"first":"a","second":[]}', ["a", []]],
    ] as const) {
      assert.deepEqual(finalValue(options, text), value, text);
    }
  });

  it("are kept as the objects they are when an element in the middle is missing or a property is not theirs", () => {
    for (const text of [
      '{"second":["c"]}',
      '{"first":"a","more":[1]}',
      '{"first":"a","second":null,"more":[1]}',
      '{"first":"a","x":1,"second":[]}',
      '{"first":"a","second":["b"],"more":1}',
      '{"first":"a","second":["b"],"more":[1],"x":2}',
    ]) {
      const builder = createPartialBuilder(options);
      builder.push(text);
      assert.equal(builder.flaw?.keyword, "type", text);
      assert.deepEqual(builder.flaw?.path, [], text);
      assert.equal(builder.flaw?.final, false, text);
      assert.deepEqual(builder.finish().value, JSON.parse(text), text);
    }
    assert.equal(failureOf(options, '{"first":"a","first":"b"}').reason, "duplicate-key");
  });

  it("tell a null among the further elements from one that says there are none", () => {
    const table: StreamTable = [
      { kind: "array", prefix: [1], items: 2 },
      { kind: "text" },
      { kind: "whole", types: ["null", "number"] },
    ];
    const inverse = { tuples: { 0: { names: ["first"], rest: "more" } }, nullMeansAbsent: { 0: ["more"] } };
    assert.deepEqual(finalValue({ table, inverse }, '{"first":"a","more":[null,1]}'), ["a", null, 1]);
    assert.deepEqual(finalValue({ table, inverse }, '{"first":"a","more":null}'), ["a"]);
  });

  it("may be written as the arrays they are", () => {
    const { looks, value } = streamPieces(options, '["a",["b"],1]'.split(""));
    assert.deepEqual(value, ["a", ["b"], 1]);
    assert.deepEqual(looks.at(-1)?.partial, value);
  });

  it("are told from objects in a union, also in one that has a tag for its objects", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "union", options: [2, 3, 4], tag: "kind", byTag: { a: 2, b: 3 } },
      { kind: "object", properties: { kind: 5, n: 7 }, required: ["kind"], rest: "drop" },
      { kind: "object", properties: { kind: 6, n: 7 }, rest: "drop" },
      { kind: "array", prefix: [7, 7], items: 7 },
      { kind: "whole", values: ["a"] },
      { kind: "whole", values: ["b"] },
      { kind: "whole", types: ["number"] },
    ];
    const inverse = { tuples: { 4: { names: ["x", "y"] } } };
    const text = '[{"x":1,"y":2},{"n":3,"kind":"b"},{"kind":"a"},{}]';
    assert.deepEqual(finalValue({ table, inverse }, text), [[1, 2], { n: 3, kind: "b" }, { kind: "a" }, {}]);
  });
});

describe("names that are written together in one property", () => {
  const entries = {
    table: [
      { kind: "object", properties: { id: 1 }, required: ["id"], rest: 2 },
      { kind: "whole", types: ["number"] },
      { kind: "text" },
    ],
    inverse: { rest: { 0: "more" } },
  } as const;
  const text = {
    table: [
      { kind: "object", properties: { id: 1 }, required: ["id"], rest: "keep" },
      { kind: "whole", types: ["number"] },
    ],
    inverse: { rest: { 0: "more" } },
  } as const;

  it("become names of the object, entry by entry", () => {
    assert.deepEqual(partialsOf(entries, '{"id":1,"more":[{"key":"a","value":"xy"},{"value":"z","key":"more"}]}'), [
      undefined,
      {},
      { id: 1 },
      { id: 1, a: "x" },
      { id: 1, a: "xy" },
      { id: 1, a: "xy", more: "z" },
    ]);
  });

  it("become names of the object out of JSON text, each when its value is whole", () => {
    assert.deepEqual(partialsOf(text, JSON.stringify({ more: JSON.stringify({ a: [1], more: "z" }), id: 1 })), [
      undefined,
      {},
      { a: [1] },
      { a: [1], more: "z" },
      { a: [1], more: "z", id: 1 },
    ]);
  });

  it("may be none", () => {
    for (const more of ["", ',"more":null', ',"more":[]'])
      assert.deepEqual(finalValue(entries, `{"id":1${more}}`), { id: 1 });
    for (const more of ["", ',"more":null', ',"more":"{}"', ',"more":"null"'])
      assert.deepEqual(finalValue(text, `{"id":1${more}}`), { id: 1 });
  });

  it("may be written as authored: by themselves, or in an object", () => {
    assert.deepEqual(partialsOf(entries, '{"id":1,"a":"x","more":{"b":"yz"}}'), [
      undefined,
      {},
      { id: 1 },
      { id: 1, a: "x" },
      { id: 1, a: "x", b: "y" },
      { id: 1, a: "x", b: "yz" },
    ]);
    assert.deepEqual(finalValue(text, '{"id":1,"a":"x","more":{"b":2}}'), { id: 1, a: "x", b: 2 });
  });

  it("are written twice when they are declared, stand beside it, or come again", () => {
    for (const wire of [
      '{"id":1,"more":[{"key":"id","value":"2"}]}',
      '{"a":"x","more":[{"key":"a","value":"y"}]}',
      '{"more":[{"key":"a","value":"y"}],"a":"x"}',
      '{"more":[{"key":"a","value":"y"},{"key":"a","value":"y"}]}',
      '{"more":null,"more":null}',
    ]) {
      assert.equal(failureOf(entries, wire).reason, "duplicate-key", wire);
    }
    for (const wire of ['{"id":1,"more":"{\\"id\\":2}"}', '{"more":"{\\"a\\":2}","a":1}', '{"id":1,"more":{"id":2}}']) {
      assert.equal(failureOf(text, wire).reason, "duplicate-key", wire);
    }
  });

  it("are written twice, too, when the other one said that there is none", () => {
    const options = { ...entries, inverse: { rest: { 0: "more" }, nullMeansAbsent: { 0: ["id"] } } };
    assert.equal(failureOf(options, '{"id":null,"more":[{"key":"id","value":1}]}').reason, "duplicate-key");
  });

  it("do not make an object of what another option of a union declares", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "union", options: [2, 3] },
      { kind: "object", properties: {}, rest: 4 },
      { kind: "object", properties: { more: 5 }, required: ["more"], rest: "reject" },
      { kind: "text" },
      { kind: "object", properties: { a: 4 }, rest: "reject" },
    ];
    const options = { table, inverse: { rest: { 2: "more" } } };
    assert.deepEqual(finalValue(options, '[{"more":{"a":"x"}},{"more":[{"key":"a","value":"x"}]}]'), [
      { more: { a: "x" } },
      { a: "x" },
    ]);
  });

  it("stay where they were written when they are no entries", () => {
    for (const wire of [
      '{"id":1,"more":[{"key":"a","value":"x"},{"key":"b","value":"y","z":1}]}',
      '{"id":1,"more":[{"key":"a","value":"x"},{"key":"b"}]}',
      '{"id":1,"more":[{"key":"a","value":"x"},1],"c":"z"}',
      '{"id":1,"more":5}',
      '{"id":1,"more":"a"}',
    ]) {
      const builder = createPartialBuilder(entries);
      builder.push(wire);
      assert.deepEqual(builder.flaw?.path, ["more"], wire);
      assert.equal(builder.flaw?.final, false, wire);
      assert.deepEqual(builder.finish().value, JSON.parse(wire), wire);
    }
    assert.deepEqual(finalValue(text, '{"id":1,"more":["a"]}'), { id: 1, more: ["a"] });
    assert.equal(failureOf(text, '{"id":1,"more":"[1]"}').reason, "syntax");
  });

  it("leave out of sight what is held and not valid", () => {
    const table: StreamTable = [
      { kind: "object", properties: {}, rest: 1 },
      { kind: "text", hold: true },
    ];
    const checks = { 1: (value: unknown) => value !== "no" };
    const options = { table, checks, inverse: { rest: { 0: "more" } } };
    const wire = '{"more":[{"key":"a","value":"no"},{"key":"b","value":"yes"}],"c":"yes"}';
    assert.deepEqual(partialsOf(options, wire).at(-1), { b: "yes", c: "yes" });
    assert.deepEqual(finalValue(options, wire), { a: "no", b: "yes", c: "yes" });
    assert.deepEqual(finalValue(options, '{"more":{"a":"no"},"c":"yes"}'), { a: "no", c: "yes" });
  });

  it("are told by the paths they have in the object", () => {
    const builder = createPartialBuilder({ ...entries, trackChanges: true });
    builder.push('{"id":1,"more":[{"key":"a","value":"x');
    assert.deepEqual(builder.takeChanges(), { changed: [[], ["id"], ["a"]], completed: [["id"]] });
    assert.deepEqual(builder.openPath(), ["a"]);
    builder.push('"}]}');
    assert.deepEqual(builder.takeChanges(), { changed: [], completed: [["a"], []] });
  });
});
