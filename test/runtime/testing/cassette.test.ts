import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as runtime from "@outspec/runtime";
import {
  anthropic,
  bedrock,
  createFetchTransport,
  createRouter,
  type HttpRequest,
  type Model,
  openai,
  type Router,
  type Transport,
  vertex,
} from "@outspec/runtime";
import type { Codec } from "@outspec/runtime/codegen";
import { generate, stream } from "@outspec/runtime/codegen";
import { providerRows } from "@outspec/runtime/facts/providers";
import {
  type CassetteMode,
  createCassette,
  type Simulator,
  startSimulator,
  UnansweredRequestError,
} from "@outspec/runtime/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from "vitest";
import { type PartialPatientSummary, type PatientSummary, patientSummary } from "../../../generated/index.ts";
import { codecInEveryDialect } from "../../every-dialect.ts";

let folder: string;
let simulator: Simulator;
let codec: Codec;
beforeAll(async () => {
  simulator = await startSimulator();
  codec = await codecInEveryDialect("patient-summary");
});
afterAll(() => simulator.close());
beforeEach(() => {
  quoted = [];
  folder = mkdtempSync(join(tmpdir(), "outspec-cassette-"));
  vi.stubEnv("CI", undefined);
  vi.stubEnv("OUTSPEC_CASSETTE", undefined);
  for (const name of Object.keys(process.env))
    if (/_KEY$|^(?:AWS|GOOGLE|AZURE)_/.test(name)) vi.stubEnv(name, undefined);
  simulator.script([]);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

type Input = { readonly notes: string };
const notes = "BP 162/98. Ran out of amlodipine.";
const file = () => join(folder, "calls", "patient.json");
const call = (router: Router) => ({
  spec: patientSummary,
  codec,
  router,
  prompt: (input: Input) => ({ system: "Summarise.", user: input.notes }),
});
const ask = (router: Router, text = notes) => generate(call(router), { notes: text });
const open = (router: Router, text = notes) =>
  stream<PatientSummary, PartialPatientSummary, Input>(call(router), { notes: text });
const toSimulator = createFetchTransport(fetch);
const unreachable: Transport = () => Promise.reject(new Error("a replay asks nobody"));
const own = (options: object = {}): Router =>
  createRouter({
    primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "sk-own-0123456789abcdef" }),
    fallbacks: [anthropic("claude-haiku-5-5", { baseUrl: simulator.baseUrls.anthropic, apiKey: "sk-ant-0123456789" })],
    attempts: 1,
    ...options,
  });
const record = () => createCassette({ file: file(), mode: "record", transport: toSimulator });
const replay = () => createCassette({ file: file(), transport: unreachable });
const read = () => readFileSync(file(), "utf8");

describe("a cassette", () => {
  it("replays what it recorded: results, partials, failures and all", async () => {
    simulator.script([
      { kind: "none", times: 2 },
      { kind: "cut", afterDeltas: 6 },
    ]);
    const run = async (router: Router) => {
      const whole = await ask(router);
      const streamed = open(router);
      const partials = [];
      for await (const partial of streamed) partials.push(partial);
      const restarted = await open(router, "Other notes.").result;
      const told = [whole, await streamed.result, restarted].map(({ output, usage, attempts, model }) => ({
        output,
        usage,
        model,
        attempts: attempts.map(({ id, status, requestId, error }) => [id, status, requestId, error?.code]),
      }));
      return { told, last: partials.at(-1) };
    };
    const recording = record();
    const before = await run(recording.router(own()));
    assert.equal(before.told[2]?.attempts.length, 2);
    const replaying = replay();
    assert.equal(replaying.unused.length, 4);
    assert.deepEqual(await run(replaying.router(own())), before);
    assert.deepEqual(replaying.unused, []);
  });

  it("cuts a body where it was cut", async () => {
    const cuts: number[][] = [[], []];
    const counting =
      (index: number, transport: Transport): Transport =>
      async (request) => {
        const response = await transport(request);
        const body = async function* () {
          for await (const chunk of response.body) {
            cuts[index]?.push(chunk.length);
            yield chunk;
          }
        };
        return { ...response, body: body() };
      };
    // Within a character, too.
    const text = `data: ${JSON.stringify({ choices: [{ delta: { content: "é🎉" } }] })}\n\n`;
    const bytes = new TextEncoder().encode(text);
    const inPieces: Transport = async () => ({
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: (async function* () {
        for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
      })(),
    });
    const recording = createCassette({ file: file(), mode: "record", transport: inPieces });
    await assert.rejects(open(own({ transport: counting(0, recording.transport), fallbacks: [] })).result);
    await assert.rejects(open(own({ transport: counting(1, replay().transport), fallbacks: [] })).result);
    assert.ok((cuts[0]?.length ?? 0) > 5);
    assert.deepEqual(cuts[1], cuts[0]);
    assert.match(read(), /é🎉/);
  });

  it("answers equal requests in the order in which they were recorded, and no more often", async () => {
    simulator.script([{ kind: "text", text: '{"vitals_status":"Normal","key_notes":[],"requires_visit":false}' }]);
    const recording = record().router(own());
    const outputs = [await ask(recording), await ask(recording)].map(({ output }) => output);
    assert.notDeepEqual(outputs[0], outputs[1]);
    const replaying = replay().router(own());
    assert.deepEqual([(await ask(replaying)).output, (await ask(replaying)).output], outputs);
    await assert.rejects(ask(replaying), /recorded as exchange 1, and was replayed before/);
  });

  it("ends a call that is not recorded, saying what differs and how to record it", async () => {
    await ask(record().router(own()));
    const replaying = replay().router(own());
    for (const failed of [ask(replaying, `${notes} Dizzy.`), open(replaying, `${notes} Dizzy.`).result]) {
      const error: unknown = await failed.catch((thrown: unknown) => thrown);
      assert.ok(error instanceof UnansweredRequestError);
      assert.match(error.message, /^.*patient\.json holds no answer to POST http:\/\/127\.0\.0\.1:\d+\/v1\/\w+/);
      assert.match(error.message, /the nearest that is recorded is exchange 1, which differs:/);
      assert.match(
        error.message,
        /body\/input\/\d+\/content.*: recorded … amlodipine\.", asked … amlodipine\. Dizzy\."/,
      );
      assert.match(error.message, /run the test once with OUTSPEC_CASSETTE=record and the keys$/);
    }
    await assert.rejects(ask(createCassette({ file: join(folder, "none.json") }).router(own())), /nothing is recorded/);
  });

  it("asks the provider for what is missing where it may, and adds it", async () => {
    await ask(record().router(own()));
    const before = simulator.requests.length;
    const adding = createCassette({ file: file(), mode: "replay-or-record", transport: toSimulator }).router(own());
    await ask(adding);
    assert.equal(simulator.requests.length, before);
    await ask(adding, "Other notes.");
    assert.equal(simulator.requests.length, before + 1);
    const replaying = replay().router(own());
    await ask(replaying, "Other notes.");
    await ask(replaying);
  });

  it("begins the file anew when it records", async () => {
    await ask(record().router(own()));
    await ask(record().router(own()), "Other notes.");
    const replaying = replay().router(own());
    await ask(replaying, "Other notes.");
    await assert.rejects(ask(replaying), UnansweredRequestError);
  });

  it.each<CassetteMode>(["record", "replay-or-record"])("replays in CI, where it was to %s", async (mode) => {
    vi.stubEnv("CI", "true");
    const cassette = createCassette({ file: file(), mode, transport: toSimulator });
    assert.equal(cassette.mode, "replay");
    await assert.rejects(ask(cassette.router(own())), /nothing is recorded where CI is set/);
    assert.ok(!existsSync(file()));
  });

  it("does what a variable says, where the code does not", async () => {
    vi.stubEnv("OUTSPEC_CASSETTE", "record");
    assert.equal(createCassette({ file: file() }).mode, "record");
    assert.equal(createCassette({ file: file(), mode: "replay" }).mode, "replay");
    vi.stubEnv("OUTSPEC_CASSETTE", "recrod");
    assert.throws(() => createCassette({ file: file() }), /"recrod" is no mode of a cassette/);
  });

  it("needs no key to replay", async () => {
    vi.stubEnv("OPENAI_API_KEY", "sk-of-the-environment-0123");
    const keyless = () => createRouter({ primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai }) });
    const { output } = await ask(record().router(keyless()));
    vi.stubEnv("OPENAI_API_KEY", undefined);
    assert.deepEqual((await ask(replay().router(keyless()))).output, output);
  });

  it("passes the pauses of a replay in no time", async () => {
    simulator.script([{ kind: "status", status: 429, headers: { "retry-after-ms": "1", "retry-after": "0" } }]);
    const router = () => own({ fallbacks: [], attempts: 2 });
    await ask(record().router(router()));
    writeFileSync(file(), read().replace('"retry-after-ms": "1"', '"retry-after-ms": "25000"'));
    const { attempts } = await ask(replay().router(router()));
    assert.equal(attempts.length, 2);
  });

  it("keeps a body that is no text, as one that is", async () => {
    const router = () =>
      createRouter({
        primary: bedrock("us.amazon.nova-pro-v1:0", {
          baseUrl: simulator.baseUrls.bedrock,
          apiKey: "aws-key-0123456789",
          region: "eu-central-1",
        }),
      });
    const { output } = await open(record().router(router())).result;
    assert.match(read(), /"base64"/);
    assert.deepEqual((await open(replay().router(router())).result).output, output);
  });

  it("leaves no temporary file, and refuses a file that is none of its own", async () => {
    await ask(record().router(own()));
    assert.deepEqual(readdirSync(join(folder, "calls")), ["patient.json"]);
    writeFileSync(file(), '{"version":2}');
    await assert.rejects(ask(replay().router(own())), /is no cassette of this version/);
  });

  it("records what a reader has seen that left, and says so to one that stays", async () => {
    simulator.script([{ kind: "stall", afterDeltas: 12, ms: Number.POSITIVE_INFINITY }]);
    const left = open(record().router(own()));
    for await (const partial of left) if (partial.vitals_status !== undefined) break;
    await assert.rejects(left.result);
    await vi.waitFor(() => assert.match(read(), /"ending": "left"/));
    const again = open(replay().router(own()));
    for await (const partial of again) if (partial.vitals_status !== undefined) break;
    await assert.rejects(again.result, { name: "AbortError" });
    await assert.rejects(open(replay().router(own())).result, /ends here, as its call had let go/);
  });
});

const canaries = {
  apiKey: "canary-key-3b9f1a7c5d",
  accessToken: "canary-token-8e2d6f4a1b",
  header: "canary-header-77aa55cc",
  accessKeyId: "OTHERCANARY0123456789",
  secretAccessKey: "canary-secret-0a1b2c3d4e",
  sessionToken: "canary-session-5f6a7b8c",
};

/** Parts of signatures that were quoted alone, as AWS does it. */
let quoted: string[] = [];

/** Answers with everything it was sent, as a careless provider's error would, in the body and in headers. */
const echo: Transport = async (request: HttpRequest) => {
  const [, ...parts] = /Credential=([^/]+).*Signature=(\w+)/.exec(request.headers["authorization"] ?? "") ?? [];
  quoted.push(...parts);
  const message = [request.url, ...Object.values(request.headers), ...parts].join(" ");
  const said = JSON.stringify({ error: { message, headers: request.headers } });
  return {
    status: 401,
    headers: {
      "content-type": "application/json",
      "x-request-id": request.headers["authorization"] ?? "r",
      "set-cookie": canaries.apiKey,
    },
    body: (async function* () {
      const bytes = new TextEncoder().encode(said);
      yield bytes.subarray(0, 40);
      yield bytes.subarray(40);
    })(),
  };
};

function assertClean(): void {
  const text = read();
  for (const [name, canary] of Object.entries(canaries)) assert.ok(!text.includes(canary), `${name} is in the file`);
  assert.ok(!/canary-|CANARY/.test(text));
  for (const part of quoted) assert.ok(!text.includes(part), "a part of a signature is in the file");
}

const factories: Readonly<Record<string, unknown>> = runtime;
const rows = providerRows.filter(({ retired }) => retired === undefined);

describe("the file", () => {
  it.each(rows)("holds no credential of $title", async (row) => {
    const factory = factories[row.factory] as (model: string, options: object) => Model; // a test of its own says that it is one
    const places = {
      region: "eu-central-1",
      resource: "r",
      project: "p",
      location: "l",
      accountId: "a",
      endpointId: "e",
    };
    const known = Object.fromEntries(
      Object.entries(places).filter(([name]) => Object.keys(row.places ?? {}).includes(name)),
    );
    const headers = { "x-secret": canaries.header };
    const { apiKey, accessToken, accessKeyId, secretAccessKey, sessionToken } = canaries;
    const ways = [
      { apiKey },
      { accessToken },
      ...(row.auth.scheme === "aws" ? [{ credentials: { accessKeyId, secretAccessKey, sessionToken } }] : []),
    ];
    for (const way of ways) {
      const base = row.baseUrl === "" ? { baseUrl: "https://example.com/v1" } : {};
      const primary = factory(row.models[0] ?? "model", {
        ...known,
        ...base,
        ...way,
        headers,
        extraBody: { api_key: apiKey },
      });
      const cassette = createCassette({ file: file(), mode: "record", transport: echo });
      await assert.rejects(ask(createRouter({ primary, attempts: 1, transport: cassette.transport })));
      assert.match(read(), /"status": 401/);
      assertClean();
    }
  });

  it("holds neither a service account's statement nor the token it is given", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    vi.stubEnv("GOOGLE_CLIENT_EMAIL", "triage@project.iam.example");
    vi.stubEnv("GOOGLE_PRIVATE_KEY", privateKey);
    let assertion = "";
    const transport: Transport = async (request) => {
      if (!request.url.startsWith("https://oauth2.googleapis.com/")) return echo(request);
      assertion = new URLSearchParams(request.body).get("assertion") ?? "";
      const token = JSON.stringify({ access_token: canaries.accessToken, expires_in: 3600, token_type: "Bearer" });
      const body = (async function* () {
        yield new TextEncoder().encode(token);
      })();
      return { status: 200, headers: { "content-type": "application/json" }, body };
    };
    const cassette = createCassette({ file: file(), mode: "record", transport });
    const primary = vertex("gemini-3.8-flash", { project: "p", location: "us-central1" });
    await assert.rejects(ask(createRouter({ primary, attempts: 1, transport: cassette.transport })));
    assert.ok(assertion.length > 100);
    assert.ok(!read().includes(assertion) && !read().includes(assertion.split(".")[2] ?? assertion));
    assert.match(read(), /expires_in/);
    assertClean();
  });

  it("holds no key that a body quotes which is no text", async () => {
    const binary: Transport = async () => ({
      status: 400,
      headers: {},
      body: (async function* () {
        yield new TextEncoder().encode(`\0\0${canaries.apiKey}\0`);
      })(),
    });
    const cassette = createCassette({ file: file(), mode: "record", transport: binary });
    const headers = { authorization: `Bearer ${canaries.apiKey}` };
    const response = await cassette.transport({ method: "POST", url: "https://example.com/", headers, body: "{}" });
    for await (const _ of response.body);
    const { exchanges } = JSON.parse(read()) as { exchanges: { response: { base64: string[] } }[] };
    const kept = atob(exchanges[0]?.response.base64[0] ?? "");
    assert.equal(kept.length, canaries.apiKey.length + 3);
    assert.ok(!kept.includes("canary"));
  });

  it("holds no key that stands in an address", async () => {
    const cassette = createCassette({ file: file(), mode: "record", transport: echo });
    const response = await cassette.transport({
      method: "POST",
      url: `https://user:${canaries.header}@example.com/v1beta/models/m:generateContent?alt=sse&key=${canaries.apiKey}&X-Amz-Signature=${canaries.accessToken}`,
      headers: {},
      body: "{}",
    });
    for await (const _ of response.body);
    assertClean();
    assert.match(
      read(),
      /"url": "https:\/\/example\.com\/v1beta\/models\/m:generateContent\?alt=sse&key=removed&X-Amz-Signature=removed"/,
    );
  });
});
