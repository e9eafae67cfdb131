import type { OutspecErrorCode } from "../src/attempt.ts";
import type { ModelOptions } from "../src/providers/provider.ts";
import type { RouterOptions } from "../src/router/router.ts";

// What docs/failover.md says beside the tables the runtime works by. It stands here because no program that calls a
// model reads it. The rows it speaks of are named by what decides in them, and the page cannot be written without it.

/** When a failure can come: before a response, with its status, in a stream before or after something was shown, or at the end. */
export type FailurePhase = "connect" | "status" | "first-token" | "mid-stream" | "end";

/** What people want to know of a class of failures. */
export interface FailureNote {
  /** What has happened. */
  readonly means: string;
  readonly phases: readonly FailurePhase[];
  /** Options that decide whether it comes, or what follows, beside `failover` and those of its rule. */
  readonly options?: readonly (keyof RouterOptions | keyof ModelOptions)[];
}

const response: readonly FailurePhase[] = ["status", "first-token", "mid-stream"];
const anyTime: readonly FailurePhase[] = ["connect", "status", "first-token", "mid-stream", "end"];

/** A note on each row of `failoverTable`. */
export const failureNotes: Readonly<Record<OutspecErrorCode, FailureNote>> = {
  network: { means: "no connection, or one that broke before the response", phases: ["connect"] },
  timeout: { means: "a deadline of the attempt passed", phases: anyTime, options: ["timeouts", "hedge"] },
  "rate-limited": { means: "too many requests or tokens for now", phases: response },
  overloaded: { means: "the provider has no capacity", phases: response },
  "server-error": { means: "the provider failed, or its answer cannot be read", phases: [...response, "end"] },
  interrupted: {
    means: "the stream broke off, or ended without its completion signal",
    phases: ["first-token", "mid-stream"],
  },
  unauthorized: {
    means: "the key is missing, wrong or expired",
    phases: ["connect", ...response],
    options: ["apiKey"],
  },
  forbidden: { means: "the key may not use this model or region", phases: response },
  "not-found": { means: "no such model, deployment or address", phases: response },
  "quota-exhausted": { means: "no credit, or a quota is used up", phases: response },
  "context-overflow": {
    means: "prompt and answer are longer than the model takes; only models with a larger or unknown window are left",
    phases: response,
    options: ["contextWindow"],
  },
  "schema-rejected": {
    means: "the provider does not take the schema, or this way of asking",
    phases: response,
    options: ["modes"],
  },
  "bad-request": { means: "the provider does not take the request, or one of its settings", phases: response },
  configuration: {
    means: "the request could not even be made: no base URL, or no way to send an image",
    phases: ["connect"],
  },
  "invalid-output": {
    means: "the answer is no JSON, or breaks its schema, and no repair mends it",
    phases: ["first-token", "mid-stream", "end"],
    options: ["reAsks", "repairs"],
  },
  truncated: { means: "the answer was cut at the token limit; it is never mended", phases: ["end"] },
  refused: { means: "the model declined", phases: ["end"] },
  "content-filtered": {
    means: "a filter of the provider stopped the prompt or the answer",
    phases: [...response, "end"],
  },
  aborted: { means: "the caller let go", phases: anyTime },
  restarted: { means: "elements that were handed out cannot be taken back", phases: ["mid-stream"] },
  "invalid-input": { means: "the input does not match its schema; nothing was sent", phases: [] },
  "all-attempts-failed": { means: "no model is left", phases: [] },
};

/** What each status of `statusRows` means. */
export const statusMeanings: Readonly<Record<number, string>> = {
  400: "invalid request; its body tells more",
  401: "bad or expired credentials",
  402: "no credit; waited for where it says when",
  403: "model, region or account not allowed",
  404: "unknown model, deployment or route",
  405: "no such method at this address",
  408: "the provider timed out",
  409: "conflict, or a lock that timed out",
  410: "the model was retired",
  413: "the request is too large",
  422: "a parameter did not pass validation",
  424: "the model behind it failed (Bedrock)",
  429: "a limit; its body may tell of quota or load",
  498: "no capacity in this tier (Groq)",
  499: "cancelled, though the caller had not let go",
  500: "the provider failed",
  501: "never asked again for the same",
  502: "a gateway got no answer",
  503: "no capacity, or none that fits the routing",
  504: "a gateway waited too long",
  524: "the edge waited too long (OpenRouter)",
  529: "no capacity (Anthropic, OpenRouter)",
};

/** Whose words those of `labelRows` and `bodyClasses` are; `several` where more than one provider uses them. */
const wordsOf: Readonly<Record<string, readonly RegExp[]>> = {
  "OpenAI, Anthropic, Mistral": [/insufficient_quota|rate_limit/],
  Google: [
    /resource_exhausted/,
    /already_exists|\baborted\b/,
    /\bcancell?ed\b/,
    /unimplemented/,
    /failed_precondition|out_of_range/,
  ],
  Bedrock: [
    /throttl|modelnotready/,
    /modelstreamerror|modelerror/,
    /servicequotaexceeded/,
    /input is too long|number of input tokens exceeds/,
    /support the (?:outputconfig|toolconfig)/,
    /unrecognizedclient|expiredtoken|invalidsignature|incompletesignature|invalidclienttokenid/,
  ],
  "OpenAI, Anthropic, Google": [
    /authentication|unauthenticated|unauthorized|invalid_api_key/,
    /timeout|deadline_exceeded/,
  ],
  "OpenAI, Anthropic, Google, Bedrock": [/permission|forbidden|accessdenied/],
  "OpenAI, Azure, Anthropic, Google, Bedrock": [/not_?found/],
  Anthropic: [
    /request_too_large/,
    /credit balance/,
    /model_context_window/,
    /prompt is too long/,
    /schemas? (?:contains too many|is too complex|.{0,40}not supported)/,
    /too many (?:optional parameters|parameters with union|strict tools)/,
    /empty schema/,
    /circular reference/,
    /tools?\.\d+\.(?:custom|function|input_schema)/,
    /output_config\.format/,
    /output_format/,
    /for '\w+' type, property/,
  ],
  "OpenAI, Anthropic": [/overload/, /api_error|server_error/, /billing_(?:error|not_active|hard_limit)/],
  "Google, Bedrock": [/unavailable/, /\binternal|\bunknown\b|data_loss/],
  "OpenAI, Azure, Anthropic": [/context_length|content_filter|billing/],
  several: [
    /invalid|bad_request|bad request|validationexception/,
    /request too large/,
    /(?:response_format|json_schema|json_object|json mode|tool_choice|tool choice|function call\w*|\btools?\b|\bstrict\b|structured outputs?)\b.{0,60}(?:not (?:be )?(?:supported|allowed|available|compatible|enabled)|unsupported|unavailable|not permitted)/,
    /(?:does not|doesn't|not) support.{0,40}(?:response_format|json_schema|json_object|json mode|tool|function|structured)/,
    /(?:unsupported|unknown|unrecognized|invalid).{0,40}(?:response_format|tool_choice)/,
    /authentication/,
    /(?:model|deployment)\b.{0,80}(?:does not exist|doesn't exist|not found|not exist|decommissioned)/,
  ],
  Azure: [/content_filter/, /responsibleaipolicy/, /content management policy/],
  OpenAI: [
    /content_policy/,
    /insufficient_quota/,
    /context_length_exceeded/,
    /exceeds? the context window/,
    /invalid (?:json )?schema/,
    /invalid_json_schema/,
    /invalid_function_parameters/,
    /must contain the word .json/,
    /model_not_found|unknown model/,
  ],
  OpenRouter: [/flagged by moderation/, /requires moderation/, /no endpoints found that (?:can handle|support)/],
  Moonshot: [/exceeded_current_quota/, /exceeded model token limit/, /not a valid moonshot/],
  "DeepSeek, OpenRouter": [/insufficient (?:balance|credits|funds)/],
  Cohere: [
    /api calls \/ month/,
    /too many tokens: (?!max tokens)/,
    /schema must be an object/,
    /property \S+ must have a type/,
    /required field \S+ not found in properties/,
  ],
  Gemini: [
    /perday/,
    /perminute/,
    /input token count.*exceeds/,
    /too many states for serving/,
    /generation_?config\.response_?(?:json_?)?schema|function_?declarations\[\d+\]\.parameters/,
    /user location is not supported/,
    /api key not valid|api_key_invalid/,
  ],
  "OpenAI, Gemini": [/exceeded your (?:current )?quota/],
  "llama.cpp": [
    /exceed_context_size/,
    /exceeds the available context size/,
    /json[ _]schema error/,
    /failed to (?:parse|compile|convert).{0,30}(?:schema|grammar)/,
    /requires --jinja/,
    /(?:image|audio|video|file) input is not supported/,
  ],
  xAI: [/maximum prompt length is/],
  Groq: [/reduce the length of the/, /tool_use_failed/, /json_validate_failed/],
  "OpenRouter, DeepSeek, vLLM": [/maximum context length/],
  "LM Studio": [/greater than the context length/],
  MiniMax: [/context window exceeds/],
  vLLM: [/not supported by xgrammar/],
  DeepSeek: [/response_format.{0,20}type.{0,20}unavailable/],
  Cloudflare: [/json mode couldn't be met/],
  "OpenAI, xAI": [/(?:incorrect|invalid)[ _]api[ _]key/],
  "Mistral, Moonshot": [/overload|capacity|temporarily unavailable/],
};

const sources: ReadonlyMap<string, string> = new Map(
  Object.entries(wordsOf).flatMap(([source, all]) => all.map((words) => [words.source, source] as const)),
);

/** All words whose source is told, as patterns spell them. */
export const notedWords: readonly string[] = [...sources.keys()];

/** Whose words these are. Throws for words that nobody is noted for. */
export function sourceOf(words: RegExp): string {
  const source = sources.get(words.source);
  if (source === undefined) throw new Error(`failover-notes.ts does not say whose words ${words} are`);
  return source;
}
