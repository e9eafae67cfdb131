import { requestIdOf } from "../request-id.ts";
import { type ErrorDetails, readErrorText, readErrorValue, shorten } from "./error-body.ts";
import type { Fault, FaultCode, ResponseHead } from "./provider.ts";
import { redactKeys } from "./redact.ts";
import { readRetryAfter } from "./retry-hint.ts";

/** Classifies a response whose status is not 2xx. Source: providers.md, sections 4.1 to 4.4. */
export function classifyResponse(response: ResponseHead, body: string, secrets: readonly string[] = []): Fault {
  return toFault(readErrorText(body), response.status, response.headers, secrets);
}

/** Classifies an error that came inside a response of status 200, from its parsed value. Source: providers.md, section 4.5. */
export function classifyErrorValue(value: unknown, secrets: readonly string[] = []): Fault {
  const details = readErrorValue(value);
  const fault = toFault(details, details.status ?? statusOfLabels(details.labels), {}, secrets);
  // The status was inferred and is not what went over the wire.
  const { status: _, ...rest } = fault;
  return rest;
}

function toFault(
  details: ErrorDetails,
  status: number,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Fault {
  const code = codeOf(status, details);
  // Cut last: half a key would no longer be recognised as one.
  const message = shorten(redactKeys(details.message, secrets));
  const requestId = requestIdOf(headers) ?? details.requestId;
  const retryAfterMs = isTransient(code) ? readRetryAfter(headers, details, isLimit(code)) : undefined;
  const shouldRetry = headers["x-should-retry"] ?? (status === 501 ? "false" : undefined);
  const parameter = code === "bad-request" ? rejectedParameter(details) : undefined;
  return {
    code,
    message: message === "" ? `HTTP ${status} without an explanation` : message,
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(shouldRetry === "true" || shouldRetry === "false" ? { shouldRetry: shouldRetry === "true" } : {}),
    ...(parameter === undefined ? {} : { parameter }),
  };
}

function isTransient(code: FaultCode): boolean {
  return ["rate-limited", "overloaded", "server-error", "quota-exhausted"].includes(code);
}

function isLimit(code: FaultCode): boolean {
  return code === "rate-limited" || code === "quota-exhausted";
}

/** Words that tell a class of errors whatever its status. */
interface BodyClass {
  readonly code: FaultCode;
  readonly words: RegExp;
  /** Whose words they are; `several` where more than one provider uses them. */
  readonly source: string;
}

/** The most telling class first: the first row that matches decides. Source: providers.md, section 4.3. */
const bodyClasses: readonly BodyClass[] = [
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
  { code: "quota-exhausted", words: /exceeded your (?:current )?quota/, source: "OpenAI, Gemini" },
  { code: "quota-exhausted", words: /perday/, source: "Gemini" },
  { code: "context-overflow", words: /context_length_exceeded/, source: "OpenAI" },
  { code: "context-overflow", words: /exceed_context_size/, source: "llama.cpp" },
  { code: "context-overflow", words: /model_context_window/, source: "Anthropic" },
  { code: "context-overflow", words: /request_too_large/, source: "Anthropic" },
  { code: "context-overflow", words: /prompt is too long/, source: "Anthropic" },
  { code: "context-overflow", words: /input is too long/, source: "Bedrock" },
  { code: "context-overflow", words: /exceeds? the context window/, source: "OpenAI" },
  { code: "context-overflow", words: /input token count.*exceeds/, source: "Gemini" },
  { code: "context-overflow", words: /maximum prompt length is/, source: "xAI" },
  { code: "context-overflow", words: /reduce the length of the/, source: "Groq" },
  { code: "context-overflow", words: /maximum context length/, source: "OpenRouter, DeepSeek, vLLM" },
  { code: "context-overflow", words: /exceeds the available context size/, source: "llama.cpp" },
  { code: "context-overflow", words: /greater than the context length/, source: "LM Studio" },
  { code: "context-overflow", words: /context window exceeds/, source: "MiniMax" },
  { code: "context-overflow", words: /exceeded model token limit/, source: "Moonshot" },
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
  { code: "schema-rejected", words: /no endpoints found that (?:can handle|support)/, source: "OpenRouter" },
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
];

const authentication =
  /invalid_api_key|api key not valid|api_key_invalid|incorrect api key|invalid api key|authentication/;
const unknownModel =
  /model_not_found|(?:model|deployment)\b.{0,80}(?:does not exist|doesn't exist|not found|not exist)|unknown model/;
const overload = /overload|capacity|temporarily unavailable|engine_overloaded/;

function codeOf(status: number, details: ErrorDetails): FaultCode {
  const text = `${details.labels} ${details.message.toLowerCase()} ${JSON.stringify(details.extras).toLowerCase()}`;
  if (status === 401) return "unauthorized";
  if (status !== 408 && status !== 502 && status !== 504) {
    const found = bodyClasses.find(({ code, words }) => isPlausible(code, status) && words.test(text));
    if (found !== undefined) return found.code;
  }
  switch (status) {
    case 400:
    case 405:
    case 422:
      if (authentication.test(text)) return "unauthorized";
      return unknownModel.test(text) ? "not-found" : "bad-request";
    case 402:
      return "quota-exhausted";
    case 403:
      return "forbidden";
    case 404:
    case 410:
      return "not-found";
    case 413:
      return "context-overflow";
    case 429:
      return overload.test(text) ? "overloaded" : "rate-limited";
    case 498:
    case 503:
    case 529:
      return "overloaded";
    case 408:
    case 409:
    case 424:
    case 499:
      return "server-error";
    default:
      return status >= 500 ? "server-error" : "bad-request";
  }
}

/** A rate limit or an overload stays one, whatever else its message mentions. */
function isPlausible(code: FaultCode, status: number): boolean {
  if (code === "quota-exhausted") return status < 500;
  if (code === "content-filtered") return status === 400 || status === 403 || status === 422 || status === 500;
  return status !== 429 && status !== 403 && status !== 503 && status !== 529;
}

/** The statuses that providers' own clients give to errors inside a stream. Source: providers.md, section 4.5. */
function statusOfLabels(labels: string): number {
  const table: readonly (readonly [RegExp, number])[] = [
    [/insufficient_quota|rate_limit|resource_exhausted|throttl/, 429],
    [/authentication|unauthenticated|invalid_api_key/, 401],
    [/permission/, 403],
    [/not_found/, 404],
    [/request_too_large/, 413],
    [/overload|unavailable/, 529],
    [/timeout|deadline_exceeded/, 504],
    [/invalid|bad_request|bad request|context_length|failed_precondition|content_filter|billing/, 400],
  ];
  return table.find(([words]) => words.test(labels))?.[1] ?? 500;
}

/** Request fields under which providers know our settings. */
const settingNames: readonly (readonly [RegExp, string])[] = [
  [/\btemperature\b/, "temperature"],
  [/\btop_?p\b/, "topP"],
  [/\b(?:max_(?:completion_|output_)?tokens|num_predict)\b/, "maxOutputTokens"],
  [/\b(?:random_)?seed\b/, "seed"],
  [/\bstop(?:_sequences)?\b/, "stop"],
  [/\breasoning_?effort\b|\breasoning\.effort\b|\beffort\b|\bthink(?:ing)?\b/, "reasoningEffort"],
];

const refused =
  /unsupported|not supported|(?:does not|doesn't|not) support|not permitted|not allowed|unknown|unrecognized|unexpected|deprecated|cannot (?:both )?be (?:specified|used|set)|only .{0,20}(?:is|are) (?:allowed|supported)|may only be set|only the default/;

/** The field a provider refuses, in our spelling where it is a setting. A value out of range is not a refusal of the field. */
function rejectedParameter({ message, labels, parameter }: ErrorDetails): string | undefined {
  const text = message.toLowerCase();
  if (!refused.test(text) && !/unsupported_(?:parameter|value)|unknown_parameter/.test(labels)) return undefined;
  if (parameter !== undefined)
    return settingNames.find(([name]) => name.test(parameter.toLowerCase()))?.[1] ?? parameter;
  // "temperature and top_p cannot both be specified": leaving out the second is enough.
  const both = text.includes("cannot both");
  const matching = settingNames.filter(([name]) => name.test(text));
  return (both ? matching.at(-1) : matching[0])?.[1];
}
