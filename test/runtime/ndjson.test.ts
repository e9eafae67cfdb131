import assert from "node:assert/strict";
import type { Frame } from "@outspec/runtime/framing/decoder";
import { FramingError } from "@outspec/runtime/framing/lines";
import { createNdjsonDecoder } from "@outspec/runtime/framing/ndjson";
import fc from "fast-check";
import { describe, it } from "vitest";

const encoder = new TextEncoder();

function decode(...pieces: readonly Uint8Array[]): readonly Frame[] {
  const decoder = createNdjsonDecoder();
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()];
}

describe("the NDJSON decoder", () => {
  const cases: readonly (readonly [name: string, body: string, lines: readonly string[]])[] = [
    ["one frame a line", '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ["CRLF line ends", '{"a":1}\r\n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
    ["a last line without its end", '{"a":1}\n{"b":2}', ['{"a":1}', '{"b":2}']],
    ["nothing from blank lines", '\n\n  \n{"a":1}\n\n', ['{"a":1}']],
    ["a byte order mark at the start", '\uFEFF{"a":1}\n', ['{"a":1}']],
    ["characters of several bytes", '{"a":"é世🙂"}\n', ['{"a":"é世🙂"}']],
    ["a CR inside a line as white space of JSON", '{"a":\r1}\n', ['{"a":\r1}']],
    ["a line that is not JSON, for the adapter to judge", "<html>\n", ["<html>"]],
    ["nothing", "", []],
  ];
  for (const [name, body, lines] of cases) {
    it(`reads ${name}, wherever the bytes are cut`, () => {
      const bytes = encoder.encode(body);
      const frames = lines.map((data) => ({ data }));
      for (let at = 0; at <= bytes.length; at++) {
        assert.deepEqual(decode(bytes.subarray(0, at), bytes.subarray(at)), frames, `cut at ${at}`);
      }
      assert.deepEqual(decode(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))), frames);
    });
  }

  it("reads back any values, however they are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 50 }), (values, every) => {
        const bytes = encoder.encode(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
        const pieces: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += every) pieces.push(bytes.subarray(at, at + every));
        const read = decode(...pieces).map(({ data }) => data);
        assert.deepEqual(
          read,
          values.map((value) => JSON.stringify(value)),
        );
      }),
    );
  });

  it("refuses a line that is too long, in one piece or in many", () => {
    for (const pieces of [
      [`"${"x".repeat(200)}"\n`],
      Array.from({ length: 200 }, () => "x"),
      [`"${"é".repeat(80)}"\n`],
    ]) {
      const decoder = createNdjsonDecoder({ maxEventBytes: 100 });
      assert.throws(() => {
        for (const piece of pieces) decoder.push(encoder.encode(piece));
      }, FramingError);
    }
  });
});
