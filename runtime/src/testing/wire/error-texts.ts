/** What a provider says with a status when nothing more is known. `type` and `code` go where its error shape has room. */
export interface ErrorText {
  readonly message: string;
  readonly type: string;
  readonly code?: string;
}

/** OpenAI's words; 402 and 529 are those of DeepSeek and OpenRouter, which speak its protocol. */
export function openaiError(status: number, model: string): ErrorText {
  switch (status) {
    case 400:
      return { message: "The request could not be processed.", type: "invalid_request_error" };
    case 401:
      return {
        message:
          "Incorrect API key provided: ****. You can find your API key at https://platform.openai.com/account/api-keys.",
        type: "invalid_request_error",
        code: "invalid_api_key",
      };
    case 402:
      return { message: "Insufficient Balance", type: "unknown_error", code: "invalid_request_error" };
    case 403:
      return {
        message: "Country, region, or territory not supported",
        type: "request_forbidden",
        code: "unsupported_country_region_territory",
      };
    case 404:
      return {
        message: `The model \`${model}\` does not exist or you do not have access to it.`,
        type: "invalid_request_error",
        code: "model_not_found",
      };
    case 413:
      return { message: "Maximum content size limit (26214400) exceeded (26214401 bytes read)", type: "server_error" };
    case 422:
      return { message: "The request was well-formed but could not be processed.", type: "invalid_request_error" };
    case 429:
      return {
        message: `Rate limit reached for ${model} on tokens per min (TPM): Limit 30000, Used 29412, Requested 1088. Please try again in 1s. Visit https://platform.openai.com/account/rate-limits to learn more.`,
        type: "tokens",
        code: "rate_limit_exceeded",
      };
    case 503:
      return { message: "The engine is currently overloaded, please try again later", type: "server_error" };
    case 529:
      return { message: "Provider returned error: overloaded", type: "provider_overloaded", code: "529" };
    default:
      return {
        message: "The server had an error while processing your request. Sorry about that!",
        type: "server_error",
      };
  }
}

/** Anthropic's words. */
export function anthropicError(status: number, model: string): ErrorText {
  switch (status) {
    case 400:
      return { message: "The request could not be processed.", type: "invalid_request_error" };
    case 401:
      return { message: "invalid x-api-key", type: "authentication_error" };
    case 402:
      return {
        message:
          "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
        type: "billing_error",
      };
    case 403:
      return { message: "Request not allowed", type: "permission_error" };
    case 404:
      return { message: `model: ${model}`, type: "not_found_error" };
    case 413:
      return { message: "Request exceeds the maximum size", type: "request_too_large" };
    case 422:
      return { message: "The request was well-formed but could not be processed.", type: "invalid_request_error" };
    case 429:
      return {
        message: "This request would exceed your organization's rate limit of 40,000 input tokens per minute.",
        type: "rate_limit_error",
      };
    case 529:
      return { message: "Overloaded", type: "overloaded_error" };
    default:
      return { message: "Internal server error", type: "api_error" };
  }
}

/** Ollama's words. */
export function ollamaError(status: number, model: string): string {
  switch (status) {
    case 400:
      return "the request could not be processed";
    case 401:
      return "unauthorized";
    case 402:
      return "this model requires a subscription, upgrade for access: https://ollama.com/upgrade";
    case 403:
      return "forbidden";
    case 404:
      return `model '${model}' not found`;
    case 413:
      return "request body too large";
    case 422:
      return "the request could not be processed";
    case 429:
      return "you have reached your hourly usage limit, please upgrade to continue";
    case 503:
      return "server busy, please try again.  maximum pending requests exceeded";
    case 529:
      return "overloaded";
    default:
      return "model requires more system memory (7.5 GiB) than is available (5.2 GiB)";
  }
}
