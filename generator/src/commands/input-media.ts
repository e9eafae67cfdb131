import { UsageError } from "../diagnostics/usage-error.ts";
import type { PromptTemplate } from "../spec/resolved-spec.ts";

/**
 * Makes URLs of the addresses that stand in an input read from JSON where the prompt has an image or a file.
 *
 * Throws a `UsageError` for a text there that is no address.
 */
export function readMedia(input: unknown, prompt: PromptTemplate | undefined): unknown {
  return mapMedia(input, prompt, (value, { path, type }) => {
    if (typeof value !== "string") return value;
    if (/^(?:https?|data):/i.test(value) && URL.canParse(value)) return new URL(value);
    throw new UsageError(
      `${path.join(".")} is ${type === "image" ? "an image" : "a file"}, and the text given is no address`,
      'give "https://…", "data:…" or { "data": base64, "mediaType": "image/png" }',
    );
  });
}

/** Puts a small image or file wherever the prompt has one. */
export function withSampleMedia(input: unknown, prompt: PromptTemplate | undefined): unknown {
  return mapMedia(input, prompt, (_value, { type }) => (type === "image" ? samplePicture : sampleFile));
}

/** One grey pixel. */
const samplePicture = {
  data: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  mediaType: "image/png",
};

const sampleFile = { data: btoa("A sample file.\n"), mediaType: "text/plain" };

interface MediaPart {
  readonly type: "image" | "file";
  readonly path: readonly string[];
}

function mapMedia(
  input: unknown,
  prompt: PromptTemplate | undefined,
  change: (value: unknown, part: MediaPart) => unknown,
): unknown {
  const parts = prompt?.messages.flatMap((message) => message.parts) ?? [];
  return parts.reduce<unknown>(
    (changed, part) => (part.type === "text" ? changed : at(changed, part.path, (value) => change(value, part))),
    input,
  );
}

/** A copy in which the value at a path is another; what the path does not lead to stays as it is. */
function at(value: unknown, [name, ...rest]: readonly string[], change: (value: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return value;
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [name]: at(members[name], rest, change) };
}
