import assert from "node:assert/strict";
import {
  anthropic,
  azure,
  bedrock,
  litellm,
  type Model,
  type ModelOptions,
  ollama,
  openai,
  openaiCompatible,
  runpod,
  vertex,
} from "@outspec/runtime";
import { resolveAddress } from "@outspec/runtime/providers/address";
import { createKeptCredentials } from "@outspec/runtime/providers/auth/kept-credentials";
import { type FoundCredential, hasPlainKey, resolveCredential } from "@outspec/runtime/providers/credentials";
import { describe, it } from "vitest";

type Environment = Readonly<Record<string, string>>;

async function credentialOf(model: Model, environment: Environment, kept = createKeptCredentials(), now = 0) {
  const found: FoundCredential = await resolveCredential(model, kept, now, environment);
  return found;
}

function baseUrlOf(model: Model, environment: Environment): string {
  return resolveAddress(model, environment, false).baseUrl;
}

describe("a model", () => {
  it("is named after its provider and cannot be changed", () => {
    const model = openai("gpt-5.4-mini", { headers: { "X-Team": "triage" } });
    assert.equal(model.id, "openai/gpt-5.4-mini");
    assert.equal(model.adapter.family, "openai-responses");
    assert.deepEqual(model.options.headers, { "x-team": "triage" });
    assert.ok(Object.isFrozen(model) && Object.isFrozen(model.options));
  });

  it("of a compatible server takes the server's name", () => {
    const model = openaiCompatible("qwen3", { name: "vllm", baseUrl: "http://localhost:8000/v1/" });
    assert.equal(model.id, "vllm/qwen3");
    assert.equal(model.row.id, "vllm");
    assert.equal(baseUrlOf(model, {}), "http://localhost:8000/v1");
    assert.equal(openaiCompatible("qwen3", { baseUrl: "http://h/v1" }).id, "openai-compatible/qwen3");
  });

  const refused: readonly (readonly [what: string, make: () => unknown])[] = [
    ["an empty model name", () => openai(" ")],
    ["an empty list of modes", () => openai("m", { modes: [] })],
    ["a mode that does not exist", () => openai("m", { modes: ["magic" as "tool"] })],
    ["a base URL that is none", () => openai("m", { baseUrl: "http://" })],
    ["a base URL of another scheme", () => openai("m", { baseUrl: "ftp://example.com" })],
    ["a base URL with credentials", () => openai("m", { baseUrl: "https://user:secret@example.com" })],
    ["a header that would break its line", () => openai("m", { headers: { "x-a": "secret\nb" } })],
    ["a header that is not ASCII", () => openai("m", { headers: { "x-a": "secret–b" } })],
    ["a header without a value", () => openai("m", { headers: { "x-a": undefined as unknown as string } })],
    ["a header whose name is none", () => openai("m", { headers: { "x a": "secret" } })],
    ["a provider name that breaks ids", () => openaiCompatible("m", { baseUrl: "http://h", name: "a/b" })],
  ];
  for (const [what, make] of refused) {
    it(`is refused with ${what}`, () => {
      assert.throws(make, (error) => {
        assert.ok(error instanceof Error);
        assert.equal("code" in error && error.code, "configuration");
        assert.ok(!error.message.includes("secret"));
        return true;
      });
    });
  }
});

describe("a credential", () => {
  const environment = { OPENAI_API_KEY: "from-env\n", MY_KEY: "mine", OLLAMA_API_KEY: "cloud" };
  const found: readonly (readonly [how: string, options: ModelOptions, key: string])[] = [
    ["the option before all", { apiKey: " given ", apiKeyEnv: "MY_KEY" }, "given"],
    ["a function", { apiKey: () => "rotated" }, "rotated"],
    ["an asynchronous function", { apiKey: async () => "fetched" }, "fetched"],
    ["the variable that is named", { apiKeyEnv: "MY_KEY" }, "mine"],
    ["the provider's variable, without its line end", {}, "from-env"],
  ];
  for (const [how, options, key] of found) {
    it(`comes from ${how}`, async () => {
      assert.deepEqual(await credentialOf(openai("m", options), environment), { apiKey: key });
    });
  }

  it("is not needed on a machine of one's own, and used where it is set", async () => {
    assert.deepEqual(await credentialOf(ollama("m"), {}), {});
    assert.deepEqual(await credentialOf(ollama("m"), environment), { apiKey: "cloud" });
  });

  it("is an access token where one is given, or where only a token is set", async () => {
    const given = azure("m", { accessToken: async () => "entra", apiKey: "unused" });
    assert.deepEqual(await credentialOf(given, {}), { accessToken: "entra" });
    assert.deepEqual(await credentialOf(anthropic("m"), { ANTHROPIC_AUTH_TOKEN: "t" }), { accessToken: "t" });
    const both = { ANTHROPIC_AUTH_TOKEN: "t", ANTHROPIC_API_KEY: "k" };
    assert.deepEqual(await credentialOf(anthropic("m"), both), { apiKey: "k" });
  });

  it("that expires is kept until half a minute before, and asked for anew once it was refused", async () => {
    let count = 0;
    const expiresAt = new Date(100_000);
    const model = azure("m", { accessToken: () => ({ token: `t${++count}`, expiresAt }) });
    const kept = createKeptCredentials();
    const at = async (now: number) => (await credentialOf(model, {}, kept, now)).accessToken;
    assert.deepEqual([await at(0), await at(69_999), await at(70_000)], ["t1", "t1", "t2"]);
    kept.forget();
    assert.equal(await at(0), "t3");
  });

  it("that is a plain text is asked for at every request", async () => {
    let count = 0;
    const model = openai("m", { apiKey: async () => `k${++count}` });
    const kept = createKeptCredentials();
    assert.deepEqual(await credentialOf(model, {}, kept), { apiKey: "k1" });
    assert.deepEqual(await credentialOf(model, {}, kept), { apiKey: "k2" });
  });

  it("of Google's that leads elsewhere is not taken where the code says whose project or location it is", async () => {
    const environment = { GOOGLE_VERTEX_API_KEY: "express" };
    assert.deepEqual(await credentialOf(vertex("m"), environment), { apiKey: "express" });
    const located = vertex("m", { project: "p", location: "eu" });
    assert.deepEqual(await credentialOf(located, environment), {});
    assert.deepEqual([hasPlainKey(vertex("m"), environment), hasPlainKey(located, environment)], [true, false]);
  });

  const missing: readonly (readonly [how: string, options: ModelOptions, message: RegExp])[] = [
    ["whose variable is not set", {}, /^ANTHROPIC_API_KEY is not set$/],
    ["whose named variable is not set", { apiKeyEnv: "OTHER" }, /^OTHER is not set$/],
    ["that is empty", { apiKey: " " }, /^the apiKey of anthropic\/m is empty$/],
    [
      "whose function fails",
      {
        apiKey: () => {
          throw new Error("vault says no to sk-12345678");
        },
      },
      /^the apiKey function of anthropic\/m failed: vault says no to \[redacted\]$/,
    ],
  ];
  for (const [how, options, message] of missing) {
    it(`${how} is told about by name, before anything is sent`, async () => {
      await assert.rejects(async () => credentialOf(anthropic("m", options), {}), {
        code: "unauthorized",
        phase: "prepare",
        message,
      });
    });
  }

  const unsendable: readonly (readonly [how: string, options: ModelOptions, message: RegExp])[] = [
    ["from a variable", {}, /^OPENAI_API_KEY holds a character that no key has, such as a line break inside it$/],
    ["from a named variable", { apiKeyEnv: "OTHER" }, /^OTHER holds a character/],
    ["from an option", { apiKey: "secretkey\nABC" }, /^the apiKey of openai\/m holds a character/],
    ["from a function", { apiKey: () => "secretkey“ABC" }, /^the apiKey of openai\/m holds a character/],
  ];
  for (const [how, options, message] of unsendable) {
    it(`${how} that no header can carry is refused without being shown`, async () => {
      const broken = { OPENAI_API_KEY: "secretkey\nABC", OTHER: "secretkey\u0000ABC" };
      await assert.rejects(async () => credentialOf(openai("m", options), broken), {
        code: "unauthorized",
        phase: "prepare",
        message,
      });
    });
  }
});

describe("a base URL", () => {
  const hosts: readonly (readonly [host: string, url: string])[] = [
    ["http://gpu:11434/", "http://gpu:11434"],
    ["gpu:1234", "http://gpu:1234"],
    ["gpu", "http://gpu:11434"],
    ["0.0.0.0", "http://127.0.0.1:11434"],
    ["0.0.0.0:5000", "http://127.0.0.1:5000"],
    ["[::1]:5000", "http://[::1]:5000"],
    ["https://ollama.com", "https://ollama.com"],
    ["https://proxy.example.com/ollama/", "https://proxy.example.com/ollama"],
  ];
  for (const [host, url] of hosts) {
    it(`is ${url} when OLLAMA_HOST is ${host}`, () => {
      assert.equal(baseUrlOf(ollama("m"), { OLLAMA_HOST: host }), url);
    });
  }

  it("is the option, then the variable, then the provider's own", () => {
    const environment = { OPENAI_BASE_URL: "https://env.example.com/v1" };
    assert.equal(
      baseUrlOf(openai("m", { baseUrl: "https://o.example.com/v1" }), environment),
      "https://o.example.com/v1",
    );
    assert.equal(baseUrlOf(openai("m"), environment), "https://env.example.com/v1");
    assert.equal(baseUrlOf(openai("m"), { OPENAI_BASE_URL: "" }), "https://api.openai.com/v1");
  });

  it("is that of the account the code names, whatever account the machine's variable leads to", () => {
    const environment = {
      AZURE_OPENAI_ENDPOINT: "https://dev.openai.azure.com",
      RUNPOD_BASE_URL: "https://api.runpod.ai/v2/aaa/openai/v1",
      AWS_ENDPOINT_URL: "http://localhost:4566",
    };
    assert.equal(baseUrlOf(azure("m"), environment), "https://dev.openai.azure.com");
    assert.equal(baseUrlOf(azure("m", { resource: "prod" }), environment), "https://prod.openai.azure.com");
    assert.equal(baseUrlOf(runpod("m", { endpointId: "bbb" }), environment), "https://api.runpod.ai/v2/bbb/openai/v1");
    // As AWS's own SDKs have it.
    assert.equal(baseUrlOf(bedrock("m", { region: "eu-west-1" }), environment), "http://localhost:4566");
  });

  it("that is missing is asked for by every name it has", () => {
    assert.throws(
      () => baseUrlOf(litellm("m"), {}),
      /^ConfigurationError: litellm\/m needs a base URL: set baseUrl or LITELLM_BASE_URL$/,
    );
  });
});
