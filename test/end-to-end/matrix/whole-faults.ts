import { answerText } from "./measurement.ts";
import { type PlaceName, places } from "./places.ts";
import { type Bytes, chunk, head, lastChunk, type Play } from "./raw-server.ts";
import type { Verdict } from "./stream-faults.ts";
import type { Wire } from "./wires.ts";

/** A fault of an answer that is sent in one body. */
export interface WholeFault {
  readonly end: Play["end"];
  /** Whether the head says how long the body is. */
  readonly hasLength?: true;
  /** What follows the good part. */
  readonly tail: Bytes;
  readonly code: Verdict;
}

/** Ways in which an answer in one body goes wrong in its middle. */
export const wholeFaults: Readonly<Record<string, WholeFault>> = {
  "its connection ends": { tail: [], end: "fin", code: "interrupted" },
  "its connection ends before the length it has told": { tail: [], end: "fin", hasLength: true, code: "interrupted" },
  "its connection is reset": { tail: [], end: "rst", hasLength: true, code: "interrupted" },
  "nothing more comes": { tail: [], end: "hang", code: "timeout" },
  "it ends cleanly before its end": { tail: [lastChunk], end: "keep", code: "server-error" },
  "it goes on as something else": {
    tail: [chunk("\x00<html>"), lastChunk],
    end: "keep",
    code: "server-error",
  },
};

/** An answer in one body that is good up to a place, counted in its text. */
export function brokenWhole(wire: Wire, { tail, end, hasLength }: WholeFault, placeName: PlaceName): Play {
  const body = wire.whole(answerText);
  // The text stands in the body with its quotes escaped.
  const before = JSON.stringify(answerText.slice(0, places[placeName].upTo)).length - 2;
  const good = body.slice(0, body.indexOf(JSON.stringify(answerText).slice(1, -1)) + before);
  const length = hasLength === true ? { "content-length": body.length } : { "transfer-encoding": "chunked" };
  return {
    bytes: [
      head(200, { "content-type": "application/json", ...length }),
      hasLength === true ? good : chunk(good),
      ...tail,
    ],
    end,
  };
}

/** What may come after an answer that has told its length. Without one, nobody knows that it has ended. */
export const lateWholes: Readonly<Record<string, { readonly tail: Bytes; readonly end: Play["end"] }>> = {
  "its connection ends": { tail: [], end: "fin" },
  "its connection is reset": { tail: [], end: "rst" },
  "more bytes come": { tail: ["HTTP/1.1 200 OK\r\n\r\n{}"], end: "keep" },
};

/** A good answer in one body that has told its length, with something behind it. */
export function lateWhole(wire: Wire, { tail, end }: (typeof lateWholes)[string]): Play {
  const { bytes } = wholeOf(wire.whole(answerText));
  return { bytes: [...bytes, ...tail], end };
}

/** A body that has told its length. */
export function wholeOf(body: string, type = "application/json", more: Readonly<Record<string, string>> = {}): Play {
  return {
    bytes: [head(200, { "content-type": type, "content-length": Buffer.byteLength(body), ...more }), body],
    end: "keep",
  };
}
