import { ConfigurationError } from "../errors.ts";
import type { ProviderRow } from "../facts/provider-row.ts";
import type { Media } from "../prompt.ts";

/** An image or a file as it goes on the wire: an address the provider fetches, or its bytes as base64. */
export type EncodedMedia =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "data"; readonly mediaType: string; readonly base64: string };

/**
 * Brings an image or a file into the form wires want. Bare bytes are recognised by their first few; a `data:` URL is
 * taken apart. Throws a `ConfigurationError` when the media type cannot be told.
 */
export function encodeMedia(media: Media): EncodedMedia {
  if (media instanceof URL) return media.protocol === "data:" ? fromDataUrl(media) : { kind: "url", url: media.href };
  if (media instanceof Uint8Array) {
    return { kind: "data", mediaType: recogniseMediaType(media), base64: encodeBase64(media) };
  }
  const base64 = typeof media.data === "string" ? media.data : encodeBase64(media.data);
  return { kind: "data", mediaType: media.mediaType, base64 };
}

/** Throws a `ConfigurationError` for a file in a form that an API does not take. */
export function checkFile(file: EncodedMedia, taken: NonNullable<ProviderRow["media"]>, title: string): void {
  if (taken === "data" && file.kind === "url")
    throw new ConfigurationError(`${title} takes a file as bytes, not as a URL`);
  if (taken === "url" && file.kind === "data")
    throw new ConfigurationError(`${title} takes a file by its URL, not as bytes`);
}

/** The `data:` URL of encoded bytes, or the address as it is. */
export function toUrl(media: EncodedMedia): string {
  return media.kind === "url" ? media.url : `data:${media.mediaType};base64,${media.base64}`;
}

/** Writes bytes as base64, in pieces: arguments of one call are limited, and 3 divides the piece so no padding falls inside. */
export function encodeBase64(bytes: Uint8Array): string {
  const pieceLength = 3 * 8192;
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += pieceLength) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(start, start + pieceLength))));
  }
  return pieces.join("");
}

/** The text whose UTF-8 bytes are written as base64, or undefined when it is not base64. */
export function textOfBase64(base64: string): string | undefined {
  let bytes: string;
  try {
    bytes = atob(base64);
  } catch {
    return undefined;
  }
  return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}

function fromDataUrl(url: URL): EncodedMedia {
  const comma = url.href.indexOf(",");
  const [mediaType = "", ...parameters] = url.href.slice("data:".length, comma).split(";");
  const payload = decodeURIComponent(url.href.slice(comma + 1));
  const base64 = parameters.includes("base64") ? payload : encodeBase64(new TextEncoder().encode(payload));
  return { kind: "data", mediaType: mediaType === "" ? "text/plain" : mediaType, base64 };
}

const signatures: readonly (readonly [mediaType: string, prefix: string, at?: number])[] = [
  ["image/png", "\x89PNG"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF8"],
  ["image/webp", "WEBP", 8],
  ["application/pdf", "%PDF-"],
];

function recogniseMediaType(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const found = signatures.find(([, prefix, at = 0]) => head.startsWith(prefix, at));
  if (found === undefined) {
    throw new ConfigurationError("the media type of bytes in a prompt is not recognised: pass { data, mediaType }");
  }
  return found[0];
}
