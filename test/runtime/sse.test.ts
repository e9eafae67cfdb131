import assert from "node:assert/strict";
import type { Frame } from "@outspec/runtime/framing/decoder";
import { FramingError } from "@outspec/runtime/framing/lines";
import { createSseDecoder } from "@outspec/runtime/framing/sse";
import fc from "fast-check";
import { describe, it } from "vitest";
import { countCopiedBytes } from "./copied-bytes.ts";

const encoder = new TextEncoder();

function decode(...pieces: readonly (string | Uint8Array)[]): readonly Frame[] {
  const decoder = createSseDecoder();
  const frames = pieces.flatMap((piece) => decoder.push(typeof piece === "string" ? encoder.encode(piece) : piece));
  return [...frames, ...decoder.end()];
}

describe("the SSE decoder", () => {
  const cases: readonly (readonly [name: string, body: string, frames: readonly Frame[]])[] = [
    ["an event with a name", "event: ping\ndata: {}\n\n", [{ event: "ping", data: "{}" }]],
    ["an event without a name", "data: {}\n\n", [{ data: "{}" }]],
    ["data without a space after the colon", "data:{}\n\n", [{ data: "{}" }]],
    ["only the first space after the colon as a separator", "data:  x \n\n", [{ data: " x " }]],
    ["several data lines, joined with LF", "data: a\ndata: b\ndata\n\n", [{ data: "a\nb\n" }]],
    ["CRLF line ends", "event: a\r\ndata: b\r\n\r\n", [{ event: "a", data: "b" }]],
    ["CR line ends", "event: a\rdata: b\r\rdata: c\r\r", [{ event: "a", data: "b" }, { data: "c" }]],
    ["mixed line ends", "data: a\r\ndata: b\rdata: c\n\r\n", [{ data: "a\nb\nc" }]],
    ["a byte order mark at the start", "\uFEFFdata: a\n\n", [{ data: "a" }]],
    ["comments, which say nothing", ": keep-alive\n\n: again\ndata: a\n: between\ndata: b\n\n", [{ data: "a\nb" }]],
    ["fields it has no use for", "id: 1\nretry: 5\nfoo: bar\nfoo\ndata: a\n\n", [{ data: "a" }]],
    ["a name without data, which is no event", "event: a\n\ndata: b\n\n", [{ data: "b" }]],
    ["an empty data line as an event", "data:\n\n", [{ data: "" }]],
    ["the last event when its blank line is missing", "data: a\n\ndata: b\n", [{ data: "a" }, { data: "b" }]],
    ["the last event when its line end is missing", "data: a\n\ndata: b", [{ data: "a" }, { data: "b" }]],
    ["an error field as an event", 'error: {"code":500}\n\n', [{ event: "error", data: '{"code":500}' }]],
    ["line separators inside JSON as text", "data: a\u2028b\u0085c\n\n", [{ data: "a\u2028b\u0085c" }]],
    ["a bare JSON object", '{"error":{}}', [{ data: '{"error":{}}' }]],
    ["a bare JSON list over several lines", '[{\n  "error": {}\n}]\n', [{ data: '{\n  "error": {}\n}' }]],
    [
      "a JSON list element by element",
      ' \n[{"a":"]"},\r\n[1] , 2,"x,\\""]',
      [{ data: '{"a":"]"}' }, { data: "[1]" }, { data: "2" }, { data: '"x,\\""' }],
    ],
    [
      "a bare JSON object between events",
      'data: a\n\n{\n  "error": 1\n}\n\ndata: b\n\n',
      [{ data: "a" }, { data: '{\n  "error": 1\n}' }, { data: "b" }],
    ],
    ["a bare JSON object right before an event", '{"a":1}\ndata: b\n\n', [{ data: '{"a":1}' }, { data: "b" }]],
    ["nothing", "", []],
    ["a page of HTML, which has no events", "<html>\n\n<body>\n", []],
  ];
  for (const [name, body, frames] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(decode(body), frames));
    it(`reads ${name} wherever the bytes are cut`, () => {
      const bytes = encoder.encode(body);
      for (let at = 0; at <= bytes.length; at++) {
        assert.deepEqual(decode(bytes.subarray(0, at), bytes.subarray(at)), frames, `cut at ${at}`);
      }
      assert.deepEqual(decode(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))), frames);
    });
  }

  it("delivers an event as soon as its blank line has come", () => {
    const decoder = createSseDecoder();
    assert.deepEqual(decoder.push(encoder.encode("data: a\n")), []);
    assert.deepEqual(decoder.push(encoder.encode("\ndata: b")), [{ data: "a" }]);
  });

  it("delivers an event at a CR without waiting to see whether an LF follows", () => {
    const decoder = createSseDecoder();
    assert.deepEqual(decoder.push(encoder.encode("data: a\r\r")), [{ data: "a" }]);
    assert.deepEqual(decoder.push(encoder.encode("\ndata: b\r\n\r")), [{ data: "b" }]);
    assert.deepEqual(decoder.push(encoder.encode("\n")), []);
    assert.deepEqual(decoder.end(), []);
  });

  it("keeps no hold of the bytes it was given", () => {
    const decoder = createSseDecoder();
    const buffer = encoder.encode("data: first");
    decoder.push(buffer);
    buffer.fill(0x78);
    assert.deepEqual(decoder.push(encoder.encode(" half\n\n")), [{ data: "first half" }]);
  });

  it("reads back any events, however they are written and cut", () => {
    const text = fc.string({ unit: "grapheme" }).map((value) => value.replace(/[\r\n]/g, ""));
    const event = fc.record({
      data: fc.array(text, { minLength: 1, maxLength: 3 }),
      comment: text,
      end: fc.constantFrom("\n", "\r\n", "\r"),
    });
    fc.assert(
      fc.property(fc.array(event), fc.array(fc.nat(300)), (events, cuts) => {
        const body = events
          .map(
            ({ data, comment, end }) => `:${comment}${end}${data.map((line) => `data: ${line}${end}`).join("")}${end}`,
          )
          .join("");
        const bytes = encoder.encode(body);
        const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        const expected = events.map(({ data }) => ({ data: data.join("\n") }));
        assert.deepEqual(decode(...pieces), expected);
      }),
    );
  });

  it("refuses an event that is too long, in one line or in many, in one piece or in many", () => {
    const refuses = (pieces: readonly string[]) => {
      const decoder = createSseDecoder({ maxEventBytes: 100 });
      assert.throws(
        () => {
          for (const piece of pieces) decoder.push(encoder.encode(piece));
        },
        (error) => error instanceof FramingError && error.message.includes("100 bytes"),
      );
    };
    refuses([`data: ${"x".repeat(101)}\n\n`]);
    refuses(Array.from({ length: 120 }, () => "x"));
    refuses([`${"data: xxxxxxxxxx\n".repeat(12)}\n`]);
    refuses([`data: ${"é".repeat(60)}\n\n`]);
    const roomy = createSseDecoder({ maxEventBytes: 100 });
    for (let count = 0; count < 50; count++) {
      assert.equal(roomy.push(encoder.encode(`data: ${"x".repeat(90)}\n\n`)).length, 1);
    }
  });

  it("copies the bytes of one long event that comes in small pieces a few times, however long it is", () => {
    const piece = encoder.encode("x".repeat(64));
    const copiedFor = (pieces: number): number =>
      countCopiedBytes(() => {
        const decoder = createSseDecoder();
        decoder.push(encoder.encode("data: "));
        for (let count = 0; count < pieces; count++) decoder.push(piece);
        assert.equal(decoder.push(encoder.encode("\n\n")).length, 1);
      });
    for (const pieces of [100, 4000]) assert.ok(copiedFor(pieces) < pieces * piece.length * 3);
  });
});
