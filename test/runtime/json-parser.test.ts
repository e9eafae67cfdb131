import assert from "node:assert/strict";
import { createJsonParser, type JsonHandler, type JsonParserOptions } from "@outspec/runtime/partial/json-parser";
import { MalformedOutputError, type MalformedReason } from "@outspec/runtime/partial/malformed-output";
import { RawValue } from "@outspec/runtime/partial/raw-value";
import { createRootFinder } from "@outspec/runtime/partial/root-finder";
import fc from "fast-check";
import { describe, it } from "vitest";
import { lawRuns } from "../law-runs.ts";
import { cutAt } from "./partial/laws.ts";

const objects: JsonParserOptions = { tolerate: { prose: true, arrayFollowers: "" } };
const texts: JsonParserOptions = { tolerate: { prose: true, arrayFollowers: ']"' } };
const lists: JsonParserOptions = { tolerate: { prose: true, arrayFollowers: "]{" } };
const scalars: JsonParserOptions = { tolerate: { prose: false, arrayFollowers: "" } };

/** Parses pieces as the one element of an array, so that scalars are values like any other. */
function parse(
  pieces: readonly string[],
  options?: JsonParserOptions,
): { readonly value: unknown; readonly repairs: readonly string[] } {
  const raw = new RawValue();
  raw.arrayStart();
  const parser = createJsonParser(raw, options);
  for (const piece of pieces) parser.push(piece);
  parser.end();
  assert.ok(parser.done);
  raw.arrayEnd();
  const [value] = raw.value as readonly unknown[];
  return { value, repairs: parser.repairs };
}

function failureOf(pieces: readonly string[], options?: JsonParserOptions): MalformedOutputError {
  try {
    parse(pieces, options);
  } catch (error) {
    assert.ok(error instanceof MalformedOutputError, String(error));
    return error;
  }
  throw new Error(`${pieces.join("")} was parsed`);
}

/** Whatever is reported, in order. */
function eventsOf(pieces: readonly string[], options?: JsonParserOptions): readonly string[] {
  const events: string[] = [];
  const parser = createJsonParser(logging(events), options);
  for (const piece of pieces) parser.push(piece);
  return events;
}

function eventsUntilFailure(pieces: readonly string[]): readonly string[] {
  const events: string[] = [];
  const parser = createJsonParser(logging(events));
  assert.throws(() => {
    for (const piece of pieces) parser.push(piece);
  }, MalformedOutputError);
  return events;
}

function logging(events: string[]): JsonHandler {
  const log =
    (name: string) =>
    (detail?: unknown): void =>
      void events.push(detail === undefined ? name : `${name} ${JSON.stringify(detail)}`);
  return {
    objectStart: log("{"),
    keySoFar: log("key so far"),
    key: log("key"),
    objectEnd: log("}"),
    arrayStart: log("["),
    arrayEnd: log("]"),
    stringStart: log("string"),
    stringChunk: log("chunk"),
    stringSoFar: () => {},
    stringEnd: log("end"),
    scalarStart: log("scalar start"),
    scalar: log("scalar"),
  };
}

const answer = String.raw`{"a":"x\"\\\/\b\f\n\r\té\u00e9\ud83d\ude00😀","b":[1,-0,0.5,1e3,-1.25E-2,true,false,null,{},[],""],"__proto__":{"constructor":1}}`;

function isInfinite(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(isInfinite);
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}

describe("the JSON parser", () => {
  it("gives the value JSON.parse gives, wherever the text is cut", () => {
    for (let first = 0; first <= answer.length; first++) {
      assert.deepEqual(
        parse([answer.slice(0, first), answer.slice(first)]).value,
        JSON.parse(answer),
        `cut at ${first}`,
      );
    }
    assert.deepEqual(parse(answer.split("")).value, JSON.parse(answer));
  });

  it("gives the value JSON.parse gives, for random values and cuts", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: "binary" }),
        fc.array(fc.nat()),
        fc.constantFrom(0, 1),
        (value, cuts, indent) => {
          const text = JSON.stringify(value, null, indent);
          assert.deepEqual(parse(cutAt(text, cuts)).value, JSON.parse(text));
        },
      ),
      { numRuns: lawRuns(2000) },
    );
  });

  it("refuses a number that is too large instead of taking it for infinite", () => {
    for (const text of ["[1e999]", "[-1e999]", `[1${"0".repeat(400)}]`, "1e309"]) {
      assert.throws(() => parse(text.split("")), { name: "MalformedOutputError", reason: "syntax" }, text);
    }
    assert.deepEqual(parse(["[1e308,1e-999]"]).value, [1e308, 0]);
  });

  it("accepts and refuses what JSON.parse does, for texts nearly JSON", () => {
    const near = fc
      .tuple(
        fc.jsonValue({ maxDepth: 2 }),
        fc.nat(),
        fc.constantFrom(...'{}[]",:\\0e.-+tn\u0000 u', ""),
        fc.nat({ max: 2 }),
        fc.array(fc.nat()),
      )
      .map(([value, place, character, removed, cuts]) => {
        const text = JSON.stringify(value);
        const at = place % (text.length + 1);
        return { text: text.slice(0, at) + character + text.slice(at + removed), cuts };
      });
    fc.assert(
      fc.property(near, ({ text, cuts }) => {
        let expected: { value: unknown } | undefined;
        try {
          // A number too large for a double has no value that could be written again.
          const value: unknown = JSON.parse(text);
          if (!isInfinite(value)) expected = { value };
        } catch {}
        let found: { value: unknown } | undefined;
        try {
          found = { value: parse(cutAt(text, cuts)).value };
        } catch (error) {
          if (error instanceof MalformedOutputError && error.reason === "duplicate-key") return;
        }
        assert.deepEqual(found, expected, text);
      }),
      { numRuns: lawRuns(5000) },
    );
  });

  it("passes strings on as they come", () => {
    assert.deepEqual(eventsOf(['{"k', 'ey":"ab', "c", '"}']), [
      "{",
      'key so far "k"',
      'key "key"',
      "string",
      'chunk "ab"',
      'chunk "c"',
      "end",
      "}",
    ]);
  });

  it("reports a number at its delimiter and a word at its last letter", () => {
    assert.deepEqual(eventsOf(["[12"]), ["[", "scalar start 0"]);
    assert.deepEqual(eventsOf(["[12", "3,"]), ["[", "scalar start 0", "scalar 123"]);
    assert.deepEqual(eventsOf(["[123,"]), ["[", "scalar 123"]);
    assert.deepEqual(eventsOf(["[tru"]), ["[", "scalar start true"]);
    assert.deepEqual(eventsOf(["[t", "r", "ue"]), ["[", "scalar start true", "scalar true"]);
    assert.deepEqual(eventsOf(["[true"]), ["[", "scalar true"]);
    assert.deepEqual(eventsOf(["12"]), ["scalar start 0"]);
    assert.equal(parse(["1", "2"]).value, 12);
  });

  it("tells what it has of a key or a scalar before it fails in it", () => {
    for (const [pieces, events] of [
      [["[1.x"], ["[", "scalar start 0"]],
      [
        ["[-", "x"],
        ["[", "scalar start 0"],
      ],
      [["[trux"], ["[", "scalar start true"]],
      [['{"ab\n'], ["{", 'key so far "ab"']],
      [['{"ab\\x'], ["{", 'key so far "ab"']],
    ] as const) {
      assert.deepEqual(eventsUntilFailure(pieces), events, pieces.join());
    }
  });

  it("never ends a chunk in half a pair that may be completed", () => {
    assert.deepEqual(eventsOf(['"a\ud83d', '\ude00"']), ["string", 'chunk "a"', 'chunk "😀"', "end"]);
    for (const escaped of [
      String.raw`"a\ud83d\ude00"`,
      String.raw`"a\uD83D\uDE00"`,
      '"a\ud83d\\ude00"',
      '"a\\ud83d\ude00"',
    ]) {
      const chunks = eventsOf(escaped.split("")).filter((event) => event.startsWith("chunk"));
      assert.deepEqual(chunks, ['chunk "a"', 'chunk "😀"']);
    }
  });

  it("passes lone surrogates on", () => {
    for (const text of [
      String.raw`"\ud83d"`,
      String.raw`"\ud83dx"`,
      String.raw`"\ude00"`,
      String.raw`"\ud83d\ud83d\ude00"`,
      '"\ud83d"',
    ]) {
      assert.equal(parse(text.split("")).value, JSON.parse(text));
    }
  });

  it("fails at the first character that no continuation could repair", () => {
    const cases: readonly (readonly [string, number])[] = [
      ["x", 0],
      ["{x", 1],
      ['{"a"x', 4],
      ['{"a":x', 5],
      ['{"a":1x', 6],
      ['{"a":1,}', 7],
      ["[1,]", 3],
      ["[,", 1],
      ["[1}", 2],
      ["[01", 2],
      ["[-x", 2],
      ["[1.x", 3],
      ["[1e+,", 4],
      ["[trux", 4],
      ['["\n', 2],
      ['["\\x', 3],
      ['["\\u00g', 6],
      ["{} x", 3],
      ["[1]]", 3],
      ["\ufeff{}", 0],
      ["'a'", 0],
      ["NaN", 0],
    ];
    for (const [text, offset] of cases) {
      for (const pieces of [[text], text.split("")]) {
        const failure = failureOf(pieces);
        assert.equal(failure.reason, "syntax", text);
        assert.equal(failure.offset, offset, text);
      }
    }
  });

  it("tells incomplete from malformed", () => {
    for (let end = 0; end < answer.length; end++) {
      assert.equal(failureOf([answer.slice(0, end)]).reason, "incomplete", answer.slice(0, end));
    }
    for (const text of ["", " ", "-", "1.", "1e", "tru", '"', '"\\u00'])
      assert.equal(failureOf([text]).reason, "incomplete", text);
  });

  it("bounds depth and length", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    assert.ok(parse([nested(200)]));
    assert.equal(failureOf([nested(201)]).reason, "too-deep");
    assert.equal(failureOf(['[{"a":['], { maxDepth: 2 }).reason, "too-deep");
    assert.equal(failureOf(['["aaaa', "aaaa"], { maxLength: 8 }).reason, "too-long" satisfies MalformedReason);
  });
});

describe("the JSON parser, when it is tolerant", () => {
  const repaired = (text: string, options = objects): readonly [unknown, readonly string[]] => {
    const whole = parse([text], options);
    assert.deepEqual(parse(text.split(""), options), whole, "cut everywhere");
    return [whole.value, whole.repairs];
  };

  it("reports nothing for what needs no repair", () => {
    assert.deepEqual(repaired(' \n{"a":[1]}\n '), [{ a: [1] }, []]);
  });

  it("takes off fences", () => {
    assert.deepEqual(repaired('```json\n{"a":1}\n```'), [{ a: 1 }, ["fence"]]);
    assert.deepEqual(repaired('```\n{"a":1}\n```\n'), [{ a: 1 }, ["fence"]]);
    assert.deepEqual(repaired('```{"a":1}```'), [{ a: 1 }, ["fence"]]);
    assert.deepEqual(repaired('```[{"a":1}]```'), [[{ a: 1 }], ["fence"]]);
    assert.deepEqual(repaired('{"a":1}\n```'), [{ a: 1 }, ["fence"]]);
    assert.deepEqual(repaired("```json\n12\n```", scalars), [12, ["fence"]]);
  });

  it("passes over prose before and after the root", () => {
    assert.deepEqual(repaired('Sure, here it is: {"a":1}'), [{ a: 1 }, ["prose"]]);
    assert.deepEqual(repaired('{"a":1} Hope this {helps}!'), [{ a: 1 }, ["prose"]]);
    assert.deepEqual(repaired("A `{name}` and [1] and {x}:\n```json\n{ }\n```\nDone."), [{}, ["prose", "fence"]]);
    assert.deepEqual(repaired('A list [see below]: ["a"]', texts), [["a"], ["prose"]]);
  });

  it("counts a mark that opens neither a fence nor a section as prose", () => {
    for (const mark of ["`", "``", "<", "<th", "< ", "`` \n", "<think", "`<", "<`"])
      assert.deepEqual(repaired(`${mark}{"a":1}`), [{ a: 1 }, ["prose"]], mark);
    assert.deepEqual(repaired('[```json\n{"a":1}\n```'), [{ a: 1 }, ["prose", "fence"]]);
    assert.deepEqual(repaired('<<think>{"b":1}<</think>{"a":1}'), [{ a: 1 }, ["prose"]]);
  });

  it("counts thoughts as prose, drafts in them included", () => {
    assert.deepEqual(repaired('<think>Maybe {"a":2}? <b></think>\n{"a":1}'), [{ a: 1 }, ["prose"]]);
    assert.deepEqual(repaired("<think>12?</think> 13", scalars), [13, ["prose"]]);
    assert.equal(failureOf(['<think>{"a":2}'], objects).reason, "incomplete");
  });

  it("passes over trailing commas", () => {
    assert.deepEqual(repaired('{"a":[1,2,],"b":{"c":1,},}'), [{ a: [1, 2], b: { c: 1 } }, ["trailing-comma"]]);
    for (const text of ["[,]", "{,}", "[1,,]", '{"a":1,,}'])
      assert.equal(failureOf([`{"x":${text}`], objects).reason, "syntax", text);
  });

  it("does not mistake a part of a wrong root for the root", () => {
    assert.deepEqual(repaired('[{"a":1},{"a":2}]'), [[{ a: 1 }, { a: 2 }], []]);
    assert.deepEqual(repaired('Here: [ { "a":1}]'), [[{ a: 1 }], ["prose"]]);
    assert.deepEqual(repaired('{"list":["a"]}', texts), [{ list: ["a"] }, []]);
    assert.deepEqual(repaired('[null, {"a":1}]'), [[null, { a: 1 }], []]);
    for (const first of ["true", "0", "-1", "10", "12.25", "1e3", "1.25E-12", " -1.5e+30 "])
      assert.deepEqual(repaired(`[${first},{"a":1}]`), [[JSON.parse(first), { a: 1 }], []], first);
    for (const first of ["truer", "untrue", "01", "1.", "1.x", "-", "+1", "1e", "x1", "1-2"])
      assert.deepEqual(repaired(`[${first},{"a":1}]`), [{ a: 1 }, ["prose"]], first);
    assert.deepEqual(repaired('["x", {"a":1}]'), [["x", { a: 1 }], []]);
    assert.deepEqual(repaired('[[{"a":1}]]'), [[[{ a: 1 }]], []]);
    assert.deepEqual(repaired("[]"), [[], []]);
    assert.deepEqual(repaired('[note] {"a":1}'), [{ a: 1 }, ["prose"]]);
    assert.deepEqual(repaired('[1 2, 3] {"a":1}'), [{ a: 1 }, ["prose"]]);
    assert.deepEqual(repaired('See ["x"] and [1, 2]: {"a":1}'), [{ a: 1 }, ["prose"]]);
    assert.deepEqual(repaired('Of [{name}, {place}]: [{"a":1}]', lists), [[{ a: 1 }], ["prose"]]);
    assert.deepEqual(repaired('[1] {"a":1}'), [{ a: 1 }, ["prose"]]);
    assert.equal(failureOf(['[null, {"a":1}'], objects).reason, "incomplete");
  });

  it("leaves prose around a scalar root alone", () => {
    for (const text of ["The answer is 12", "1,000", "12 kg", "0x10", '"a" or "b"', "true."]) {
      assert.equal(failureOf([text], scalars).reason, "syntax", text);
      assert.equal(failureOf(text.split(""), scalars).reason, "syntax", text);
    }
    assert.deepEqual(repaired("```\n12\n```\nThat is all.", scalars), [12, ["fence", "prose"]]);
  });

  it("keeps little of what may be prose, however long it is", () => {
    const finder = createRootFinder({ prose: true, arrayFollowers: "" });
    assert.equal(finder.find("[", 0), -1);
    assert.equal(finder.find("1".repeat(1000), 0), -1);
    assert.ok(finder.opened.length <= 30);
    assert.equal(finder.find("Well, well. ".repeat(1000), 0), -1);
    assert.deepEqual(finder.repairs, ["prose"]);
  });

  it("says so when there is no root at all", () => {
    const failure = failureOf(["I cannot help with {that}."], objects);
    assert.equal(failure.reason, "incomplete");
    assert.match(failure.message, /holds no JSON value/);
  });

  it("shows nothing before it has found the root", () => {
    assert.deepEqual(eventsOf(["Here { ", "{", " "], objects), []);
    assert.deepEqual(eventsOf(["Here { ", "{", " ", '"'], objects), ["{"]);
  });
});
