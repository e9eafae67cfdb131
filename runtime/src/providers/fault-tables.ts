import type { FaultCode } from "./provider.ts";

/** What follows from an HTTP status. What it means, for people, is in failover-notes.ts. */
export interface StatusRow {
  readonly status: number;
  /** Unless the body tells more: see {@link bodyClasses}. */
  readonly code: FaultCode;
  /** `false` where the same model would only say the same again. */
  readonly again?: false;
}

/**
 * The statuses that say something; of others, those from 500 are a `server-error` and the rest a `bad-request`. Source:
 * providers.md, section 4.1, but for 499: a caller's own abort never comes back as a status, so it is the provider, or
 * a proxy before it, that let go.
 */
export const statusRows: readonly StatusRow[] = [
  { status: 400, code: "bad-request" },
  { status: 401, code: "unauthorized" },
  { status: 402, code: "quota-exhausted" },
  { status: 403, code: "forbidden" },
  { status: 404, code: "not-found" },
  { status: 405, code: "bad-request" },
  { status: 408, code: "server-error" },
  { status: 409, code: "server-error" },
  { status: 410, code: "not-found" },
  { status: 413, code: "context-overflow" },
  { status: 422, code: "bad-request" },
  { status: 424, code: "server-error" },
  { status: 429, code: "rate-limited" },
  { status: 498, code: "overloaded" },
  { status: 499, code: "server-error" },
  { status: 500, code: "server-error" },
  { status: 501, code: "server-error", again: false },
  { status: 502, code: "server-error" },
  { status: 503, code: "overloaded" },
  { status: 504, code: "server-error" },
  { status: 524, code: "server-error" },
  { status: 529, code: "overloaded" },
];

/** Words in the type or code of an error inside a response of status 200, and the status such an error has otherwise. */
export interface LabelRow {
  readonly words: RegExp;
  readonly status: number;
}

/** The first row that matches decides; what matches none is a 500. Source: providers.md, section 4.5. */
export const labelRows: readonly LabelRow[] = [
  { words: /insufficient_quota|rate_limit/, status: 429 },
  { words: /resource_exhausted/, status: 429 },
  { words: /throttl|modelnotready/, status: 429 },
  {
    words: /authentication|unauthenticated|unauthorized|invalid_api_key/,
    status: 401,
  },
  { words: /permission|forbidden|accessdenied/, status: 403 },
  { words: /not_?found/, status: 404 },
  { words: /request_too_large/, status: 413 },
  { words: /overload/, status: 529 },
  { words: /unavailable/, status: 503 },
  { words: /timeout|deadline_exceeded/, status: 504 },
  { words: /modelstreamerror|modelerror/, status: 424 },
  { words: /already_exists|\baborted\b/, status: 409 },
  { words: /\bcancell?ed\b/, status: 499 },
  { words: /unimplemented/, status: 501 },
  { words: /context_length|content_filter|billing/, status: 400 },
  { words: /invalid|bad_request|bad request|validationexception/, status: 400 },
  { words: /failed_precondition|out_of_range/, status: 400 },
  { words: /api_error|server_error/, status: 500 },
  { words: /\binternal|\bunknown\b|data_loss/, status: 500 },
];

/** Words in the type, code or message of an error that tell more than its status. */
export interface BodyClass {
  readonly code: FaultCode;
  readonly words: readonly RegExp[];
}

/** The most telling class first: the first pattern that matches decides. Source: providers.md, section 4.3. */
export const bodyClasses: readonly BodyClass[] = [
  {
    code: "content-filtered",
    words: [
      /content_filter/,
      /content_policy/,
      /responsibleaipolicy/,
      /content management policy/,
      /flagged by moderation/,
      /requires moderation/,
    ],
  },
  {
    code: "quota-exhausted",
    words: [
      /insufficient_quota/,
      /billing_(?:error|not_active|hard_limit)/,
      /exceeded_current_quota/,
      /credit balance/,
      /insufficient (?:balance|credits|funds)/,
      /api calls \/ month/,
      /servicequotaexceeded/,
      /perday/,
    ],
  },
  // Gemini calls its limits per minute a quota, too.
  {
    code: "rate-limited",
    words: [/perminute/],
  },
  {
    code: "quota-exhausted",
    words: [/exceeded your (?:current )?quota/],
  },
  {
    code: "context-overflow",
    words: [
      /context_length_exceeded/,
      /exceed_context_size/,
      /model_context_window/,
      /request_too_large/,
      /prompt is too long/,
      /input is too long|number of input tokens exceeds/,
      /exceeds? the context window/,
      /input token count.*exceeds/,
      /maximum prompt length is/,
      /reduce the length of the/,
      /maximum context length/,
      /exceeds the available context size/,
      /greater than the context length/,
      /context window exceeds/,
      /exceeded model token limit/,
      /too many tokens: (?!max tokens)/,
      /request too large/,
    ],
  },
  {
    code: "schema-rejected",
    words: [
      /invalid (?:json )?schema/,
      /json[ _]schema error/,
      /schemas? (?:contains too many|is too complex|.{0,40}not supported)/,
      /too many (?:optional parameters|parameters with union|strict tools)/,
      /empty schema/,
      /not a valid moonshot/,
      /not supported by xgrammar/,
      /circular reference/,
      /too many states for serving/,
      /generation_?config\.response_?(?:json_?)?schema|function_?declarations\[\d+\]\.parameters/,
      /invalid_json_schema/,
      /invalid_function_parameters/,
      /tools?\.\d+\.(?:custom|function|input_schema)/,
      /output_config\.format/,
      /output_format/,
      /for '\w+' type, property/,
      /failed to (?:parse|compile|convert).{0,30}(?:schema|grammar)/,
      /schema must be an object/,
      /property \S+ must have a type/,
      /required field \S+ not found in properties/,
      /no endpoints found that (?:can handle|support)/,
      /support the (?:outputconfig|toolconfig)/,
      /requires --jinja/,
      /must contain the word .json/,
      // The way of asking was refused rather than the schema: the next step of the ladder asks in another way.
      /(?:response_format|json_schema|json_object|json mode|tool_choice|tool choice|function call\w*|\btools?\b|\bstrict\b|structured outputs?)\b.{0,60}(?:not (?:be )?(?:supported|allowed|available|compatible|enabled)|unsupported|unavailable|not permitted)/,
      /(?:does not|doesn't|not) support.{0,40}(?:response_format|json_schema|json_object|json mode|tool|function|structured)/,
      /(?:unsupported|unknown|unrecognized|invalid).{0,40}(?:response_format|tool_choice)/,
      /response_format.{0,20}type.{0,20}unavailable/,
    ],
  },
  // The server refused what its own model wrote; asking again is the remedy.
  {
    code: "server-error",
    words: [/tool_use_failed/, /json_validate_failed/, /json mode couldn't be met/],
  },
  // A 500 that is no failure of the server, and that waiting does not mend.
  {
    code: "bad-request",
    words: [/(?:image|audio|video|file) input is not supported/],
  },
  {
    code: "forbidden",
    words: [/user location is not supported/],
  },
  {
    code: "unauthorized",
    words: [
      /(?:incorrect|invalid)[ _]api[ _]key/,
      /api key not valid|api_key_invalid/,
      /unrecognizedclient|expiredtoken|invalidsignature|incompletesignature|invalidclienttokenid/,
      /authentication/,
    ],
  },
  {
    code: "not-found",
    words: [
      /model_not_found|unknown model/,
      /(?:model|deployment)\b.{0,80}(?:does not exist|doesn't exist|not found|not exist|decommissioned)/,
    ],
  },
  {
    code: "overloaded",
    words: [/overload|capacity|temporarily unavailable/],
  },
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
