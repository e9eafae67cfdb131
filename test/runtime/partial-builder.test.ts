import assert from "node:assert/strict";
import type { StreamTable } from "@outspec/runtime/codec";
import { decodeValue } from "@outspec/runtime/partial/decode-value";
import { createCatchUp, isAtLeast } from "@outspec/runtime/partial/is-at-least";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { describe, it } from "vitest";
import { streamPieces } from "./partial/laws.ts";
import { failureOf, finalValue, partialsOf } from "./partial/reading.ts";

const summary: StreamTable = [
  {
    kind: "object",
    properties: { vitals_status: 1, key_notes: 2, requires_visit: 4 },
    required: ["vitals_status"],
    rest: "drop",
  },
  { kind: "whole", types: ["string"], values: ["Normal", "Warning", "Critical"] },
  { kind: "array", items: 3 },
  { kind: "text" },
  { kind: "whole", types: ["boolean"] },
];

describe("partials", () => {
  it("show enums whole, texts as they grow, and keys as their values appear", () => {
    assert.deepEqual(
      partialsOf({ table: summary }, '{"vitals_status":"Normal","key_notes":["ab",""],"requires_visit":true}'),
      [
        undefined,
        {},
        { vitals_status: "Normal" },
        { vitals_status: "Normal", key_notes: [] },
        { vitals_status: "Normal", key_notes: ["a"] },
        { vitals_status: "Normal", key_notes: ["ab"] },
        { vitals_status: "Normal", key_notes: ["ab", ""] },
        { vitals_status: "Normal", key_notes: ["ab", ""], requires_visit: true },
      ],
    );
  });

  it("are the same reference while nothing changed", () => {
    const builder = createPartialBuilder({ table: summary });
    builder.push('{"vitals_status":"Nor');
    const before = builder.snapshot();
    builder.push("ma");
    assert.equal(builder.snapshot(), before);
    builder.push('l"');
    assert.notEqual(builder.snapshot(), before);
  });

  it("share what is finished", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "object", properties: { a: 2 }, rest: "drop" },
      { kind: "text" },
    ];
    const builder = createPartialBuilder({ table });
    builder.push('[{"a":"x"},{"a":"y');
    const [first] = builder.snapshot() as readonly unknown[];
    builder.push('z"},{}]');
    const last = builder.snapshot() as readonly unknown[];
    assert.equal(last[0], first);
    assert.equal(builder.finish().value, last, "the value itself is the last partial");
  });

  it("say what the next one costs", () => {
    const builder = createPartialBuilder({
      table: [{ kind: "object", properties: {}, rest: 1 }, { kind: "array", items: 2 }, { kind: "text" }],
    });
    builder.push('{"a":["1","2","3"],"b":["4","');
    assert.equal(builder.snapshotCost, 2 * 8 + 1, "a key costs what eight elements do");
    builder.push("x");
    builder.snapshot();
    assert.equal(builder.snapshotCost, 2 * 8 + 2);
  });

  it("leave undeclared keys out, and so does the value", () => {
    const text = '{"x":{"vitals_status":1},"vitals_status":"Normal","toString":2}';
    assert.deepEqual(partialsOf({ table: summary }, text), [undefined, {}, { vitals_status: "Normal" }]);
    assert.deepEqual(finalValue({ table: summary }, text), { vitals_status: "Normal" });
  });

  it("do not show keys a closed object refuses, which the value keeps for the validator", () => {
    const table: StreamTable = [
      { kind: "object", properties: { a: 1, b: 2 }, rest: "reject" },
      { kind: "object", properties: { c: 2 }, rest: "reject" },
      { kind: "text" },
    ];
    const text = '{"a":{"c":"1","x":[{}]},"y":2,"b":"3"}';
    assert.deepEqual(partialsOf({ table }, text).at(-1), { a: { c: "1" }, b: "3" });
    assert.deepEqual(finalValue({ table }, text), { a: { c: "1", x: [{}] }, y: 2, b: "3" });
  });

  it("show values without a schema when they are whole", () => {
    const table: StreamTable = [{ kind: "object", properties: {}, rest: "keep" }];
    assert.deepEqual(partialsOf({ table }, '{"a":{"b":[1]},"c":"de"}'), [
      undefined,
      {},
      { a: { b: [1] } },
      { a: { b: [1] }, c: "de" },
    ]);
  });

  it("treat __proto__, constructor and toString like any key", () => {
    const table: StreamTable = [{ kind: "object", properties: {}, rest: 1 }, { kind: "text" }];
    const text = '{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}';
    const { looks, value } = streamPieces({ table }, text.split(""));
    assert.deepEqual(Object.entries(value as object), Object.entries(JSON.parse(text) as object));
    assert.deepEqual(looks.at(-1)?.partial, value);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(failureOf({ table }, '{"__proto__":"a","__proto__":"b"}').reason, "duplicate-key");
  });

  it("stay as they are after a value that does not fit, while the value keeps what the model wrote", () => {
    const text = '{"vitals_status":"Normal","key_notes":["a",{"b":1},"c"],"requires_visit":true}';
    const { looks, value } = streamPieces({ table: summary }, text.split(""));
    assert.deepEqual(looks.at(-1)?.partial, { vitals_status: "Normal", key_notes: ["a"] });
    assert.deepEqual(value, JSON.parse(text));

    const builder = createPartialBuilder({ table: summary });
    builder.push('{"vitals_status":"Normal","key_notes":["a",{');
    assert.deepEqual(builder.flaw?.path, ["key_notes", 1]);
    assert.deepEqual(builder.openPath(), ["key_notes", 1]);
  });

  it("name the first place below a key where something written is not shown", () => {
    const table: StreamTable = [
      { kind: "object", properties: { a: 1, b: 1 }, rest: "drop" },
      { kind: "array", items: 2 },
      { kind: "object", properties: { x: 3 }, rest: "reject" },
      { kind: "text" },
    ];
    const builder = createPartialBuilder({ table });
    builder.push('{"a":[{"x":"1","no":2},{"no":3}],"b":[{"x":"4"},{"x":"5"},{"no":6}]');
    assert.deepEqual(builder.doubtBelow("a"), ["a", 0, "no"]);
    assert.deepEqual(builder.doubtBelow("b"), ["b", 2, "no"]);
    assert.equal(builder.doubtBelow("c"), undefined);
  });

  it("hold a node until it is finished and valid", () => {
    const table: StreamTable = [
      { kind: "object", properties: { a: 1, b: 2 }, rest: "drop" },
      { kind: "object", properties: { n: 3 }, rest: "drop", hold: true },
      { kind: "text" },
      { kind: "whole", types: ["number"] },
    ];
    const checks = { 1: (value: unknown) => (value as { readonly n: number }).n > 0 };
    assert.deepEqual(partialsOf({ table, checks }, '{"a":{"n":1,"x":2},"b":"c"}'), [
      undefined,
      {},
      { a: { n: 1 } },
      { a: { n: 1 }, b: "c" },
    ]);
    const invalid = '{"a":{"n":0},"b":"c"}';
    assert.deepEqual(partialsOf({ table, checks }, invalid), [undefined, {}, { b: "c" }]);
    assert.deepEqual(finalValue({ table, checks }, invalid), JSON.parse(invalid));
  });

  it("stop at a held element that is not valid: a list cannot go on without it", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "text", hold: true },
    ];
    const checks = { 1: (value: unknown) => value !== "no" };
    assert.deepEqual(partialsOf({ table, checks }, '["yes","no","yes"]').at(-1), ["yes"]);
    assert.deepEqual(finalValue({ table, checks }, '["yes","no","yes"]'), ["yes", "no", "yes"]);
  });
});

describe("partials of unions", () => {
  const shapes: StreamTable = [
    { kind: "union", options: [1, 2], tag: "kind", byTag: { circle: 1, text: 2 } },
    { kind: "object", properties: { kind: 3, radius: 4 }, required: ["kind"], rest: "reject" },
    { kind: "object", properties: { kind: 3, text: 5, parts: 6 }, required: ["kind"], rest: "drop" },
    { kind: "whole", values: ["circle", "text"] },
    { kind: "whole", types: ["number"] },
    { kind: "text" },
    { kind: "array", items: 5 },
  ];

  it("show nothing before the tag, and stream after it", () => {
    assert.deepEqual(partialsOf({ table: shapes }, '{"kind":"text","text":"ab"}'), [
      undefined,
      { kind: "text" },
      { kind: "text", text: "a" },
      { kind: "text", text: "ab" },
    ]);
  });

  it("show what came before a late tag at once, and stream the rest", () => {
    const text = '{"parts":["x"],"more":1,"kind":"text","text":"ab"}';
    assert.deepEqual(partialsOf({ table: shapes }, text), [
      undefined,
      { parts: ["x"], kind: "text" },
      { parts: ["x"], kind: "text", text: "a" },
      { parts: ["x"], kind: "text", text: "ab" },
    ]);
  });

  it("never show an object whose tag is unknown or missing", () => {
    for (const text of ['{"kind":"square","text":"a"}', '{"kind":{},"x":1}', '{"text":"a"}', '{"kind":"toString"}']) {
      assert.deepEqual(partialsOf({ table: shapes }, text), [undefined], text);
      assert.deepEqual(finalValue({ table: shapes }, text), JSON.parse(text));
    }
  });

  it("tell scalars apart by their JSON type, and let a text grow beside an enum", () => {
    const table: StreamTable = [
      { kind: "array", items: 1 },
      { kind: "union", options: [2, 3, 4, 5] },
      { kind: "whole", types: ["null"] },
      { kind: "whole", values: ["auto"] },
      { kind: "text" },
      { kind: "whole", types: ["integer"] },
    ];
    assert.deepEqual(partialsOf({ table }, '[null,"au",1]'), [
      undefined,
      [],
      [null],
      [null, "a"],
      [null, "au"],
      [null, "au", 1],
    ]);
    assert.deepEqual(partialsOf({ table }, "[1.5]"), [undefined, []]);
  });

  it("choose among objects without a tag by their structure, once whole", () => {
    const table: StreamTable = [
      { kind: "union", options: [1, 2] },
      { kind: "object", properties: { id: 3, size: 3 }, required: ["id", "size"], rest: "drop" },
      { kind: "object", properties: { id: 3, name: 4 }, required: ["id"], rest: "drop" },
      { kind: "whole", types: ["number"] },
      { kind: "text" },
    ];
    assert.deepEqual(partialsOf({ table }, '{"id":1,"name":"a","x":2}'), [undefined, { id: 1, name: "a" }]);
    assert.deepEqual(partialsOf({ table }, '{"id":1,"size":2,"name":"a"}'), [undefined, { id: 1, size: 2 }]);
  });

  it("take time in proportion to unions in unions", () => {
    const table: StreamTable = [
      { kind: "union", options: [1, 2, 3] },
      { kind: "object", properties: { next: 0, end: 4 }, required: ["next", "end"], rest: "reject" },
      { kind: "object", properties: { next: 0, stop: 4 }, required: ["next", "stop"], rest: "reject" },
      { kind: "object", properties: { next: 0, last: 4 }, rest: "reject" },
      { kind: "text" },
    ];
    const depth = 150;
    const text = `${'{"next":'.repeat(depth)}{"last":"a"}${"}".repeat(depth)}`;
    const began = performance.now();
    assert.deepEqual(finalValue({ table }, text), JSON.parse(text));
    assert.ok(performance.now() - began < 2000);
  });
});

describe("elements of lists", () => {
  const table: StreamTable = [
    { kind: "object", properties: { lists: 1 }, rest: "drop" },
    { kind: "array", items: 2 },
    { kind: "array", items: 2 },
  ];

  it("are judged in lists within lists so that all of it is at most twice the answer, however deep", () => {
    let judged = 0;
    const checks = {
      2: (value: unknown) => {
        judged += JSON.stringify(value).length;
        return true;
      },
    };
    const text = `{"lists":[${"[".repeat(150)}${"]".repeat(150)},[[],[[]]]]}`;
    const builder = createPartialBuilder({ table, checks });
    builder.push(text);
    builder.finish();
    assert.ok(judged > text.length && judged <= text.length * 2, `${judged} of ${text.length}`);
  });

  it("are said to be judged where they are, and the first that is refused is in doubt", () => {
    const checks = { 2: (value: unknown) => (value as readonly unknown[]).length === 0 };
    const builder = createPartialBuilder({ table, checks });
    assert.ok(!builder.judgesElementsOf("lists"));
    builder.push('{"lists":[[],[[]]');
    assert.ok(builder.judgesElementsOf("lists"));
    assert.deepEqual(builder.doubtBelow("lists"), ["lists", 1]);
  });
});

describe("decoding", () => {
  it("does not change the value it is given, and leaves alone what JSON cannot say", () => {
    const date = new Date(0);
    const value = Object.freeze({ vitals_status: date, key_notes: undefined, other: 1 });
    assert.deepEqual(decodeValue(summary, undefined, value), { vitals_status: date });
  });

  it("refuses a value without end", () => {
    const table: StreamTable = [{ kind: "object", properties: { self: 0 }, rest: "drop" }];
    const value: Record<string, unknown> = {};
    value["self"] = value;
    assert.throws(() => decodeValue(table, undefined, value), /more than 200 levels/);
  });
});

describe("failures", () => {
  it("name the place, and are thrown again by every later call", () => {
    const builder = createPartialBuilder({ table: summary });
    builder.push('{"key_notes":["a"');
    assert.throws(() => builder.push(" b"), {
      reason: "syntax",
      message: "expected a comma or the end of the array at character 18, in /key_notes/1",
    });
    assert.throws(() => builder.push("]}"), { reason: "syntax", offset: 18 });
    assert.throws(() => builder.finish(), { reason: "syntax" });
  });

  it("find a duplicate key at its second appearance, also in what is dropped or kept back", () => {
    for (const text of ['{"vitals_status":"Normal","vitals_status"', '{"x":{"a":1,"a"', '{"x":1,"x"']) {
      assert.equal(failureOf({ table: summary }, text).reason, "duplicate-key");
      assert.equal(failureOf({ table: summary }, text).offset, text.length - 1);
    }
  });

  it("tell an answer that ended early from one that is broken", () => {
    assert.equal(failureOf({ table: summary }, '{"vitals_status":"Normal"').reason, "incomplete");
    assert.equal(failureOf({ table: summary, repairs: "none" }, '```{"vitals_status":"Normal"}').reason, "syntax");
  });
});

describe("changes", () => {
  it("name what appeared, what grew and what is complete", () => {
    const builder = createPartialBuilder({ table: summary, trackChanges: true });
    builder.push('{"vitals_status":"Normal","key_notes":["a');
    assert.deepEqual(builder.takeChanges(), {
      changed: [[], ["vitals_status"], ["key_notes"], ["key_notes", 0]],
      completed: [["vitals_status"]],
    });
    builder.push("b");
    builder.push("c");
    assert.deepEqual(builder.takeChanges(), { changed: [["key_notes", 0]], completed: [] });
    builder.push('"],"x":{"y":1}}');
    assert.deepEqual(builder.takeChanges(), { changed: [], completed: [["key_notes", 0], ["key_notes"], []] });
  });

  it("complete every path below a value that appears at once", () => {
    const builder = createPartialBuilder({
      table: [{ kind: "object", properties: {}, rest: "keep" }],
      trackChanges: true,
    });
    builder.push('{"a":{"b":[1]}');
    assert.deepEqual(builder.takeChanges(), { changed: [[], ["a"]], completed: [["a", "b", 0], ["a", "b"], ["a"]] });
  });
});

describe("progress", () => {
  it("is at least another when it has its decided values and array lengths", () => {
    const best = { a: "long text", b: [1, { c: true }], d: {} };
    assert.ok(isAtLeast(best, best));
    assert.ok(isAtLeast({ a: "x", b: [2, { c: false }, 3], d: { e: 1 }, f: 1 }, best));
    for (const less of [
      undefined,
      {},
      { a: "x", b: [1], d: {} },
      { a: "x", b: [1, {}], d: {} },
      { a: "x", b: [1, { c: 1 }] },
      { a: {}, b: [1, { c: 1 }], d: {} },
    ]) {
      assert.ok(!isAtLeast(less, best), JSON.stringify(less));
    }
    assert.ok(isAtLeast(undefined, undefined));
    assert.ok(isAtLeast(null, undefined));
  });

  it("goes on where it stopped", () => {
    const hasCaughtUp = createCatchUp([1, 2]);
    assert.deepEqual([undefined, [], [0], [0, 0], [0, 0, 0]].map(hasCaughtUp), [false, false, false, true, true]);
  });
});
