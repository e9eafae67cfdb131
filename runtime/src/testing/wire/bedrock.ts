import type { Random } from "../instance/random.ts";
import { writeAwsException } from "./aws-frames.ts";
import { bedrockError } from "./bedrock-errors.ts";
import type { ErrorDetails, ErrorResponse, IncomingRequest } from "./protocol.ts";

/** The model a request names in its path, `/model/ID/…`. Source: providers.md, section 9.1. */
export function modelInPath({ path }: IncomingRequest): string {
  const segment = /\/model\/([^/]+)\/[^/]+$/.exec(path)?.[1] ?? "";
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Whether a request's path asks for a stream: `/converse-stream`, `/invoke-with-response-stream`. */
export function asksForStream({ path }: IncomingRequest): boolean {
  return path.endsWith("-stream");
}

/** A Bedrock API key, or a signature, which is taken on trust. Source: providers.md, section 9.1. */
export function checkBedrockKey(headers: Readonly<Record<string, string>>): ErrorResponse | undefined {
  const shown = headers["authorization"] ?? "";
  if (/^bearer\s+\S/i.test(shown)) return undefined;
  if (/^aws4-hmac-sha256\s+.*\bCredential=[^,\s]+.*\bSignature=[\da-f]+/i.test(shown)) return undefined;
  return writeError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
}

/** The headers of every answer. */
export function bedrockHeaders(random: Random): Readonly<Record<string, string>> {
  return { "x-amzn-requestid": writeUuid(random) };
}

/** An error: its message in the body, its type in a header. Source: traffic-oddities.md, item 34. */
export function bedrockErrorResponse(status: number, details: ErrorDetails = {}): ErrorResponse {
  const { type, message } = bedrockError(status);
  return writeError(status, type, details.message ?? message);
}

/** The answer to a model id that no model has. */
export function unknownModel(): ErrorResponse {
  return bedrockErrorResponse(400, { message: "The provided model identifier is invalid." });
}

/** What an exception within a stream is called unless a script says so. */
export const usualException = "modelStreamErrorException";

/** An exception within a stream, under its own name: `throttlingException`, `modelStreamErrorException`. */
export function writeStreamException(message: string | undefined, type: string = usualException): Uint8Array {
  return writeAwsException(type, { message: message ?? wordsOf(type) });
}

/** What an exception within an answer of status 200 says by itself. */
export function wordsOf(type: string): string {
  switch (type) {
    case "throttlingException":
      return bedrockError(429).message;
    case "serviceUnavailableException":
      return bedrockError(503).message;
    case "validationException":
      return bedrockError(400).message;
    default:
      return bedrockError(500).message;
  }
}

function writeError(status: number, type: string, message: string): ErrorResponse {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": "5e1f0000-0000-4000-8000-51b0a7ed0000",
      "x-amzn-errortype": `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    },
    body: JSON.stringify({ message }),
  };
}

function writeUuid(random: Random): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join("");
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}
