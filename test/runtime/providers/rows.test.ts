import assert from "node:assert/strict";
import * as runtime from "@outspec/runtime";
import { dialectNames } from "@outspec/runtime/facts/dialects";
import { matchesModel, overrideFor, type ProviderRow } from "@outspec/runtime/facts/provider-row";
import { providerRows, rowFiles } from "@outspec/runtime/facts/providers";
import type { Settings } from "@outspec/runtime/options";
import { resolveAddress } from "@outspec/runtime/providers/address";
import { resolveCredential } from "@outspec/runtime/providers/credentials";
import type { Model } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { callOf, rowOf } from "./replay.ts";

/** One line a provider: where a stream of a model is asked for, and the header that shows who asks. */
const asked: Readonly<Record<string, readonly [url: string, header: string]>> = {
  openai: ["https://api.openai.com/v1/responses", "authorization: Bearer key"],
  anthropic: ["https://api.anthropic.com/v1/messages", "x-api-key: key"],
  google: [
    "https://generativelanguage.googleapis.com/v1beta/models/m:streamGenerateContent?alt=sse",
    "x-goog-api-key: key",
  ],
  mistral: ["https://api.mistral.ai/v1/chat/completions", "authorization: Bearer key"],
  xai: ["https://api.x.ai/v1/responses", "authorization: Bearer key"],
  cohere: ["https://api.cohere.com/v2/chat", "authorization: Bearer key"],
  deepseek: ["https://api.deepseek.com/chat/completions", "authorization: Bearer key"],
  minimax: ["https://api.minimax.io/anthropic/v1/messages", "x-api-key: key"],
  perplexity: ["https://api.perplexity.ai/chat/completions", "authorization: Bearer key"],
  moonshot: ["https://api.moonshot.ai/v1/chat/completions", "authorization: Bearer key"],
  alibaba: ["https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions", "authorization: Bearer key"],
  zai: ["https://api.z.ai/api/paas/v4/chat/completions", "authorization: Bearer key"],
  azure: ["https://here.openai.azure.com/openai/v1/chat/completions", "api-key: key"],
  "azure-anthropic": ["https://here.services.ai.azure.com/anthropic/v1/messages", "x-api-key: key"],
  bedrock: ["https://bedrock-runtime.here.amazonaws.com/model/m/converse-stream", "authorization: Bearer key"],
  "bedrock-anthropic": [
    "https://bedrock-runtime.here.amazonaws.com/model/m/invoke-with-response-stream",
    "authorization: Bearer key",
  ],
  "bedrock-mantle": ["https://bedrock-mantle.here.api.aws/v1/chat/completions", "authorization: Bearer key"],
  vertex: [
    "https://aiplatform.googleapis.com/v1/publishers/google/models/m:streamGenerateContent?alt=sse",
    "x-goog-api-key: key",
  ],
  "vertex-anthropic": [
    "https://here-aiplatform.googleapis.com/v1/projects/here/locations/here/publishers/anthropic/models/m:streamRawPredict",
    "",
  ],
  groq: ["https://api.groq.com/openai/v1/chat/completions", "authorization: Bearer key"],
  fireworks: ["https://api.fireworks.ai/inference/v1/chat/completions", "authorization: Bearer key"],
  together: ["https://api.together.xyz/v1/chat/completions", "authorization: Bearer key"],
  deepinfra: ["https://api.deepinfra.com/v1/openai/chat/completions", "authorization: Bearer key"],
  cerebras: ["https://api.cerebras.ai/v1/chat/completions", "authorization: Bearer key"],
  runpod: ["https://api.runpod.ai/v2/here/openai/v1/chat/completions", "authorization: Bearer key"],
  cloudflare: [
    "https://api.cloudflare.com/client/v4/accounts/here/ai/v1/chat/completions",
    "authorization: Bearer key",
  ],
  fptcloud: ["https://mkp-api.fptcloud.com/v1/chat/completions", "authorization: Bearer key"],
  nvidia: ["https://integrate.api.nvidia.com/v1/chat/completions", "authorization: Bearer key"],
  huggingface: ["https://router.huggingface.co/v1/chat/completions", "authorization: Bearer key"],
  baseten: ["https://inference.baseten.co/v1/chat/completions", "authorization: Bearer key"],
  sambanova: ["https://api.sambanova.ai/v1/chat/completions", "authorization: Bearer key"],
  nebius: ["https://api.studio.nebius.com/v1/chat/completions", "authorization: Bearer key"],
  ovhcloud: ["https://oai.endpoints.kepler.ai.cloud.ovh.net/v1/chat/completions", "authorization: Bearer key"],
  crusoe: ["https://api.inference.crusoecloud.com/v1/chat/completions", "authorization: Bearer key"],
  heroku: ["https://us.inference.heroku.com/v1/chat/completions", "authorization: Bearer key"],
  openrouter: ["https://openrouter.ai/api/v1/chat/completions", "authorization: Bearer key"],
  "vercel-gateway": ["https://ai-gateway.vercel.sh/v1/chat/completions", "authorization: Bearer key"],
  litellm: ["http://localhost:4000/chat/completions", "authorization: Bearer key"],
  ollama: ["http://localhost:11434/api/chat", "authorization: Bearer key"],
  "ollama-cloud": ["https://ollama.com/api/chat", "authorization: Bearer key"],
  vllm: ["http://localhost:8000/v1/chat/completions", "authorization: Bearer key"],
  llamacpp: ["http://localhost:8080/v1/chat/completions", "authorization: Bearer key"],
  lmstudio: ["http://localhost:1234/v1/chat/completions", "authorization: Bearer key"],
  "openai-compatible": ["http://localhost:4000/chat/completions", "authorization: Bearer key"],
};

const factories: Readonly<Record<string, unknown>> = runtime;

/** A model as an application makes it. */
function make(row: ProviderRow, options: object = {}): Model {
  const factory = factories[row.factory];
  assert.equal(typeof factory, "function", `${row.factory} is exported`);
  return (factory as (model: string, options?: object) => Model)("m", options);
}

/** Every variable of a row set: keys to `key`, places to `here`, an address only where the row has none. */
function environmentOf({ env, places, baseUrl }: ProviderRow): Readonly<Record<string, string>> {
  const keys = [...env.key, ...(env.token ?? [])].map((name) => [name, "key"]);
  const used = Object.values(places ?? {}).filter(({ optional }) => optional !== true);
  const account = used.flatMap((place) => place.env).map((name) => [name, "here"]);
  const address = baseUrl === "" ? env.baseUrl.map((name) => [name, "http://localhost:4000"]) : [];
  return Object.fromEntries([...keys, ...account, ...address]);
}

const neverKept = { get: async () => assert.fail("no function gives this key"), forget: () => {} };

/** The request for a stream, as it goes out. */
function requestOf(row: ProviderRow, environment: Readonly<Record<string, string>>, options: object = {}) {
  const model = make(row, row.id === "openai-compatible" ? { baseUrl: "http://localhost:4000", ...options } : options);
  const found = resolveCredential(model, neverKept, 0, environment);
  assert.ok(!(found instanceof Promise));
  const address = resolveAddress(model, environment, found.apiKey !== undefined);
  const { endpoint, adapter } = model;
  return adapter.encode(callOf({ row, endpoint, model: "m", mode: "prompt", ...address, ...found }));
}

describe("the rows of providers", () => {
  const rows = providerRows.filter(({ retired }) => retired === undefined);

  it("have a line each in this test, and no line is without a row", () => {
    assert.deepEqual(Object.keys(asked).sort(), rows.map(({ id }) => id).sort());
  });

  for (const row of rows) {
    it(`say where ${row.title} is asked, and how it is shown who asks`, () => {
      const { url, headers } = requestOf(row, environmentOf(row));
      const [expectedUrl = "", expectedHeader = ""] = asked[row.id] ?? [];
      assert.equal(url, expectedUrl);
      const names = ["authorization", "api-key", "x-api-key", "x-goog-api-key"].filter(
        (name) => headers[name] !== undefined,
      );
      assert.deepEqual(
        names.map((name) => `${name}: ${headers[name]}`),
        expectedHeader === "" ? [] : [expectedHeader],
      );
    });
  }

  it("have one id each, the name they are exported under, dialects that exist and URLs without trailing slash", () => {
    assert.equal(new Set(providerRows.map(({ id }) => id)).size, providerRows.length);
    for (const [name, row] of Object.values(rowFiles).flatMap((file) => Object.entries(file))) {
      assert.equal(row.factory, name);
      for (const dialect of [row.dialect, row.toolDialect ?? row.dialect]) assert.ok(dialectNames.includes(dialect));
      assert.ok(!row.baseUrl.endsWith("/"));
      assert.ok(row.path.startsWith("/"));
    }
  });

  it("let no place into an address that is not one of the row's", () => {
    for (const {
      baseUrl,
      baseUrls = [],
      places = {},
      path,
      streamPath,
      datedPath,
      apis = {},
      headers = {},
    } of providerRows) {
      const endpoints = [{ path, streamPath, datedPath }, ...Object.values(apis)];
      const templates = [
        baseUrl,
        ...baseUrls.map((one) => one.baseUrl),
        ...endpoints.flatMap((endpoint) => [endpoint.path, endpoint.streamPath ?? "", endpoint.datedPath ?? ""]),
        ...Object.values(headers),
      ];
      for (const [, name = ""] of templates.join(" ").matchAll(/\{(\w+)\}/g)) {
        assert.ok(name === "model" || Object.hasOwn(places, name), `${baseUrl}${path}: ${name}`);
      }
    }
  });

  const patterns: readonly (readonly [pattern: string, model: string, matches: boolean])[] = [
    ["gpt-5*", "gpt-5.6", true],
    ["gpt-5*", "gpt-4o", false],
    ["*-cloud", "gpt-oss:120b-cloud", true],
    ["*-cloud", "cloud-gpt", false],
    ["*claude*5*", "us.anthropic.claude-opus-5-v1", true],
    ["*claude*5*", "us.anthropic.claude-opus-4-v1", false],
    ["o1", "o1", true],
    ["o1", "o1-mini", false],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["*", "", true],
    ["gpt.5*", "gpt-5", false],
  ];
  for (const [pattern, model, matches] of patterns) {
    it(`${matches ? "match" : "do not match"} ${model || "an empty id"} by ${pattern}`, () => {
      assert.equal(matchesModel(pattern, model), matches);
    });
  }

  it("name the settings their provider has no field for as calls name them", () => {
    const names: readonly (keyof Settings)[] = rowOf("anthropic").unsupported ?? [];
    assert.deepEqual(names, ["seed"]);
  });

  it("use the first override that matches", () => {
    assert.deepEqual(overrideFor(rowOf("openai"), "gpt-5-chat-latest")?.modes, ["json_object", "prompt"]);
    assert.equal(overrideFor(rowOf("openai"), "gpt-5.4-mini")?.reasoning, undefined);
    assert.equal(overrideFor(rowOf("openai"), "gpt-5.6")?.reasoning, true);
    assert.equal(overrideFor(rowOf("openai"), "gpt-4o"), undefined);
    assert.deepEqual(overrideFor(rowOf("anthropic"), "claude-sonnet-5-5")?.modes, ["json_schema", "prompt"]);
    assert.equal(overrideFor(rowOf("anthropic"), "claude-haiku-5-5")?.modes, undefined);
    assert.deepEqual(overrideFor(rowOf("bedrock"), "eu.anthropic.claude-opus-5-5-v1:0")?.modes, ["prompt"]);
  });
});

describe("an address", () => {
  const cases: readonly (readonly [
    what: string,
    id: string,
    environment: Readonly<Record<string, string>>,
    options: object,
    url: string,
  ])[] = [
    [
      "percent-encodes a model's id as one segment",
      "bedrock",
      { AWS_BEARER_TOKEN_BEDROCK: "k" },
      {},
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse-stream",
    ],
    [
      "takes the region of the options before that of the environment",
      "bedrock",
      { AWS_BEARER_TOKEN_BEDROCK: "k", AWS_REGION: "eu-west-1" },
      { region: "eu-central-1" },
      "https://bedrock-runtime.eu-central-1.amazonaws.com/model/m/converse-stream",
    ],
    [
      "knows the hosts of China",
      "bedrock",
      { AWS_BEARER_TOKEN_BEDROCK: "k", AWS_REGION: "cn-north-1" },
      {},
      "https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/m/converse-stream",
    ],
    [
      "knows the hosts of the European cloud",
      "bedrock",
      { AWS_BEARER_TOKEN_BEDROCK: "k", AWS_DEFAULT_REGION: "eusc-de-east-1" },
      {},
      "https://bedrock-runtime.eusc-de-east-1.amazonaws.eu/model/m/converse-stream",
    ],
    [
      "goes to an endpoint of the environment's",
      "bedrock",
      { AWS_BEARER_TOKEN_BEDROCK: "k", AWS_ENDPOINT_URL: "https://vpce.example" },
      {},
      "https://vpce.example/model/m/converse-stream",
    ],
    [
      "of the dated API names the deployment and the version",
      "azure",
      { AZURE_API_KEY: "k", AZURE_RESOURCE_NAME: "r" },
      { apiVersion: "2025-04-01-preview" },
      "https://r.openai.azure.com/openai/deployments/m/chat/completions?api-version=2025-04-01-preview",
    ],
    [
      "takes Azure's endpoint with or without the path",
      "azure",
      { AZURE_API_KEY: "k", AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com/" },
      {},
      "https://r.openai.azure.com/openai/v1/chat/completions",
    ],
    [
      "does not repeat what the base URL ends in",
      "azure",
      { AZURE_API_KEY: "k", AZURE_OPENAI_ENDPOINT: "https://r.services.ai.azure.com/openai/v1" },
      {},
      "https://r.services.ai.azure.com/openai/v1/chat/completions",
    ],
    [
      "of Responses is another one",
      "azure",
      { AZURE_API_KEY: "k", AZURE_RESOURCE_NAME: "r" },
      { api: "responses" },
      "https://r.openai.azure.com/openai/v1/responses",
    ],
    [
      "of Chat Completions is another one",
      "openai",
      { OPENAI_API_KEY: "k" },
      { api: "chat" },
      "https://api.openai.com/v1/chat/completions",
    ],
    [
      "of the global location has no location in its host",
      "vertex-anthropic",
      { GOOGLE_CLOUD_PROJECT: "p", GOOGLE_CLOUD_LOCATION: "global" },
      {},
      "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic/models/m:streamRawPredict",
    ],
    [
      "of a multi-region has it in the middle",
      "vertex-anthropic",
      { GOOGLE_CLOUD_PROJECT: "p" },
      { location: "eu" },
      "https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu/publishers/anthropic/models/m:streamRawPredict",
    ],
    [
      "encodes what is no label",
      "vertex-anthropic",
      { GOOGLE_CLOUD_PROJECT: "example.com:p/../x" },
      {},
      "https://us-central1-aiplatform.googleapis.com/v1/projects/example.com%3Ap%2F..%2Fx/locations/us-central1/publishers/anthropic/models/m:streamRawPredict",
    ],
    [
      "follows a region with a host of its own",
      "fptcloud",
      { FPT_API_KEY: "k", FPT_REGION: "jp" },
      {},
      "https://mkp-api.fptcloud.jp/v1/chat/completions",
    ],
    [
      "takes a host without /v1",
      "heroku",
      { HEROKU_INFERENCE_KEY: "k", HEROKU_INFERENCE_URL: "https://eu.inference.heroku.com" },
      {},
      "https://eu.inference.heroku.com/v1/chat/completions",
    ],
    [
      "may be copied with its whole path",
      "groq",
      { GROQ_API_KEY: "k", GROQ_BASE_URL: "https://proxy.example/v1/chat/completions" },
      {},
      "https://proxy.example/v1/chat/completions",
    ],
  ];
  for (const [what, id, environment, options, url] of cases) {
    it(what, () => assert.equal(requestOf(rowOf(id), environment, options).url, url));
  }

  it("encodes an id with colons and slashes", () => {
    const model = runtime.bedrock("arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0", { apiKey: "k" });
    const { url } = model.adapter.encode(
      callOf({
        row: model.row,
        endpoint: model.endpoint,
        model: model.model,
        mode: "prompt",
        baseUrl: "https://b.example",
      }),
    );
    assert.equal(
      url,
      "https://b.example/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.m-v1%3A0/converse-stream",
    );
  });

  const missing: readonly (readonly [id: string, environment: Readonly<Record<string, string>>, message: RegExp])[] = [
    ["azure", {}, /^the Azure resource is not known: set AZURE_RESOURCE_NAME, or give "resource"$/],
    [
      "vertex-anthropic",
      {},
      /^the Google Cloud project is not known: set GOOGLE_VERTEX_PROJECT or GOOGLE_CLOUD_PROJECT/,
    ],
    ["cloudflare", {}, /^the Cloudflare account is not known: set CLOUDFLARE_ACCOUNT_ID, or give "accountId"$/],
    [
      "azure",
      { AZURE_RESOURCE_NAME: "evil.example/x" },
      /^AZURE_RESOURCE_NAME is the Azure resource and has to be letters, digits and hyphens, at most 63$/,
    ],
    ["bedrock", { AWS_REGION: "a.evil.example#" }, /^AWS_REGION is the AWS region and has to be/],
  ];
  for (const [id, environment, message] of missing) {
    it(`of ${id} that cannot be known is told by what to set, before anything is sent`, () => {
      assert.throws(() => resolveAddress(make(rowOf(id)), environment, false), {
        code: "unauthorized",
        phase: "prepare",
        message,
      });
    });
  }

  it("is refused when an option would leave its host", () => {
    for (const [id, options] of [
      ["azure", { resource: "evil.example/" }],
      ["bedrock", { region: "us-east-1.evil.example" }],
      ["vertex", { location: "a@b" }],
      ["vertex", { project: ".." }],
      ["cloudflare", { accountId: "a/../b" }],
    ] as const) {
      assert.throws(() => make(rowOf(id), options), { code: "configuration" }, JSON.stringify(options));
    }
  });
});

describe("headers of a row", () => {
  it("are sent where what they hold is given", () => {
    const { headers } = requestOf(rowOf("openai"), { OPENAI_API_KEY: "k", OPENAI_ORG_ID: "org-1" });
    assert.equal(headers["openai-organization"], "org-1");
    assert.equal(headers["openai-project"], undefined);
    const named = requestOf(
      rowOf("openrouter"),
      { OPENROUTER_API_KEY: "k" },
      { appName: "Triage", appUrl: "https://triage.example" },
    );
    assert.equal(named.headers["x-title"], "Triage");
    assert.equal(named.headers["http-referer"], "https://triage.example");
  });
});

describe("a provider that went out of service", () => {
  it("says so", () => {
    assert.throws(() => make(rowOf("github")), {
      code: "configuration",
      message: /^GitHub Models went out of service on 2026-07-30: ask/,
    });
  });
});
