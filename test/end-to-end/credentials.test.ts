import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { generateKeyPairSync } from "node:crypto";
import {
  azure,
  bedrock,
  createFetchTransport,
  createRouter,
  type HttpRequest,
  type Model,
  openaiCompatible,
  type Router,
  RouterError,
  type Transport,
  vertex,
} from "@outspec/runtime";
import { type Codec, generate, type OutputCall } from "@outspec/runtime/codegen";
import { defineProvider, openaiChat } from "@outspec/runtime/providers";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from "vitest";
import { type PatientSummary, patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";
import { notes } from "./stage.ts";

let simulator: Simulator;
let codec: Codec;

beforeAll(async () => {
  simulator = await startSimulator();
  codec = await codecInEveryDialect("patient-summary");
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.script([]);
  // Nothing of this machine's own.
  for (const name of Object.keys(process.env))
    if (/^(?:AWS|AZURE|GOOGLE|GCLOUD|OPENAI)_/.test(name)) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

type Input = { readonly notes: string };

function callOn(router: Router): OutputCall<PatientSummary, Input> {
  return { spec: patientSummary, codec, router, prompt: (input) => ({ user: input.notes }) };
}

const ask = (router: Router) => generate(callOn(router), { notes });
const spare = (): Model => openaiCompatible("spare", { baseUrl: simulator.baseUrls.openai, apiKey: "k" });

describe("a model whose account is not known", () => {
  it("is passed by with a word on what to set, before anything is sent", async () => {
    const router = createRouter({
      primary: azure("gpt-5.4-mini", { apiKey: "k" }),
      fallbacks: [vertex("gemini-3.8-flash", { accessToken: "t" }), bedrock("us.amazon.nova-pro-v1:0"), spare()],
    });
    const { model, attempts } = await ask(router);
    assert.equal(model, "openai-compatible/spare");
    assert.deepEqual(
      attempts.map(({ phase, error }) => [phase, error?.message]),
      [
        ["prepare", 'the Azure resource is not known: set AZURE_RESOURCE_NAME, or give "resource"'],
        [
          "prepare",
          'the Google Cloud project is not known: set GOOGLE_VERTEX_PROJECT or GOOGLE_CLOUD_PROJECT or GCLOUD_PROJECT, or give "project"',
        ],
        [
          "prepare",
          "nothing says who asks: set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        ],
        ["done", undefined],
      ],
    );
  });
});

describe("an access token that a function gives", () => {
  it("is kept by the router for all its calls, and asked for anew once when it is refused", async () => {
    let given = 0;
    const router = createRouter({
      primary: azure("gpt-5.4-mini", {
        baseUrl: simulator.baseUrls.openai,
        accessToken: async () => ({ token: `token-${++given}`, expiresAt: Date.now() + 3_600_000 }),
      }),
    });
    await Promise.all([ask(router), ask(router)]);
    await ask(router);
    assert.equal(given, 1);

    simulator.script([{ kind: "status", status: 401 }]);
    const { attempts } = await ask(router);
    assert.deepEqual(
      attempts.map(({ error, followedBy }) => [error?.code, followedBy]),
      [
        ["unauthorized", "retry"],
        [undefined, undefined],
      ],
    );
    assert.equal(given, 2);
  });
});

describe("a credential that a function gives", () => {
  it("belongs to the call that asks for it, however many ask at once", async () => {
    const tenants = new AsyncLocalStorage<string>();
    const keys: (string | undefined)[] = [];
    const toSimulator = createFetchTransport(fetch);
    const router = createRouter({
      primary: openaiCompatible("m", {
        baseUrl: simulator.baseUrls.openai,
        apiKey: async () => `key-of-${tenants.getStore()}`,
      }),
      transport: (request) => {
        keys.push(request.headers["authorization"]);
        return toSimulator(request);
      },
    });
    await Promise.all(["a", "b", "c"].map((tenant) => tenants.run(tenant, () => ask(router))));
    assert.deepEqual(keys.sort(), ["Bearer key-of-a", "Bearer key-of-b", "Bearer key-of-c"]);
  });

  it("is in no message when the provider quotes it, be it a key or a token", async () => {
    simulator.script([
      { kind: "status", status: 401, body: { error: { message: "opaque-0123456789 is unknown" } }, times: 9 },
    ]);
    for (const credential of [{ apiKey: "opaque-0123456789" }, { accessToken: "opaque-0123456789" }]) {
      const primary = openaiCompatible("m", { baseUrl: simulator.baseUrls.openai, ...credential });
      await assert.rejects(ask(createRouter({ primary })), (error) => {
        assert.ok(error instanceof RouterError);
        assert.match(error.message, /\[redacted\] is unknown/);
        return !error.message.includes("opaque-");
      });
    }
  });
});

describe("an authenticator of one's own that fails", () => {
  for (const authenticator of [
    { kind: "token", token: () => Promise.reject(new Error("vault down")) },
    {
      kind: "signature",
      sign: () => {
        throw new Error("vault down");
      },
    },
  ] as const)
    it(`is a credential that is missing, so that the next model is asked: ${authenticator.kind}`, async () => {
      const mine = defineProvider(
        { id: "mine", baseUrl: simulator.baseUrls.openai, env: { key: ["NOT_SET"], baseUrl: [] }, authenticator },
        openaiChat,
      );
      const { model, attempts } = await ask(createRouter({ primary: mine("m"), fallbacks: [spare()] }));
      assert.equal(model, "openai-compatible/spare");
      assert.deepEqual(
        attempts.map(({ error }) => [error?.code, error?.message]),
        [
          ["unauthorized", "the authenticator of mine/m failed: vault down"],
          [undefined, undefined],
        ],
      );
    });
});

describe("AWS credentials", () => {
  const primary = (options: object = {}) =>
    bedrock("us.amazon.nova-pro-v1:0", { baseUrl: simulator.baseUrls.bedrock, region: "eu-central-1", ...options });

  /** Sends to the simulator and remembers what was sent. */
  function watched(): { readonly transport: Transport; readonly sent: HttpRequest[] } {
    const sent: HttpRequest[] = [];
    const transport = createFetchTransport(fetch);
    return {
      sent,
      transport: (request) => {
        sent.push(request);
        return transport(request);
      },
    };
  }

  it("sign each request, from the options before the environment", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "environment-secret");
    const { transport, sent } = watched();
    await ask(createRouter({ primary: primary(), transport }));
    const credentials = { accessKeyId: "AKIDOPTION", secretAccessKey: "option-secret", sessionToken: "session-token" };
    await ask(createRouter({ primary: primary({ credentials }), transport }));
    const [first = "", second = ""] = sent.map(({ headers }) => headers["authorization"]);
    assert.match(first, /^AWS4-HMAC-SHA256 Credential=AKIDENVIRONMENT\/\d{8}\/eu-central-1\/bedrock\/aws4_request, /);
    assert.match(second, /^AWS4-HMAC-SHA256 Credential=AKIDOPTION\//);
    assert.equal(sent[1]?.headers["x-amz-security-token"], "session-token");
  });

  it("give way to a Bedrock API key in the environment, unless the code names them", async () => {
    vi.stubEnv("AWS_BEARER_TOKEN_BEDROCK", "bedrock-key");
    const { transport, sent } = watched();
    await ask(createRouter({ primary: primary(), transport }));
    const credentials = async () => ({ accessKeyId: "AKIDFUNCTION", secretAccessKey: "function-secret" });
    await ask(createRouter({ primary: primary({ credentials }), transport }));
    assert.equal(sent[0]?.headers["authorization"], "Bearer bedrock-key");
    assert.match(sent[1]?.headers["authorization"] ?? "", /Credential=AKIDFUNCTION\//);
  });

  it("are in no message, even where the service quotes them", async () => {
    const credentials = {
      accessKeyId: "AKIDOPTION",
      secretAccessKey: "quoted-secret-1",
      sessionToken: "quoted-session-1",
    };
    const quote = { message: "the token quoted-session-1 and the key quoted-secret-1 are unknown" };
    simulator.script([{ kind: "status", status: 403, body: quote, times: Number.POSITIVE_INFINITY }]);
    const error: unknown = await ask(createRouter({ primary: primary({ credentials }) })).catch((thrown) => thrown);
    assert.ok(error instanceof RouterError);
    const told = `${error.message} ${JSON.stringify(error.attempts.map((attempt) => attempt.error?.message))}`;
    assert.match(told, /\[redacted\]/);
    assert.ok(!told.includes("quoted-"), told);
  });
});

describe("a Google service account", () => {
  it("gets its token through the router's own transport, once for all calls", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    vi.stubEnv("GOOGLE_CLIENT_EMAIL", "triage@project.iam.example");
    vi.stubEnv("GOOGLE_PRIVATE_KEY", privateKey);
    vi.stubEnv("GOOGLE_CLOUD_PROJECT", "project");
    const toSimulator = createFetchTransport(fetch);
    const asked: string[] = [];
    const transport: Transport = async (request) => {
      asked.push(new URL(request.url).host);
      if (request.url !== "https://oauth2.googleapis.com/token") return toSimulator(request);
      const token = JSON.stringify({ access_token: "fetched-token", expires_in: 3600, token_type: "Bearer" });
      return {
        status: 200,
        headers: {},
        body: (async function* () {
          yield new TextEncoder().encode(token);
        })(),
      };
    };
    const baseUrl = `${simulator.url}/v1/projects/project/locations/us-central1`;
    const router = createRouter({ primary: vertex("gemini-3.8-flash", { baseUrl }), transport });
    await ask(router);
    await ask(router);
    const own = new URL(simulator.url).host;
    assert.deepEqual(asked, ["oauth2.googleapis.com", own, own]);
    assert.equal(simulator.requests.at(-1)?.hasKey, true);
  });
});
