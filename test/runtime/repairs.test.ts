import assert from "node:assert/strict";
import { MalformedOutputError } from "@outspec/runtime/partial/malformed-output";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import type { Repair } from "@outspec/runtime/result";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { RepairLevel } from "../../runtime/src/options.ts";
import type { Json } from "../../runtime/src/schema/json.ts";
import { object } from "../generator/dialects-source.ts";
import { lawRuns } from "../law-runs.ts";
import { assertAssignable, assertTruthful, cutAt, streamPieces } from "./partial/laws.ts";
import { randomFrom, write } from "./partial/miswritten.ts";
import {
  asAuthored,
  type Compiled,
  compileSpec,
  randomSpecs,
  type Written,
  writtenBy,
} from "./partial/random-specs.ts";

type Schema = Parameters<typeof compileSpec>[0];

interface Read {
  readonly value: unknown;
  readonly repairs: readonly Repair[];
  readonly isValid: boolean;
  /** Whether the table has room for it, so that all of it is shown, but for what is held. */
  readonly isShown: boolean;
}

/** Reads a text to its end; nothing when it cannot be read. */
function read(spec: Compiled, text: string, repairs: RepairLevel, { dialect }: Written = asAuthored): Read | undefined {
  const { table, checks, validate } = spec;
  const builder = createPartialBuilder({
    table,
    checks,
    validate,
    repairs: repairsOf(repairs),
    inverse: dialect.inverse,
  });
  try {
    builder.push(text);
    const answer = builder.finish();
    return { ...answer, isValid: validate(answer.value), isShown: builder.flaw === undefined };
  } catch (error) {
    if (error instanceof MalformedOutputError) return undefined;
    throw error;
  }
}

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

const numRuns = lawRuns(150);

/** Specs, and texts that a model may have written for them. */
const writings = fc.tuple(randomSpecs, fc.nat()).map(([{ schema, values }, seed]) => {
  const random = randomFrom(seed);
  const texts = Array.from({ length: 20 }, (_, index) =>
    write(values[index % values.length] ?? null, random, 0.06 * (index % 4)),
  );
  return { schema, texts };
});

/** Whether a scalar of an answer is what one of a text was read as: the same, or by one of the repairs of values. */
function isReadFrom(leaf: unknown, written: unknown): boolean {
  if (leaf === written) return true;
  if (typeof written === "string") {
    if (typeof leaf === "string") return leaf.trim().toUpperCase() === written.trim().toUpperCase();
    if (typeof leaf === "number") return Number(written) === leaf;
    return typeof leaf === "boolean" && written.trim().toLowerCase() === String(leaf);
  }
  return (
    typeof leaf === "string" && (typeof written === "boolean" ? leaf === String(written) : Number(leaf) === written)
  );
}

/** The scalars in a value, and those in JSON texts in it. */
function leavesOf(value: unknown, within = false): readonly unknown[] {
  if (typeof value === "object" && value !== null)
    return Object.values(value).flatMap((inner) => leavesOf(inner, within));
  if (!within || typeof value !== "string" || !/^\s*[{[]/.test(value)) return [value];
  try {
    return [value, ...leavesOf(JSON.parse(value), within)];
  } catch {
    return [value];
  }
}

describe("repairs of values", () => {
  it("invent nothing: every scalar of an answer was written", () => {
    fc.assert(
      fc.property(writings, ({ schema, texts }) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const answer = read(spec, written, "values");
          if (answer === undefined) continue;
          const there = leavesOf(JSON.parse(written), true);
          for (const leaf of leavesOf(answer.value)) {
            assert.ok(
              there.some((one) => isReadFrom(leaf, one)),
              `${JSON.stringify(leaf)} is not in ${written}`,
            );
          }
        }
      }),
      { numRuns },
    );
  });

  it("leave a valid answer as it is, and accept what is accepted without them", () => {
    fc.assert(
      fc.property(writings, ({ schema, texts }) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const before = read(spec, written, "text");
          if (before?.isValid === true) assert.deepEqual(read(spec, written, "values"), before, written);
        }
      }),
      { numRuns },
    );
  });

  it("leave an answer as it is that they have mended", () => {
    fc.assert(
      fc.property(writings, ({ schema, texts }) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const answer = read(spec, written, "values");
          if (answer?.isValid !== true || typeof answer.value !== "object" || answer.value === null) continue;
          const again = read(spec, JSON.stringify(answer.value), "values");
          assert.deepEqual(again, { ...answer, value: JSON.parse(JSON.stringify(answer.value)), repairs: [] }, written);
        }
      }),
      { numRuns },
    );
  });

  it("never make an answer of a text that is cut", () => {
    fc.assert(
      fc.property(writings, fc.nat(), ({ schema, texts }, place) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const whole = written.trim();
          if (!/^[{[]/.test(whole)) continue;
          const length = place % whole.length;
          assert.equal(read(spec, whole.slice(0, length), "values"), undefined, whole.slice(0, length));
        }
      }),
      { numRuns },
    );
  });

  it("come to the same in a stream, wherever it is cut, and show nothing that is taken back", () => {
    fc.assert(
      fc.property(writings, fc.array(fc.nat(), { maxLength: 8 }), ({ schema, texts }, cuts) => {
        const spec = compileSpec(schema);
        const { table, checks, validate } = spec;
        const isHeld = table.some(({ hold }) => hold === true);
        for (const written of texts) {
          const answer = read(spec, written, "values");
          if (answer === undefined) continue;
          const options = { table, checks, validate, repairs: repairsOf("values") };
          for (const pieces of [written.split(""), cutAt(written, cuts)]) {
            const { looks, value } = streamPieces(options, pieces);
            assert.deepEqual(value, answer.value, written);
            let previous: unknown;
            for (const { partial } of looks) {
              assertAssignable(table, partial);
              assertTruthful(previous, partial);
              previous = partial;
            }
            if (answer.isShown && !isHeld && typeof value === "object" && value !== null)
              assert.deepEqual(previous, value, written);
          }
        }
      }),
      { numRuns },
    );
  });

  it("are all made in these laws", () => {
    const seen = new Map<Repair, number>();
    for (const { schema, texts } of fc.sample(writings, { numRuns: 1000, seed: 11 })) {
      const spec = compileSpec(schema);
      for (const written of texts) {
        const answer = read(spec, written, "values");
        for (const repair of answer?.isValid === true ? answer.repairs : [])
          seen.set(repair, (seen.get(repair) ?? 0) + 1);
      }
    }
    for (const repair of [
      "enum-case",
      "quoted-number",
      "quoted-boolean",
      "quoted-json",
      "unquoted-text",
      "null-property",
      "single-item",
    ] as const) {
      assert.ok((seen.get(repair) ?? 0) >= 5, `${repair}: ${seen.get(repair)}`);
    }
  });
});
