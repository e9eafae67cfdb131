import { gzipSync } from "node:zlib";
import type { OutspecErrorCode } from "@outspec/runtime";
import { answerText } from "./measurement.ts";
import { head, type Play } from "./raw-server.ts";
import { wholeOf } from "./whole-faults.ts";
import { streamType, type Wire } from "./wires.ts";

/** A response that is no answer at all, or bytes that are no response. */
export interface NoAnswer {
  readonly play: (wire: Wire) => Play;
  readonly code: (streamed: boolean, wire: Wire) => OutspecErrorCode;
  /** Whether the status came. */
  readonly hasStatus: boolean;
  /** The connection goes away before any byte of a response, as a stale one does: it is tried again once, at once. */
  readonly isReset?: true;
}

/** A body that is none of a stream ends without the completion signal; where answers are not streamed it cannot be read. */
const unreadable = (streamed: boolean): OutspecErrorCode => (streamed ? "interrupted" : "server-error");

/** What can come instead of an answer. */
export const noAnswers: Readonly<Record<string, NoAnswer>> = {
  "a page of HTML with status 200": {
    play: () => wholeOf("<html><body>Sign in</body></html>\n", "text/html"),
    // A line that is no JSON is a frame in NDJSON and nothing in SSE.
    code: (streamed, { framing }) => (framing === "ndjson" ? "server-error" : unreadable(streamed)),
    hasStatus: true,
  },
  "an empty body with status 200": { play: () => wholeOf(""), code: unreadable, hasStatus: true },
  "an error with status 200": {
    play: (wire) => wholeOf(wire.errorBody("not today")),
    code: () => "server-error",
    hasStatus: true,
  },
  "a head and nothing more": {
    play: (wire) => ({
      bytes: [head(200, { "content-type": streamType(wire), "transfer-encoding": "chunked" })],
      end: "hang",
    }),
    code: () => "timeout",
    hasStatus: true,
  },
  "a body that is no gzip": {
    play: () => wholeOf("this was never compressed", "application/json", { "content-encoding": "gzip" }),
    code: () => "network",
    hasStatus: true,
  },
  "a gzip that is cut": {
    play: (wire) => {
      const gzip = gzipSync(wire.whole(answerText)).subarray(0, -12);
      const headers = { "content-type": "application/json", "content-encoding": "gzip", "content-length": gzip.length };
      return { bytes: [head(200, headers), gzip], end: "keep" };
    },
    code: () => "network",
    hasStatus: true,
  },
  "a compression that nobody knows": {
    play: () => wholeOf("??", "application/json", { "content-encoding": "snappy" }),
    code: () => "network",
    hasStatus: true,
  },
  "a head that is no HTTP": {
    play: () => ({ bytes: ["SSH-2.0-OpenSSH_9.2\r\n"], end: "fin" }),
    code: () => "network",
    hasStatus: false,
  },
  "half a head": {
    play: () => ({ bytes: ["HTTP/1.1 200 OK\r\ncontent-ty"], end: "fin" }),
    code: () => "network",
    hasStatus: false,
    // Before the end of its head there is no response.
    isReset: true,
  },
  "a reset before any byte": {
    play: () => ({ bytes: [], end: "rst" }),
    code: () => "network",
    hasStatus: false,
    isReset: true,
  },
  "an end before any byte": {
    play: () => ({ bytes: [], end: "fin" }),
    code: () => "network",
    hasStatus: false,
    isReset: true,
  },
  "silence before the head": { play: () => ({ bytes: [], end: "hang" }), code: () => "timeout", hasStatus: false },
};
