/** What a cassette's file holds. Everything in it has gone through `scrub.ts`. */
export interface CassetteFile {
  readonly about: string;
  /** Version of this form. */
  readonly version: 1;
  readonly exchanges: readonly RecordedExchange[];
}

/** One request with its response. */
export interface RecordedExchange {
  readonly request: RecordedRequestPart;
  readonly response: RecordedResponse;
}

/** What a request is found by. */
export interface RecordedRequestPart {
  readonly method: string;
  readonly url: string;
  /** The parsed body where it is JSON, else its text. */
  readonly body?: unknown;
}

/** A response as it arrived. */
export interface RecordedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, a line an entry with its line end. */
  readonly lines?: readonly string[];
  /** Where the text was cut on its way: lengths of its chunks in bytes. Absent for one that came in one piece. */
  readonly chunkBytes?: string;
  /** A body that is no text: its chunks in base64. */
  readonly base64?: readonly string[];
  /** How it ended, where not at its end: the connection broke, or the call had let go of it. */
  readonly ending?: "broken" | "left";
}

/** Writes a body down. */
export function packBody(
  chunks: readonly Uint8Array[],
  scrub: { readonly text: (text: string) => string; readonly bytes: (bytes: Uint8Array) => Uint8Array },
): Pick<RecordedResponse, "lines" | "chunkBytes" | "base64"> {
  const whole = joinBytes(chunks);
  const text = readText(whole);
  if (text === undefined) return { base64: chunks.map((chunk) => encodeBase64(scrub.bytes(chunk))) };
  const lines = scrub.text(text).split(/(?<=\n)/);
  const lengths = chunks.map(({ length }) => length).join(" ");
  return { lines, ...(chunks.length > 1 && { chunkBytes: lengths }) };
}

/** The chunks of a body that was written down. */
export function unpackBody({ lines = [], chunkBytes, base64 }: RecordedResponse): readonly Uint8Array[] {
  if (base64 !== undefined) return base64.map(decodeBase64);
  const whole = new TextEncoder().encode(lines.join(""));
  const lengths = chunkBytes === undefined ? [whole.length] : chunkBytes.split(" ").map(Number);
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) {
    chunks.push(whole.subarray(at, at + length));
    at += length;
  }
  // A file that was edited by hand may be longer than what it says of its chunks.
  if (at < whole.length) chunks.push(whole.subarray(at));
  return chunks.filter(({ length }) => length > 0);
}

function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function readText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // An event stream of AWS may be valid UTF-8 by chance; no text has such characters.
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
