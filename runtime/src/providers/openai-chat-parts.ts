import { ConfigurationError } from "../errors.ts";
import type { Content, ContentPart, Message } from "../prompt.ts";
import { fileName } from "./file-name.ts";
import { checkFile, type EncodedMedia, encodeMedia, toUrl } from "./media.ts";
import { encodeCacheMark } from "./prompt-cache.ts";
import type { ModelCall } from "./provider.ts";
import { sentRole } from "./sent-role.ts";

type Fields = Readonly<Record<string, unknown>>;

/** One message of Chat Completions. Source: providers.md, section 5.8. */
export function encodeChatMessage({ role, content }: Message, call: ModelCall): Fields {
  return { role: sentRole(role, call), content: encodeContent(content, role, call) };
}

function encodeContent(content: Content, role: Message["role"], call: ModelCall): string | readonly Fields[] {
  if (typeof content === "string") return content;
  const [first, second] = content;
  const bearsMark = first?.cache && call.cacheMark !== undefined;
  // The plain form is the one every server takes.
  if (first?.type === "text" && second === undefined && !bearsMark) return first.text;
  return content.map((part) => ({ ...encodePart(part, role, call), ...encodeCacheMark(part.cache, call) }));
}

function encodePart(part: ContentPart, role: Message["role"], call: ModelCall): Fields {
  if (part.type !== "text" && role !== "user") {
    throw new ConfigurationError(`an ${part.type} part belongs in a user message, not in a ${role} message`);
  }
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image": {
      const url = toUrl(encodeMedia(part.image));
      return { type: "image_url", image_url: call.row.media === "mistral" ? url : { url } };
    }
    case "file":
      return encodeFile(encodeMedia(part.file), part.name, call);
  }
}

function encodeFile(file: EncodedMedia, name: string | undefined, { row }: ModelCall): Fields {
  const { media = "data" } = row;
  checkFile(file, media, row.title);
  switch (media) {
    case "data":
    case "url":
    case "data-or-url":
      return { type: "file", file: { filename: fileName(name, file), file_data: toUrl(file) } };
    case "mistral":
      return { type: "document_url", document_url: toUrl(file) };
    case "images":
      throw new ConfigurationError(`${row.title} takes images and text in Chat Completions, no other files`);
  }
}
