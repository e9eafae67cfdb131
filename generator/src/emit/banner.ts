import { createHash } from "node:crypto";
import { contractVersion } from "../../../runtime/src/facts/dialects.ts";

/** The line every file written by Outspec starts with, up to the source it names. */
const bannerStart = "// Generated from ";

// A line comment ends at any of these, so a path that holds one must not reach it as it is.
const lineEnds = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Banner of a file generated from one spec; without line feed. `source` is the spec's path below the project root. */
export function specBanner(source: string): string {
  const shown = source.replace(lineEnds, "\uFFFD");
  return `${bannerStart}${shown}. Do not edit: change the spec and run \`outspec generate\`.`;
}

/** Banner of the files generated from all specs together, `index.ts` and `router.ts`; without line feed. */
export function projectBanner(): string {
  return `${bannerStart}outspec.yaml and the specs. Do not edit: change them and run \`outspec generate\`.`;
}

/** Hash of an internal file's body, as its second line states it: 64 hexadecimal digits. */
function hashBody(body: string): string {
  return createHash("sha256").update(body, "utf8").digest("hex");
}

/** Puts banner, contract version and body hash above the body of an internal file. */
export function withInternalBanner(source: string, body: string): string {
  return `${specBanner(source)}\n// contract ${contractVersion}, body sha256:${hashBody(body)}\n${body}`;
}

/** What the head of an internal file says, and whether its body is still the one that was generated. */
export interface InternalHead {
  readonly contract: number;
  readonly state: "intact" | "edited";
}

/** Reads the head of an internal file; `undefined` when the file is not one of ours. */
export function readInternalHead(text: string): InternalHead | undefined {
  const head = /^\/\/ Generated from [^\n]*\n\/\/ contract (\d+), body sha256:([0-9a-f]{64})\n/.exec(text);
  if (head === null) return undefined;
  const [lines, contract, hash] = head;
  const intact = hashBody(text.slice(lines.length)) === hash;
  return { contract: Number(contract), state: intact ? "intact" : "edited" };
}
