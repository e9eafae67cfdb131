import { InputError } from "./errors.ts";
import type { Message } from "./prompt.ts";

/**
 * Looks at every image and file of a prompt before anything is sent. `input` is what the prompt was made of.
 *
 * Throws an `InputError` that names the input's variable, for what is neither bytes, nor a `URL`, nor
 * `{ data, mediaType }`.
 */
export function checkMedia(messages: readonly Message[], input: unknown): void {
  for (const { content } of messages) {
    if (typeof content === "string") continue;
    for (const part of content) {
      if (part.type === "image") checkMedium(part.image, "image", input);
      else if (part.type === "file") checkMedium(part.file, "file", input);
    }
  }
}

function checkMedium(value: unknown, kind: "image" | "file", input: unknown): void {
  if (isMedium(value)) return;
  const pointer = pointerTo(value, input);
  const noun = kind === "image" ? "an image" : "a file";
  const subject = pointer === undefined ? `${noun} of the prompt` : pointer.slice(1).replaceAll("/", ".");
  const message = `must be ${noun}: a Uint8Array, a URL or { data, mediaType }`;
  throw new InputError(`${subject} ${message}`, [
    { instancePath: pointer ?? "", keyword: "x-media", params: { kind }, message },
  ]);
}

function isMedium(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Uint8Array || value instanceof URL) return true;
  const { data, mediaType } = value as { readonly data?: unknown; readonly mediaType?: unknown };
  return (typeof data === "string" || data instanceof Uint8Array) && typeof mediaType === "string" && mediaType !== "";
}

/** Where in the input a value came from: prompts hand media on as they are. */
function pointerTo(wanted: unknown, value: unknown, depth = 0): string | undefined {
  if (depth > 0 && value === wanted) return "";
  // A path in a template has far fewer steps, and an input may refer to itself.
  if (depth > 50 || typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const below = pointerTo(wanted, inner, depth + 1);
    if (below !== undefined) return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}${below}`;
  }
  return undefined;
}
