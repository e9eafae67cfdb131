import assert from "node:assert/strict";
import { type CallOptions, OutspecError, type OutspecErrorCode } from "@outspec/runtime";
import type { Codec } from "@outspec/runtime/codegen";
import { type Fault, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";
import { allPrompts, everyCanary, findIn, findLeaks, keys, outputs, prompts } from "./secrets/canaries.ts";
import { callBothWays, callOn, startWatch, type Watch } from "./secrets/watch.ts";
import { type Wire, wires } from "./secrets/wires.ts";

let simulator: Simulator;
let codec: Codec;
let watch: Watch;

/** Every code and phase that a call came to. */
const codes = new Set<string>();
const phases = new Set<string>();

beforeAll(async () => {
  codec = await codecInEveryDialect("patient-summary");
  watch = startWatch();
  simulator = await startSimulator({
    remember: 300,
    instance: () => ({
      vitals_status: "Normal",
      key_notes: [`The patient ${outputs.value.text} is well.`, "Nothing else."],
      requires_visit: false,
    }),
  });
});
afterAll(async () => {
  watch[Symbol.dispose]();
  await simulator.close();
});

/** What a provider may quote of a request, each short enough to be shown whole, and some where they are cut. */
function quotesOf(wire: Wire): readonly string[] {
  const [credential, header] = [wire.credentials[0]?.text ?? "", keys.header.text];
  const half = credential.length / 2;
  return [
    ...wire.credentials.map(
      ({ text }) => `Incorrect API key provided: ${text}. You sent authorization: Bearer ${text}.`,
    ),
    `Incorrect API key provided: ${credential.slice(0, half)}`,
    `Incorrect API key ending in ${credential.slice(half)}`,
    `Incorrect API key provided: ${credential.slice(0, 6)}${"*".repeat(12)}${credential.slice(-4)}`,
    `the header x-tenant-secret: ${header} is too long: ${encodeURIComponent(header)}`,
    ...allPrompts.slice(0, 2).map(({ text }) => `Invalid value: '${text}'. Expected a list of objects.`),
    `1 validation error: messages.1 [type=string, input_value='${prompts.user.text}', input_type=str]`,
    `unknown word "${prompts.user.core}" in ${JSON.stringify(JSON.stringify({ content: prompts.user.text }))}`,
    `invalid image: ${Buffer.from(prompts.media.text).toString("base64")}`,
    `${"a ".repeat(128)}the content was ${prompts.user.text}`,
    `${"a ".repeat(136)}the key was ${credential}`,
  ];
}

const statuses = [400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529];

/** Error bodies in the shapes that providers use, with a quote wherever they put words. */
function bodiesOf(quote: string): readonly unknown[] {
  return [
    { error: { message: quote, type: "invalid_request_error", code: quote, param: quote }, request_id: quote },
    { type: "error", error: { type: "authentication_error", message: quote }, request_id: quote },
    [{ error: { code: 400, message: quote, status: "INVALID_ARGUMENT", details: [{ reason: quote }] } }],
    { message: quote, __type: "ValidationException" },
    { error: quote },
    { detail: [{ loc: ["body", "messages", 0], msg: quote, input: quote }] },
    `<html><body><h1>${quote}</h1></body></html>`,
  ];
}

/** Everything else that may go wrong, with something to say wherever the wire has a place for it. */
function faultsOf(quote: string): readonly Fault[] {
  return [
    { kind: "error-in-stream", afterDeltas: 0, message: quote },
    { kind: "error-in-stream", afterDeltas: 8, message: quote },
    { kind: "reject-schema", message: quote },
    { kind: "refusal", text: `${outputs.refusal.text} ${quote}` },
    { kind: "truncation" },
    { kind: "invalid-json", afterDeltas: 12 },
    { kind: "text", text: `{"vitals_status":"${outputs.value.text}","key_notes":[],"requires_visit":true}` },
    { kind: "text", text: `I am sorry: ${outputs.value.text} ${quote}` },
    { kind: "text", text: `{"vitals_status":"Normal","vitals_status":"${outputs.value.text}"}` },
    { kind: "schema-violation" },
    { kind: "no-finish" },
    { kind: "cut", afterDeltas: 9 },
    { kind: "reset" },
    { kind: "empty" },
    { kind: "none" },
  ];
}

async function noLeaks(wire: Wire, fault: Fault, told: readonly unknown[]): Promise<void> {
  const seen = [...told, ...watch.take()];
  for (const value of told) {
    if (!OutspecError.is(value)) continue;
    codes.add(value.code);
    for (const { error, phase } of value.attempts) {
      phases.add(phase);
      if (error !== undefined) codes.add(error.code);
    }
  }
  assert.deepEqual(findLeaks(seen), [], `${wire.name}: ${JSON.stringify(fault)}`);
}

async function strike(wire: Wire, fault: Fault, options: CallOptions = {}): Promise<void> {
  simulator.script([{ ...fault, times: Number.POSITIVE_INFINITY }]);
  await noLeaks(wire, fault, await callBothWays(callOn(codec, [wire.model(simulator)], watch), options));
}

describe.each(wires)("over $name, nothing of key, header, prompt or output is in anything that can be seen", (wire) => {
  const quotes = quotesOf(wire);

  it.each(statuses)("of status %i with a body that quotes it", async (status) => {
    // Half of the quotes, and the others with the next status; a shape for each quote, and another one with the next status.
    for (const [index, quote] of quotes.entries()) {
      if ((index + status) % 2 === 0) continue;
      const bodies = bodiesOf(quote);
      const body = bodies[((index >> 1) + status) % bodies.length];
      await strike(wire, { kind: "status", status, body, headers: { "x-request-id": quote.replace(/[^ -~]/g, "") } });
    }
  });

  it("of whichever shape the error has", async () => {
    const few = quotes.filter((_, index) => index % 4 === 0);
    for (const quote of few)
      for (const body of bodiesOf(quote)) await strike(wire, { kind: "status", status: 400, body });
  });

  it("of an answer that goes wrong", async () => {
    for (const fault of faultsOf(quotes.slice(0, 2).join(" "))) await strike(wire, fault);
    const message = `the model wrote ${JSON.stringify({ key_notes: [outputs.value.text] })}`;
    // So late that it has come.
    await strike(wire, { kind: "error-in-stream", afterDeltas: 24, message }, { wire: "stream" });
  });

  it("of one that takes too long", async () => {
    const timeouts = { firstTokenMs: 30, idleMs: 30, totalMs: 60 };
    for (const afterDeltas of [0, 6]) {
      const fault: Fault = { kind: "stall", afterDeltas };
      simulator.script([{ ...fault, times: Number.POSITIVE_INFINITY }]);
      await noLeaks(wire, fault, await callBothWays(callOn(codec, [wire.model(simulator)], watch, { timeouts })));
    }
  });

  it("of one that the caller lets go of, and of one that was asked beside another", async () => {
    const fault: Fault = { kind: "stall", afterDeltas: 3 };
    simulator.script([{ ...fault, times: Number.POSITIVE_INFINITY }]);
    const [model, other] = [wire.model(simulator), wire.model(simulator)];
    await noLeaks(wire, fault, await callBothWays(callOn(codec, [model], watch), { signal: AbortSignal.timeout(30) }));
    const hedged = callOn(codec, [model, other], watch, {
      hedge: { afterMs: 5 },
      timeouts: { firstTokenMs: 40, idleMs: 40, totalMs: 80 },
    });
    await noLeaks(wire, fault, await callBothWays(hedged));
  });

  it("of what is asked again, and of the next model", async () => {
    const quote = quotes[0] ?? "";
    simulator.script([
      { kind: "text", text: `{"vitals_status":"${outputs.value.text}"}` },
      { kind: "status", status: 503, body: { error: { message: quote } } },
      { kind: "error-in-stream", message: quote },
      { kind: "cut", afterDeltas: 6 },
      { kind: "status", status: 401, body: { error: { message: quote } }, times: Number.POSITIVE_INFINITY },
    ]);
    const models = [wire.model(simulator), wire.model(simulator)] as const;
    await noLeaks(wire, { kind: "none" }, await callBothWays(callOn(codec, models, watch, { attempts: 3, reAsks: 1 })));
  });
});

describe("all of this", () => {
  it("came to every code that a provider can bring about, and to every phase", () => {
    const others: readonly OutspecErrorCode[] = ["restarted", "invalid-input", "configuration"];
    const expected: Record<Exclude<OutspecErrorCode, (typeof others)[number]>, true> = {
      network: true,
      "rate-limited": true,
      overloaded: true,
      "server-error": true,
      unauthorized: true,
      forbidden: true,
      "not-found": true,
      "bad-request": true,
      "schema-rejected": true,
      "context-overflow": true,
      interrupted: true,
      "quota-exhausted": true,
      timeout: true,
      "invalid-output": true,
      refused: true,
      "content-filtered": true,
      truncated: true,
      restarted: true,
      "invalid-input": true,
      configuration: true,
      aborted: true,
      "all-attempts-failed": true,
    };
    const missing = Object.keys(expected).filter((code) => !codes.has(code) && !others.some((other) => other === code));
    assert.deepEqual(missing, []);
    assert.deepEqual([...phases].sort(), ["first-token", "headers", "streaming", "validation"]);
  });

  it("left nothing in spans and metrics", async () => {
    assert.deepEqual(findIn(await watch.telemetry(), everyCanary), []);
  });

  it("left no key in what the simulator remembers of its requests", () => {
    assert.equal(simulator.requests.length, 300);
    assert.deepEqual(findLeaks(simulator.requests, Object.values(keys)), []);
  });
});

describe("the spec object", () => {
  it("holds no prompt, so that a browser may import it", () => {
    assert.doesNotMatch(JSON.stringify(patientSummary) + String(patientSummary), /clinical assistant/);
  });
});
