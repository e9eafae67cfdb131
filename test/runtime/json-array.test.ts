import assert from "node:assert/strict";
import { createJsonArrayDecoder } from "@outspec/runtime/framing/json-array";
import { FramingError } from "@outspec/runtime/framing/lines";
import fc from "fast-check";
import { describe, it } from "vitest";
import { lawRuns } from "../law-runs.ts";

/** The data of all frames of a body whose bytes arrive in pieces that end at the given places. */
function decode(text: string, cuts: readonly number[] = []): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const decoder = createJsonArrayDecoder();
  let start = 0;
  const frames = ends.flatMap((end) => {
    const piece = decoder.push(bytes.slice(start, end));
    start = end;
    return piece;
  });
  return [...frames, ...decoder.end()].map(({ data }) => data);
}

describe("the decoder of a JSON array", () => {
  it("gives each element as soon as its last byte has come", () => {
    const decoder = createJsonArrayDecoder();
    const push = (text: string) => decoder.push(new TextEncoder().encode(text)).map(({ data }) => data);
    assert.deepEqual(push('[{"a":'), []);
    assert.deepEqual(push("1}"), ['{"a":1}']);
    assert.deepEqual(push(',\r\n{"b":"}]'), []);
    assert.deepEqual(push('\\""},{"c":[]}'), ['{"b":"}]\\""}', '{"c":[]}']);
    assert.deepEqual(push("]"), []);
    assert.deepEqual(decoder.end(), []);
  });

  it("gives nothing of an element that is cut off", () => {
    assert.deepEqual(decode('[{"a":1},{"b":'), ['{"a":1}']);
    assert.deepEqual(decode("["), []);
    assert.deepEqual(decode(""), []);
  });

  it("goes on after the array, as when an error follows it", () => {
    assert.deepEqual(decode('[{"a":1}]\n{"error":{}}\n[{"b":2}]'), ['{"a":1}', '{"error":{}}', '{"b":2}']);
  });

  it("refuses an element that is longer than it may be", () => {
    const decoder = createJsonArrayDecoder({ maxEventBytes: 10 });
    const push = (text: string) => decoder.push(new TextEncoder().encode(text));
    assert.deepEqual(push('[{"a":1}, {"b"'), [{ data: '{"a":1}' }]);
    assert.throws(() => push(":123456}"), FramingError);
  });

  it("does not keep the transport's buffer, which may be used again", () => {
    const decoder = createJsonArrayDecoder();
    const bytes = new TextEncoder().encode('[{"a":"');
    decoder.push(bytes);
    bytes.fill(0x78);
    assert.deepEqual(decoder.push(new TextEncoder().encode('b"}]')), [{ data: '{"a":"b"}' }]);
  });

  it("cuts any array into the elements that JSON.parse finds, wherever the bytes are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue()),
        fc.constantFrom(undefined, 1, "\t"),
        fc.array(fc.nat(), { maxLength: 8 }),
        (values, indent, cuts) => {
          const elements = decode(JSON.stringify(values, null, indent), cuts);
          assert.deepEqual(
            elements.map((element) => JSON.parse(element)),
            JSON.parse(JSON.stringify(values)),
          );
        },
      ),
      { numRuns: lawRuns(500) },
    );
  });
});
