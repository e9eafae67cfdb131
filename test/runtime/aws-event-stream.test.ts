import assert from "node:assert/strict";
import { createAwsEventStreamDecoder } from "@outspec/runtime/framing/aws-event-stream";
import type { Frame } from "@outspec/runtime/framing/decoder";
import { FramingError } from "@outspec/runtime/framing/lines";
import { EventStreamCodec, Int64, type MessageHeaders } from "@smithy/eventstream-codec";
import fc from "fast-check";
import { describe, it } from "vitest";
import { encodeAwsEvent, encodeAwsException, encodeAwsLines, encodeAwsMessage } from "../aws-frames.ts";
import { countCopiedBytes } from "./copied-bytes.ts";

const toText = (bytes: Uint8Array | string) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString());
/** AWS's own reading and writing of these messages. */
const codec = new EventStreamCodec(toText, (text) => new TextEncoder().encode(text));

function decode(...pieces: readonly Uint8Array[]): readonly Frame[] {
  const decoder = createAwsEventStreamDecoder();
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()];
}

/** The bytes with one of them changed. */
function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 0x10 : byte));
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const type = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 30 });
const payload = fc.string({ unit: "grapheme" });

describe("the decoder of AWS event streams", () => {
  const delta = encodeAwsEvent("contentBlockDelta", '{"delta":{"text":"39,2 °C 🤒"}}');
  const deltaFrame = { event: "contentBlockDelta", data: '{"delta":{"text":"39,2 °C 🤒"}}' };

  const cases: readonly (readonly [name: string, body: Uint8Array, frames: readonly Frame[]])[] = [
    ["an event under its type", delta, [deltaFrame]],
    ["several messages in a row", Buffer.concat([delta, delta]), [deltaFrame, deltaFrame]],
    ["an event without a type", encodeAwsMessage({ ":message-type": "event" }, "{}"), [{ data: "{}" }]],
    ["an event without a payload", encodeAwsEvent("ping", ""), [{ event: "ping", data: "" }]],
    [
      "an exception as an error event",
      encodeAwsException("throttlingException", '{"message":"Too many requests","p":"abc"}'),
      [{ event: "error", data: '{"error":{"type":"throttlingException","message":"Too many requests"}}' }],
    ],
    [
      "an exception with a capital letter in its message's name",
      encodeAwsException("internalServerException", '{"Message":"Sorry"}'),
      [{ event: "error", data: '{"error":{"type":"internalServerException","message":"Sorry"}}' }],
    ],
    [
      "an exception whose payload is no JSON",
      encodeAwsException("internalServerException", "<sorry>"),
      [{ event: "error", data: '{"error":{"type":"internalServerException","message":"<sorry>"}}' }],
    ],
    [
      "an error that only its headers tell of",
      encodeAwsMessage(
        { ":message-type": "error", ":error-code": "InternalError", ":error-message": "An internal error" },
        "",
      ),
      [{ event: "error", data: '{"error":{"type":"InternalError","message":"An internal error"}}' }],
    ],
    ["messages of unknown kinds, which say nothing", encodeAwsMessage({ ":message-type": "telemetry" }, "{}"), []],
    ["messages without headers, which say nothing", encodeAwsMessage({}, "{}"), []],
    ["a message whose end is missing, which says nothing", delta.subarray(0, -1), []],
    [
      "a message of which little has come, which says nothing",
      Buffer.concat([delta, delta.subarray(0, 5)]),
      [deltaFrame],
    ],
    ["nothing", new Uint8Array(0), []],
    ["a JSON object that came instead", Buffer.from('{\n  "a": "°"\n}\n'), [{ data: '{\n  "a": "°"\n}\n' }]],
    ["a JSON object after messages", Buffer.concat([delta, Buffer.from('{"a":1}')]), [deltaFrame, { data: '{"a":1}' }]],
  ];
  for (const [name, body, frames] of cases) {
    it(`reads ${name}, wherever the bytes are cut`, () => {
      assert.deepEqual(decode(body), frames);
      for (let at = 0; at <= body.length; at++) {
        assert.deepEqual(decode(body.subarray(0, at), body.subarray(at)), frames, `cut at ${at}`);
      }
      assert.deepEqual(decode(...Array.from(body, (_, at) => body.subarray(at, at + 1))), frames);
    });
  }

  it("reads what AWS's own codec writes, headers of every type among it, however it is cut", () => {
    const others: MessageHeaders = {
      yes: { type: "boolean", value: true },
      no: { type: "boolean", value: false },
      byte: { type: "byte", value: -1 },
      short: { type: "short", value: 256 },
      integer: { type: "integer", value: 70_000 },
      long: { type: "long", value: Int64.fromNumber(7) },
      binary: { type: "binary", value: Uint8Array.of(1, 2, 3) },
      timestamp: { type: "timestamp", value: new Date(0) },
      uuid: { type: "uuid", value: "00000000-0000-4000-8000-000000000000" },
    };
    const written = fc.record({ type, payload, extra: fc.subarray(Object.keys(others)) });
    fc.assert(
      fc.property(fc.array(written), fc.array(fc.nat(2000)), (events, cuts) => {
        const body = Buffer.concat(
          events.map(({ type, payload, extra }) =>
            codec.encode({
              headers: {
                ...Object.fromEntries(Object.entries(others).filter(([name]) => extra.includes(name))),
                ":message-type": { type: "string", value: "event" },
                ":event-type": { type: "string", value: type },
              },
              body: new TextEncoder().encode(payload),
            }),
          ),
        );
        const expected = events.map(({ type, payload }) => ({ event: type, data: payload }));
        assert.deepEqual(decode(...cutAt(body, cuts)), expected);
      }),
    );
  });

  it("agrees with AWS's own codec on messages as these tests write them", () => {
    fc.assert(
      fc.property(type, payload, (event, data) => {
        const bytes = encodeAwsEvent(event, data);
        const { headers, body } = codec.decode(bytes);
        assert.equal(headers[":event-type"]?.value, event);
        assert.equal(toText(body), data);
        assert.deepEqual(decode(bytes), [{ event, data }]);
      }),
    );
  });

  it("refuses what AWS's own codec refuses: every message with a byte changed", () => {
    const bytes = encodeAwsEvent("contentBlockDelta", '{"delta":{"text":"a"}}');
    for (let at = 0; at < bytes.length; at++) {
      const damaged = flipped(bytes, at);
      assert.throws(() => codec.decode(damaged), Error, `byte ${at}`);
      assert.throws(() => decode(damaged), FramingError, `byte ${at}`);
    }
  });

  it("refuses headers that reach beyond their end, and types of headers nobody knows", () => {
    const headers: readonly (readonly number[])[] = [
      [200, 97],
      [1, 97],
      [1, 97, 7],
      [1, 97, 7, 0],
      [1, 97, 7, 0, 5, 97],
      [1, 97, 4, 0],
      [1, 97, 10],
      [1, 97, 255],
    ];
    for (const bytes of headers) {
      const message = encodeAwsMessage(Uint8Array.from(bytes), "a payload that is longer than any of these");
      assert.throws(() => decode(message), FramingError, bytes.join());
    }
    assert.deepEqual(decode(encodeAwsMessage(Uint8Array.of(1, 97, 7, 0, 1, 97), "")), []);
  });

  it("refuses a page of HTML at once", () => {
    assert.throws(() => createAwsEventStreamDecoder().push(Buffer.from("<html><body>")), FramingError);
  });

  it("refuses a message that is too long as soon as it says so, and JSON when it has become so", () => {
    const long = encodeAwsEvent("a", "x".repeat(100));
    const decoder = () => createAwsEventStreamDecoder({ maxEventBytes: 100 });
    const isTooLong = (error: unknown) => error instanceof FramingError && error.message.includes("100 bytes");
    assert.throws(() => decoder().push(long), isTooLong);
    assert.throws(() => decoder().push(long.subarray(0, 12)), isTooLong);
    const json = decoder();
    json.push(Buffer.from(`{${" ".repeat(90)}`));
    assert.throws(() => json.push(Buffer.from(" ".repeat(10))), isTooLong);
    const roomy = decoder();
    const short = encodeAwsEvent("a", "x");
    for (let count = 0; count < 50; count++) assert.equal(roomy.push(short).length, 1);
  });

  it("delivers an event as soon as its last byte has come", () => {
    const decoder = createAwsEventStreamDecoder();
    assert.deepEqual(decoder.push(delta.subarray(0, -1)), []);
    assert.deepEqual(decoder.push(Buffer.concat([delta.subarray(-1), delta.subarray(0, 20)])), [deltaFrame]);
    assert.deepEqual(decoder.push(delta.subarray(20)), [deltaFrame]);
  });

  it("keeps no hold of the bytes it was given", () => {
    const decoder = createAwsEventStreamDecoder();
    const buffer = delta.slice(0, 60);
    decoder.push(buffer);
    buffer.fill(0);
    assert.deepEqual(decoder.push(delta.subarray(60)), [deltaFrame]);
  });

  it("copies the bytes of one long message that comes in small pieces a few times, however long it is", () => {
    const copiedFor = (pieces: number): number => {
      const message = encodeAwsEvent("a", "x".repeat(pieces * 64));
      return countCopiedBytes(() => {
        const decoder = createAwsEventStreamDecoder();
        let frames = 0;
        for (let at = 0; at < message.length; at += 64) frames += decoder.push(message.subarray(at, at + 64)).length;
        assert.equal(frames, 1);
      });
    };
    for (const pieces of [100, 4000]) assert.ok(copiedFor(pieces) < pieces * 64 * 5);
  });

  it("reads the lines of a fixture", () => {
    const lines = '{"event":"messageStart","payload":{"role":"assistant"}}\n{"exception":"e","payload":"{}"}\n';
    assert.deepEqual(decode(encodeAwsLines(lines)), [
      { event: "messageStart", data: '{"role":"assistant"}' },
      { event: "error", data: '{"error":{"type":"e","message":"{}"}}' },
    ]);
  });
});
