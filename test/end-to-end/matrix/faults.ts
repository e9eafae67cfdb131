import { gzipSync } from "node:zlib";
import type { OutspecErrorCode } from "@outspec/runtime";
import { answerText } from "./measurement.ts";
import { chunk, head, lastChunk, type Play } from "./raw-server.ts";
import type { Wire, wires } from "./wires.ts";

/** Places in an answer at which a fault may strike, as the number of its characters that come before. */
export const places: Readonly<Record<string, number>> = {
  "before the first token": 0,
  "after the first byte of JSON": 1,
  "inside a string": answerText.indexOf("Lovelace"),
  "inside a number": answerText.indexOf(".5"),
  "between array items": answerText.indexOf('"two"'),
  "before the last byte": answerText.length - 1,
};

/** The place behind the completion signal, where nothing can spoil an answer any more. */
export const afterFinish = "after its finish";

/** What a fault is called by: an error code, or nothing where the answer stands all the same. */
export type Verdict = OutspecErrorCode | "fine";

/** A fault in the middle of an answer. */
export interface BodyFault {
  /** What follows the good part. */
  readonly bytes: (wire: Wire) => readonly (string | Uint8Array)[];
  readonly end: Play["end"];
  readonly code: (wire: keyof typeof wires) => Verdict;
}

const always = (code: Verdict) => (): Verdict => code;

/** Ways in which a streamed answer goes wrong. */
export const streamFaults: Readonly<Record<string, BodyFault>> = {
  "its connection ends": { bytes: () => [], end: "fin", code: always("interrupted") },
  "its connection is reset": { bytes: () => [], end: "rst", code: always("interrupted") },
  "it ends cleanly, without its completion signal": {
    bytes: () => [lastChunk],
    end: "keep",
    code: always("interrupted"),
  },
  "nothing more comes": { bytes: () => [], end: "hang", code: always("timeout") },
  "nothing but keep-alives comes": {
    bytes: (wire) => [chunk(wire.streamType.includes("ndjson") ? "\n\n" : ":\n\n")],
    end: "hang",
    code: always("timeout"),
  },
  "an overload is told in band": {
    bytes: (wire) => [chunk(wire.fault("overloaded")), lastChunk],
    end: "keep",
    // This wire has no names for its errors.
    code: (wire) => (wire === "lines" ? "server-error" : "overloaded"),
  },
  "a failure is told in band": {
    bytes: (wire) => [chunk(wire.fault("server-error")), lastChunk],
    end: "keep",
    code: always("server-error"),
  },
  "a frame is no JSON": {
    bytes: (wire) => [chunk(wire.streamType.includes("ndjson") ? "{oops\n" : "data: {oops\n\n"), lastChunk],
    end: "keep",
    code: always("server-error"),
  },
  "its connection ends inside a frame": {
    bytes: (wire) => [chunk(wire.delta("x").slice(0, 12))],
    end: "fin",
    code: always("interrupted"),
  },
  "it is cut at the token limit": {
    bytes: (wire) => [chunk(wire.finish("length")), lastChunk],
    end: "keep",
    code: always("truncated"),
  },
  "the model declines": {
    bytes: (wire) => [chunk(wire.finish("refusal")), lastChunk],
    end: "keep",
    code: (wire) => (({ chat: "content-filtered", messages: "refused", lines: "fine" }) as const)[wire],
  },
  "it goes on as no JSON": {
    bytes: (wire) => [chunk(wire.delta("]")), chunk(wire.finish("stop")), lastChunk],
    end: "keep",
    code: always("invalid-output"),
  },
};

/** A streamed answer that is good up to a place, and then is not. */
export function brokenStream(wire: Wire, fault: BodyFault, upTo: number | undefined): Play {
  const good = answerText.slice(0, upTo);
  return {
    bytes: [
      head(200, { "content-type": wire.streamType, "transfer-encoding": "chunked" }),
      chunk(wire.opening),
      ...(good === "" ? [] : [chunk(wire.delta(good))]),
      ...(upTo === undefined ? [chunk(wire.finish("stop"))] : []),
      ...fault.bytes(wire),
    ],
    end: fault.end,
  };
}

/** Ways in which an answer that is sent as a whole goes wrong. */
export const wholeFaults: Readonly<
  Record<string, { readonly end: Play["end"]; readonly tail: string; readonly code: Verdict }>
> = {
  "its connection ends": { tail: "", end: "fin", code: "interrupted" },
  "its connection is reset": { tail: "", end: "rst", code: "interrupted" },
  "nothing more comes": { tail: "", end: "hang", code: "timeout" },
  "it ends cleanly before its end": { tail: lastChunk, end: "keep", code: "server-error" },
};

/** An answer sent as a whole that is good up to a place, counted in its text. */
export function brokenWhole(wire: Wire, fault: (typeof wholeFaults)[string], upTo: number): Play {
  const body = wire.whole(answerText);
  // The text stands in the body with its quotes escaped.
  const text = JSON.stringify(answerText).slice(1, -1);
  const at = body.indexOf(text) + JSON.stringify(answerText.slice(0, upTo)).length - 2;
  return {
    bytes: [
      head(200, { "content-type": "application/json", "transfer-encoding": "chunked" }),
      chunk(body.slice(0, at)),
      fault.tail,
    ],
    end: fault.end,
  };
}

/** A whole, good answer. */
export function goodAnswer(wire: Wire, stream: boolean): Play {
  if (stream) {
    const bytes = [wire.opening, wire.delta(answerText), wire.finish("stop")].map(chunk);
    const start = head(200, { "content-type": wire.streamType, "transfer-encoding": "chunked" });
    return { bytes: [start, ...bytes, lastChunk], end: "keep" };
  }
  const body = wire.whole(answerText);
  return {
    bytes: [head(200, { "content-type": "application/json", "content-length": body.length }), body],
    end: "keep",
  };
}

/** Statuses with what their bodies say, and what they are called. */
export const statusFaults: readonly {
  readonly status: number;
  readonly says?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: OutspecErrorCode;
}[] = [
  { status: 400, says: "something is wrong", code: "bad-request" },
  { status: 400, says: "Invalid schema for response_format", code: "schema-rejected" },
  { status: 400, says: "maximum context length is 8192 tokens", code: "context-overflow" },
  { status: 400, says: "flagged by moderation", code: "content-filtered" },
  { status: 401, code: "unauthorized" },
  { status: 402, code: "quota-exhausted" },
  { status: 403, code: "forbidden" },
  { status: 404, code: "not-found" },
  { status: 408, code: "server-error" },
  { status: 409, code: "server-error" },
  { status: 413, code: "context-overflow" },
  { status: 422, code: "bad-request" },
  { status: 424, code: "server-error" },
  { status: 429, headers: { "retry-after": "1" }, code: "rate-limited" },
  { status: 429, says: "You exceeded your current quota", code: "quota-exhausted" },
  { status: 498, code: "overloaded" },
  { status: 500, code: "server-error" },
  { status: 502, says: "<html><body>Bad gateway</body></html>", code: "server-error" },
  { status: 503, code: "overloaded" },
  { status: 504, code: "server-error" },
  { status: 524, code: "server-error" },
  { status: 529, code: "overloaded" },
  // A redirect is not followed: a key must not travel to another host.
  { status: 307, headers: { location: "http://127.0.0.1:1/" }, code: "bad-request" },
];

/** A response with an error status. */
export function errorStatus(wire: Wire, { status, says = "not today", headers }: (typeof statusFaults)[number]): Play {
  const body = says.startsWith("<") ? says : wire.errorBody(says);
  return {
    bytes: [head(status, { "content-type": "application/json", "content-length": body.length, ...headers }), body],
    end: "keep",
  };
}

/** Responses of status 200 that are no answer at all, and bytes that are no response. */
export const bodilessFaults: Readonly<
  Record<
    string,
    { readonly play: () => Play; readonly code: (stream: boolean, wire: keyof typeof wires) => OutspecErrorCode }
  >
> = {
  "a page of HTML with status 200": {
    play: () => ok("text/html", "<html><body>Sign in</body></html>\n"),
    // A line that is no JSON is a frame in NDJSON and nothing in SSE.
    code: (stream, wire) => (stream && wire !== "lines" ? "interrupted" : "server-error"),
  },
  "an empty body with status 200": {
    play: () => ok("application/json", ""),
    code: (stream) => (stream ? "interrupted" : "server-error"),
  },
  "a body that is no gzip": {
    play: () => ok("application/json", "this was never compressed", { "content-encoding": "gzip" }),
    code: () => "network",
  },
  "a gzip that is cut": {
    play: () => {
      const whole = gzipSync("x".repeat(10_000)).subarray(0, 30);
      const headers = {
        "content-type": "application/json",
        "content-encoding": "gzip",
        "content-length": whole.length,
      };
      return { bytes: [head(200, headers), whole], end: "keep" };
    },
    code: () => "network",
  },
  "a head that is no HTTP": { play: () => ({ bytes: ["SSH-2.0-OpenSSH_9.2\r\n"], end: "fin" }), code: () => "network" },
  "a reset before any byte": { play: () => ({ bytes: [], end: "rst" }), code: () => "network" },
  "an end before any byte": { play: () => ({ bytes: [], end: "fin" }), code: () => "network" },
  "silence before the head": { play: () => ({ bytes: [], end: "hang" }), code: () => "timeout" },
};

function ok(type: string, body: string, more: Readonly<Record<string, string>> = {}): Play {
  return { bytes: [head(200, { "content-type": type, "content-length": body.length, ...more }), body], end: "keep" };
}
