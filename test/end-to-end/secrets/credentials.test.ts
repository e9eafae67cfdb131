import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import {
  anthropic,
  azure,
  bedrock,
  createFetchTransport,
  google,
  type Model,
  type ModelOptions,
  ollama,
  openai,
  openaiCompatible,
  type Transport,
  vertex,
} from "@outspec/runtime";
import type { Codec } from "@outspec/runtime/codegen";
import { defineProvider, openaiChat } from "@outspec/runtime/providers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from "vitest";
import { codecInEveryDialect } from "../../every-dialect.ts";
import { type Canary, everyCanary, findIn, findLeaks, keys } from "./canaries.ts";
import { type EchoServer, startEchoServer } from "./echo-server.ts";
import { callBothWays, callOn, startWatch, type Watch } from "./watch.ts";

let codec: Codec;
let watch: Watch;
let server: EchoServer;

beforeAll(async () => {
  codec = await codecInEveryDialect("patient-summary");
  watch = startWatch();
});
afterAll(() => watch[Symbol.dispose]());
beforeEach(async () => {
  for (const name of Object.keys(process.env))
    if (/^(?:AWS|AZURE|GOOGLE|GCLOUD|OPENAI|.*PROXY$)/i.test(name)) vi.stubEnv(name, undefined);
  server = await startEchoServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server[Symbol.asyncDispose]();
});

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** Answers for Google's token service, and passes everything else on. */
function withGoogle(answer: { readonly status: number; readonly body: object }): Transport {
  const others = createFetchTransport(fetch);
  return async (request) => {
    if (!request.url.includes("googleapis.com")) return others(request);
    const quoted = new URLSearchParams(request.body).get("assertion") ?? "";
    const text = JSON.stringify(answer.body).replace("ASSERTION", quoted);
    return {
      status: answer.status,
      headers: {},
      body: (async function* () {
        yield new TextEncoder().encode(text);
      })(),
    };
  };
}

interface Way {
  readonly name: string;
  readonly canaries: readonly Canary[];
  readonly model: (baseUrl: string) => Model;
  readonly transport?: Transport;
  /** Whether it is so wrong that nothing is sent. */
  readonly isSent?: false;
}

function way(name: string, canary: Canary, model: Way["model"], others: Partial<Way> = {}): Way {
  return { name, canaries: [canary], model, ...others };
}

const chat = (options: ModelOptions) => (baseUrl: string) => openaiCompatible("m", { baseUrl, ...options });
const aws = {
  accessKeyId: keys.accessKeyId.text,
  secretAccessKey: keys.secretAccessKey.text,
  sessionToken: keys.sessionToken.text,
};
const later = new Date(Date.now() + 3_600_000);
const serviceAccount = (baseUrl: string): Model => {
  vi.stubEnv("GOOGLE_CLIENT_EMAIL", "triage@example.iam.gserviceaccount.com");
  vi.stubEnv("GOOGLE_PRIVATE_KEY", privateKey);
  return vertex("gemini-3.8-flash", { baseUrl, project: "p", location: "us-central1" });
};

/** A failure as HTTP clients throw it: with the request that failed in members of its own. */
function clientError({ text }: Canary): Error {
  const config = { url: "https://vault.internal/key", headers: { "x-vault-token": text }, data: { password: text } };
  const cause = Object.assign(new Error(`POST with authorization: Bearer ${text}`), { request: { config } });
  return Object.assign(new Error("Request failed with status code 403", { cause }), {
    config,
    code: "ERR_BAD_REQUEST",
  });
}

const ways: readonly Way[] = [
  way("an option, as bearer", keys.bearer, (baseUrl) => openai("gpt-5.4-mini", { baseUrl, apiKey: keys.bearer.text })),
  way("an option, as x-api-key", keys.anthropic, (baseUrl) =>
    anthropic("claude-haiku-5-5", { baseUrl, apiKey: keys.anthropic.text }),
  ),
  way("an option, as x-goog-api-key", keys.google, (baseUrl) =>
    google("gemini-3.8-flash", { baseUrl, apiKey: keys.google.text }),
  ),
  way("an option, as api-key", keys.azure, (baseUrl) => azure("deployed", { baseUrl, apiKey: keys.azure.text })),
  way("an option that no scheme marks", keys.plain, (baseUrl) => ollama("m", { baseUrl, apiKey: keys.plain.text })),
  way("an option with a line end", keys.plain, chat({ apiKey: `${keys.plain.text}\n` })),
  way("an option with a line end inside", keys.plain, chat({ apiKey: `${keys.plain.text}\nX: y` }), { isSent: false }),
  way("a function", keys.plain, chat({ apiKey: () => keys.plain.text })),
  way("a promise of a function", keys.plain, chat({ apiKey: async () => keys.plain.text })),
  way(
    "a function, until it expires",
    keys.token,
    chat({ apiKey: () => ({ token: keys.token.text, expiresAt: later }) }),
  ),
  way("a function that fails", keys.bearer, chat({ apiKey: () => Promise.reject(clientError(keys.bearer)) }), {
    isSent: false,
  }),
  way("an access token", keys.token, chat({ accessToken: keys.token.text })),
  way("a function for an access token", keys.token, chat({ accessToken: async () => keys.token.text })),
  way("a variable of the provider's", keys.environment, (baseUrl) => {
    vi.stubEnv("OPENAI_API_KEY", keys.environment.text);
    return openai("gpt-5.4-mini", { baseUrl });
  }),
  way("a variable of one's own", keys.environment, (baseUrl) => {
    vi.stubEnv("TRIAGE_KEY", ` ${keys.environment.text}\n`);
    return openaiCompatible("m", { baseUrl, apiKeyEnv: "TRIAGE_KEY" });
  }),
  way(
    "a header",
    keys.header,
    chat({ apiKey: "unused-key", headers: { "x-gateway-token": keys.header.text, "x-team": "triage" } }),
  ),
  way(
    "a header with user and password",
    keys.basic,
    chat({ headers: { authorization: `Basic ${btoa(`triage:${keys.basic.text}`)}` } }),
  ),
  {
    name: "credentials of AWS",
    canaries: [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken],
    model: (baseUrl) => bedrock("m", { baseUrl, region: "eu-central-1", credentials: aws }),
  },
  {
    name: "a function for credentials of AWS",
    canaries: [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken],
    model: (baseUrl) => bedrock("m", { baseUrl, region: "eu-central-1", credentials: async () => aws }),
  },
  {
    name: "credentials of AWS in the environment",
    canaries: [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken],
    model: (baseUrl) => {
      vi.stubEnv("AWS_ACCESS_KEY_ID", aws.accessKeyId);
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", aws.secretAccessKey);
      vi.stubEnv("AWS_SESSION_TOKEN", aws.sessionToken);
      return bedrock("m", { baseUrl, region: "eu-central-1" });
    },
  },
  way(
    "a function for credentials of AWS that fails",
    keys.bearer,
    (baseUrl) =>
      bedrock("m", { baseUrl, region: "eu-central-1", credentials: () => Promise.reject(clientError(keys.bearer)) }),
    { isSent: false },
  ),
  way("a service account of Google's", keys.serviceToken, serviceAccount, {
    transport: withGoogle({ status: 200, body: { access_token: keys.serviceToken.text, expires_in: 3600 } }),
  }),
  way("a service account that Google refuses", keys.serviceToken, serviceAccount, {
    transport: withGoogle({
      status: 400,
      body: { error: "invalid_grant", error_description: `ASSERTION and Bearer ${keys.serviceToken.text}` },
    }),
    isSent: false,
  }),
  way(
    "an authenticator of one's own that fails",
    keys.bearer,
    (baseUrl) =>
      defineProvider(
        {
          id: "mine",
          baseUrl,
          env: { key: ["NOT_SET"], baseUrl: [] },
          authenticator: { kind: "token", token: () => Promise.reject(clientError(keys.bearer)) },
        },
        openaiChat,
      )("m"),
    { isSent: false },
  ),
];

describe("a credential that is given by", () => {
  it.each(ways)("$name is in nothing that can be seen, whatever the provider quotes", async ({ model, ...rest }) => {
    const { canaries, transport, isSent = true } = rest;
    const asked = model(server.url);
    const call = callOn(codec, [asked], watch, transport === undefined ? {} : { transport });
    // As often as there is something to quote.
    for (let round = 0; round < (isSent ? 14 : 1); round++) {
      const told = [...(await callBothWays(call)), ...watch.take()];
      assert.deepEqual(findLeaks(told), []);
    }
    assert.equal(server.received.length > 0, isSent);
    if (isSent && !canaries.includes(keys.secretAccessKey)) {
      assert.equal(findIn(server.received.join("\n"), canaries).length, canaries.length, "the provider was shown it");
    }
    assert.deepEqual(findIn(await watch.telemetry(), everyCanary), []);
    // Somebody prints what the program has in hand.
    assert.deepEqual(findLeaks([asked, call.router, { ...call.router }]), []);
  });
});

describe("an address with credentials", () => {
  const secret = keys.address.text;

  it.each([
    `https://user:${secret}@api.example.com/v1`,
    `https://api.example.com/v1?key=${secret}`,
    `ftp://user:${secret}@api.example.com`,
    `https://user:${secret}@[bad`,
    `https://exa mple.com/?token=${secret}`,
    `user:${secret}@api.example.com:99999`,
  ])("is refused without being repeated: %s", async (baseUrl) => {
    const thrown = (make: () => unknown): unknown => {
      try {
        return make();
      } catch (error) {
        return error;
      }
    };
    const error = thrown(() => openaiCompatible("m", { baseUrl, apiKey: "k" }));
    assert.ok(error instanceof Error);
    assert.deepEqual(findLeaks(error), []);
    vi.stubEnv("OPENAI_BASE_URL", baseUrl);
    const told = await callBothWays(callOn(codec, [openai("gpt-5.4-mini", { apiKey: "k" })], watch));
    assert.deepEqual(findLeaks([...told, ...watch.take()]), []);
  });
});
