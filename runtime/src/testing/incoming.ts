import type { IncomingMessage } from "node:http";

/** Reads the whole body of a request. */
export async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString("utf8");
}

/** Parses a text, or gives nothing when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The headers of a request, names in lower case, repeated ones joined. */
export function headersOf(incoming: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return Object.fromEntries(entries);
}

const keyHeaders: readonly string[] = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];

/** Headers that show who asks, by whatever name gateways and clouds know them. */
const secretHeader = /auth|api-?key|token|secret|cookie|passw|credential|signature/i;

/** Whether one of the headers that carry keys does. */
export function hasKey(headers: Readonly<Record<string, string>>): boolean {
  return keyHeaders.some((name) => (headers[name] ?? "").replace(/^bearer\b/i, "").trim() !== "");
}

/** The headers that carry no key, and none of what gateways and clouds are shown beside one. */
export function withoutKey(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeader.test(name)));
}
