import type { EncodedMedia } from "./media.ts";

/** The name under which a file is sent: its own, or one by which OpenAI's APIs, which go by the ending, know a PDF. */
export function fileName(name: string | undefined, file: EncodedMedia): string {
  if (name !== undefined) return name;
  return file.kind === "data" && file.mediaType === "application/pdf" ? "file.pdf" : "file";
}
