import { hasSubscribers } from "node:diagnostics_channel";
import { metrics, type Tracer, trace } from "@opentelemetry/api";
import { channelNames, createRouter, openai, openaiCompatible, type RouterOptions } from "@outspec/runtime";
import { createTelemetryHooks, instrument, type TelemetryOptions } from "@outspec/runtime/otel";
import { createScriptedTransport, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { generatePatientSummary, streamPatientSummary } from "../../generated/index.ts";
import { modelOf, notes, setStage } from "../end-to-end/stage.ts";
import { createFakeClock } from "./fake-clock.ts";
import { createMemory, type Memory, trackContext } from "./otel-memory.ts";
import { createManualTransport, delta, finish, turn } from "./router/manual-transport.ts";

const answer = '{"vitals_status":"Warning","key_notes":["One note."],"requires_visit":true}';

let untrack = (): void => {};
beforeAll(() => {
  untrack = trackContext();
});
afterAll(() => untrack());

/** Instruments the process for one test. */
function watch(options: TelemetryOptions = {}): Memory {
  const memory = createMemory();
  onTestFinished(instrument({ tracer: memory.tracer, meter: memory.meter, ...options }));
  return memory;
}

const tree = (memory: Memory) => memory.spans().map(({ name, parent, status }) => ({ name, parent, status }));
const down = { kind: "status", status: 529 } as const;

describe("a call whose primary model is down", () => {
  it("is a call that went well, with an attempt that failed and one that answered, below the caller's own span", async () => {
    const memory = watch();
    await using stage = await setStage({ faults: [down] });
    await memory.tracer.startActiveSpan("GET /summary", async (span) => {
      await generatePatientSummary({ notes }, { router: stage.router });
      span.end();
    });
    expect(tree(memory)).toEqual([
      { name: "GET /summary", parent: undefined, status: "ok" },
      { name: "generate PatientSummary", parent: "GET /summary", status: "ok" },
      { name: "chat gpt-5.4-mini", parent: "generate PatientSummary", status: "error: " },
      { name: "chat claude-haiku-5-5", parent: "generate PatientSummary", status: "ok" },
    ]);
    const [, call, failed, answered] = memory.spans();
    expect(call?.attributes).toMatchObject({
      "outspec.outcome": "ok",
      "outspec.model": "anthropic/claude-haiku-5-5",
      "outspec.fallback": true,
      "outspec.attempts": 2,
      "outspec.failover.count": 1,
      "outspec.failover.reasons": ["overloaded"],
    });
    expect(failed?.attributes).toMatchObject({
      "error.type": "overloaded",
      "http.response.status_code": 529,
      "server.address": "127.0.0.1",
      "server.port": Number(new URL(stage.primary.baseUrls.openai).port),
      "outspec.attempt.number": 1,
      "outspec.attempt.followed_by": "next-model",
    });
    expect(answered?.attributes).toMatchObject({
      "gen_ai.provider.name": "anthropic",
      "gen_ai.response.model": "claude-haiku-5-5",
      "gen_ai.response.finish_reasons": ["stop"],
      "outspec.attempt.number": 2,
      "outspec.attempt.phase": "done",
    });
  });

  it("is measured once as a call and twice as an attempt", async () => {
    const memory = watch();
    await using stage = await setStage({ faults: [down] });
    const { usage } = await generatePatientSummary({ notes }, { router: stage.router });
    const measured = await memory.metrics();
    expect(measured["outspec.call.duration"]).toMatchObject([{ count: 1, attributes: { "outspec.outcome": "ok" } }]);
    const durations = measured["gen_ai.client.inference.duration"] ?? [];
    expect(durations.map(({ attributes }) => attributes["error.type"])).toEqual(["overloaded", undefined]);
    const input = measured["gen_ai.client.inference.usage.input_tokens"] ?? [];
    expect(input.reduce((sum, { value }) => sum + value, 0)).toBe(usage.input.total);
  });

  it("gives the same through a router's hooks as through the process's channels", async () => {
    const shown = async (memory: Memory) => {
      const series = Object.entries(await memory.metrics()).map(([name, all]) => [name, all.map(({ count }) => count)]);
      const spans = memory.spans().map(({ name, parent, status, attributes }) => {
        const { "server.port": _, "gen_ai.response.time_to_first_chunk": __, ...same } = attributes;
        return { name, parent, status, ...same };
      });
      return { series, spans: JSON.stringify(spans).replaceAll(/"req[\w-]+"/g, '"…"') };
    };
    const through = async (hooks: RouterOptions["hooks"]) => {
      await using stage = await setStage({ faults: [down], primary: { seed: 1 }, router: hooks ? { hooks } : {} });
      await streamPatientSummary({ notes }, { router: stage.router }).result;
    };
    const [byHooks, byChannels] = [createMemory(), createMemory()];
    await through(createTelemetryHooks(byHooks));
    const end = instrument(byChannels);
    await through(undefined);
    end();
    expect(await shown(byHooks)).toEqual(await shown(byChannels));
  });
});

describe("a call that fails", () => {
  it("is an error by its code, and tells which model failed of what", async () => {
    const memory = watch();
    await using stage = await setStage({ faults: [down], fallbackFaults: [{ ...down, status: 401, times: 2 }] });
    await generatePatientSummary({ notes }, { router: stage.router }).catch(() => {});
    const [call] = memory.spans();
    expect(call?.status).toBe("error: openai/gpt-5.4-mini: overloaded; anthropic/claude-haiku-5-5: unauthorized");
    expect(call?.attributes).toMatchObject({
      "error.type": "all-attempts-failed",
      "outspec.outcome": "unavailable",
      "outspec.failover.count": 1,
    });
    const [series] = (await memory.metrics())["outspec.call.duration"] ?? [];
    expect(series?.attributes).toMatchObject({ "error.type": "all-attempts-failed", "outspec.outcome": "unavailable" });
  });

  it("of a refusal is told as one", async () => {
    const memory = watch();
    await using stage = await setStage({ faults: [{ kind: "refusal" }] });
    await generatePatientSummary({ notes }, { router: stage.router }).catch(() => {});
    expect(tree(memory).map(({ status }) => status)).toEqual(Array(2).fill("error: the model declined to answer"));
    const [call, attempt] = memory.spans();
    expect(call?.attributes).toMatchObject({ "error.type": "refused", "outspec.outcome": "refused" });
    expect(attempt?.attributes).toMatchObject({
      "error.type": "refused",
      "gen_ai.response.finish_reasons": ["refusal"],
    });
  });
});

describe("an attempt", () => {
  it.each([
    ["http://[::1]/v1", "::1", 80],
    ["https://models.test/v1", "models.test", 443],
    ["http://models.test:8080/v1", "models.test", 8080],
    [undefined, undefined, undefined],
  ])("at %s names its server, and no more of the address", async (baseUrl, address, port) => {
    const memory = watch();
    const { transport } = createScriptedTransport({ connect: "fail" });
    // Callers in JavaScript can leave it out.
    const router = createRouter({
      primary: openaiCompatible("m", { baseUrl: baseUrl as string }),
      transport,
      attempts: 1,
    });
    await generatePatientSummary({ notes }, { router }).catch(() => {});
    const attempt = memory.spans()[1];
    expect(attempt?.attributes["server.address"]).toBe(address);
    expect(attempt?.attributes["server.port"]).toBe(port);
  });
});

describe("a stream", () => {
  it("tells the time to its first token, on its attempt and in the metrics", async () => {
    const clock = createFakeClock();
    const { transport, exchanges } = createManualTransport();
    const router = createRouter({ primary: openai("gpt-5.4-mini", { api: "chat", apiKey: "k" }), transport, clock });
    const memory = watch();
    const { result } = streamPatientSummary({ notes }, { router });
    await turn();
    clock.advance(250);
    exchanges[0]?.respond();
    exchanges[0]?.send(delta(answer));
    await turn();
    clock.advance(500);
    exchanges[0]?.send(finish);
    exchanges[0]?.end();
    await result;
    const [call, attempt] = memory.spans();
    expect(call?.name).toBe("stream PatientSummary");
    expect(attempt?.attributes).toMatchObject({
      "gen_ai.request.stream": true,
      "gen_ai.response.time_to_first_chunk": 0.25,
      "server.address": "api.openai.com",
      "server.port": 443,
    });
    const measured = await memory.metrics();
    expect(measured["gen_ai.client.inference.time_to_first_chunk"]).toMatchObject([{ value: 0.25 }]);
    expect(measured["gen_ai.client.inference.duration"]).toMatchObject([{ value: 0.75 }]);
    expect(measured["outspec.call.duration"]).toMatchObject([{ value: 0.75 }]);
  });

  it("that its reader leaves is no error, and is told apart from one that came to its end", async () => {
    const memory = watch();
    await using simulator = await startSimulator({ deltaSize: [1, 1], pace: "manual" });
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "k" }),
    });
    const stream = streamPatientSummary({ notes }, { router });
    const reading = (async () => {
      for await (const _ of stream) break;
    })();
    await simulator.received(0);
    await simulator.step(20);
    await reading;
    await stream.result.catch(() => {});
    expect(tree(memory)).toEqual([
      { name: "stream PatientSummary", parent: undefined, status: "ok" },
      { name: "chat gpt-5.4-mini", parent: "stream PatientSummary", status: "ok" },
    ]);
    const [call, attempt] = memory.spans();
    expect(call?.attributes).toMatchObject({ "outspec.outcome": "aborted" });
    expect(call?.attributes).not.toHaveProperty("error.type");
    expect(attempt?.attributes).toMatchObject({
      "outspec.attempt.stopped": true,
      "outspec.usage.estimated": true,
      "gen_ai.response.finish_reasons": ["error"],
    });
  });

  it("that is hedged has two attempts at once, and the one that lost is no error", async () => {
    const clock = createFakeClock();
    const { transport, exchanges } = createManualTransport();
    const modelNamed = (name: string) => openaiCompatible("m", { baseUrl: `http://${name}.test/v1`, name });
    const router = createRouter({
      primary: modelNamed("first"),
      fallbacks: [modelNamed("second")],
      hedge: { afterMs: 800, maxRate: 1 },
      transport,
      clock,
    });
    const memory = watch();
    const { result } = streamPatientSummary({ notes }, { router });
    await turn();
    clock.advance(800);
    await turn();
    exchanges[1]?.respond();
    exchanges[1]?.send(delta(answer));
    exchanges[1]?.send(finish);
    exchanges[1]?.end();
    await result;
    const [call, lost, won] = memory.spans();
    expect(call?.attributes).toMatchObject({ "outspec.fallback": true, "outspec.failover.count": 0 });
    expect([lost?.status, lost?.attributes["outspec.attempt.stopped"]]).toEqual(["ok", true]);
    expect([won?.status, won?.attributes["outspec.attempt.hedge"]]).toEqual(["ok", true]);
    expect([lost?.parent, won?.parent]).toEqual(["stream PatientSummary", "stream PatientSummary"]);
  });
});

describe("calls at the same time", () => {
  it("are each below the span of their own caller", async () => {
    const memory = watch({
      attributes: () => ({ "app.caller": (trace.getActiveSpan() as never as { name: string }).name }),
    });
    await using stage = await setStage();
    await Promise.all(
      ["first", "second"].map((name) =>
        memory.tracer.startActiveSpan(name, async (span) => {
          await streamPatientSummary({ notes }, { router: stage.router }).result;
          span.end();
        }),
      ),
    );
    const calls = memory.spans().filter(({ name }) => name === "stream PatientSummary");
    expect(calls.map(({ parent }) => parent).sort()).toEqual(["first", "second"]);
    for (const { parent, attributes } of calls) expect(attributes["app.caller"]).toBe(parent);
  });
});

describe("prompts, answers, keys and headers", () => {
  const secrets = ["Mary Canary", "answer-canary", "sk-canary-4f9d2c7be1a05836", "header-canary-77aa"];
  const [prompt = "", written = "", key = "", header = ""] = secrets;
  const output = JSON.stringify({ vitals_status: "Warning", key_notes: [written], requires_visit: true });
  const echo = {
    error: { message: `Bad key ${key} with ${header} in "${prompt}", got ${written}`, type: "invalid_request_error" },
  };
  const faults = [
    { kind: "text", text: output },
    { kind: "status", status: 400, body: echo },
    { kind: "text", text: `{"vitals_status":"${written}"` },
    { kind: "text", text: `{"${written}":1}` },
    { kind: "error-in-stream", message: `${prompt} ${written}` },
    { kind: "refusal", text: written },
    { kind: "cut", afterDeltas: 3 },
  ] as const;

  /** Every kind of call that may quote something, observed with some options. */
  async function seen(options: TelemetryOptions): Promise<string> {
    const memory = watch(options);
    for (const fault of faults) {
      await using simulator = await startSimulator({ faults: [{ ...fault, times: Number.POSITIVE_INFINITY }] });
      const model = { baseUrl: simulator.baseUrls.openai, apiKey: key, headers: { "x-secret": header } };
      const router = createRouter({ primary: modelOf.openai(model), attempts: 1 });
      await generatePatientSummary({ notes: prompt }, { router }).catch(() => {});
      await streamPatientSummary({ notes: prompt }, { router }).result.catch(() => {});
    }
    expect(memory.spans().length).toBeGreaterThan(2 * faults.length);
    return memory.everything();
  }

  it("are in nothing that is exported", async () => {
    const text = await seen({});
    expect(text).toContain("invalid-output");
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it("are there when content is asked for, keys and headers excepted", async () => {
    const text = await seen({ captureContent: true });
    expect(text).toContain(prompt);
    expect(text).toContain(written);
    expect(text).not.toContain(key);
    expect(text).not.toContain(header);
  });

  it("are not captured because of a variable that was set for another library", async () => {
    process.env["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true";
    onTestFinished(() => void delete process.env["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"]);
    expect(await seen({})).not.toContain(prompt);
  });
});

describe("instrument", () => {
  it("uses what the application has registered by the time of a call", async () => {
    const memory = createMemory();
    onTestFinished(instrument());
    await using stage = await setStage();
    await generatePatientSummary({ notes }, { router: stage.router });
    trace.setGlobalTracerProvider(memory.tracerProvider);
    metrics.setGlobalMeterProvider(memory.meterProvider);
    onTestFinished(() => {
      trace.disable();
      metrics.disable();
    });
    await generatePatientSummary({ notes }, { router: stage.router });
    expect(tree(memory)).toHaveLength(2);
    expect(memory.spans()[0]?.span.instrumentationScope.name).toBe("@outspec/runtime");
    expect((await memory.metrics())["outspec.call.duration"]).toMatchObject([{ count: 1 }]);
  });

  it("follows a running call to its end after it was ended, and begins no other", async () => {
    const memory = createMemory();
    const end = instrument(memory);
    await using simulator = await startSimulator({ pace: "manual" });
    const router = createRouter({
      primary: openai("gpt-5.4-mini", { baseUrl: simulator.baseUrls.openai, apiKey: "k" }),
    });
    const running = generatePatientSummary({ notes }, { router });
    const request = await simulator.received(0);
    end();
    const late = generatePatientSummary({ notes }, { router });
    const other = await simulator.received(1);
    while (request.state === "open") await simulator.step(1);
    await running;
    for (const name of Object.values(channelNames)) expect(hasSubscribers(name)).toBe(false);
    while (other.state === "open") await simulator.step(1);
    await late;
    expect(tree(memory)).toEqual([
      { name: "generate PatientSummary", parent: undefined, status: "ok" },
      { name: "chat gpt-5.4-mini", parent: "generate PatientSummary", status: "ok" },
    ]);
  });

  it("warns when a tracer throws, and the call goes on as if nobody watched", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    const broken: Tracer = {
      startSpan() {
        throw new Error("no spans today");
      },
      startActiveSpan() {
        throw new Error("no spans today");
      },
    };
    onTestFinished(instrument({ tracer: broken }));
    await using stage = await setStage();
    const { model } = await generatePatientSummary({ notes }, { router: stage.router });
    expect(model).toBe("openai/gpt-5.4-mini");
    expect((await warned).message).toContain("no spans today");
  });

  it("is refused with the way out where there are no channels", () => {
    const { getBuiltinModule } = process;
    Object.defineProperty(process, "getBuiltinModule", { value: () => undefined, configurable: true, writable: true });
    onTestFinished(() => {
      process.getBuiltinModule = getBuiltinModule;
    });
    expect(() => instrument()).toThrow("createRouter({ hooks: createTelemetryHooks() })");
  });
});
