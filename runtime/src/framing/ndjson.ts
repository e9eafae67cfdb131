import type { Frame, FrameDecoder, FrameDecoderOptions } from "./decoder.ts";
import { createLineSplitter, defaultMaxEventBytes } from "./lines.ts";

/**
 * Makes a decoder of newline-delimited JSON for one body: every line that is not blank is a frame.
 *
 * The lines are not parsed here, so a malformed one reaches the adapter, which says whose it was.
 */
export function createNdjsonDecoder(options: FrameDecoderOptions = {}): FrameDecoder {
  const lines = createLineSplitter("lf", options.maxEventBytes ?? defaultMaxEventBytes);
  return {
    push: (bytes) => toFrames(lines.push(bytes)),
    end: () => toFrames(lines.end()),
  };
}

function toFrames(lines: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  for (const line of lines) {
    const data = line.trim();
    if (data !== "") frames.push({ data });
  }
  return frames;
}
