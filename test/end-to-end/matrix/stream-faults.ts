import type { OutspecErrorCode } from "@outspec/runtime";
import { answer, answerText, type Measurement } from "./measurement.ts";
import { type PlaceName, placeNames, places } from "./places.ts";
import { type Bytes, chunk, head, lastChunk, type Play } from "./raw-server.ts";
import { streamType, type Wire, type WireName } from "./wires.ts";

/** What a fault is called by: an error code, or `fine` where the answer stands all the same. */
export type Verdict = OutspecErrorCode | "fine";

/** A fault in the middle of a streamed answer. */
export interface StreamFault {
  /** What follows the good part. */
  readonly bytes: (wire: Wire) => Bytes;
  readonly end: Play["end"];
  readonly code: Verdict | ((wire: WireName, place: PlaceName) => Verdict);
  /** What the output is, where it is not quite the answer. */
  readonly output?: Measurement;
  /** The places it strikes; all of them unless set. */
  readonly at?: readonly PlaceName[];
  /** The wires that know it; all of them unless set. */
  readonly on?: readonly WireName[];
}

/** Ways in which a streamed answer goes wrong. */
export const streamFaults: Readonly<Record<string, StreamFault>> = {
  "its connection ends": { bytes: () => [], end: "fin", code: "interrupted" },
  "its connection is reset": { bytes: () => [], end: "rst", code: "interrupted" },
  "it ends cleanly, without its completion signal": { bytes: () => [lastChunk], end: "keep", code: "interrupted" },
  "its chunks break": { bytes: () => ["no length of a chunk\r\n"], end: "hang", code: "interrupted" },
  "nothing more comes": { bytes: () => [], end: "hang", code: "timeout" },
  "nothing but keep-alives comes": {
    bytes: ({ framing }) => [chunk(framing === "ndjson" ? "\n\n" : ":\n\n")],
    end: "hang",
    code: "timeout",
  },
  "an overload is told in band": {
    bytes: (wire) => [chunk(wire.fault("overloaded")), lastChunk],
    end: "keep",
    // Ollama has no names for its errors.
    code: (wire) => (wire === "lines" ? "server-error" : "overloaded"),
  },
  "a refused key is told in band": {
    bytes: (wire) => [chunk(wire.fault("unauthorized")), lastChunk],
    end: "keep",
    code: "unauthorized",
    on: ["chat", "messages"],
  },
  "a failure is told in band, and the connection stays open": {
    bytes: (wire) => [chunk(wire.fault("server-error"))],
    end: "hang",
    code: "server-error",
  },
  "an error event comes that is no JSON": {
    bytes: () => [chunk("event: error\ndata: out of memory\n\n"), lastChunk],
    end: "keep",
    code: "server-error",
    // Its lines have no names.
    on: ["chat", "messages"],
  },
  "a frame is no JSON": {
    bytes: ({ framing }) => [chunk(framing === "ndjson" ? "{oops\n" : "data: {oops\n\n"), lastChunk],
    end: "keep",
    code: "server-error",
  },
  "a frame is larger than any answer": {
    bytes: ({ framing }) => [chunk(`${framing === "ndjson" ? "" : "data: "}${"x".repeat(17 * 1024 * 1024)}`)],
    end: "hang",
    code: "server-error",
    // So many bytes take a while, and where they come makes no difference.
    at: ["inside a string"],
  },
  "its connection ends inside a character": {
    bytes: (wire) => [chunk(firstByteOf("é", wire.delta("é")))],
    end: "fin",
    code: "interrupted",
  },
  "a text is no UTF-8": {
    bytes: (wire) => [
      chunk(withoutLastByteOf("é", wire.delta("é"))),
      chunk(wire.delta(answerText.slice(places["inside a string"].upTo))),
      chunk(wire.finish("stop")),
      lastChunk,
    ],
    end: "keep",
    code: "fine",
    output: { ...answer, name: "Ada \ufffdLovelace" },
    // A replacement character stands for what cannot be read. Outside of texts it is no JSON, which is a row of its own.
    at: ["inside a string"],
  },
  "it is cut at the token limit": {
    bytes: (wire) => [chunk(wire.finish("length")), lastChunk],
    end: "keep",
    code: "truncated",
  },
  "the model declines": {
    bytes: (wire) => [chunk(wire.finish("refusal")), lastChunk],
    end: "keep",
    code: (wire) => (wire === "chat" ? "content-filtered" : "refused"),
    // The third one has no refusals.
    on: ["chat", "messages"],
  },
  "it says that it is finished": {
    bytes: (wire) => [chunk(wire.finish("stop")), lastChunk],
    end: "keep",
    code: (_wire, place) => (place === "before its finish" ? "fine" : "invalid-output"),
  },
  "it goes on as no JSON": {
    bytes: (wire) => [chunk(wire.delta("]")), chunk(wire.finish("stop")), lastChunk],
    end: "keep",
    code: "invalid-output",
    // What follows a whole value is prose, and passed over.
    at: placeNames.filter((place) => place !== "before its finish"),
  },
  "the provider starts over on another model": {
    bytes: (wire) => [chunk(wire.opening), chunk(wire.delta(answerText)), chunk(wire.finish("stop")), lastChunk],
    end: "keep",
    code: "interrupted",
    on: ["messages"],
    // Before that there is nothing to join.
    at: ["after the first byte of JSON", "inside a string", "inside a number", "between array items"],
  },
};

/** A streamed answer that is good up to a place, and then is not; the client is given time to show the good part. */
export function brokenStream(wire: Wire, fault: StreamFault, placeName: PlaceName): Play {
  const { upTo, shows } = places[placeName];
  const good = opened(wire, answerText.slice(0, upTo));
  const { end } = fault;
  const bytes = fault.bytes(wire);
  return shows ? { bytes: good, rest: bytes, end } : { bytes: [...good, ...bytes], end };
}

/** A streamed answer that is good, with a fault behind its completion signal. */
export function lateStream(wire: Wire, fault: StreamFault): Play {
  return {
    bytes: [...opened(wire, answerText), chunk(wire.finish("stop")), ...fault.bytes(wire)],
    end: fault.end,
  };
}

/** A whole streamed answer with a text of one's own, in two deltas. */
export function streamOf(wire: Wire, text: string): Play {
  const half = Math.ceil(text.length / 2);
  const deltas = [text.slice(0, half), text.slice(half)].filter((delta) => delta !== "");
  return {
    bytes: [
      ...opened(wire, ""),
      ...deltas.map((delta) => chunk(wire.delta(delta))),
      chunk(wire.finish("stop")),
      lastChunk,
    ],
    end: "keep",
  };
}

function opened(wire: Wire, text: string): Bytes {
  return [
    head(200, { "content-type": streamType(wire), "transfer-encoding": "chunked" }),
    chunk(wire.opening),
    ...(text === "" ? [] : [chunk(wire.delta(text))]),
  ];
}

function firstByteOf(character: string, frame: string): Uint8Array {
  const bytes = Buffer.from(frame);
  return bytes.subarray(0, bytes.indexOf(character) + 1);
}

function withoutLastByteOf(character: string, frame: string): Uint8Array {
  const bytes = Buffer.from(frame);
  const at = bytes.indexOf(character) + 1;
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
}
