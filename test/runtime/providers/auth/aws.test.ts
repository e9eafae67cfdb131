import assert from "node:assert/strict";
import { type OutspecError, ProviderError } from "@outspec/runtime/errors";
import { awsAuthenticator } from "@outspec/runtime/providers/auth/aws";
import { signRequest } from "@outspec/runtime/providers/auth/sigv4";
import { bedrockConverse } from "@outspec/runtime/providers/bedrock-converse";
import { modelFromRow } from "@outspec/runtime/providers/model-from-row";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import type {
  AllModelOptions,
  AuthContext,
  AwsCredentials,
  EncodedRequest,
  Kept,
  KeptCredentials,
  SignedRequest,
} from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { rowOf } from "../replay.ts";

const now = Date.UTC(2026, 10, 22, 9);
const request: EncodedRequest = {
  method: "POST",
  url: "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse",
  headers: { "content-type": "application/json" },
  body: "{}",
};
const credentials: AwsCredentials = { accessKeyId: "AKID", secretAccessKey: "very-secret-access-key" };
const inEnvironment = { AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "very-secret-access-key" };

/** Keeps what says when it expires, as a router does, and nothing else. */
function keeps(): KeptCredentials {
  let kept: Kept<unknown> | undefined;
  return {
    async get<T>(load: () => Promise<Kept<T>>, at: number): Promise<T> {
      if (kept?.expiresAt === undefined || kept.expiresAt <= at) kept = await load();
      // One credential is kept, always of one kind.
      return kept.value as T;
    },
    forget() {
      kept = undefined;
    },
  };
}

interface Situation {
  readonly row?: string;
  readonly options?: AllModelOptions;
  readonly environment?: Readonly<Record<string, string>>;
  readonly places?: AuthContext["places"];
  readonly now?: number;
  readonly kept?: KeptCredentials;
}

async function sign(situation: Situation): Promise<SignedRequest> {
  const { row = "bedrock", options = {}, environment = {}, places = { region: "eu-west-1" } } = situation;
  assert.ok(awsAuthenticator.kind === "signature");
  return awsAuthenticator.sign(request, {
    model: modelFromRow(
      rowOf(row),
      { adapters: [bedrockConverse, openaiChat], authenticator: awsAuthenticator },
      "m",
      options,
    ),
    environment,
    places,
    now: situation.now ?? now,
    transport: async () => assert.fail("nothing is fetched"),
    kept: situation.kept ?? keeps(),
  });
}

const expectedFor = (given: AwsCredentials, more: { readonly region?: string; readonly service?: string } = {}) =>
  signRequest(request, { credentials: given, region: "eu-west-1", service: "bedrock", now, ...more });

async function errorOf(situation: Situation): Promise<OutspecError> {
  try {
    await sign(situation);
  } catch (error) {
    assert.ok(error instanceof ProviderError);
    assert.deepEqual(
      [error.code, error.phase, error.provider, error.model],
      ["unauthorized", "prepare", "bedrock", "m"],
    );
    return error;
  }
  return assert.fail("it has signed");
}

describe("the signature of a request to Bedrock", () => {
  it("is made with the variables that AWS's own SDKs read", async () => {
    const environment = { AWS_ACCESS_KEY_ID: " AKID\n", AWS_SECRET_ACCESS_KEY: "very-secret-access-key\n" };
    assert.deepEqual((await sign({ environment })).request, await expectedFor(credentials));
    const temporary = { ...environment, AWS_SESSION_TOKEN: "session-token" };
    assert.deepEqual(
      (await sign({ environment: temporary })).request,
      await expectedFor({ ...credentials, sessionToken: "session-token" }),
    );
  });

  it("is made with the model's own credentials before those of the environment", async () => {
    const own = { accessKeyId: "OWN", secretAccessKey: "own-secret-access-key", sessionToken: " own-token " };
    const signed = await sign({ options: { credentials: own }, environment: inEnvironment });
    assert.deepEqual(signed.request, await expectedFor({ ...own, sessionToken: "own-token" }));
  });

  it("holds for the region and the service of the model", async () => {
    const signed = await sign({
      row: "bedrock-mantle",
      environment: inEnvironment,
      places: { region: "us-west-2" },
    });
    assert.deepEqual(
      signed.request,
      await expectedFor(credentials, { region: "us-west-2", service: "bedrock-mantle" }),
    );
  });

  it("asks a function for credentials at each request, unless they say when they expire", async () => {
    let count = 0;
    const give = async () => ({ ...credentials, accessKeyId: `AKID${++count}` });
    const kept = keeps();
    for (const asked of [1, 2]) {
      const signed = await sign({ options: { credentials: give }, kept });
      assert.deepEqual(signed.request, await expectedFor({ ...credentials, accessKeyId: `AKID${asked}` }));
    }
  });

  it("keeps credentials of a function until they expire", async () => {
    let count = 0;
    const expiration = new Date(now + 60_000);
    const give = async () => ({ ...credentials, accessKeyId: `AKID${++count}`, expiration });
    const kept = keeps();
    for (const at of [now, now + 1000]) await sign({ options: { credentials: give }, kept, now: at });
    assert.equal(count, 1);
    await sign({ options: { credentials: give }, kept, now: now + 61_000 });
    assert.equal(count, 2);
  });

  it("tells what no message may repeat of it: the id, the secret and the token", async () => {
    const temporary = { ...inEnvironment, AWS_SESSION_TOKEN: "session-token" };
    assert.deepEqual((await sign({ environment: inEnvironment })).secrets, ["AKID", "very-secret-access-key"]);
    assert.deepEqual((await sign({ environment: temporary })).secrets, [
      "AKID",
      "very-secret-access-key",
      "session-token",
    ]);
  });

  const missing: readonly (readonly [what: string, situation: Situation, says: string])[] = [
    [
      "nothing is set",
      { environment: { AWS_ACCESS_KEY_ID: "  " } },
      "nothing says who asks: set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    ],
    ["the secret is missing", { environment: { AWS_ACCESS_KEY_ID: "AKID" } }, "AWS_SECRET_ACCESS_KEY is not set"],
    ["the id is missing", { environment: { AWS_SECRET_ACCESS_KEY: "secret" } }, "AWS_ACCESS_KEY_ID is not set"],
    [
      "a variable has a line break inside",
      { environment: { ...inEnvironment, AWS_SESSION_TOKEN: "a\nb" } },
      "AWS_SESSION_TOKEN holds a character that no key has, such as a line break inside it",
    ],
    [
      "an option has a line break inside",
      { options: { credentials: { accessKeyId: "A\nB", secretAccessKey: "secret" } } },
      "the accessKeyId of bedrock/m holds a character that no key has, such as a line break inside it",
    ],
    [
      "an option has no secret",
      { options: { credentials: { accessKeyId: "AKID", secretAccessKey: "" } } },
      "the credentials of bedrock/m have no secretAccessKey",
    ],
    [
      "a function gives nothing",
      // What JavaScript may do, whatever its types say.
      { options: { credentials: (async () => undefined) as unknown as () => Promise<AwsCredentials> } },
      "the credentials of bedrock/m have no accessKeyId",
    ],
    ["there is no region", { environment: inEnvironment, places: {} }, "bedrock/m needs a region to sign for"],
  ];
  for (const [what, situation, says] of missing) {
    it(`is not made where ${what}, which is told`, async () => {
      assert.equal((await errorOf(situation)).message, says);
    });
  }

  it("is not made where the function fails, whose reason is told without what looks like a key", async () => {
    const cause = new Error("no profile for Bearer abcdefghijkl");
    const error = await errorOf({ options: { credentials: () => Promise.reject(cause) } });
    assert.equal(error.message, "the credentials function of bedrock/m failed: no profile for [redacted]");
    // A copy: what was thrown may hold the request that failed.
    assert.deepEqual(error.cause, new Error("no profile for [redacted]"));
    const thrown = await errorOf({
      options: {
        credentials: () => {
          throw cause;
        },
      },
    });
    assert.deepEqual(thrown.cause, new Error("no profile for [redacted]"));
  });
});
