/** Models through the clouds of Amazon, Google and Microsoft. Source: providers.yaml; sections are of providers.md. */

import type { Place, ProviderRow } from "../provider-row.ts";
import { claudeOverrides, geminiOverrides, openaiOverrides } from "./models.ts";
import { plainChat } from "./plain-chat.ts";

const awsRegion: Place = {
  env: ["AWS_REGION", "AWS_DEFAULT_REGION"],
  title: "the AWS region",
  default: "us-east-1",
  form: "label",
};

const awsAccount = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
const googleAccount = ["GOOGLE_CLIENT_EMAIL", "GOOGLE_PRIVATE_KEY", "GOOGLE_APPLICATION_CREDENTIALS"];

const azureResource: Place = { env: ["AZURE_RESOURCE_NAME"], title: "the Azure resource", form: "label" };

const googlePlaces = {
  project: {
    env: ["GOOGLE_VERTEX_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT"],
    title: "the Google Cloud project",
    form: "text",
  },
  location: {
    env: ["GOOGLE_VERTEX_LOCATION", "GOOGLE_CLOUD_LOCATION"],
    title: "the Google Cloud location",
    default: "us-central1",
    form: "label",
  },
} as const;

/** Which hosts serve a region of Bedrock: section 9.1. */
const bedrockHosts = [
  { place: "region", match: "cn-*", baseUrl: "https://bedrock-runtime.{region}.amazonaws.com.cn" },
  { place: "region", match: "eusc-*", baseUrl: "https://bedrock-runtime.{region}.amazonaws.eu" },
] as const;

/** Section 9. Newer Claude models refuse native output here, and the newest refuse a forced tool too: section 9.2. */
export const bedrock: ProviderRow = {
  id: "bedrock",
  title: "Amazon Bedrock",
  factory: "bedrock",
  family: "bedrock-converse",
  path: "/model/{model}/converse",
  streamPath: "/model/{model}/converse-stream",
  baseUrl: "https://bedrock-runtime.{region}.amazonaws.com",
  baseUrls: bedrockHosts,
  places: { region: awsRegion },
  env: {
    key: ["AWS_BEARER_TOKEN_BEDROCK"],
    baseUrl: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL", "AWS_BEDROCK_BASE_URL"],
    account: awsAccount,
  },
  auth: { scheme: "aws", service: "bedrock" },
  modes: ["json_schema", "tool_strict", "tool", "prompt"],
  dialect: "bedrock",
  toolDialect: "anthropic-tool",
  unsupported: ["seed"],
  overrides: /* @__PURE__ */ claudeOverrides("*", { withoutTool: ["prompt"], modes: ["tool", "prompt"] }, [
    { match: "*claude-sonnet-4-6*", modes: ["tool", "json_schema", "prompt"] },
    { match: "*claude-haiku-4-5*", modes: ["tool", "json_schema", "prompt"] },
    { match: "*nova*", modes: ["tool", "prompt"] },
    { match: "*llama*", modes: ["prompt"] },
  ]),
  models: ["us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.amazon.nova-pro-v1:0", "openai.gpt-oss-120b-1:0"],
  unverified: ["llama: toolChoice support differs by version"],
  note: "A Bedrock API key goes before AWS credentials, which sign each request.",
};

/** Claude's own body in Bedrock's envelope: section 7.1. */
export const bedrockAnthropic: ProviderRow = {
  id: "bedrock-anthropic",
  title: "Claude on Amazon Bedrock (InvokeModel)",
  factory: "bedrockAnthropic",
  family: "anthropic-messages",
  path: "/model/{model}/invoke",
  streamPath: "/model/{model}/invoke-with-response-stream",
  framing: "aws-eventstream",
  baseUrl: "https://bedrock-runtime.{region}.amazonaws.com",
  baseUrls: bedrockHosts,
  places: { region: awsRegion },
  env: {
    key: ["AWS_BEARER_TOKEN_BEDROCK"],
    baseUrl: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"],
    account: awsAccount,
  },
  auth: { scheme: "aws", service: "bedrock" },
  body: { anthropic_version: "bedrock-2023-05-31" },
  omits: ["model", "stream"],
  modes: ["json_schema", "tool", "prompt"],
  dialect: "bedrock",
  toolDialect: "anthropic-tool",
  unsupported: ["seed"],
  overrides: /* @__PURE__ */ claudeOverrides("*", {
    withoutTool: ["json_schema", "prompt"],
    modes: ["tool", "prompt"],
  }),
  models: ["us.anthropic.claude-sonnet-4-5-20250929-v1:0"],
  unverified: ["native output for models that refuse forced tools: Bedrock may reject it, then prompt"],
};

/** Section 9.4. */
export const bedrockMantle: ProviderRow = /* @__PURE__ */ plainChat({
  id: "bedrock-mantle",
  title: "Amazon Bedrock Mantle",
  factory: "bedrockMantle",
  apis: { responses: { family: "openai-responses", path: "/responses", unsupported: ["seed", "stop"] } },
  baseUrl: "https://bedrock-mantle.{region}.api.aws/v1",
  places: { region: awsRegion },
  env: { key: ["AWS_BEARER_TOKEN_BEDROCK"], baseUrl: [], account: awsAccount },
  auth: { scheme: "aws", service: "bedrock-mantle" },
  modes: ["json_schema", "tool", "prompt"],
  models: ["openai.gpt-oss-120b", "openai.gpt-oss-20b"],
  unverified: ["json_schema support"],
  note: "OpenAI's wires on Bedrock; Responses with `api: responses`.",
});

/** Which hosts serve a location of Vertex: section 7.1. */
const vertexHosts = [
  {
    place: "location",
    match: "global",
    baseUrl: "https://aiplatform.googleapis.com/v1beta1/projects/{project}/locations/{location}",
  },
  {
    place: "location",
    match: "eu",
    baseUrl: "https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/{project}/locations/{location}",
  },
  {
    place: "location",
    match: "us",
    baseUrl: "https://aiplatform.us.rep.googleapis.com/v1beta1/projects/{project}/locations/{location}",
  },
] as const;

/** Section 8.1; express mode, which takes a plain key, has an address of its own. */
export const vertex: ProviderRow = {
  id: "vertex",
  title: "Google Vertex AI",
  factory: "vertex",
  family: "gemini",
  path: "/publishers/google/models/{model}:generateContent",
  streamPath: "/publishers/google/models/{model}:streamGenerateContent?alt=sse",
  baseUrl: "https://{location}-aiplatform.googleapis.com/v1beta1/projects/{project}/locations/{location}",
  baseUrls: vertexHosts,
  places: googlePlaces,
  env: { key: ["GOOGLE_VERTEX_API_KEY"], baseUrl: ["GOOGLE_VERTEX_BASE_URL"], account: googleAccount },
  auth: {
    scheme: "google",
    key: { header: "x-goog-api-key", baseUrl: "https://aiplatform.googleapis.com/v1" },
  },
  modes: ["json_schema", "tool", "json_object", "prompt"],
  dialect: "gemini-json-schema",
  overrides: /* @__PURE__ */ geminiOverrides([
    {
      match: "endpoints/*",
      paths: { path: "/{+model}:generateContent", streamPath: "/{+model}:streamGenerateContent?alt=sse" },
    },
  ]),
  models: ["gemini-3.8-flash", "gemini-3.5-flash-lite", "gemini-2.5-pro"],
  note: "A tuned model is asked as `endpoints/ID`.",
};

/** Native output is denied by default policy, so the tool comes first: section 7.2. */
export const vertexAnthropic: ProviderRow = {
  id: "vertex-anthropic",
  title: "Claude on Google Vertex AI",
  factory: "vertexAnthropic",
  family: "anthropic-messages",
  path: "/publishers/anthropic/models/{model}:rawPredict",
  streamPath: "/publishers/anthropic/models/{model}:streamRawPredict",
  baseUrl: "https://{location}-aiplatform.googleapis.com/v1/projects/{project}/locations/{location}",
  baseUrls: [
    {
      place: "location",
      match: "global",
      baseUrl: "https://aiplatform.googleapis.com/v1/projects/{project}/locations/{location}",
    },
    {
      place: "location",
      match: "eu",
      baseUrl: "https://aiplatform.eu.rep.googleapis.com/v1/projects/{project}/locations/{location}",
    },
    {
      place: "location",
      match: "us",
      baseUrl: "https://aiplatform.us.rep.googleapis.com/v1/projects/{project}/locations/{location}",
    },
  ],
  places: googlePlaces,
  env: { key: [], baseUrl: [], account: googleAccount },
  auth: { scheme: "google" },
  body: { anthropic_version: "vertex-2023-10-16" },
  omits: ["model"],
  modes: ["tool", "json_schema", "prompt"],
  dialect: "anthropic",
  toolDialect: "anthropic-tool",
  unsupported: ["seed"],
  longestUnaryTokens: 21_333,
  overrides: /* @__PURE__ */ claudeOverrides("", { withoutTool: ["json_schema", "prompt"] }),
  models: ["claude-sonnet-5", "claude-opus-5", "claude-haiku-4-5@20251001"],
  unverified: ["example model ids on Vertex"],
};

/** Section 14; the dated API is for deployments that have not moved to v1. */
export const azure: ProviderRow = /* @__PURE__ */ plainChat({
  id: "azure",
  title: "Azure OpenAI",
  factory: "azure",
  path: "/openai/v1/chat/completions",
  datedPath: "/openai/deployments/{model}/chat/completions?api-version={apiVersion}",
  apis: {
    responses: {
      family: "openai-responses",
      path: "/openai/v1/responses",
      unsupported: ["seed", "stop"],
      datedPath: "/openai/responses?api-version={apiVersion}",
    },
  },
  baseUrl: "https://{resource}.openai.azure.com",
  places: {
    resource: azureResource,
    apiVersion: { env: ["OPENAI_API_VERSION"], title: "the dated API version", form: "text", optional: true },
  },
  env: { key: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"], baseUrl: ["AZURE_OPENAI_ENDPOINT"] },
  auth: { scheme: "header", header: "api-key" },
  modes: ["json_schema_strict", "json_schema", "tool_strict", "tool", "json_object", "prompt"],
  dialect: "openai-strict",
  // If the deployment bears the model's name.
  overrides: openaiOverrides,
  maxTokensField: "max_completion_tokens",
  developerRole: true,
  promptCacheKey: true,
  efforts: ["none", "minimal", "low", "medium", "high", "xhigh"],
  media: "images",
  models: ["gpt-5.4-mini", "gpt-5.4", "gpt-4.1"],
  note: "The model is the name of the deployment. An Entra token is given as `accessToken`. The v1 API unless `apiVersion` is a date.",
});

/** Section 7.1. */
export const azureAnthropic: ProviderRow = {
  id: "azure-anthropic",
  title: "Claude on Microsoft Foundry",
  factory: "azureAnthropic",
  family: "anthropic-messages",
  path: "/v1/messages",
  baseUrl: "https://{resource}.services.ai.azure.com/anthropic",
  places: { resource: azureResource },
  env: { key: ["AZURE_OPENAI_API_KEY", "AZURE_API_KEY"], baseUrl: [] },
  auth: { scheme: "header", header: "x-api-key" },
  headers: { "anthropic-version": "2023-06-01" },
  modes: ["json_schema", "tool", "prompt"],
  dialect: "anthropic",
  toolDialect: "anthropic-tool",
  unsupported: ["seed"],
  longestUnaryTokens: 21_333,
  overrides: /* @__PURE__ */ claudeOverrides("", { withoutTool: ["json_schema", "prompt"] }),
  models: ["claude-sonnet-4-6", "claude-opus-4-6"],
  unverified: ["header name", "example ids"],
};
