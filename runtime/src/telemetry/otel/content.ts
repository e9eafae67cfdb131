import type { FinishReason } from "../../attempt.ts";
import type { ContentPart, Media, Message } from "../../prompt.ts";
import { finishReasonName } from "./conventions.ts";

/**
 * The value of `gen_ai.input.messages`, as JSON text: spans hold no objects.
 *
 * System messages stay where they are in the conversation. The bytes of images and files are left out, for a span is
 * no place for megabytes; what they are and how many is said instead.
 */
export function inputMessages(messages: readonly Message[]): string {
  return JSON.stringify(messages.map(({ role, content }) => ({ role, parts: partsOf(content) })));
}

/** The value of `gen_ai.output.messages`, as JSON text; nothing when the model wrote nothing. */
export function outputMessages(text: string, reason: FinishReason | undefined): string | undefined {
  if (text === "") return undefined;
  return JSON.stringify([{ role: "assistant", parts: [textPart(text)], finish_reason: finishReasonName(reason) }]);
}

function partsOf(content: Message["content"]): readonly object[] {
  return typeof content === "string" ? [textPart(content)] : content.map(partOf);
}

function partOf(part: ContentPart): object {
  switch (part.type) {
    case "text":
      return textPart(part.text);
    case "image":
      return mediaPart(part.image, "image");
    case "file":
      return mediaPart(part.file, "document");
  }
}

function textPart(content: string): object {
  return { type: "text", content };
}

function mediaPart(media: Media, modality: "image" | "document"): object {
  if (media instanceof URL && media.protocol !== "data:") return { type: "uri", modality, uri: media.href };
  return { type: "omitted", modality, ...sizeOf(media) };
}

function sizeOf(media: Media): object {
  if (media instanceof URL) return { characters: media.href.length };
  if (media instanceof Uint8Array) return { bytes: media.byteLength };
  const size = typeof media.data === "string" ? { characters: media.data.length } : { bytes: media.data.byteLength };
  return { mime_type: media.mediaType, ...size };
}
