import { subscribe, unsubscribe } from "node:diagnostics_channel";
import {
  type Attempt,
  anthropic,
  ConfigurationError,
  createRouter,
  InputError,
  ollama,
  openai,
  openaiCompatible,
  outcome,
  type RouterOptions,
  TimeoutError,
  type Timeouts,
  type Transport,
} from "@outspec/runtime";
import { generate } from "@outspec/runtime/codegen";
import { createScriptedTransport, type ScriptedResponse } from "@outspec/runtime/testing";
import { TransportError } from "@outspec/runtime/transport/transport";
import { describe, expect, it } from "vitest";
import { generateMeetingActions, generatePatientSummary, patientSummary } from "../../../generated/index.ts";
import { codec } from "../../../generated/internal/patient-summary.ts";
import { createFakeClock, type FakeClock } from "../fake-clock.ts";
import { delta, turn } from "./manual-transport.ts";

const summary = { vitals_status: "Warning", key_notes: ["One note."], requires_visit: true };

function answer(content: string, finish = "stop"): ScriptedResponse {
  const body = {
    choices: [{ message: { content }, finish_reason: finish }],
    usage: { prompt_tokens: 11, completion_tokens: 7 },
  };
  return { headers: { "content-type": "application/json" }, chunks: [JSON.stringify(body)] };
}

const good = answer(JSON.stringify(summary));

function failure(status: number, message: string, headers: Readonly<Record<string, string>> = {}): ScriptedResponse {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    chunks: [JSON.stringify({ error: { message } })],
  };
}

interface Setup {
  readonly clock: FakeClock;
  readonly bodies: () => readonly Readonly<Record<string, unknown>>[];
  readonly call: (options?: Parameters<typeof generatePatientSummary>[1]) => ReturnType<typeof generatePatientSummary>;
}

/** A router over one OpenAI model, or more, whose answers are scripted and whose clock is ours. */
function setUp(responses: readonly ScriptedResponse[], options: Partial<RouterOptions> = {}): Setup {
  const clock = createFakeClock();
  const scripted = createScriptedTransport(...responses);
  const router = createRouter({
    primary: openai("gpt-5.4-mini", { api: "chat", apiKey: "k" }),
    transport: scripted.transport,
    clock,
    ...options,
  });
  return {
    clock,
    bodies: () =>
      scripted.requests.map(({ request }) => JSON.parse(request.body ?? "{}") as Readonly<Record<string, unknown>>),
    call: (callOptions) => generatePatientSummary({ notes: "BP 162/98." }, { router, ...callOptions }),
  };
}

describe("a router with one model", () => {
  it("waits as long as the provider asks before it tries again", async () => {
    const { clock, call, bodies } = setUp([failure(429, "slow down", { "retry-after": "12" }), good]);
    const result = call();
    await turn();
    clock.advance(11_999);
    await turn();
    expect(bodies()).toHaveLength(1);
    clock.advance(1_000);
    expect((await result).attempts.map(({ error }) => error?.code)).toEqual(["rate-limited", undefined]);
    expect(clock.pending).toBe(0);
  });

  it("waits longer for a key than for a connection", async () => {
    let give = (_key: string): void => {};
    const apiKey = () =>
      new Promise<string>((resolve) => {
        give = resolve;
      });
    const { clock, call } = setUp([good], { primary: openai("gpt-5.4-mini", { api: "chat", apiKey }) });
    const result = call();
    await turn();
    clock.advance(10_000);
    await turn();
    give("from a slow vault");
    expect((await result).attempts.map(({ error }) => error)).toEqual([undefined]);
    expect(clock.pending).toBe(0);
  });

  it("does not wait for a provider that asks for longer than a minute", async () => {
    const { call } = setUp([failure(429, "slow down", { "retry-after": "3600" })]);
    await expect(call()).rejects.toMatchObject({
      code: "all-attempts-failed",
      attempts: [{ error: { retryAfterMs: 3_600_000 } }],
    });
  });

  it("obeys x-should-retry", async () => {
    const { call } = setUp([failure(500, "broken", { "x-should-retry": "false" })]);
    await expect(call()).rejects.toMatchObject({ code: "all-attempts-failed" });
  });

  it("takes a connection that was reset before any byte for a stale one, once, without counting it", async () => {
    const reset: ScriptedResponse = {
      connect: "fail",
      error: new TransportError("reset-before-response", new Error("other side closed")),
    };
    const { call, clock } = setUp([reset, failure(503, "busy"), good], { attempts: 2 });
    const result = call();
    await turn();
    clock.advance(60_000);
    expect((await result).attempts.map(({ error }) => error?.code)).toEqual(["network", "overloaded", undefined]);
  });

  it("leaves out a setting the model rejects, says so, and remembers", async () => {
    const rejected = failure(400, "Unsupported parameter: 'temperature' is not supported with this model.");
    const { call, bodies } = setUp([rejected, good, good]);
    const first = await call({ settings: { temperature: 0, seed: 7 } });
    expect(first.attempts.map(({ droppedSettings }) => droppedSettings)).toEqual([undefined, ["temperature"]]);
    const second = await call({ settings: { temperature: 0, seed: 7 } });
    expect(second.attempts).toMatchObject([{ droppedSettings: ["temperature"] }]);
    expect(bodies().map((body) => [body["temperature"], body["seed"]])).toEqual([
      [0, 7],
      [undefined, 7],
      [undefined, 7],
    ]);
  });

  it("shows a model its invalid answer and what is wrong with it, once", async () => {
    const { call, bodies } = setUp([answer('{"vitals_status":"bad"}'), good]);
    const { attempts, usage } = await call();
    expect(attempts.map(({ error }) => error?.code)).toEqual(["invalid-output", undefined]);
    const messages = bodies()[1]?.["messages"] as readonly { readonly role: string; readonly content: string }[];
    expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(messages[2]?.content).toBe('{"vitals_status":"bad"}');
    expect(messages[3]?.content).toContain("/vitals_status must be one of Normal, Warning, Critical");
    expect(usage).toMatchObject({ input: { total: 22 }, output: { total: 14 } });
  });

  it("never makes a result of an answer that was cut, even one that could be closed", async () => {
    const { call } = setUp([answer(JSON.stringify(summary), "length")]);
    expect(await outcome(call())).toMatchObject({ kind: "truncated" });
  });

  it.each([
    ["connect", { connectMs: 50 }, { connect: "hang" }],
    ["firstToken", { firstTokenMs: 50 }, { ending: "hang" }],
    ["total", { totalMs: 50 }, { ending: "hang" }],
    ["call", { callMs: 50 }, { ending: "hang" }],
  ] as const)("gives up at its %s deadline and names it", async (deadline, timeouts, response) => {
    const { call, clock } = setUp([response], { attempts: 1 });
    // An answer that is not streamed has no first token to wait for.
    const result = call({ timeouts, wire: "stream" }).catch((error: unknown) => error);
    await turn();
    clock.advance(51);
    const error = (await result) as { readonly attempts: readonly Attempt[] };
    expect(error.attempts.at(-1)?.error).toBeInstanceOf(TimeoutError);
    expect(error.attempts.at(-1)?.error).toMatchObject({ deadline, limitMs: 50 });
    expect(clock.pending).toBe(0);
  });

  it("stops a pause at the deadline of the whole call", async () => {
    const { call, clock } = setUp([failure(503, "busy", { "retry-after": "30" })]);
    const result = call({ timeouts: { callMs: 5_000 } }).catch((error: unknown) => error);
    await turn();
    clock.advance(5_000);
    expect(await result).toMatchObject({
      code: "timeout",
      deadline: "call",
      attempts: [{ error: { code: "overloaded" } }],
    });
  });

  it("reads what a server quotes of its own model instead of passing it on, and judges it as any answer", async () => {
    const quoted = (text: string): ScriptedResponse => ({
      status: 400,
      headers: { "content-type": "application/json" },
      chunks: [
        JSON.stringify({
          error: { message: "Failed to validate JSON.", code: "json_validate_failed", failed_generation: text },
        }),
      ],
    });
    const { call } = setUp([quoted(JSON.stringify(summary))]);
    expect(await call()).toMatchObject({ output: summary, attempts: [{ status: 400, phase: "done" }] });
    const wrong = setUp([quoted('{"vitals_status":"Jane is well"}'), good]);
    const { attempts } = await wrong.call();
    expect(attempts.map(({ error }) => error?.code)).toEqual(["invalid-output", undefined]);
    expect(JSON.stringify(attempts)).not.toContain("Jane");
    const empty = setUp([quoted(""), good], { attempts: 1 });
    await expect(empty.call()).rejects.toMatchObject({ attempts: [{ error: { code: "server-error" } }] });
  });

  it("asks in its weaker modes with the schema in the prompt", async () => {
    const { call, bodies } = setUp([good], {
      primary: openai("gpt-5.4-mini", { api: "chat", apiKey: "k", modes: ["json_object"] }),
    });
    await call();
    expect(bodies()[0]).toMatchObject({ response_format: { type: "json_object" } });
    expect(JSON.stringify(bodies()[0]?.["messages"])).toContain("<schema>");
  });
});

describe("a router with a fallback", () => {
  const fallback = openaiCompatible("local", { baseUrl: "http://127.0.0.1:9/v1", name: "second" });

  it("passes over a model that named a pause, until the pause is over", async () => {
    const { call, clock } = setUp([failure(429, "slow down", { "retry-after": "30" }), good, good, good], {
      fallbacks: [fallback],
    });
    expect((await call()).attempts.map(({ provider }) => provider)).toEqual(["openai", "second"]);
    expect((await call()).attempts.map(({ provider }) => provider)).toEqual(["second"]);
    clock.advance(30_000);
    expect((await call()).attempts.map(({ provider }) => provider)).toEqual(["openai"]);
  });

  it("asks even a model that is passed over when no other one is left", async () => {
    const limited = failure(429, "slow down", { "retry-after": "30" });
    const { call } = setUp([limited, limited, good], { fallbacks: [fallback], attempts: 1 });
    await call().catch(() => {});
    expect((await call()).attempts.map(({ provider }) => provider)).toEqual(["openai"]);
  });

  it("tells hooks and the process's channels of every attempt", async () => {
    const told: unknown[] = [];
    const listener = (event: unknown) => void told.push(event);
    subscribe("outspec:attempt:end", listener);
    const hooks = { onAttemptStart: listener, onAttemptEnd: listener };
    const { call } = setUp([failure(401, "no"), good], { fallbacks: [fallback], hooks });
    await call();
    unsubscribe("outspec:attempt:end", listener);
    const [start, end, channel] = told;
    const identity = { output: "PatientSummary", operation: "generate" };
    expect(start).toMatchObject({ call: identity, number: 1, id: "openai/gpt-5.4-mini" });
    expect(end).toMatchObject({ call: identity, number: 1, attempt: { error: { code: "unauthorized" } } });
    expect(channel).toBe(end);
    expect(told).toHaveLength(6);
  });
});

describe("a call that is wrong", () => {
  it("is refused before anything is sent, naming the way out", async () => {
    const { bodies } = setUp([]);
    const input = { held_on: "yesterday", participants: [], transcript: "" };
    await expect(generateMeetingActions(input)).rejects.toBeInstanceOf(InputError);
    expect(bodies()).toHaveLength(0);
  });

  it("names the dialect a router's model needs when it was not generated", async () => {
    const model = openai("gpt-5.4-mini", { api: "chat", apiKey: "k" });
    const odd = { ...model, row: { ...model.row, dialect: "mfjs" as const } };
    const { call } = setUp([], { primary: odd });
    await expect(call()).rejects.toBeInstanceOf(ConfigurationError);
    await expect(call()).rejects.toThrow('add "openai" to "targets" in outspec.yaml and run `outspec generate`');
  });

  it("is told which option of a router is out of range", () => {
    expect(() => createRouter({ primary: anthropic("claude-haiku-5-5"), attempts: 0 })).toThrow(
      "attempts is a whole number from 1, not 0",
    );
    expect(() => createRouter({ primary: anthropic("claude-haiku-5-5"), timeouts: { idleMs: -1 } })).toThrow(
      "timeouts.idleMs is a number of milliseconds",
    );
  });
});

describe("what is sent", () => {
  it.each([
    ["OpenAI", openai("gpt-5.6", { api: "chat", apiKey: "k" })],
    ["Anthropic", anthropic("claude-haiku-5-5", { apiKey: "k" })],
    ["Ollama", ollama("llama3.2")],
  ] as const)("to %s is the same, byte for byte, in two calls with the same input", async (_name, primary) => {
    const bodies: (string | undefined)[] = [];
    const transport: Transport = (request) => {
      bodies.push(request.body);
      return Promise.reject(new Error("no network here"));
    };
    for (let run = 0; run < 2; run++) {
      const router = createRouter({ primary, transport, attempts: 1 });
      for (const settings of [{ maxOutputTokens: 100, stop: ["END"] }, {}]) {
        await generatePatientSummary({ notes: "n" }, { router, settings }).catch(() => {});
      }
    }
    expect(bodies).toHaveLength(4);
    expect(bodies.slice(2)).toEqual(bodies.slice(0, 2));
    expect(new Set(bodies).size).toBe(2);
  });
});

describe("what a person reads", () => {
  it("names the address of a server that cannot be reached", async () => {
    const refused: ScriptedResponse = {
      connect: "fail",
      error: new TransportError("connect", new Error("connect ECONNREFUSED 127.0.0.1:9\n")),
    };
    const { call } = setUp([refused], {
      primary: openaiCompatible("local", { baseUrl: "localhost:9", name: "mine" }),
      attempts: 1,
    });
    await expect(call()).rejects.toThrow(
      "mine/local: cannot reach http://localhost:9: connect ECONNREFUSED 127.0.0.1:9",
    );
  });

  it("tells the modes apart in which one model failed", async () => {
    const rejected = failure(400, "Invalid schema for response_format 'x': too complex");
    const { call } = setUp([rejected, failure(500, "broken"), failure(500, "broken")], { attempts: 1 });
    await expect(call()).rejects.toThrow(
      /openai\/gpt-5\.4-mini \(json_schema_strict\): 400 .*\n.*openai\/gpt-5\.4-mini \(json_schema\): 500/,
    );
  });

  it("speaks of the input when the input is wrong, and says all that may explain it", async () => {
    const wrong = { nots: "x" } as unknown as Parameters<typeof generatePatientSummary>[0];
    await expect(generatePatientSummary(wrong)).rejects.toThrow("the input must have the property notes");
  });

  it("tells an answer that is no JSON from one that breaks its schema", async () => {
    const { call } = setUp([answer("I cannot say."), answer("I cannot say.")]);
    await expect(call()).rejects.toThrow("the answer for PatientSummary is not JSON that can be read");
  });

  it("holds no fields nobody knows the value of", async () => {
    const { call } = setUp([failure(401, "no")]);
    const error = (await call().catch((caught: unknown) => caught)) as { readonly cause: object };
    expect(Object.keys(error.cause).sort()).toEqual(["code", "model", "name", "phase", "provider", "status"]);
  });

  it("is told what a router is made of", () => {
    expect(() => createRouter({} as RouterOptions)).toThrow('primary is no model: make one with openai("…")');
  });
});

describe("a router", () => {
  const fallback = openaiCompatible("local", { baseUrl: "http://127.0.0.1:9/v1", name: "second" });

  it("waits for an answer that is not streamed as long as the whole may take", async () => {
    const { call, clock } = setUp([{ ending: "hang" }], { attempts: 1 });
    const result = call().catch((error: unknown) => error);
    await turn();
    clock.advance(599_000);
    await turn();
    expect(clock.pending).toBeGreaterThan(0);
    clock.advance(1_000);
    expect(await result).toMatchObject({ attempts: [{ error: { deadline: "total" } }] });
  });

  it("fails over from whatever a transport throws", async () => {
    const broken: ScriptedResponse = () => {
      throw new Error("no network here");
    };
    for (const response of [broken, { connect: "fail" }, { chunks: ["{"], ending: "fail" }] as const) {
      const { call } = setUp([response, good], { fallbacks: [fallback] });
      const { attempts } = await call();
      expect(attempts.map(({ provider }) => provider)).toEqual(["openai", "second"]);
      expect(attempts[0]?.error?.code).toMatch(/network|interrupted/);
    }
  });

  it("keeps an answer that is complete, however its connection ends", async () => {
    const events = [
      `data: ${JSON.stringify({ choices: [{ delta: { content: JSON.stringify(summary) }, finish_reason: "stop" }] })}\n\n`,
      "data: [DONE]\n\n",
    ];
    for (const ending of ["fail", "hang"] as const) {
      const { call, clock } = setUp([{ chunks: events, ending }]);
      const result = call({ wire: "stream" });
      await turn();
      clock.advance(50);
      expect((await result).attempts).toHaveLength(1);
      expect(clock.pending).toBe(0);
    }
  });

  it("reads nothing more of a call that was given up, though its transport goes on", async () => {
    let goOn = (): void => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let sent = 0;
    async function* deaf(): AsyncGenerator<Uint8Array> {
      for (; sent < 5; sent++) {
        if (sent === 1) await gate;
        yield new TextEncoder().encode(delta("1"));
      }
    }
    const router = createRouter({
      primary: openai("m", { api: "chat", apiKey: "k" }),
      transport: async () => ({ status: 200, headers: {}, body: deaf() }),
    });
    const controller = new AbortController();
    const result = generatePatientSummary({ notes: "n" }, { router, wire: "stream", signal: controller.signal });
    const failed = expect(result).rejects.toMatchObject({ code: "aborted" });
    await turn();
    controller.abort();
    await failed;
    goOn();
    await turn();
    // The one it was about to send; then its body was closed.
    expect(sent).toBe(1);
  });

  it("does not wait for a key longer than the call may take, nor past an abort", async () => {
    const primary = openai("gpt-5.4-mini", { api: "chat", apiKey: () => new Promise<string>(() => {}) });
    const { call, clock } = setUp([], { primary });
    const late = call({ timeouts: { callMs: 1_000 } }).catch((error: unknown) => error);
    await turn();
    clock.advance(1_000);
    expect(await late).toMatchObject({ code: "timeout", deadline: "call" });
    const controller = new AbortController();
    const aborted = call({ signal: controller.signal }).catch((error: unknown) => error);
    await turn();
    controller.abort();
    expect(await aborted).toMatchObject({ code: "aborted" });
  });

  it("reports an aborted call as aborted and makes no attempt of it, even when a key is missing", async () => {
    const { call } = setUp([], {
      primary: openai("gpt-5.4-mini", { api: "chat", apiKeyEnv: "OUTSPEC_TEST_NO_SUCH_KEY" }),
    });
    await expect(call({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted", attempts: [] });
  });

  it("is not disturbed by hooks that throw", async () => {
    const hook = () => {
      throw new Error("mine");
    };
    const warnings: string[] = [];
    const note = (warning: Error) => void warnings.push(warning.message);
    process.on("warning", note);
    const { call } = setUp([good], { hooks: { onAttemptStart: hook, onAttemptEnd: hook } });
    expect((await call()).output).toEqual(summary);
    await turn();
    process.off("warning", note);
    expect(warnings).toContain("a hook of an Outspec router threw: mine");
  });

  it("goes on to the next model when one cannot take what the prompt holds", async () => {
    const scripted = createScriptedTransport(failure(529, "busy"), good);
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { api: "chat", apiKey: "k" }),
      fallbacks: [ollama("llama3.2"), fallback],
      transport: scripted.transport,
      clock: createFakeClock(),
    });
    const prompt = { user: [{ type: "image" as const, image: new URL("https://example.com/a.png") }] };
    const call = { spec: patientSummary, codec, router, prompt: () => prompt };
    const { attempts } = await generate(call, { notes: "n" });
    expect(attempts.map(({ provider, error }) => [provider, error?.code])).toEqual([
      ["openai", "overloaded"],
      ["ollama", "configuration"],
      ["second", undefined],
    ]);
  });

  it("classifies an error whose body never comes by its status", async () => {
    const { call, clock } = setUp([{ status: 529, ending: "hang" }, good], { fallbacks: [fallback] });
    const result = call();
    await turn();
    clock.advance(5_000);
    expect((await result).attempts.map(({ error }) => error?.code)).toEqual(["overloaded", undefined]);
  });

  it("hands one shutdown signal to many calls without a warning of a leak", async () => {
    const warnings: string[] = [];
    const note = (warning: Error) => void warnings.push(warning.name);
    process.on("warning", note);
    const { signal } = new AbortController();
    const { call } = setUp(Array.from({ length: 40 }, () => good));
    await Promise.all(Array.from({ length: 40 }, () => call({ signal })));
    await turn();
    process.off("warning", note);
    expect(warnings).not.toContain("MaxListenersExceededWarning");
  });

  it("keeps its own limits where a call sets one to undefined", async () => {
    const { call, clock } = setUp([{ ending: "hang" }], { attempts: 1, timeouts: { totalMs: 100 } });
    const result = call({ timeouts: { totalMs: undefined } as unknown as Timeouts }).catch((error: unknown) => error);
    await turn();
    clock.advance(100);
    expect(await result).toMatchObject({ attempts: [{ error: { deadline: "total", limitMs: 100 } }] });
  });
});
