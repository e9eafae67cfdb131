import type { ErrorText } from "./error-texts.ts";

/** Bedrock's words and the exceptions that bear them. Source: providers.md, section 9.3, and the recordings. */
export function bedrockError(status: number): ErrorText {
  switch (status) {
    case 400:
    case 422:
      return {
        type: "ValidationException",
        message:
          "The model returned the following errors: Malformed input request, please reformat your input and try again.",
      };
    case 401:
      return { type: "UnrecognizedClientException", message: "The security token included in the request is invalid." };
    case 402:
      return {
        type: "AccessDeniedException",
        message:
          "Model access is denied due to INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.",
      };
    case 403:
      return {
        type: "AccessDeniedException",
        message: "You don't have access to the model with the specified model ID.",
      };
    case 404:
      return {
        type: "ResourceNotFoundException",
        message: "Could not resolve the foundation model from the provided model identifier.",
      };
    case 408:
      return {
        type: "ModelTimeoutException",
        message: "Model has timed out in processing the request. Try your request again.",
      };
    case 413:
      return { type: "RequestEntityTooLargeException", message: "Request entity is too large" };
    case 424:
      return {
        type: "ModelErrorException",
        message: "The system encountered an unexpected error during processing. Try your request again.",
      };
    case 429:
      return { type: "ThrottlingException", message: "Too many requests, please wait before trying again." };
    case 503:
    case 529:
      return {
        type: "ServiceUnavailableException",
        message: "Bedrock is unable to process your request. Too many connections, please wait before trying again.",
      };
    default:
      return {
        type: "InternalServerException",
        message: "The system encountered an unexpected error during processing. Try your request again.",
      };
  }
}
