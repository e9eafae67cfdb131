import assert from "node:assert/strict";
import { dialectNames } from "@outspec/runtime/facts/dialects";
import { matchesModel, overrideFor, providerRows } from "@outspec/runtime/facts/providers";
import type { Settings } from "@outspec/runtime/options";
import * as catalogue from "@outspec/runtime/providers/catalogue";
import { resolveBaseUrl, resolveCredential } from "@outspec/runtime/providers/credentials";
import type { ModelOptions } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { rowOf } from "./replay.ts";

const { anthropic, ollama, openai, openaiCompatible } = catalogue;

describe("the rows of providers", () => {
  it("have one id each, a factory that exists, dialects that exist and URLs without trailing slash", () => {
    assert.equal(new Set(providerRows.map(({ id }) => id)).size, providerRows.length);
    for (const row of providerRows) {
      assert.equal(typeof Object.entries(catalogue).find(([name]) => name === row.factory)?.[1], "function");
      for (const dialect of [row.dialect, row.toolDialect ?? row.dialect]) assert.ok(dialectNames.includes(dialect));
      assert.ok(!row.baseUrl.endsWith("/"));
      assert.ok(row.path.startsWith("/"));
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
  });
});

describe("a model", () => {
  it("is named after its provider and cannot be changed", () => {
    const model = openai("gpt-5.4-mini", { headers: { "X-Team": "triage" } });
    assert.equal(model.id, "openai/gpt-5.4-mini");
    assert.equal(model.adapter.family, "openai-chat");
    assert.deepEqual(model.options.headers, { "x-team": "triage" });
    assert.ok(Object.isFrozen(model) && Object.isFrozen(model.options));
  });

  it("of a compatible server takes the server's name", () => {
    const model = openaiCompatible("qwen3", { name: "vllm", baseUrl: "http://localhost:8000/v1/" });
    assert.equal(model.id, "vllm/qwen3");
    assert.equal(model.row.id, "vllm");
    assert.equal(resolveBaseUrl(model, {}), "http://localhost:8000/v1");
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
    it(`comes from ${how}`, async () => assert.equal(await resolveCredential(openai("m", options), environment), key));
  }

  it("is not needed on a machine of one's own, and used where it is set", async () => {
    assert.equal(await resolveCredential(ollama("m"), {}), undefined);
    assert.equal(await resolveCredential(ollama("m"), environment), "cloud");
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
      await assert.rejects(async () => resolveCredential(anthropic("m", options), {}), {
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
      await assert.rejects(async () => resolveCredential(openai("m", options), broken), {
        code: "unauthorized",
        phase: "prepare",
        message,
      });
    });
  }

  it("is looked for in the process when no environment is given", async () => {
    process.env["OUTSPEC_TEST_KEY"] = "here";
    assert.equal(await resolveCredential(openai("m", { apiKeyEnv: "OUTSPEC_TEST_KEY" })), "here");
    delete process.env["OUTSPEC_TEST_KEY"];
  });
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
      assert.equal(resolveBaseUrl(ollama("m"), { OLLAMA_HOST: host }), url);
    });
  }

  it("is the option, then the variable, then the provider's own", () => {
    const environment = { OPENAI_BASE_URL: "https://env.example.com/v1" };
    assert.equal(
      resolveBaseUrl(openai("m", { baseUrl: "https://o.example.com/v1" }), environment),
      "https://o.example.com/v1",
    );
    assert.equal(resolveBaseUrl(openai("m"), environment), "https://env.example.com/v1");
    assert.equal(resolveBaseUrl(openai("m"), { OPENAI_BASE_URL: "" }), "https://api.openai.com/v1");
  });
});
