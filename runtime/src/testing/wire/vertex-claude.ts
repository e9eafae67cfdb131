import { anthropicMessages } from "./anthropic-messages.ts";
import { writeGeminiError } from "./gemini-errors.ts";
import type { ErrorResponse, IncomingRequest, Protocol, Strictness } from "./protocol.ts";

/** Claude on Vertex AI: Anthropic's own body, with the model and the wish for a stream in the address. Source: providers.md, section 7.1. */
export const vertexClaude: Protocol = {
  ...anthropicMessages,
  checkKey: (headers) => (/^bearer\s+\S/i.test(headers["authorization"] ?? "") ? undefined : writeGeminiError(401)),
  check,
  readQuestion: (request) => anthropicMessages.readQuestion(unwrapped(request)),
};

function check(request: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { body } = request;
  if (body["anthropic_version"] !== "vertex-2023-10-16") {
    return anthropicMessages.error(400, { message: 'anthropic_version: Input should be "vertex-2023-10-16"' });
  }
  if (body["model"] !== undefined) {
    return anthropicMessages.error(400, { message: "model: Extra inputs are not permitted" });
  }
  return anthropicMessages.check(unwrapped(request), strictness);
}

/** The request as Anthropic itself would get it. */
function unwrapped(request: IncomingRequest): IncomingRequest {
  const [, model = "", method = ""] = /\/([^/]+):(streamRawPredict|rawPredict)$/.exec(request.path) ?? [];
  return {
    ...request,
    headers: { ...request.headers, "anthropic-version": "2023-06-01" },
    body: { ...request.body, model: decodeURIComponent(model), stream: method === "streamRawPredict" },
  };
}
