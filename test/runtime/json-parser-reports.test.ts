import assert from "node:assert/strict";
import { EventReader, NestedText, type ValueReader } from "@outspec/runtime/partial/event-reader";
import { createJsonParser, type JsonHandler, type JsonParserOptions } from "@outspec/runtime/partial/json-parser";
import { MalformedOutputError, toPointer } from "@outspec/runtime/partial/malformed-output";
import { RawValue } from "@outspec/runtime/partial/raw-value";
import { describe, it } from "vitest";

/** Makes a handler, or a reader of values, that keeps whatever it is told. */
function keeping<Told>(names: readonly (keyof Told & string)[], tell: (name: string, details: unknown[]) => unknown) {
  const entries = names.map((name) => [name, (...details: unknown[]) => tell(name, details)]);
  return Object.fromEntries(entries) as Told; // each name of it is there
}

const events: readonly (keyof JsonHandler)[] = [
  ...(["objectStart", "keySoFar", "key", "objectEnd", "arrayStart", "arrayEnd", "stringStart"] as const),
  ...(["stringChunk", "stringSoFar", "stringEnd", "scalarStart", "scalar"] as const),
];

/** Everything that is reported of some pieces, each with where the parser says it stands. */
function reportOf(pieces: readonly string[], options?: JsonParserOptions): readonly string[] {
  const told: string[] = [];
  const parser = createJsonParser(
    keeping<JsonHandler>(events, (name, details) => void told.push([parser.offset, name, ...details].join(" "))),
    options,
  );
  for (const piece of pieces) parser.push(piece);
  return told;
}

/** What a text fails with, and whether it fails so wherever it is cut. */
function failureOf(text: string, options?: JsonParserOptions): string {
  const [whole, cut] = [[text], text.split("")].map((pieces) => {
    try {
      const parser = createJsonParser(new RawValue(), options);
      for (const piece of pieces) parser.push(piece);
      parser.end();
    } catch (error) {
      if (error instanceof MalformedOutputError) return `${error.reason}: ${error.message}`;
      throw error;
    }
    throw new Error(`${text} was read`);
  });
  assert.equal(cut, whole);
  return String(whole);
}

/** The value of a text. */
function toRaw(text: string): unknown {
  const raw = new RawValue();
  const parser = createJsonParser(raw);
  parser.push(text);
  parser.end();
  return raw.value;
}

const tolerant: JsonParserOptions = { tolerate: { prose: true, arrayFollowers: "" } };
const scalars: JsonParserOptions = { tolerate: { prose: false, arrayFollowers: "" } };

describe("what the JSON parser reports", () => {
  it("tells where each thing stands: what begins by its first character, what ends by its last, a scalar by the next", () => {
    assert.deepEqual(reportOf(['{"k":[12,"x', 'y\\n",true],', '"l":{}', "} "]), [
      "0 objectStart",
      "3 key k",
      "5 arrayStart",
      "8 scalar 12",
      "9 stringStart",
      "9 stringChunk x",
      "9 stringSoFar",
      "9 stringChunk y",
      "9 stringChunk \n",
      "14 stringEnd",
      "20 scalar true",
      "20 arrayEnd",
      "24 key l",
      "26 objectStart",
      "27 objectEnd",
      "28 objectEnd",
    ]);
  });

  it("tells so where a number and a word go on in the next piece", () => {
    assert.deepEqual(reportOf(["[ 1", "2 ,n", "ull", "]"]), [
      "0 arrayStart",
      "2 scalarStart 0",
      "4 scalar 12 12",
      "6 scalarStart ",
      "10 scalar ",
      "10 arrayEnd",
    ]);
  });

  it("tells so where prose comes before the root", () => {
    const text = 'Here, or [here], {there}: [{"a":[]}]';
    for (let cut = 0; cut < text.length; cut++)
      assert.deepEqual(
        reportOf([text.slice(0, cut), text.slice(cut)], tolerant).filter((one) => !one.includes("SoFar")),
        ["26 arrayStart", "27 objectStart", "30 key a", "32 arrayStart", "33 arrayEnd", "34 objectEnd", "35 arrayEnd"],
        `cut at ${cut}`,
      );
  });

  it("tells how a number was written unless it is as JavaScript writes it", () => {
    const writtenOf = (text: string) =>
      reportOf([`[${text},`])[1]
        ?.split(" ")
        .slice(2)
        .join(" ");
    for (const text of ["0", "7", "10", "-1", "-120", "123456789012345", "-123456789012345"])
      assert.equal(writtenOf(text), text);
    for (const text of ["-0", "1.0", "1.50", "1e3", "12E-1", "1234567890123456", "12345678901234567890"])
      assert.equal(writtenOf(text), `${Number(text)} ${text}`);
  });

  it("tells what has been read of a text, wherever it is cut in an escape", () => {
    for (const cut of ["\\", "\\u", "\\u00"])
      assert.deepEqual(reportOf([`["a${cut}`]), ["0 arrayStart", "1 stringStart", "1 stringChunk a", "1 stringSoFar"]);
    assert.deepEqual(reportOf(['{"', "\\u", "0061b"]), ["0 objectStart", "0 keySoFar ab"]);
  });

  it("keeps both halves of a pair together, from the first pair to the last", () => {
    for (const pair of ["\ud800\udc00", "\udbff\udfff"]) {
      const told = reportOf(['"', ...pair.split(""), '"']).filter((one) => one.includes("stringChunk"));
      assert.deepEqual(told, [`0 stringChunk ${pair}`]);
    }
  });

  it("reads every form of a number and of an escape", () => {
    for (const text of ["[0e5,0E-1,-0.0e+1,10e0]", '["\\u0aAf\\uF099\\u1234"]'])
      assert.deepEqual(toRaw(text), JSON.parse(text));
  });

  it("reads white space of any kind between any two things", () => {
    const text = '{ "a" : [ 1 , "b" , true ] , "c" : { } } ';
    for (const white of [" ", "\t", "\n", "\r", "\r\n\t "]) {
      assert.deepEqual(toRaw(text.replaceAll(" ", white)), { a: [1, "b", true], c: {} });
    }
  });

  it("is done with the root, and with a number at the root at the end", () => {
    const parser = createJsonParser(new RawValue());
    parser.push("[1");
    assert.equal(parser.done, false);
    parser.push("]");
    assert.equal(parser.done, true);
    assert.deepEqual(parser.repairs, []);
    const number = createJsonParser(new RawValue());
    number.push("12");
    assert.equal(number.done, false);
    number.end();
    assert.equal(number.done, true);
  });

  it("reports no number that was cut", () => {
    const told: string[] = [];
    const parser = createJsonParser(keeping<JsonHandler>(events, (name) => void told.push(name)));
    parser.push("[12");
    assert.throws(() => parser.end(), { reason: "incomplete" });
    assert.deepEqual(told, ["arrayStart", "scalarStart"]);
  });
});

describe("what the JSON parser says of a text that is not JSON", () => {
  const syntax: readonly (readonly [text: string, says: string])[] = [
    ["{1", "expected a key in double quotes at character 1"],
    ['{"a":1,}', "expected a key in double quotes at character 7"],
    ['{"a" 1', "expected a colon after the key at character 5"],
    ['{"a":1 2', "expected a comma or the end of the object at character 7"],
    ["[1 2", "expected a comma or the end of the array at character 3"],
    ['{"a":[1 2', "expected a comma or the end of the array at character 8"],
    ['[{"a":1 2', "expected a comma or the end of the object at character 8"],
    ["[1}", "expected a comma or the end of the array at character 2"],
    ["[nil", "expected a value at character 2"],
    ['["a\n', "a control character in a string is not escaped at character 3"],
    ['["\\x', "unknown escape in a string at character 3"],
    ['["\\u00@0', "expected four hexadecimal digits after \\u at character 6"],
    ['["\\u00G0', "expected four hexadecimal digits after \\u at character 6"],
    ["[-x", "expected a digit at character 2"],
    ["[-01", "expected a comma or the end of the array at character 3"],
    ["[01,", "expected a comma or the end of the array at character 2"],
    ["[1.e5", "expected a digit at character 3"],
    ["[0e,", "expected a digit at character 3"],
    ["[1ex", "expected a digit at character 3"],
    ["[1e+x", "expected a digit at character 4"],
    ["[1e999,", "a number is too large at character 6"],
    ["{}```", "expected nothing after the JSON value at character 2"],
    ["[1] 2", "expected nothing after the JSON value at character 4"],
    ["]", "expected a value at character 0"],
  ];
  for (const [text, says] of syntax)
    it(`${JSON.stringify(text)}: ${says}`, () => {
      assert.equal(failureOf(text), `syntax: ${says}`);
    });

  it("says so where a value is missing, though trailing commas are tolerated", () => {
    assert.equal(failureOf('{"a":]}', tolerant), "syntax: expected a value at character 5");
    assert.equal(failureOf("]", scalars), "syntax: expected a value at character 0");
  });

  it("tells a text that ends too early from one that holds nothing", () => {
    assert.equal(failureOf('{"a":1'), "incomplete: the text ended before the JSON value did at character 6");
    assert.equal(failureOf(""), "incomplete: the text ended before the JSON value did at character 0");
    assert.equal(failureOf("Sorry.", tolerant), "incomplete: the text holds no JSON value at character 6");
  });

  it("names the limit that was passed, and where", () => {
    const limits = { maxDepth: 2, maxLength: 12 };
    assert.equal(failureOf('{"a":[{', limits), "too-deep: more than 2 levels of nesting at character 6");
    const parser = createJsonParser(new RawValue(), limits);
    parser.push('["12345"');
    parser.push(",12]");
    parser.end();
    assert.throws(() => parser.push(" "), {
      reason: "too-long",
      message: "the text is longer than 12 characters at character 12",
    });
  });

  it("names a key that is written twice, but no value", () => {
    assert.equal(failureOf('{"a":{"b":"secret"},"a":1}'), 'duplicate-key: the key "a" is written twice');
  });

  it("shows the beginning of a key that is long", () => {
    const key = "k".repeat(500);
    assert.equal(failureOf(`{"${key}":1,"${key}":2}`), `duplicate-key: the key "${key.slice(0, 80)}" is written twice`);
  });

  it("is an issue with place and reason, as any other", () => {
    const error = new MalformedOutputError("syntax", "expected a value", 7, "/list/0");
    assert.equal(error.message, "expected a value at character 7, in /list/0");
    assert.deepEqual(error.issue, {
      instancePath: "/list/0",
      keyword: "json",
      params: { reason: "syntax", offset: 7 },
      message: "is not JSON that can be read: expected a value at character 7",
    });
    assert.equal(new MalformedOutputError("syntax", "it is no text").message, "it is no text");
    assert.equal(new MalformedOutputError("syntax", "no value", 0).message, "no value at character 0");
    assert.equal(toPointer(["a/b", 0, "c~d", "~1"]), "/a~1b/0/c~0d/~01");
  });
});

/** A value that says of each text how it is to be read, and keeps what it is told. */
function createValue(told: string[], text: ReturnType<ValueReader["beginText"]>): ValueReader {
  const names: readonly (keyof ValueReader)[] = [
    ...(["open", "watchContainer", "keySoFar", "key", "close", "beginText", "endNested", "growText"] as const),
    ...(["endText", "watchText", "takeText", "beginScalar", "take"] as const),
  ];
  return keeping<ValueReader>(names, (name, details) => {
    told.push([name, ...details.map((detail) => JSON.stringify(detail))].join(" "));
    if (name === "key" && details[0] === "twice") throw new MalformedOutputError("duplicate-key", "it is there");
    if (name === "key" && details[0] === "broken") throw new TypeError("a mistake of our own");
    if (name === "beginText") return text;
    return name === "open" || (name === "watchText" && String(details[0]).length < 4);
  });
}

/** What a value is told of some pieces. */
function toldOf(pieces: readonly string[], text: ReturnType<ValueReader["beginText"]>): readonly string[] {
  const told: string[] = [];
  const parser = createJsonParser(new EventReader(createValue(told, text)));
  for (const piece of pieces) parser.push(piece);
  return told;
}

describe("a text on its way to a value", () => {
  it("grows as it comes, and an empty one appears at its close", () => {
    assert.deepEqual(toldOf(['["a', 'b",""]'], "grows"), [
      'open "array"',
      "beginText",
      'growText "a" "a"',
      'growText "ab" "b"',
      'endText "ab"',
      "beginText",
      'take ""',
      "close",
    ]);
  });

  it("is watched piece by piece as long as there is something to be found", () => {
    assert.deepEqual(toldOf(['["ab', "cd", "ef", '",""]'], "watched"), [
      'open "array"',
      "beginText",
      'watchText "ab"',
      'watchText "abcd"',
      'take "abcdef"',
      "beginText",
      'takeText ""',
      "close",
    ]);
  });

  it("is taken once whole where nothing may be shown of it", () => {
    assert.deepEqual(toldOf(['["a', 'b"'], "whole"), ['open "array"', "beginText", 'take "ab"']);
  });

  it("gives a number with how it was written, or with itself", () => {
    assert.deepEqual(toldOf(["[1.50,2,true]"], "whole"), [
      'open "array"',
      'take 1.5 "1.50"',
      "take 2 2",
      "take true",
      "close",
    ]);
  });
});

describe("JSON text in a string", () => {
  const read = (...pieces: readonly string[]): readonly string[] => {
    const told: string[] = [];
    const nested = new NestedText(createValue(told, "whole"));
    for (const piece of pieces) nested.push(piece);
    nested.end();
    return told;
  };
  const says = (place: number, detail: string) =>
    `the JSON text in this string is wrong at its character ${place} (${detail})`;

  it("is the value it stands for", () => {
    assert.deepEqual(read('{"a"', ":1}"), ['open "object"', 'key "a"', "take 1 1", "close", "endNested"]);
  });

  it("that is wrong, or has no end, is wrong where it is so within the string", () => {
    assert.throws(() => read("x"), { reason: "syntax", offset: -1, message: says(0, "expected a value") });
    assert.throws(() => read('{"a":x'), { reason: "syntax", message: says(5, "expected a value") });
    assert.throws(() => read("{"), {
      reason: "syntax",
      message: says(1, "the text ended before the JSON value did"),
    });
    assert.throws(() => read('{"twice":1}'), { reason: "duplicate-key", message: says(7, "it is there") });
  });

  it("does not cover up a mistake of our own", () => {
    assert.throws(() => read('{"broken":1}'), TypeError);
  });
});
