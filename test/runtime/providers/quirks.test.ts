import assert from "node:assert/strict";
import {
  alibaba,
  azure,
  bedrock,
  cerebras,
  createRouter,
  google,
  groq,
  llamacpp,
  lmstudio,
  type Model,
  ollama,
  openai,
  openrouter,
  type Prompt,
  RouterError,
  type Settings,
  vertex,
  zai,
} from "@outspec/runtime";
import { type Codec, generate } from "@outspec/runtime/codegen";
import { modesFor, overrideFor } from "@outspec/runtime/facts/provider-row";
import { providerRows } from "@outspec/runtime/facts/providers";
import { modeLadder } from "@outspec/runtime/router/mode-ladder";
import { beforeAll, describe, it } from "vitest";
import { patientSummary } from "../../../generated/index.ts";
import { codecInEveryDialect } from "../../every-dialect.ts";

let codec: Codec;
beforeAll(async () => {
  codec = await codecInEveryDialect("patient-summary");
});

interface Asked {
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a model is asked first; nothing answers. */
async function firstRequest(
  model: Model,
  settings: Settings = {},
  prompt: object = { user: "BP 162/98." },
): Promise<Asked> {
  const asked: Asked[] = [];
  const router = createRouter({
    primary: model,
    attempts: 1,
    transport: async ({ url, body }) => {
      asked.push({ url, body: JSON.parse(body ?? "{}") as Asked["body"] });
      return { status: 404, headers: {}, body: (async function* () {})() };
    },
  });
  const call = { spec: patientSummary, codec, router, prompt: () => prompt as Prompt };
  await assert.rejects(generate(call, { notes: "BP 162/98." }, { settings }), RouterError);
  assert.ok(asked[0], "nothing was asked");
  return asked[0];
}

const key = { apiKey: "k" };

describe("the address a model is asked at", () => {
  const addresses: readonly (readonly [what: string, model: () => Model, url: string])[] = [
    [
      "is Azure's newer one where the version is no date",
      () => azure("gpt-5.4", { ...key, resource: "r", apiVersion: "v1" }),
      "https://r.openai.azure.com/openai/v1/chat/completions",
    ],
    [
      "is Azure's older one where it is",
      () => azure("gpt-5.4", { ...key, resource: "r", apiVersion: "2025-04-01-preview" }),
      "https://r.openai.azure.com/openai/deployments/gpt-5.4/chat/completions?api-version=2025-04-01-preview",
    ],
    [
      "is the newer one where the base URL says so, whatever version is set",
      () =>
        azure("gpt-5.4", { ...key, baseUrl: "https://r.services.ai.azure.com/openai/v1", apiVersion: "2025-04-01" }),
      "https://r.services.ai.azure.com/openai/v1/chat/completions",
    ],
    [
      "is Ollama's own although the base URL is that of its compatible API",
      () => ollama("llama3.2", { baseUrl: "http://gpu:11434/v1" }),
      "http://gpu:11434/api/chat",
    ],
    [
      "is Ollama's compatible one on request",
      () => ollama("llama3.2", { baseUrl: "http://gpu:11434/v1", api: "chat" }),
      "http://gpu:11434/v1/chat/completions",
    ],
    [
      "is that of a tuned model of Vertex, its name encoded",
      () => vertex("endpoints/12?3", { accessToken: "t", project: "p", location: "eu" }),
      "https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/p/locations/eu/endpoints/12%3F3:generateContent",
    ],
  ];
  for (const [what, model, url] of addresses)
    it(what, async () => {
      assert.equal((await firstRequest(model())).url, url);
    });
});

describe("an effort", () => {
  const efforts: readonly (readonly [
    what: string,
    model: Model,
    effort: Settings["reasoningEffort"],
    fields: object,
  ])[] = [
    ["is Alibaba's switch", alibaba("qwen3.8-max", key), "none", { enable_thinking: false }],
    ["switches Alibaba's thinking on", alibaba("qwen3.8-max", key), "high", { enable_thinking: true }],
    ["is one of GLM-5.3's", zai("glm-5.3", key), "medium", { reasoning_effort: "low" }],
    ["is none to an older GLM", zai("glm-4.7", key), "none", { thinking: { type: "disabled" } }],
    ["that an older GLM does not know is left out", zai("glm-4.7", key), "high", {}],
    ["that Qwen at Groq does not know is left out", groq("qwen/qwen3-32b", key), "low", {}],
    ["of none is known to Qwen at Groq", groq("qwen/qwen3-32b", key), "none", { reasoning_effort: "none" }],
    ["is the most that Responses know", openai("gpt-5.6", key), "max", { reasoning: { effort: "max" } }],
    [
      "is the most that Chat Completions know",
      openai("gpt-5.6", { ...key, api: "chat" }),
      "max",
      { reasoning_effort: "xhigh" },
    ],
    ["is not less than GPT-5.6 takes", openai("gpt-5.6", key), "minimal", { reasoning: { effort: "none" } }],
  ];
  const names = ["enable_thinking", "reasoning_effort", "thinking", "reasoning"];
  for (const [what, model, reasoningEffort, fields] of efforts)
    it(what, async () => {
      const { body } = await firstRequest(model, reasoningEffort === undefined ? {} : { reasoningEffort });
      assert.deepEqual(Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name))), fields);
    });

  it("is never none to a Gemini that cannot but think", async () => {
    const thinking = async (model: string) => {
      const { body } = await firstRequest(google(model, key), { reasoningEffort: "none" });
      return (body["generationConfig"] as Readonly<Record<string, unknown>>)["thinkingConfig"];
    };
    assert.deepEqual(await thinking("gemini-3.1-pro-preview"), { thinkingLevel: "low" });
    assert.deepEqual(await thinking("gemini-2.5-pro"), { thinkingBudget: 512 });
    assert.deepEqual(await thinking("gemini-2.5-flash"), { thinkingBudget: 0 });
  });
});

describe("sampling settings", () => {
  const temperature = async (model: string, settings: Settings) =>
    (await firstRequest(openai(model, key), { temperature: 0, ...settings })).body["temperature"];

  it("are sent to models that reason only when asked to, unless they are", async () => {
    assert.equal(await temperature("gpt-5.4", {}), 0);
    assert.equal(await temperature("gpt-5.4", { reasoningEffort: "none" }), 0);
    assert.equal(await temperature("gpt-5.4", { reasoningEffort: "low" }), undefined);
  });

  it("are sent to models that reason unless told not to, when they are", async () => {
    assert.equal(await temperature("gpt-5.6", {}), undefined);
    assert.equal(await temperature("gpt-5.6", { reasoningEffort: "none" }), 0);
  });
});

describe("a Claude that refuses something", () => {
  const clouds: Readonly<Record<string, string>> = {
    anthropic: "",
    "azure-anthropic": "",
    "vertex-anthropic": "",
    bedrock: "us.anthropic.",
    "bedrock-anthropic": "us.anthropic.",
  };
  for (const [id, prefix] of Object.entries(clouds))
    it(`is not asked for it: ${id}`, () => {
      const row = providerRows.find((one) => one.id === id);
      assert.ok(row);
      const of = (model: string) => overrideFor(row, `${prefix}claude-${model}`);
      for (const model of ["opus-4-7", "opus-4-8", "opus-5", "opus-5-5", "sonnet-5", "sonnet-5-5", "haiku-5-5"])
        assert.deepEqual(of(model)?.rejects, ["temperature", "topP"], model);
      for (const model of ["opus-5-5", "sonnet-5-5", "fable-5-1", "mythos-1"])
        assert.ok(!modesFor(row, of(model)).includes("tool"), model);
      assert.equal(of("haiku-4-5")?.rejects, undefined);
    });
});

describe("a schema that the model is not shown", () => {
  for (const model of [llamacpp("m", { baseUrl: "http://gpu:8080/v1" }), lmstudio("m"), ollama("llama3.2")])
    it(`is in the prompt as well as in the request: ${model.row.id}`, async () => {
      const { body } = await firstRequest(model);
      assert.ok("response_format" in body || "format" in body);
      assert.match(JSON.stringify(body["messages"]), /<schema>.*vitals_status.*<\/schema>/);
    });

  it("is in the request alone elsewhere", async () => {
    const { body } = await firstRequest(openai("gpt-5.4", { ...key, api: "chat" }));
    assert.doesNotMatch(JSON.stringify(body["messages"]), /<schema>/);
  });
});

describe("a schema that the strict dialect cannot say", () => {
  const ladder = (model: Model) => {
    const dialects = { ...codec.dialects };
    for (const name of ["bedrock", "cerebras-strict"] as const) dialects[name] = { unusable: "it is too large" };
    return modeLadder(model, { ...codec, dialects }).map(({ mode }) => mode);
  };

  it("is still said to a tool of Bedrock, and to Cerebras without its strictness", () => {
    assert.deepEqual(ladder(bedrock("us.anthropic.claude-sonnet-4-5", key)), ["tool", "prompt"]);
    assert.deepEqual(ladder(cerebras("gpt-oss-120b", key)), ["json_schema", "tool", "json_object", "prompt"]);
  });
});

describe("what else a provider wants to be told", () => {
  it("is the window to Ollama, which cuts what is longer", async () => {
    const { body } = await firstRequest(ollama("llama3.2", { contextWindow: 16_384 }));
    assert.deepEqual(body["options"], { num_ctx: 16_384 });
  });

  it("is the prefix to keep, also to Azure, which has OpenAI's models", async () => {
    const prompt = { system: [{ type: "text", text: "Long.", cache: true }], user: "Hi" };
    const { body } = await firstRequest(azure("gpt-5.6", { ...key, resource: "r" }), {}, prompt);
    assert.match(String(body["prompt_cache_key"]), /^outspec-/);
    assert.deepEqual(body["prompt_cache_options"], { mode: "explicit", ttl: "30m" });
  });

  it("is no lifetime of a prefix to Alibaba, which knows none", async () => {
    const prompt = { system: [{ type: "text", text: "Long.", cache: "1h" }], user: "Hi" };
    const { body } = await firstRequest(alibaba("qwen3.8-max", key), {}, prompt);
    assert.match(JSON.stringify(body), /"cache_control":\{"type":"ephemeral"\}/);
  });

  it("is to leave out hosts that do not heed what OpenRouter is asked for, in JSON mode too", async () => {
    const { body } = await firstRequest(openrouter("m", { ...key, modes: ["json_object"] }));
    assert.deepEqual(body["provider"], { require_parameters: true });
  });

  it("is an instruction as a question to o1-mini, which takes nothing else", async () => {
    const { body } = await firstRequest(
      openai("o1-mini", { ...key, api: "chat" }),
      {},
      { system: "Be brief.", user: "Hi" },
    );
    assert.deepEqual(
      (body["messages"] as readonly { readonly role: string }[]).map(({ role }) => role),
      ["user", "user"],
    );
  });

  it("is nothing of strict schemas to a chat model of OpenAI's at Azure", async () => {
    const { body } = await firstRequest(azure("gpt-5-chat", { ...key, resource: "r" }), { temperature: 0 });
    assert.deepEqual([body["response_format"], body["temperature"]], [{ type: "json_object" }, 0]);
  });
});
