import assert from "node:assert/strict";
import { createAwsEventStreamDecoder } from "@outspec/runtime/framing/aws-event-stream";
import type { Frame, FrameDecoder } from "@outspec/runtime/framing/decoder";
import { createJsonArrayDecoder } from "@outspec/runtime/framing/json-array";
import { FramingError } from "@outspec/runtime/framing/lines";
import { createNdjsonDecoder } from "@outspec/runtime/framing/ndjson";
import { createSseDecoder } from "@outspec/runtime/framing/sse";
import fc from "fast-check";
import { describe, it } from "vitest";
import { encodeAwsEvent, encodeAwsException } from "../aws-frames.ts";
import { lawRuns } from "../law-runs.ts";

const maxEventBytes = 200;

const pieces: readonly Uint8Array[] = [
  ...[
    "data: ",
    "data:",
    "event: x",
    "id: 1",
    "retry: 5",
    ": ping",
    ":",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\r\n\r\n",
    "\ufeff",
  ],
  ...[
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "\\",
    "\\u00",
    '{"a":1}',
    '["b"]',
    "null",
    " ",
    "\t",
    "[DONE]",
    "é",
    "😀",
    "\u2028",
  ],
  ...["x".repeat(90), `data: ${"y".repeat(150)}`, `"${"z".repeat(250)}"`, "<html>", "HTTP/1.1 200 OK"],
].map((text) => new TextEncoder().encode(text));

const messages = [
  encodeAwsEvent("delta", '{"text":"é"}'),
  encodeAwsEvent("ping", ""),
  encodeAwsException("throttlingException", '{"message":"x"}'),
];

/** Bytes that are nearly a stream of some framing, and bytes that are none. */
const bodies = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 24, size: "max" }).map((list) => Buffer.concat(list)),
  fc
    .tuple(
      fc.array(fc.constantFrom(...messages), { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
      fc.nat(),
    )
    .map(([list, changes, end]) => {
      const whole = Buffer.concat(list);
      for (const [at, byte] of changes) whole[at % whole.length] = byte;
      return whole.subarray(0, end % 3 === 0 ? end % whole.length : whole.length);
    }),
  fc.uint8Array({ maxLength: 400, size: "max" }).map((bytes) => Buffer.from(bytes)),
);

interface Decoded {
  readonly frames: readonly Frame[];
  /** Why the body was given up. */
  readonly refusal?: string;
}

function decode(decoder: FrameDecoder, chunks: readonly Uint8Array[]): Decoded {
  const frames: Frame[] = [];
  try {
    for (const chunk of chunks) {
      // A transport may use its buffer again.
      const lent = new Uint8Array(chunk);
      frames.push(...decoder.push(lent));
      lent.fill(0x21);
    }
    frames.push(...decoder.end());
    return { frames };
  } catch (problem) {
    assert.ok(problem instanceof FramingError, String(problem));
    return { frames, refusal: problem.message };
  }
}

function cutAt(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const inside = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  const at = [0, ...inside, bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const decoders = {
  "server-sent events": createSseDecoder,
  NDJSON: createNdjsonDecoder,
  "a JSON array": createJsonArrayDecoder,
  "AWS event streams": createAwsEventStreamDecoder,
};

describe.each(Object.entries(decoders))("the decoder of %s", (_name, create) => {
  it("makes the same of any bytes, wherever they are cut, and gives up on them with its own error alone", () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(), { maxLength: 12 }), (bytes, cuts) => {
        const whole = decode(create({ maxEventBytes }), [bytes]);
        const single = decode(create({ maxEventBytes }), cutAt(bytes, [...bytes.keys()]));
        const cut = decode(create({ maxEventBytes }), cutAt(bytes, cuts));
        // What came in the same piece as the end of it all is not handed out any more.
        assert.deepEqual(single.frames.slice(0, cut.frames.length), cut.frames);
        assert.deepEqual(cut.frames.slice(0, whole.frames.length), whole.frames);
        assert.deepEqual([cut.refusal, whole.refusal], [single.refusal, single.refusal]);
        if (single.refusal !== undefined) return;
        assert.deepEqual(cut, single);
        assert.deepEqual(whole, single);
        for (const { data } of single.frames) assert.ok(new TextEncoder().encode(data).length <= 3 * maxEventBytes);
      }),
      { numRuns: lawRuns(1500) },
    );
  });
});
