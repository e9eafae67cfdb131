import { ConfigurationError } from "../errors.ts";
import type { Content, ContentPart, Message } from "../prompt.ts";
import { cacheLifetime } from "./cache-marks.ts";
import { type EncodedMedia, encodeMedia } from "./media.ts";

type Block = Readonly<Record<string, unknown>>;

interface Turn {
  readonly role: Message["role"];
  readonly content: readonly Block[];
}

/** Brings system messages into the blocks that have a place of their own; nothing where there are none. */
export function encodeSystem(messages: readonly Message[], marks: boolean): readonly Block[] | undefined {
  const parts = messages.filter(({ role }) => role === "system").flatMap(({ content }) => toParts(content));
  if (parts.length === 0) return undefined;
  return parts.flatMap((part) => {
    if (part.type !== "text") throw new ConfigurationError("a system message for Bedrock holds text only");
    return [{ text: part.text }, ...encodeMark(part, marks)];
  });
}

/**
 * Brings the other messages into turns. Messages of one role in a row become one turn, because Bedrock refuses a
 * conversation in which the roles do not alternate.
 */
export function encodeMessages(messages: readonly Message[], marks: boolean): readonly Turn[] {
  const nameDocument = createDocumentNames();
  const turns: Turn[] = [];
  for (const { role, content } of messages) {
    if (role === "system") continue;
    const blocks = toParts(content).flatMap((part) => [
      encodePart(part, role, nameDocument),
      ...encodeMark(part, marks),
    ]);
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = { role, content: [...last.content, ...blocks] };
    else turns.push({ role, content: blocks });
  }
  return turns;
}

function toParts(content: Content): readonly ContentPart[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** A mark is a block of its own, after the content it ends. Source: providers.md, section 9.4. */
function encodeMark({ cache }: ContentPart, marks: boolean): readonly Block[] {
  return marks && cache ? [{ cachePoint: { type: "default", ttl: cacheLifetime(cache) } }] : [];
}

/** Source: providers.md, section 9.4. */
function encodePart(part: ContentPart, role: Message["role"], nameDocument: DocumentNames): Block {
  if (part.type === "text") return { text: part.text };
  if (role !== "user") {
    throw new ConfigurationError(`an ${part.type} part belongs in a user message, not in an ${role} message`);
  }
  switch (part.type) {
    case "image":
      return { image: encodeSource(encodeMedia(part.image), imageFormats, "an image") };
    case "file": {
      const { format, source } = encodeSource(encodeMedia(part.file), documentFormats, "a file");
      return { document: { format, name: nameDocument(part.name), source } };
    }
  }
}

/** The formats Bedrock knows, each with its media type and the endings of its files. */
type Formats = readonly (readonly [format: string, mediaType: string, endings: readonly string[]])[];

const imageFormats: Formats = [
  ["png", "image/png", ["png"]],
  ["jpeg", "image/jpeg", ["jpeg", "jpg"]],
  ["gif", "image/gif", ["gif"]],
  ["webp", "image/webp", ["webp"]],
];

const documentFormats: Formats = [
  ["pdf", "application/pdf", ["pdf"]],
  ["csv", "text/csv", ["csv"]],
  ["doc", "application/msword", ["doc"]],
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx"]],
  ["xls", "application/vnd.ms-excel", ["xls"]],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx"]],
  ["html", "text/html", ["html", "htm"]],
  ["txt", "text/plain", ["txt"]],
  ["md", "text/markdown", ["md"]],
];

function encodeSource(media: EncodedMedia, formats: Formats, what: string): { format: string; source: Block } {
  const names = formats.map(([format]) => format).join(", ");
  if (media.kind === "data") {
    const [mediaType = ""] = media.mediaType.toLowerCase().split(";");
    const format = formats.find(([, known]) => known === mediaType.trim())?.[0];
    if (format === undefined) {
      throw new ConfigurationError(`Bedrock does not take ${what} of type ${media.mediaType}, only ${names}`);
    }
    return { format, source: { bytes: media.base64 } };
  }
  if (!media.url.startsWith("s3://")) {
    throw new ConfigurationError(`Bedrock takes ${what} as bytes or by an s3:// URL, not by another one`);
  }
  const ending = media.url.slice(media.url.lastIndexOf(".") + 1).toLowerCase();
  const format = formats.find(([, , endings]) => endings.includes(ending))?.[0];
  if (format === undefined) {
    throw new ConfigurationError(`Bedrock takes ${what} by an s3:// URL that ends in its format: ${names}`);
  }
  return { format, source: { s3Location: { uri: withoutEscapes(media.url) } } };
}

/** An S3 address has the characters of its key themselves, where a URL has them escaped. */
function withoutEscapes(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

type DocumentNames = (given: string | undefined) => string;

/** The most a name may have is 200 characters; some are kept for a number. */
const longestName = 190;

/**
 * Names the documents of one request: each has to have a name, of few kinds of characters, which no other document has.
 * Source: the API reference of Bedrock, DocumentBlock.
 */
function createDocumentNames(): DocumentNames {
  const used = new Set<string>();
  return (given) => {
    const own = plainName(given ?? "");
    const name = own === "" ? "document" : own;
    let unique = name;
    for (let count = 2; used.has(unique.toLowerCase()); count++) unique = `${name} (${count})`;
    used.add(unique.toLowerCase());
    return unique;
  };
}

/** A file's name without its ending, in letters, digits, single spaces, hyphens and brackets; empty when it has no letter or digit. */
function plainName(name: string): string {
  const plain = name
    .replace(/\.[a-z\d]{1,5}$/i, "")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/\s+/g, " ")
    .replace(/[^a-z\d ()[\]-]+/gi, "-")
    .slice(0, longestName)
    .trim();
  return /[a-z\d]/i.test(plain) ? plain : "";
}
