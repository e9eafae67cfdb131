import type { Framing } from "../facts/provider-row.ts";
import { createAwsEventStreamDecoder } from "./aws-event-stream.ts";
import type { FrameDecoder, FrameDecoderOptions } from "./decoder.ts";
import { createNdjsonDecoder } from "./ndjson.ts";
import { createSseDecoder } from "./sse.ts";

/** Makes the decoder of a framing, for one body. A bundle that has this has all of them; the providers' functions name their own. */
export function createFrameDecoder(framing: Framing, options?: FrameDecoderOptions): FrameDecoder {
  switch (framing) {
    case "sse":
      return createSseDecoder(options);
    case "ndjson":
      return createNdjsonDecoder(options);
    case "aws-eventstream":
      return createAwsEventStreamDecoder(options);
  }
}
