import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { EmittedFile } from "../plan/file.ts";

/** Hash of a file's content; `null` when there is none. */
export function hashFile(path: string): string | null {
  try {
    return hashText(readFileSync(path));
  } catch {
    return null;
  }
}

/** Hash of a text or of bytes. */
export function hashText(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

const hashes = new WeakMap<EmittedFile, string>();

/** Hash of an emitted file's text, worked out once: a watcher asks for the same files after every change. */
export function hashEmitted(file: EmittedFile): string {
  const known = hashes.get(file);
  if (known !== undefined) return known;
  const hash = hashText(file.text);
  hashes.set(file, hash);
  return hash;
}
