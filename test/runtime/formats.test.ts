import assert from "node:assert/strict";
import { formats, numberFormats } from "@outspec/runtime/validation/formats";
import { fullFormats } from "ajv-formats/dist/formats.js";
import fc from "fast-check";
import { describe, it } from "vitest";

/** What ajv-formats says, whichever of its four ways of defining a format it uses. */
function reference(name: string, value: string | number): boolean {
  const format: unknown = (fullFormats as Readonly<Record<string, unknown>>)[name];
  const definition = typeof format === "object" && format !== null && "validate" in format ? format.validate : format;
  if (definition === true) return true;
  if (definition instanceof RegExp) return definition.test(String(value));
  if (typeof definition === "function") return Boolean(definition(value));
  throw new Error(`ajv-formats has no format ${name}`);
}

/** Texts near the edges of several formats at once; every format is asked about all of them. */
const table: readonly string[] = [
  ..."|a|A| |\n|0|::|:|/|//|#|?|%|%2|%2f|{}|{a}|{a,b*}|{+a:3}|{a:0}|{a|~|/~|/~0|/~2|/a/b|0#|1/a|01/a|~1|0|12#a".split(
    "|",
  ),
  ..."2026-11-22|2024-02-29|2023-02-29|1900-02-29|2000-02-29|2026-13-01|2026-00-10|2026-04-31|2026-1-1|02026-11-22".split(
    "|",
  ),
  ..."09:30:00Z|09:30:00|09:30:00.123z|24:00:00Z|23:59:60Z|23:59:60|00:59:60+01:00|22:59:60-01|12:00:60Z|09:30:00+24:00|09:30:00+0130|09:30:00+01:60|9:30:00Z".split(
    "|",
  ),
  "2026-11-22T09:30:00Z",
  "2026-11-22 09:30:00Z",
  "2026-11-22t09:30:00",
  "2026-11-22T09:30:00ZT",
  "2026-11-22T09:30:00Z ",
  "2026-11-22",
  "T09:30:00Z",
  "2026-11-22\u00a009:30:00Z",
  ..."P1D|P|PT|PT1H|P1Y2M3DT4H5M6S|P1W|P1WT1H|P1D1W|P1.5D|P1H|-P1D|PT1".split("|"),
  ...'a@b.co|a.b@c.de|a@b|.a@b.co|a.@b.co|a..b@c.de|a@-b.co|a@b-.co|a@b.c-|A+B@C.DE|a@b..c|a@b.co.|ä@b.co|a@b_c.de|"a"@b.co|a@1.2'.split(
    "|",
  ),
  ..."example.com|example.com.|-a.com|a-.com|a_b.com|xn--bcher-kva.ch|1.2.3.4|localhost|a..b|.a".split("|"),
  "a".repeat(63),
  "a".repeat(64),
  `${"a".repeat(63)}.`.repeat(4),
  `${"a.".repeat(126)}a`,
  `${"a.".repeat(127)}a`,
  ..."1.2.3.4|01.2.3.4|255.255.255.255|256.1.1.1|1.2.3|1.2.3.4.5".split("|"),
  ..."::1|1::|1:2:3:4:5:6:7:8|1:2:3:4:5:6:7::|::2:3:4:5:6:7:8|1::3:4:5:6:7:8|1:2:3:4:5:6:7:8:9|1:2:3:4::5:6:7:8|12345::|::1.2.3.4|1:2:3:4:5:6:1.2.3.4|1:2:3:4:5:6:7:1.2.3.4|::ffff:1.2.3.256|1.2.3.4::|::1.2.3.4:1|1::2::3|:::|:1|1:|1:2:3:4:5:6::1.2.3.4|1:2:3:4:5::1.2.3.4|1:2:3:4:5:6:7|G::|::01.2.3.4".split(
    "|",
  ),
  ...'http://a|http:a|http:|a:b|a|http://a b|http://a.b/c?d#e|http://u:p@h:80/|http://[::1]/|http://[::1|http://[v1.a]/|http://[1.2.3.4]|mailto:a@b|urn:uuid:x|//a|/a|../a|a%2|a%2g|a%2f|#a#|?a?|http://a"b|http://ä|http:///|1a:b|HTTP://A|http://a:b|http://a:/|file:///c|a//b|:a|http://1.2.3.999/'.split(
    "|",
  ),
  ..."https://example.com|http://10.0.0.1|http://8.8.8.8|http://192.168.1.1/|ftp://a.b.cd:8080/x y|http://a@b@c.de/|http://a.b.c|http://localhost|http://ä.de|http://a--b.de|http://-a.de|http://a.de:1|http://a.de:12345/@|httpſ://a.de|http://172.16.0.1|http://224.1.1.1|http://@a.de".split(
    "|",
  ),
  ..."550e8400-e29b-41d4-a716-446655440000|urn:uuid:550e8400-e29b-41d4-a716-446655440000|550e8400e29b41d4a716446655440000|550E8400-E29B-41D4-A716-44665544000G".split(
    "|",
  ),
  ..."[a-z]+|(|[|a{2,1}|\\Z|a\\Z|a\\\\Z|(?<n>a)\\k<n>|*".split("|"),
  ..."YQ==|YWI=|YWJj|YWJ|YQ=|====".split("|"),
  "YQ==\nx!",
  "!\n\n!",
  "a\u2028b",
];

const pieces = [
  "a",
  "Z",
  "0",
  "9",
  "25",
  "255",
  ".",
  "-",
  "_",
  "~",
  "0",
  "1",
  "/",
  "//",
  ":",
  "::",
  "@",
  "%",
  "%41",
  "#",
  "?",
  "{",
  "}",
  "[",
  "]",
  "T",
  "t",
  " ",
  "P",
  "D",
  "W",
  "S",
  "H",
  "+",
  "*",
  ",",
  "!",
  "'",
  '"',
  "\\",
  "\n",
  "ä",
  "ſ",
  "K",
  "http:",
  "v1",
  "2026-11-22",
  "09:30:00",
  "23:59:60",
  "Z",
  "=",
  "^",
  "|",
];

describe("formats", () => {
  for (const [name, isFormat] of Object.entries(formats)) {
    describe(name, () => {
      it("says what ajv-formats says, for texts at the edges", () => {
        for (const text of table) assert.equal(isFormat(text), reference(name, text), JSON.stringify(text));
      });

      it("says what ajv-formats says, for random texts made of the pieces of formats", () => {
        const texts = fc.oneof(
          fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join("")),
          fc.string({ unit: "grapheme" }),
          // A text at an edge, with one piece put in somewhere.
          fc
            .tuple(fc.constantFrom(...table), fc.nat(), fc.constantFrom(...pieces), fc.nat({ max: 2 }))
            .map(([text, at, piece, removed]) => {
              const cut = at % (text.length + 1);
              return text.slice(0, cut) + piece + text.slice(cut + removed);
            }),
        );
        fc.assert(
          fc.property(texts, (text) => formats[name]?.(text) === reference(name, text)),
          { numRuns: 3000 },
        );
      });

      it("takes time in proportion to hostile text", () => {
        const seeds = [
          "a",
          "1",
          "a.",
          "a-",
          "a@",
          "a:",
          "%41",
          "/",
          "/a",
          "::",
          "1:",
          "http://a@",
          "http://a.bc/@",
          "http://a:",
          "{a}",
          "{a,",
          "P1",
          "a@a.",
          "(",
          "a/@a.bc",
          "~0",
          "0",
          "YWJj\n",
          "[",
          "//a:",
        ];
        for (const seed of seeds) {
          for (const [start, end] of [
            ["", ""],
            ["", "!"],
            ["http://", " "],
            ["#/", "\n"],
            ["a@", "!"],
          ] as const) {
            const text = start + seed.repeat(100_000 / seed.length) + end;
            const began = performance.now();
            isFormat(text);
            assert.ok(performance.now() - began < 300, `${start}${seed}…${JSON.stringify(end)}`);
          }
        }
      });
    });
  }

  for (const [name, isFormat] of Object.entries(numberFormats)) {
    it(`${name} says what ajv-formats says`, () => {
      const numbers = fc.oneof(
        fc.double(),
        fc.integer(),
        fc.constantFrom(2 ** 31, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53, 0.5, -0),
      );
      fc.assert(fc.property(numbers, (value) => isFormat(value) === reference(name, value)));
    });
  }

  it("has every format of ajv-formats", () => {
    assert.deepEqual([...Object.keys(formats), ...Object.keys(numberFormats)].sort(), Object.keys(fullFormats).sort());
  });
});
