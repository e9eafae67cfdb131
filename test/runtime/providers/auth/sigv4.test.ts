import assert from "node:assert/strict";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { type SigningOptions, signRequest } from "@outspec/runtime/providers/auth/sigv4";
import type { EncodedRequest } from "@outspec/runtime/providers/provider";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { describe, it } from "vitest";

type Source = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, or HMAC with it where there is a key, as AWS's own signer wants it. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: Source) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", toBuffer(secret));
  }

  update(data: Source): void {
    this.#hash.update(toBuffer(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function toBuffer(source: Source): Buffer {
  if (typeof source === "string") return Buffer.from(source);
  if (source instanceof ArrayBuffer) return Buffer.from(source);
  return Buffer.from(source.buffer, source.byteOffset, source.byteLength);
}

/** What AWS's own signer makes of a request, of whose headers it is to sign the same ones. */
async function signedByAws(
  request: EncodedRequest,
  options: SigningOptions,
): Promise<Readonly<Record<string, string>>> {
  const { region, service, now } = options;
  const { accessKeyId, secretAccessKey, sessionToken } = options.credentials;
  const temporary = sessionToken === undefined ? {} : { sessionToken };
  const credentials = { accessKeyId, secretAccessKey, ...temporary };
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
  const { protocol, host, pathname, searchParams } = new URL(request.url);
  const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
  const { headers } = await signer.sign(
    {
      method: request.method,
      protocol,
      hostname: host,
      path: pathname,
      query,
      headers: { host, ...request.headers },
      body: request.body,
    },
    {
      signingDate: new Date(now),
      unsignableHeaders: new Set(
        Object.keys(request.headers).filter((name) => !/^(?:content-type|x-amz.*)$/.test(name)),
      ),
    },
  );
  const { host: _, ...sent } = headers;
  return sent;
}

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const options: SigningOptions = {
  credentials,
  region: "us-east-1",
  service: "bedrock",
  now: Date.UTC(2026, 10, 22, 9),
};

function requestTo(url: string, more: Partial<EncodedRequest> = {}): EncodedRequest {
  const headers = { "content-type": "application/json", accept: "application/json" };
  return { method: "POST", url, headers, body: "{}", ...more };
}

const host = "https://bedrock-runtime.us-east-1.amazonaws.com";

describe("a signature for AWS", () => {
  const requests: readonly (readonly [what: string, request: EncodedRequest, more?: Partial<SigningOptions>])[] = [
    ["a plain model", requestTo(`${host}/model/m/converse`)],
    ["a model with a colon in its id", requestTo(`${host}/model/us.amazon.nova-lite-v1%3A0/converse-stream`)],
    ["a colon that is sent as it is", requestTo(`${host}/model/us.amazon.nova-lite-v1:0/converse`)],
    [
      "an id with slashes",
      requestTo(`${host}/model/${encodeURIComponent("arn:aws:bedrock:r:1:p/us.m-v1:0")}/converse`),
    ],
    ["odd characters in a path", requestTo(`${host}/model/${encodeURIComponent("a!'()*~-._ b")}/x`)],
    ["characters of any script in a path", requestTo(`${host}/model/${encodeURIComponent("é🤒")}/x`)],
    ["an address without a path", requestTo(host)],
    ["an address that ends in a slash", requestTo(`${host}/model/`)],
    ["empty segments and dots", requestTo(`${host}//model/./a/../b//c`)],
    ["a port", requestTo("https://vpce.example:8443/model/m/converse")],
    ["the usual port, which is not sent", requestTo("https://vpce.example:443/model/m/converse")],
    ["plain HTTP", requestTo("http://127.0.0.1:3000/model/m/converse")],
    ["a query", requestTo(`${host}/model/m?b=2&a=1&c`)],
    ["a query with odd characters", requestTo(`${host}/model/m?k%20ey=%2F%3D%26+%C3%A9*&k=~`)],
    ["a name twice in a query", requestTo(`${host}/model/m?a=2&a=1&A=0&a-=3`)],
    ["an empty body", requestTo(`${host}/model/m/converse`, { body: "" })],
    ["a body of any script", requestTo(`${host}/model/m/converse`, { body: '{"text":"39,2 °C 🤒"}' })],
    ["half a character in a body", requestTo(`${host}/model/m/converse`, { body: '{"text":"\ud83e"}' })],
    ["a temporary token", requestTo(host), { credentials: { ...credentials, sessionToken: "FwoGZXIvYXdzEBYaD+/=" } }],
    ["another service", requestTo("https://bedrock-mantle.eu-west-1.api.aws/v1/chat"), { service: "bedrock-mantle" }],
    ["another region", requestTo("https://bedrock-runtime.cn-north-1.amazonaws.com.cn/x"), { region: "cn-north-1" }],
    ["the last moment of a day", requestTo(host), { now: Date.UTC(2026, 11, 31, 23, 59, 59, 999) }],
    [
      "headers of the user's, of which AWS's own are signed",
      requestTo(`${host}/model/m/invoke`, {
        headers: {
          "x-team": "triage",
          "content-type": "  application/json;   charset=utf-8 ",
          "x-amzn-bedrock-trace": "ENABLED",
          "x-amz-meta": "a  b",
          "x-amzn-trace-id": "Root=1",
          "user-agent": "outspec",
        },
      }),
    ],
    [
      "a signature that is there already, which it replaces",
      requestTo(host, { headers: { authorization: "AWS4-HMAC-SHA256 old", "x-amz-date": "20200101T000000Z" } }),
    ],
  ];
  for (const [what, request, more] of requests) {
    it(`is the one AWS's own signer makes, for ${what}`, async () => {
      const given = { ...options, ...more };
      const signed = await signRequest(request, given);
      assert.deepEqual(signed.headers, await signedByAws(request, given));
      assert.deepEqual([signed.url, signed.body, signed.method], [request.url, request.body, request.method]);
    });
  }

  it("is the one AWS's own signer makes, whatever the model, body, query, credentials and time", async () => {
    const text = fc.string({ unit: "grapheme" });
    const ascii = fc.string({ unit: "grapheme-ascii", minLength: 1 });
    const inputs = fc.record({
      model: fc.string({ unit: fc.constantFrom(...":/.+-_~!*'() aé%2F"), minLength: 1 }),
      body: text,
      // AWS's own signer keeps a query in an object, in which this name is something else.
      query: fc.array(
        fc.tuple(
          text.filter((name) => name !== "__proto__"),
          text,
        ),
        { maxLength: 3 },
      ),
      secretAccessKey: ascii,
      sessionToken: fc.option(ascii, { nil: undefined }),
      region: fc.constantFrom("us-east-1", "eu-central-1"),
      now: fc.integer({ min: Date.UTC(2020), max: Date.UTC(2100) }),
    });
    await fc.assert(
      fc.asyncProperty(inputs, async ({ model, body, query, secretAccessKey, sessionToken, region, now }) => {
        const url = `${host}/model/${encodeURIComponent(model)}/converse?${new URLSearchParams(query)}`;
        const request = requestTo(url, { body });
        const given = { ...options, credentials: { ...credentials, secretAccessKey, sessionToken }, region, now };
        const signed = await signRequest(request, given);
        assert.deepEqual(signed.headers, await signedByAws(request, given));
      }),
      { numRuns: 200 },
    );
  });

  it("names what it signs, and holds neither the secret nor the body", async () => {
    const { headers } = await signRequest(requestTo(`${host}/model/m/converse`, { body: "very private" }), {
      ...options,
      credentials: { ...credentials, sessionToken: "token" },
    });
    const authorization = headers["authorization"] ?? "";
    assert.match(
      authorization,
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261122\/us-east-1\/bedrock\/aws4_request, /,
    );
    assert.match(
      authorization,
      /SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[\da-f]{64}$/,
    );
    assert.equal(headers["x-amz-date"], "20261122T090000Z");
    assert.equal(headers["x-amz-security-token"], "token");
    assert.equal(headers["host"], undefined);
    assert.equal(headers["accept"], "application/json");
    const all = JSON.stringify(headers);
    assert.ok(!all.includes(credentials.secretAccessKey) && !all.includes("private"));
  });

  it("signs for the host that the user's own header names", async () => {
    const request = requestTo("http://127.0.0.1:3000/model/m", { headers: { host: "bedrock.example" } });
    const own = await signRequest(request, options);
    const same = await signRequest(requestTo("https://bedrock.example/model/m", { headers: {} }), options);
    assert.equal(own.headers["authorization"], same.headers["authorization"]);
  });
});
