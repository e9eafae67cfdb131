import assert from "node:assert/strict";
import { generateKeyPairSync, verify } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { createSseDecoder } from "@outspec/runtime/framing/sse";
import { createGoogleAuthenticator, type GoogleAuthLibrary } from "@outspec/runtime/providers/auth/google";
import { createKeptCredentials } from "@outspec/runtime/providers/auth/kept-credentials";
import { createServiceAccountAssertion } from "@outspec/runtime/providers/auth/service-account";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import type { AuthContext, Authenticator, Model } from "@outspec/runtime/providers/provider";
import { createScriptedTransport, type ScriptedResponse } from "@outspec/runtime/testing/scripted-transport";
import { TransportError } from "@outspec/runtime/transport/transport";
import * as installed from "google-auth-library";
import { afterEach, describe, it, vi } from "vitest";
import { rowOf } from "../replay.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const email = "triage@project.iam.gserviceaccount.com";
const account = { GOOGLE_CLIENT_EMAIL: email, GOOGLE_PRIVATE_KEY: pem };
const now = Date.parse("2026-11-22T12:00:00.500Z");

const row = rowOf("vertex");
const model: Model = {
  id: "vertex/gemini-3.8-flash",
  model: "gemini-3.8-flash",
  row,
  override: undefined,
  endpoint: row,
  adapter: openaiChat,
  createFrameDecoder: createSseDecoder,
  authenticator: undefined,
  options: {},
};

/** What Google's token service answers. */
function answer(value: object, status = 200): ScriptedResponse {
  return { status, headers: { "content-type": "application/json" }, chunks: [JSON.stringify(value)] };
}

const granted = (token: string) => answer({ access_token: token, expires_in: 3599, token_type: "Bearer" });

/** Asks for tokens as the calls of one router do. */
function createAsker(responses: readonly ScriptedResponse[], more: Partial<AuthContext> = {}) {
  const { transport, requests } = createScriptedTransport(...responses);
  const kept = createKeptCredentials();
  const context = { model, environment: account, places: {}, now, transport, kept, ...more };
  return {
    requests,
    kept,
    ask: (at = now, authenticator: Authenticator = createGoogleAuthenticator(noLibrary)) => {
      assert.equal(authenticator.kind, "token");
      return authenticator.token({ ...context, now: at });
    },
  };
}

function noLibrary(): Promise<GoogleAuthLibrary> {
  return Promise.reject(new Error("Cannot find package 'google-auth-library'"));
}

/** The parts of a JWT whose signature is right. */
function readAssertion(jwt: string): readonly [header: unknown, claims: unknown] {
  const [header = "", claims = "", signature = "", more] = jwt.split(".");
  assert.equal(more, undefined);
  const text = Buffer.from(`${header}.${claims}`);
  assert.ok(verify("RSA-SHA256", text, publicKey, Buffer.from(signature, "base64url")));
  const parse = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  return [parse(header), parse(claims)];
}

describe("a service account's assertion", () => {
  const claims = {
    iss: email,
    scope: "https://www.googleapis.com/auth/cloud-platform",
    aud: "https://oauth2.googleapis.com/token",
    iat: 1_795_348_800,
    exp: 1_795_352_400,
  };

  it("says who asks for what for how long, signed with the private key", async () => {
    const jwt = await createServiceAccountAssertion({ email, privateKey: pem, now });
    assert.match(jwt, /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.deepEqual(readAssertion(jwt), [{ alg: "RS256", typ: "JWT" }, claims]);
  });

  it("names the key where its id is known", async () => {
    const jwt = await createServiceAccountAssertion({ email, privateKey: pem, keyId: "key-1", now });
    assert.deepEqual(readAssertion(jwt)[0], { alg: "RS256", typ: "JWT", kid: "key-1" });
  });

  it("is made of a key in any form that variables give it", async () => {
    const escaped = pem.replaceAll("\n", "\\n");
    for (const form of [escaped, `"${escaped}"`, pem.replaceAll("\n", "\r\n"), pem.trim(), pem.replaceAll("\n", " ")]) {
      const jwt = await createServiceAccountAssertion({ email, privateKey: form, now });
      assert.deepEqual(readAssertion(jwt)[1], claims);
    }
  });

  it("is not made of what is no private key", async () => {
    const pkcs1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    for (const wrong of ["", "no key", pkcs1, pem.slice(0, 400)]) {
      await assert.rejects(createServiceAccountAssertion({ email, privateKey: wrong, now }));
    }
  });
});

describe("a token for a service account of the environment", () => {
  it("is exchanged for its assertion", async () => {
    const { ask, requests } = createAsker([granted("ya29.token")], {
      environment: { ...account, GOOGLE_PRIVATE_KEY_ID: "key-1" },
    });
    assert.equal(await ask(), "ya29.token");
    const request = requests[0]?.request;
    assert.equal(request?.method, "POST");
    assert.equal(request.url, "https://oauth2.googleapis.com/token");
    assert.equal(request.headers["content-type"], "application/x-www-form-urlencoded");
    const form = new URLSearchParams(request.body);
    assert.deepEqual([...form.keys()], ["grant_type", "assertion"]);
    assert.equal(form.get("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    assert.deepEqual(readAssertion(form.get("assertion") ?? "")[0], { alg: "RS256", typ: "JWT", kid: "key-1" });
  });

  it("is kept until half a minute before it expires, or until it is refused", async () => {
    const { ask, requests, kept } = createAsker([granted("t1"), granted("t2"), granted("t3")]);
    const expiry = now + 3_599_000;
    assert.deepEqual([await ask(now), await ask(expiry - 30_001), await ask(expiry - 30_000)], ["t1", "t1", "t2"]);
    kept.forget();
    assert.equal(await ask(now), "t3");
    assert.equal(requests.length, 3);
  });

  it("is asked for once by calls that come together", async () => {
    const { ask, requests } = createAsker([granted("t1")]);
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), ["t1", "t1", "t1"]);
    assert.equal(requests.length, 1);
  });

  it("is asked for every time where it does not say for how long it is good", async () => {
    const { ask } = createAsker([answer({ access_token: "t1" }), answer({ access_token: "t2" })]);
    assert.deepEqual([await ask(), await ask()], ["t1", "t2"]);
  });

  it("arrives in pieces", async () => {
    const { ask } = createAsker([{ chunks: ['{"access_', 'token":"t1","expires_in":', "3599}"] }]);
    assert.equal(await ask(), "t1");
  });

  const refusals: readonly (readonly [what: string, response: ScriptedResponse, code: string, message: RegExp])[] = [
    [
      "a signature that Google does not know",
      answer({ error: "invalid_grant", error_description: "Invalid JWT Signature." }, 400),
      "unauthorized",
      /^Google refused the service account \(invalid_grant: Invalid JWT Signature\.\): check GOOGLE_CLIENT_EMAIL, GOOGLE_PRIVATE_KEY, .*clock/,
    ],
    ["an answer that is not JSON", { status: 403, chunks: ["<html>no</html>"] }, "unauthorized", /\(HTTP 403\): check/],
    [
      "a failure of Google's",
      answer({ error: "internal_failure" }, 503),
      "server-error",
      /^503 Service Unavailable: Google's token service failed: internal_failure$/,
    ],
    ["too many requests", answer({ error: "rate_limit_exceeded" }, 429), "rate-limited", /rate_limit_exceeded/],
    ["an answer without a token", answer({ id_token: "x" }), "server-error", /answered without a token$/],
    [
      "a token that no header can carry",
      answer({ access_token: "a\nb" }),
      "unauthorized",
      /the access token that Google gave holds a character/,
    ],
  ];
  for (const [what, response, code, message] of refusals) {
    it(`is told about by name where there is ${what}, and the next call asks again`, async () => {
      const { ask } = createAsker([response, granted("t2")]);
      await assert.rejects(ask(), { name: "ProviderError", code, phase: "prepare", provider: "vertex", message });
      assert.equal(await ask(), "t2");
    });
  }

  it("says what to check where the key is none, without a word of it", async () => {
    const secret = "bm90IGEga2V5";
    const environment = { ...account, GOOGLE_PRIVATE_KEY: `-----BEGIN PRIVATE KEY-----\n${secret}` };
    const { ask, requests } = createAsker([], { environment });
    const error = await ask().catch((reason: unknown) => reason);
    assert.match(
      String(error),
      /GOOGLE_PRIVATE_KEY is no private key: give private_key of the service account's key file/,
    );
    assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(secret));
    assert.equal(requests.length, 0);
  });

  it("repeats no assertion and no token that Google quotes", async () => {
    const quoting: ScriptedResponse = async ({ body }) => {
      const assertion = new URLSearchParams(body).get("assertion") ?? "";
      const text = JSON.stringify({ error: "invalid_grant", error_description: `bad: ${assertion} and ya29.secret` });
      const sent = createScriptedTransport({ status: 400, chunks: [text] });
      return sent.transport({ method: "POST", url: "https://example.com", headers: {} });
    };
    const error = await createAsker([quoting])
      .ask()
      .catch((reason: unknown) => reason);
    const shown = inspect(error, { depth: 10, showHidden: true });
    assert.match(shown, /bad: \[redacted\] and \[redacted\]/);
    assert.doesNotMatch(shown, /eyJ|BEGIN PRIVATE|ya29\.s/);
  });

  it("is not read without end", async () => {
    const chunks = Array.from({ length: 100 }, () => "x".repeat(8 * 1024));
    const { ask, requests } = createAsker([{ chunks }]);
    await assert.rejects(ask(), { code: "server-error" });
    assert.equal(requests[0]?.abandoned, true);
    assert.ok(requests[0].chunksRead < 12);
  });

  it("lets errors of the transport pass", async () => {
    const error = new TransportError("connect", new Error("ECONNREFUSED"));
    const { ask } = createAsker([{ connect: "fail", error }, granted("t2")]);
    await assert.rejects(ask(), error);
    assert.equal(await ask(), "t2");
  });
});

describe("a token of Application Default Credentials", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  /** Leaves the library nothing to find but what a test gives it, and no other way to a network. */
  function clearEnvironment(home: string): void {
    for (const name of ["GOOGLE_APPLICATION_CREDENTIALS", "GCE_METADATA_IP", "GCE_METADATA_HOST"])
      vi.stubEnv(name, undefined);
    for (const name of ["google_application_credentials", "METADATA_SERVER_DETECTION"]) vi.stubEnv(name, undefined);
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"]) vi.stubEnv(name, undefined);
    for (const name of ["HOME", "APPDATA", "CLOUDSDK_CONFIG"]) vi.stubEnv(name, home);
    // Otherwise the library runs gcloud to find one.
    vi.stubEnv("GOOGLE_CLOUD_PROJECT", "project");
  }

  it("comes from the metadata server of the cloud that the program runs in", async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "", "http://metadata");
      paths.push(pathname);
      response.setHeader("metadata-flavor", "Google");
      if (pathname === "/computeMetadata/v1/instance/service-accounts/default/token") {
        assert.equal(request.headers["metadata-flavor"], "Google");
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ access_token: "from-metadata", expires_in: 3599, token_type: "Bearer" }));
      } else {
        response.statusCode = pathname === "/computeMetadata/v1/instance" ? 200 : 404;
        response.end();
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const home = mkdtempSync(join(tmpdir(), "outspec-adc-"));
    try {
      clearEnvironment(home);
      vi.stubEnv("GCE_METADATA_HOST", `127.0.0.1:${(server.address() as AddressInfo).port}`);
      const { ask } = createAsker([], { environment: {} });
      const before = Date.now();
      const authenticator = createGoogleAuthenticator();
      assert.equal(await ask(before, authenticator), "from-metadata");
      const asked = paths.length;
      assert.equal(await ask(before + 3_500_000, authenticator), "from-metadata");
      assert.equal(paths.length, asked);
      assert.equal(await ask(before + 3_600_000, authenticator), "from-metadata");
      assert.ok(paths.length > asked);
    } finally {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      rmSync(home, { recursive: true });
    }
  });

  /** Stands for the library; what is installed fits the same interface. */
  const libraryOf = (getClient: InstanceType<GoogleAuthLibrary["GoogleAuth"]>["getClient"]): GoogleAuthLibrary => ({
    GoogleAuth: class {
      readonly getClient = getClient;
    },
  });

  it("is what the library that is installed gives", () => {
    const library: GoogleAuthLibrary = installed;
    assert.equal(typeof new library.GoogleAuth({ scopes: "s" }).getClient, "function");
  });

  it("is kept for as long as the library says, and asked for every time where it does not say", async () => {
    for (const [expiry_date, expected] of [
      [now + 60_000, ["t1", "t1", "t2"]],
      [null, ["t1", "t2", "t3"]],
    ] as const) {
      let count = 0;
      const library = libraryOf(async () => ({
        getAccessToken: async () => ({ token: `t${++count}` }),
        credentials: { expiry_date },
      }));
      const { ask } = createAsker([], { environment: {} });
      const at = (ms: number) =>
        ask(
          ms,
          createGoogleAuthenticator(async () => library),
        );
      assert.deepEqual([await at(now), await at(now + 29_999), await at(now + 30_000)], expected);
    }
  });

  it("is not looked for where the environment names a service account", async () => {
    const { ask } = createAsker([granted("t1")]);
    const load = vi.fn(noLibrary);
    assert.equal(await ask(now, createGoogleAuthenticator(load)), "t1");
    assert.equal(load.mock.calls.length, 0);
  });

  it("needs a library, and says so where it is missing", async () => {
    for (const environment of [{}, { GOOGLE_CLIENT_EMAIL: email }, { ...account, GOOGLE_PRIVATE_KEY: " " }]) {
      await assert.rejects(createAsker([], { environment }).ask(), {
        name: "ProviderError",
        code: "unauthorized",
        phase: "prepare",
        message:
          "google-auth-library, which finds Google's credentials, is missing: install google-auth-library, or set GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY, or pass accessToken",
      });
    }
  });

  it("says what to do where the library finds none, without what its errors hold", async () => {
    const failure = Object.assign(
      new Error("Could not load the default credentials. Token ya29.secret-token refused."),
      {
        config: { data: { refresh_token: "1//refresh", client_secret: "GOCSPX-secret" } },
      },
    );
    const library = libraryOf(() => Promise.reject(failure));
    const error = await createAsker([], { environment: {} })
      .ask(
        now,
        createGoogleAuthenticator(async () => library),
      )
      .catch((reason: unknown) => reason);
    assert.ok(error instanceof Error);
    assert.equal(
      error.message,
      'Google\'s default credentials do not work (Could not load the default credentials. Token [redacted] refused): run "gcloud auth application-default login", or set GOOGLE_APPLICATION_CREDENTIALS, or set GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY, or pass accessToken',
    );
    assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /refresh|GOCSPX|ya29/);
  });

  it("is told about where the library gives none", async () => {
    const library = libraryOf(async () => ({ getAccessToken: async () => ({ token: null }), credentials: {} }));
    const { ask } = createAsker([], { environment: {} });
    await assert.rejects(
      ask(
        now,
        createGoogleAuthenticator(async () => library),
      ),
      /do not work \(there is no token\)/,
    );
  });
});
