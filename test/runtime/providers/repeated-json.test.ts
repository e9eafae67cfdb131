import assert from "node:assert/strict";
import { asObject } from "@outspec/runtime/providers/json-values";
import { createRepeatedJsonParser, textPlace } from "@outspec/runtime/providers/repeated-json";
import fc from "fast-check";
import { describe, it } from "vitest";

const place = (value: unknown) => textPlace(asObject(asObject(value)?.["delta"]), "text");

/** An event around a text, in a form of which a stream has many. */
const forms: readonly ((text: string) => string)[] = [
  (text) => JSON.stringify({ id: "a", delta: { text } }),
  (text) => JSON.stringify({ delta: { text, more: null }, id: text }),
  (text) => `{ "delta" : { "text" : ${JSON.stringify(text)} } }`,
  (text) => JSON.stringify({ delta: { text: text.replaceAll("e", "é") }, note: "delta" }),
  (text) => JSON.stringify({ other: text, delta: { text: "fixed" } }),
  (text) => `{"delta":{"text":${JSON.stringify(text)},"text":"last one counts"}}`,
  (text) => `{"delta":{"text":"first","text":${JSON.stringify(text)}}}`,
  (text) => `{"delta":{"text":"${text}"}}`,
  (text) => JSON.stringify({ usage: { tokens: text.length }, delta: { text } }),
  (text) => JSON.stringify({ done: true, text }),
  (text) => text,
];

describe("a parser of repeated events", () => {
  it("gives what JSON.parse gives of each, whatever stands in them and around them", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.constantFrom('"', '\\"', '","text":"', "\\", "e", "a", "delta", "?", "\u0000", "\ud800", '"}}'),
    );
    const event = fc.tuple(fc.constantFrom(...forms), text).map(([form, content]) => form(content));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const parse = createRepeatedJsonParser(place);
        for (const written of events) {
          let expected: unknown;
          try {
            expected = JSON.parse(written);
          } catch {
            expected = undefined;
          }
          assert.deepEqual(parse(written), expected);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("parses the text alone once it knows what stands around it", () => {
    const parse = createRepeatedJsonParser(place);
    const first = parse('{"id":1,"delta":{"text":"a"}}');
    assert.equal(parse('{"id":1,"delta":{"text":"b\\n\\"c"}}'), first);
    assert.deepEqual(first, { id: 1, delta: { text: 'b\n"c' } });
    assert.notEqual(parse('{"id":2,"delta":{"text":"b"}}'), first);
  });
});
