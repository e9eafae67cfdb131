import type { Random } from "../instance/random.ts";
import type { JsonObject } from "../instance/schema.ts";
import { openaiError } from "./error-texts.ts";
import { writeId } from "./message-text.ts";
import type { ErrorDetails, ErrorResponse } from "./protocol.ts";

/** What OpenAI says of a body that is no JSON object. */
export const malformedOpenaiBody =
  "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)";

/** Headers of OpenAI's successful answers. */
export function openaiHeaders(random: Random): Readonly<Record<string, string>> {
  return {
    "x-request-id": `req_${writeId(random.next, 24).toLowerCase()}`,
    "openai-processing-ms": "312",
  };
}

/** What OpenAI answers to a request without a key; Azure's header counts as well. */
export function checkOpenaiKey(headers: Readonly<Record<string, string>>): ErrorResponse | undefined {
  const key = /^bearer\s+(\S.*)$/i.exec(headers["authorization"] ?? "")?.[1] ?? headers["api-key"] ?? "";
  if (key.trim() !== "") return undefined;
  return writeOpenaiError(401, {
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
    code: null,
  });
}

/** OpenAI's error body. */
export function openaiErrorBody(
  message: string,
  type: string,
  override?: string,
  param: string | null = null,
  code: string | null = null,
): JsonObject {
  return { error: { message: override ?? message, type, param, code } };
}

/** An error response of OpenAI's, in its words for the status unless others are given. */
export function writeOpenaiError(status: number, details: ErrorDetails = {}): ErrorResponse {
  const text = openaiError(status, details.model ?? "gpt-5.4-mini");
  const code = details.code === undefined ? (text.code ?? null) : details.code;
  const retry =
    status === 429 ? { "retry-after": "1", "retry-after-ms": "1000", "x-ratelimit-remaining-tokens": "0" } : {};
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-request-id": "req_simulatederror0000000000",
      ...retry,
    },
    body: JSON.stringify(
      openaiErrorBody(text.message, text.type, details.message, details.param ?? null, code),
      null,
      2,
    ),
  };
}
