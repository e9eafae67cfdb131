/**
 * What a provider's row can say: facts and no behaviour. The runtime makes models of rows; the generator reads the same
 * rows to know which dialects a router needs and which function builds its models.
 */

import type { DialectName, Mode } from "./dialects.ts";

/** Wire protocol a provider speaks. Source: providers.yaml, `enums.family`. */
export type Family =
  | "openai-chat"
  | "openai-responses"
  | "anthropic-messages"
  | "gemini"
  | "bedrock-converse"
  | "cohere-v2"
  | "ollama-chat";

/** How the bytes of a streamed body are cut into frames. */
export type Framing = "sse" | "ndjson" | "aws-eventstream";

/** The APIs of providers that have two: OpenAI's Chat Completions, OpenAI's Responses. */
export const apis = ["chat", "responses"] as const;

/** An API of a provider that has two. */
export type Api = (typeof apis)[number];

/**
 * How a provider is shown who asks.
 *
 * - `bearer`: a key in `authorization`; `optional` for servers that may take none.
 * - `header`: a key in a header of its own.
 * - `aws`: a Bedrock API key as bearer, or else a SigV4 signature by AWS credentials.
 * - `google`: an access token of Application Default Credentials; where plain keys are taken, they go to another address.
 */
export type AuthScheme =
  | { readonly scheme: "bearer"; readonly optional?: boolean }
  | { readonly scheme: "header"; readonly header: string }
  | { readonly scheme: "aws"; readonly service: string }
  | { readonly scheme: "google"; readonly key?: { readonly header: string; readonly baseUrl: string } };

/** Part of an address or a header that belongs to the caller's account: a region, a project, a resource. */
export interface Place {
  /** Environment variables, tried in order. */
  readonly env: readonly string[];
  /** For people, as in "the AWS region". */
  readonly title: string;
  readonly default?: string;
  /** What a value has to be: one DNS label (`label`), or any text, which is encoded (`text`). */
  readonly form: "label" | "text";
  /** Whether the provider can be asked without it. */
  readonly optional?: true;
}

/** Names of the places there are. As options of a model they are spelt the same. */
export const placeNames = [
  "region",
  "resource",
  "apiVersion",
  "project",
  "location",
  "accountId",
  "endpointId",
  "organization",
  "appUrl",
  "appName",
] as const;

/** Name of one place. */
export type PlaceName = (typeof placeNames)[number];

/** A setting of a call, as the runtime's `Settings` spells it. */
export type SettingName = "temperature" | "topP" | "maxOutputTokens" | "seed" | "stop" | "reasoningEffort";

/** How much a model is to think, from nothing to the most. */
export type Effort = "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";

/** Where and how one API of a provider is spoken. `{model}` and `{place}` in paths are filled in, percent-encoded. */
export interface Endpoint {
  readonly family: Family;
  /** Begins with a slash. What a base URL already ends in is not repeated. */
  readonly path: string;
  /** The path of streams, where it is another one. */
  readonly streamPath?: string;
  /** The path where the place `apiVersion` is given. */
  readonly datedPath?: string;
  /** The framing, where it is not the family's own. */
  readonly framing?: Framing;
  /** What a base URL may end in that leads to another API of the provider, and is left out here. */
  readonly notUnder?: string;
  /** Structured-output modes of this API, where they are not the row's. */
  readonly modes?: readonly Mode[];
  /** Settings this API has no field for; they are left out and the attempt says so. */
  readonly unsupported?: readonly SettingName[];
  /** Reasoning efforts the API knows; another one is sent as the nearest of these. Absent: sent as given. */
  readonly efforts?: readonly Effort[];
}

/** How a part of a message is marked as the end of a prefix worth caching, where marks are understood. */
export type CacheMark = "prompt_cache_breakpoint" | "cache_control";

/** What differs for some models of a provider. The first matching entry wins; `*` is a wildcard. */
export interface ModelOverride {
  readonly match: string;
  readonly modes?: readonly Mode[];
  readonly dialect?: DialectName;
  /** The API these models are asked through unless another one is chosen. */
  readonly api?: Api;
  /** Where these models are asked instead. `{+model}` is the id with each of its segments percent-encoded. */
  readonly paths?: Pick<Endpoint, "path" | "streamPath">;
  /** Settings these models answer with a 400; they are left out and the attempt says so. */
  readonly rejects?: readonly SettingName[];
  /** The same for settings that are refused only while the model reasons: by itself, or because of an effort. */
  readonly rejectsReasoning?: readonly SettingName[];
  /** The role under which these models take instructions, where it is not the usual one. */
  readonly systemRole?: "user";
  /** These models reason before they answer: `developer` role, a longer first-token deadline. */
  readonly reasoning?: boolean;
  /** Cache marks on message parts are understood; without, the provider caches by itself. */
  readonly cacheMark?: CacheMark;
  /** Takes `prompt_cache_retention`, which keeps a cached prefix for a day. Source: providers.md, section 5.7. */
  readonly cacheRetention?: true;
  readonly efforts?: readonly Effort[];
}

/** One provider: base URL, credentials, modes and wire quirks. */
export interface ProviderRow extends Endpoint {
  /** Id used in `provider/model`, in errors and in attempts. */
  readonly id: string;
  /** Name for people, as in "OpenAI". */
  readonly title: string;
  /** The exported function of `@outspec/runtime` that makes models of this provider. */
  readonly factory: string;
  /** The day the provider went out of service, as `2026-07-30`; its models cannot be made. */
  readonly retired?: string;
  /** Other APIs of the provider, chosen by a model's `api` option or by an override. */
  readonly apis?: Readonly<Partial<Record<Api, Endpoint>>>;
  /** Without trailing slash, with `{place}` for what belongs to the account. Empty when the user must give one. */
  readonly baseUrl: string;
  /** Base URLs that take the place of `baseUrl` where a place has a matching value; the first match wins. */
  readonly baseUrls?: readonly { readonly place: PlaceName; readonly match: string; readonly baseUrl: string }[];
  readonly places?: Readonly<Partial<Record<PlaceName, Place>>>;
  /** Environment variables, tried in order. `token`: of access tokens, which are sent as bearer whatever the scheme. */
  readonly env: {
    readonly key: readonly string[];
    readonly baseUrl: readonly string[];
    readonly token?: readonly string[];
    /** What signs, or fetches a token, where no key is set. */
    readonly account?: readonly string[];
  };
  readonly auth: AuthScheme;
  /** Lower-case names. A header whose `{place}` is not given is left out. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly modes: readonly Mode[];
  /** Dialect of the strict modes and of `json_schema`. */
  readonly dialect: DialectName;
  /** Dialect of `json_schema`, where that is not held to what the strict modes are held to. */
  readonly looseDialect?: DialectName;
  /** Dialect of `tool`, where it differs. */
  readonly toolDialect?: DialectName;
  /** A schema in the request restricts the answer, or does not even do that, and is not shown to the model: the prompt says it too. */
  readonly schemaInPrompt?: true;
  /** In Chat Completions, the count of completion tokens leaves reasoning out. Source: providers.md, section 2. */
  readonly reasoningApart?: true;
  readonly overrides: readonly ModelOverride[];
  readonly maxTokensField?: "max_tokens" | "max_completion_tokens";
  /** Ask for usage in streams with `stream_options.include_usage`. */
  readonly streamOptions?: boolean;
  /** Takes `prompt_cache_key`, which brings prompts with the same beginning to the same cache. Source: providers.md, section 5.7. */
  readonly promptCacheKey?: boolean;
  /** System text for its reasoning models goes under the role `developer`, which is OpenAI's alone. */
  readonly developerRole?: boolean;
  /**
   * How Chat Completions are told the effort: the field `reasoning_effort`; the object `reasoning` (OpenRouter); that
   * field, and `thinking: { type: "disabled" }` for none (DeepSeek, Z.ai); or whether to think at all (Alibaba).
   */
  readonly effortField?: "reasoning_effort" | "reasoning" | "thinking" | "enable_thinking";
  /** Cache marks have no lifetimes here. */
  readonly shortCache?: true;
  /** The seed's field in Chat Completions. Default `seed`. */
  readonly seedField?: "random_seed";
  /**
   * Files beside images, in OpenAI's two APIs: as bytes (`data`), by URL (`url`), either way (`data-or-url`), in Mistral's
   * own parts (`mistral`), or none at all (`images`). Default: `data` in Chat Completions, `data-or-url` in Responses.
   */
  readonly media?: "data" | "url" | "data-or-url" | "mistral" | "images";
  /** Top-level body fields of the family that this provider answers with an error; they are left out. */
  readonly omits?: readonly string[];
  /** Fields that every body has. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Fields of bodies that ask for structured output: those that make a gateway choose hosts that heed it. */
  readonly structuredBody?: Readonly<Record<string, unknown>>;
  /** In Chat Completions, a schema that was rejected in OpenAI's envelope is sent bare, too. Source: providers.md, section 5.2. */
  readonly bareSchema?: true;
  /** Structured answers come whole: a stream is asked for without streaming, and shown when it is there. */
  readonly wholeAnswers?: true;
  /** Answers that may have more tokens than this are refused unless they are streamed. */
  readonly longestUnaryTokens?: number;
  /** Header by which the provider tells a repeated request from a new one; none of those below documents one. */
  readonly idempotencyHeader?: string;
  /** A server of the user's own, such as one on this machine. */
  readonly local?: true;
  /** Loads the model on the first request, so the first token may take minutes. */
  readonly slowStart?: true;
  /** Some example ids, the first of which documentation may use. */
  readonly models: readonly string[];
  /** What no source confirmed; documentation says so. */
  readonly unverified?: readonly string[];
  /** For people: what to know before using it, in a sentence or two. */
  readonly note?: string;
}

/** Whether a value can be put in a place. Source of the rule: providers.md, section 3, host safety. */
export function fitsPlace(value: string, { form }: Place): boolean {
  if (form === "label") return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(value);
  return /^[\x20-\x7e]{1,256}$/.test(value) && !/^\s*\.{0,2}\s*$/.test(value);
}

/** What a value of a place has to be, for people. */
export function placeForm({ form }: Place): string {
  return form === "label" ? "letters, digits and hyphens, at most 63" : "printable ASCII, at most 256 characters";
}

/** What differs for this model of a provider, if anything: the first override that matches. */
export function overrideFor(row: ProviderRow, model: string): ModelOverride | undefined {
  return row.overrides.find(({ match }) => matchesModel(match, model));
}

/** How a model of a provider is asked: through the API that was chosen, or that its override names, or the provider's own. */
export function endpointFor(row: ProviderRow, override: ModelOverride | undefined, api?: Api): Endpoint | undefined {
  const chosen = api ?? override?.api;
  const endpoint = chosen === undefined || row.family === familyOf[chosen] ? row : row.apis?.[chosen];
  return endpoint === undefined || override?.paths === undefined ? endpoint : { ...endpoint, ...override.paths };
}

/** The ways of asking a model for structured output, strongest first, where nobody has chosen others. */
export function modesFor(row: ProviderRow, override: ModelOverride | undefined, endpoint?: Endpoint): readonly Mode[] {
  return override?.modes ?? endpoint?.modes ?? row.modes;
}

/** The dialect in which the schema is sent to a model that is asked in one mode. */
export function dialectFor(row: ProviderRow, override: ModelOverride | undefined, mode: Mode): DialectName {
  const usual = override?.dialect ?? row.dialect;
  switch (mode) {
    case "json_schema_strict":
    case "tool_strict":
      return usual;
    case "json_schema":
      return override?.dialect ?? row.looseDialect ?? usual;
    case "tool":
      return row.toolDialect ?? usual;
    case "json_object":
    case "prompt":
      return "prompt";
  }
}

const familyOf: Readonly<Record<Api, Family>> = { chat: "openai-chat", responses: "openai-responses" };

/** Whether a model id fits a pattern in which `*` stands for any run of characters. */
export function matchesModel(pattern: string, model: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return model === pattern;
  if (!model.startsWith(pattern.slice(0, star))) return false;
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop() ?? "";
  let from = first.length;
  for (const middle of others) {
    const found = model.indexOf(middle, from);
    if (found < 0) return false;
    from = found + middle.length;
  }
  return model.length - last.length >= from && model.endsWith(last);
}
