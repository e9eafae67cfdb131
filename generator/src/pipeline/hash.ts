import { createHash } from "node:crypto";

/** Hash of some values as JSON. */
export function hash(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
