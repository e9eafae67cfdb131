import assert from "node:assert/strict";
import { providerRows } from "@outspec/runtime/facts/providers";
import { afterEach, describe, it, vi } from "vitest";
import { hasCredential, simulatedRouter, whySimulated } from "../../generator/src/commands/simulated-router.ts";
import type { RuntimeModule, Simulator } from "../../generator/src/commands/user-runtime.ts";
import type { ModelConfig, RouterConfig } from "../../generator/src/config.ts";

const baseUrls = {
  openai: "at-openai",
  anthropic: "at-anthropic",
  google: "at-google",
  bedrock: "at-bedrock",
  cohere: "at-cohere",
  ollama: "at-ollama",
};
const simulator: Simulator = {
  url: "",
  baseUrls,
  received: () => Promise.reject(new Error("nothing is asked here")),
  close: () => Promise.resolve(),
};

/** What a factory was called with. */
interface Made {
  readonly factory: string;
  readonly model: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A runtime whose models say what they were made of. */
const runtime: RuntimeModule = {
  createRouter: (options) => options,
  ...Object.fromEntries(
    providerRows.map(({ factory }) => [
      factory,
      (model: string, options: Made["options"]): Made => ({ factory, model, options }),
    ]),
  ),
};

function routerOf(...models: readonly ModelConfig[]): RouterConfig {
  const [primary, ...fallbacks] = models;
  assert.ok(primary);
  return { primary, fallbacks };
}

function made(router: RouterConfig | undefined): readonly Made[] {
  const { primary, fallbacks } = simulatedRouter(runtime, router, simulator) as {
    readonly primary: Made;
    readonly fallbacks: readonly Made[];
  };
  return [primary, ...fallbacks];
}

describe("a simulated router", () => {
  it.each([
    ["openai", "gpt-5.4-mini", "at-openai"],
    ["anthropic", "claude-haiku-4-5", "at-anthropic"],
    ["google", "gemini-3.8-flash", "at-google"],
    ["vertex", "gemini-3.8-flash", "at-google"],
    ["vertex-anthropic", "claude-sonnet-5", "at-anthropic"],
    ["bedrock", "us.amazon.nova-pro-v1:0", "at-bedrock"],
    ["bedrock-anthropic", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "at-anthropic"],
    ["bedrock-mantle", "openai.gpt-oss-120b", "at-openai"],
    ["azure", "gpt-5.4", "at-openai"],
    ["cohere", "command-a-03-2025", "at-cohere"],
    ["ollama", "llama3.2", "at-ollama"],
  ])("has the model of %s at the address of its wire", (provider, model, baseUrl) => {
    const factory = providerRows.find(({ id }) => id === provider)?.factory;
    assert.deepEqual(made(routerOf({ provider, model })), [
      { factory, model, options: { baseUrl, apiKey: "simulated" } },
    ]);
  });

  it("has every provider at some address", () => {
    for (const { id } of providerRows) {
      const [one] = made(routerOf({ provider: id, model: "m" }));
      assert.match(String(one?.options["baseUrl"]), /^at-/, id);
    }
  });

  it("asks through the API that was chosen, in the order of the router", () => {
    const models = made(routerOf({ provider: "openai", model: "a", api: "chat" }, { provider: "ollama", model: "b" }));
    assert.deepEqual(
      models.map(({ model, options }) => [model, options["api"]]),
      [
        ["a", "chat"],
        ["b", undefined],
      ],
    );
  });

  it("is OpenAI's where there is no router, and for a provider of the project's own", () => {
    assert.equal(made(undefined)[0]?.factory, "openai");
    assert.equal(made(routerOf({ provider: "mine", model: "m", from: "./mine.ts#mine" }))[0]?.factory, "openai");
  });
});

describe("a credential", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const variables = providerRows.flatMap(({ env }) => [...env.key, ...(env.token ?? []), ...(env.account ?? [])]);
  const withOnly = (...names: readonly string[]): void => {
    for (const name of variables) vi.stubEnv(name, names.includes(name) ? "set" : "");
  };

  it.each([
    ["openai", "OPENAI_API_KEY"],
    ["anthropic", "ANTHROPIC_AUTH_TOKEN"],
    ["bedrock", "AWS_BEARER_TOKEN_BEDROCK"],
    ["bedrock", "AWS_ACCESS_KEY_ID"],
    ["vertex-anthropic", "GOOGLE_APPLICATION_CREDENTIALS"],
  ])("of %s is %s", (provider, name) => {
    const router = routerOf({ provider, model: "m" });
    withOnly();
    assert.equal(hasCredential(router), false);
    withOnly(name);
    assert.equal(hasCredential(router), true);
  });

  it("is not needed by a local model, and a fallback's is enough", () => {
    withOnly();
    assert.equal(hasCredential(routerOf({ provider: "ollama", model: "m" })), true);
    const router = routerOf({ provider: "bedrock", model: "m" }, { provider: "openai", model: "m" });
    withOnly("OPENAI_API_KEY");
    assert.equal(hasCredential(router), true);
  });

  it("that is missing is named once, the variables of an account together", () => {
    const router = routerOf(
      { provider: "bedrock", model: "a" },
      { provider: "bedrock", model: "b" },
      { provider: "openai", model: "c" },
    );
    assert.match(
      whySimulated(false, router),
      /\nSet AWS_BEARER_TOKEN_BEDROCK or OPENAI_API_KEY or the variables of an account \(AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN\) to ask a real model\.$/,
    );
    assert.doesNotMatch(whySimulated(true, router), /Set/);
  });
});
