import type { FaultCode } from "./provider.ts";

/** What an HTTP status means. */
export interface StatusRow {
  readonly status: number;
  /** Unless the body tells more: see {@link bodyClasses}. */
  readonly code: FaultCode;
  readonly means: string;
  /** `false` where the same model would only say the same again. */
  readonly again?: false;
}

/**
 * The statuses that say something; of others, those from 500 are a `server-error` and the rest a `bad-request`. Source:
 * providers.md, section 4.1, but for 499: a caller's own abort never comes back as a status, so it is the provider, or
 * a proxy before it, that let go.
 */
export const statusRows: readonly StatusRow[] = [
  { status: 400, code: "bad-request", means: "invalid request; its body tells more" },
  { status: 401, code: "unauthorized", means: "bad or expired credentials" },
  { status: 402, code: "quota-exhausted", means: "no credit; waited for where it says when" },
  { status: 403, code: "forbidden", means: "model, region or account not allowed" },
  { status: 404, code: "not-found", means: "unknown model, deployment or route" },
  { status: 405, code: "bad-request", means: "no such method at this address" },
  { status: 408, code: "server-error", means: "the provider timed out" },
  { status: 409, code: "server-error", means: "conflict, or a lock that timed out" },
  { status: 410, code: "not-found", means: "the model was retired" },
  { status: 413, code: "context-overflow", means: "the request is too large" },
  { status: 422, code: "bad-request", means: "a parameter did not pass validation" },
  { status: 424, code: "server-error", means: "the model behind it failed (Bedrock)" },
  { status: 429, code: "rate-limited", means: "a limit; its body may tell of quota or load" },
  { status: 498, code: "overloaded", means: "no capacity in this tier (Groq)" },
  { status: 499, code: "server-error", means: "cancelled, though the caller had not let go" },
  { status: 500, code: "server-error", means: "the provider failed" },
  { status: 501, code: "server-error", means: "never asked again for the same", again: false },
  { status: 502, code: "server-error", means: "a gateway got no answer" },
  { status: 503, code: "overloaded", means: "no capacity, or none that fits the routing" },
  { status: 504, code: "server-error", means: "a gateway waited too long" },
  { status: 524, code: "server-error", means: "the edge waited too long (OpenRouter)" },
  { status: 529, code: "overloaded", means: "no capacity (Anthropic, OpenRouter)" },
];

/** Words in the type or code of an error inside a response of status 200, and the status such an error has otherwise. */
export interface LabelRow {
  readonly words: RegExp;
  readonly status: number;
  /** Whose words they are. */
  readonly source: string;
}

/** The first row that matches decides; what matches none is a 500. Source: providers.md, section 4.5. */
export const labelRows: readonly LabelRow[] = [
  { words: /insufficient_quota|rate_limit/, status: 429, source: "OpenAI, Anthropic, Mistral" },
  { words: /resource_exhausted/, status: 429, source: "Google" },
  { words: /throttl|modelnotready/, status: 429, source: "Bedrock" },
  {
    words: /authentication|unauthenticated|unauthorized|invalid_api_key/,
    status: 401,
    source: "OpenAI, Anthropic, Google",
  },
  { words: /permission|forbidden|accessdenied/, status: 403, source: "OpenAI, Anthropic, Google, Bedrock" },
  { words: /not_?found/, status: 404, source: "OpenAI, Azure, Anthropic, Google, Bedrock" },
  { words: /request_too_large/, status: 413, source: "Anthropic" },
  { words: /overload/, status: 529, source: "OpenAI, Anthropic" },
  { words: /unavailable/, status: 503, source: "Google, Bedrock" },
  { words: /timeout|deadline_exceeded/, status: 504, source: "OpenAI, Anthropic, Google" },
  { words: /modelstreamerror|modelerror/, status: 424, source: "Bedrock" },
  { words: /already_exists|\baborted\b/, status: 409, source: "Google" },
  { words: /\bcancell?ed\b/, status: 499, source: "Google" },
  { words: /unimplemented/, status: 501, source: "Google" },
  { words: /context_length|content_filter|billing/, status: 400, source: "OpenAI, Azure, Anthropic" },
  { words: /invalid|bad_request|bad request|validationexception/, status: 400, source: "several" },
  { words: /failed_precondition|out_of_range/, status: 400, source: "Google" },
  { words: /api_error|server_error/, status: 500, source: "OpenAI, Anthropic" },
  { words: /\binternal|\bunknown\b|data_loss/, status: 500, source: "Google, Bedrock" },
];

/** Words in the type, code or message of an error that tell more than its status. */
export interface BodyClass {
  readonly code: FaultCode;
  readonly words: RegExp;
  /** Whose words they are; `several` where more than one provider uses them. */
  readonly source: string;
}

/** The most telling class first: the first row that matches decides. Source: providers.md, section 4.3. */
export const bodyClasses: readonly BodyClass[] = [
  { code: "content-filtered", words: /content_filter/, source: "Azure" },
  { code: "content-filtered", words: /content_policy/, source: "OpenAI" },
  { code: "content-filtered", words: /responsibleaipolicy/, source: "Azure" },
  { code: "content-filtered", words: /content management policy/, source: "Azure" },
  { code: "content-filtered", words: /flagged by moderation/, source: "OpenRouter" },
  { code: "content-filtered", words: /requires moderation/, source: "OpenRouter" },
  { code: "quota-exhausted", words: /insufficient_quota/, source: "OpenAI" },
  { code: "quota-exhausted", words: /billing_(?:error|not_active|hard_limit)/, source: "OpenAI, Anthropic" },
  { code: "quota-exhausted", words: /exceeded_current_quota/, source: "Moonshot" },
  { code: "quota-exhausted", words: /credit balance/, source: "Anthropic" },
  { code: "quota-exhausted", words: /insufficient (?:balance|credits|funds)/, source: "DeepSeek, OpenRouter" },
  { code: "quota-exhausted", words: /api calls \/ month/, source: "Cohere" },
  { code: "quota-exhausted", words: /servicequotaexceeded/, source: "Bedrock" },
  { code: "quota-exhausted", words: /perday/, source: "Gemini" },
  // Gemini calls its limits per minute a quota, too.
  { code: "rate-limited", words: /perminute/, source: "Gemini" },
  { code: "quota-exhausted", words: /exceeded your (?:current )?quota/, source: "OpenAI, Gemini" },
  { code: "context-overflow", words: /context_length_exceeded/, source: "OpenAI" },
  { code: "context-overflow", words: /exceed_context_size/, source: "llama.cpp" },
  { code: "context-overflow", words: /model_context_window/, source: "Anthropic" },
  { code: "context-overflow", words: /request_too_large/, source: "Anthropic" },
  { code: "context-overflow", words: /prompt is too long/, source: "Anthropic" },
  { code: "context-overflow", words: /input is too long|number of input tokens exceeds/, source: "Bedrock" },
  { code: "context-overflow", words: /exceeds? the context window/, source: "OpenAI" },
  { code: "context-overflow", words: /input token count.*exceeds/, source: "Gemini" },
  { code: "context-overflow", words: /maximum prompt length is/, source: "xAI" },
  { code: "context-overflow", words: /reduce the length of the/, source: "Groq" },
  { code: "context-overflow", words: /maximum context length/, source: "OpenRouter, DeepSeek, vLLM" },
  { code: "context-overflow", words: /exceeds the available context size/, source: "llama.cpp" },
  { code: "context-overflow", words: /greater than the context length/, source: "LM Studio" },
  { code: "context-overflow", words: /context window exceeds/, source: "MiniMax" },
  { code: "context-overflow", words: /exceeded model token limit/, source: "Moonshot" },
  { code: "context-overflow", words: /too many tokens: (?!max tokens)/, source: "Cohere" },
  { code: "context-overflow", words: /request too large/, source: "several" },
  { code: "schema-rejected", words: /invalid (?:json )?schema/, source: "OpenAI" },
  { code: "schema-rejected", words: /json[ _]schema error/, source: "llama.cpp" },
  {
    code: "schema-rejected",
    words: /schemas? (?:contains too many|is too complex|.{0,40}not supported)/,
    source: "Anthropic",
  },
  {
    code: "schema-rejected",
    words: /too many (?:optional parameters|parameters with union|strict tools)/,
    source: "Anthropic",
  },
  { code: "schema-rejected", words: /empty schema/, source: "Anthropic" },
  { code: "schema-rejected", words: /not a valid moonshot/, source: "Moonshot" },
  { code: "schema-rejected", words: /not supported by xgrammar/, source: "vLLM" },
  { code: "schema-rejected", words: /circular reference/, source: "Anthropic" },
  { code: "schema-rejected", words: /too many states for serving/, source: "Gemini" },
  {
    code: "schema-rejected",
    words: /generation_?config\.response_?(?:json_?)?schema|function_?declarations\[\d+\]\.parameters/,
    source: "Gemini",
  },
  { code: "schema-rejected", words: /invalid_json_schema/, source: "OpenAI" },
  { code: "schema-rejected", words: /invalid_function_parameters/, source: "OpenAI" },
  { code: "schema-rejected", words: /tools?\.\d+\.(?:custom|function|input_schema)/, source: "Anthropic" },
  { code: "schema-rejected", words: /output_config\.format/, source: "Anthropic" },
  { code: "schema-rejected", words: /output_format/, source: "Anthropic" },
  { code: "schema-rejected", words: /for '\w+' type, property/, source: "Anthropic" },
  {
    code: "schema-rejected",
    words: /failed to (?:parse|compile|convert).{0,30}(?:schema|grammar)/,
    source: "llama.cpp",
  },
  { code: "schema-rejected", words: /schema must be an object/, source: "Cohere" },
  { code: "schema-rejected", words: /property \S+ must have a type/, source: "Cohere" },
  { code: "schema-rejected", words: /required field \S+ not found in properties/, source: "Cohere" },
  { code: "schema-rejected", words: /no endpoints found that (?:can handle|support)/, source: "OpenRouter" },
  { code: "schema-rejected", words: /support the (?:outputconfig|toolconfig)/, source: "Bedrock" },
  { code: "schema-rejected", words: /requires --jinja/, source: "llama.cpp" },
  { code: "schema-rejected", words: /must contain the word .json/, source: "OpenAI" },
  // The way of asking was refused rather than the schema: the next step of the ladder asks in another way.
  {
    code: "schema-rejected",
    words:
      /(?:response_format|json_schema|json_object|json mode|tool_choice|tool choice|function call\w*|\btools?\b|\bstrict\b|structured outputs?)\b.{0,60}(?:not (?:be )?(?:supported|allowed|available|compatible|enabled)|unsupported|unavailable|not permitted)/,
    source: "several",
  },
  {
    code: "schema-rejected",
    words:
      /(?:does not|doesn't|not) support.{0,40}(?:response_format|json_schema|json_object|json mode|tool|function|structured)/,
    source: "several",
  },
  {
    code: "schema-rejected",
    words: /(?:unsupported|unknown|unrecognized|invalid).{0,40}(?:response_format|tool_choice)/,
    source: "several",
  },
  { code: "schema-rejected", words: /response_format.{0,20}type.{0,20}unavailable/, source: "DeepSeek" },
  // The server refused what its own model wrote; asking again is the remedy.
  { code: "server-error", words: /tool_use_failed/, source: "Groq" },
  { code: "server-error", words: /json_validate_failed/, source: "Groq" },
  { code: "server-error", words: /json mode couldn't be met/, source: "Cloudflare" },
  // A 500 that is no failure of the server, and that waiting does not mend.
  { code: "bad-request", words: /(?:image|audio|video|file) input is not supported/, source: "llama.cpp" },
  { code: "forbidden", words: /user location is not supported/, source: "Gemini" },
  { code: "unauthorized", words: /(?:incorrect|invalid)[ _]api[ _]key/, source: "OpenAI, xAI" },
  { code: "unauthorized", words: /api key not valid|api_key_invalid/, source: "Gemini" },
  {
    code: "unauthorized",
    words: /unrecognizedclient|expiredtoken|invalidsignature|incompletesignature|invalidclienttokenid/,
    source: "Bedrock",
  },
  { code: "unauthorized", words: /authentication/, source: "several" },
  { code: "not-found", words: /model_not_found|unknown model/, source: "OpenAI" },
  {
    code: "not-found",
    words: /(?:model|deployment)\b.{0,80}(?:does not exist|doesn't exist|not found|not exist|decommissioned)/,
    source: "several",
  },
  { code: "overloaded", words: /overload|capacity|temporarily unavailable/, source: "Mistral, Moonshot" },
];

/** The statuses in which words count. */
export type WordScope = { readonly only: readonly number[] } | { readonly except: readonly number[] };

/** Statuses that leave nothing to tell: a wrong key, a timeout, a gateway's failure, an overload. */
const clear: readonly number[] = [401, 408, 502, 503, 504, 524, 529];
const invalid: readonly number[] = [400, 405, 422];

/** In which statuses the words for a code count: a rate limit stays one, whatever else its message mentions. */
export const wordScopes: Readonly<Partial<Record<FaultCode, WordScope>>> = {
  "content-filtered": { only: [400, 403, 422, 500] },
  "quota-exhausted": { except: clear },
  "rate-limited": { only: [429] },
  overloaded: { only: [429] },
  unauthorized: { only: [...invalid, 403] },
  "not-found": { only: invalid },
};

/** Where the words for all other codes count. */
export const usualScope: WordScope = { except: [...clear, 403, 429] };
