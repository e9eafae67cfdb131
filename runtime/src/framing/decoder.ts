/**
 * One frame of a streamed body: an SSE event, one line of NDJSON as `data`, or a message of an AWS event stream, whose
 * exceptions are events named `error`.
 */
export interface Frame {
  readonly event?: string;
  readonly data: string;
}

/** Cuts a streamed body into frames, wherever the network cuts it into chunks. */
export interface FrameDecoder {
  /** Takes the next bytes and gives the frames they complete. */
  push(bytes: Uint8Array): Frame[];
  /** The body ended: gives the last frame when the blank line after it never came. */
  end(): Frame[];
}

/** Limits of a decoder. */
export interface FrameDecoderOptions {
  /** Most bytes one frame may have; passing it throws a `FramingError`. Default 16 MiB. */
  readonly maxEventBytes?: number;
}
