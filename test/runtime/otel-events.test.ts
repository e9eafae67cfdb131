import { channel } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SpanKind } from "@opentelemetry/api";
import {
  AbortError,
  type Attempt,
  type AttemptStartEvent,
  type CallIdentity,
  channelNames,
  InvalidOutputError,
  type OutspecError,
  ProviderError,
  type Repair,
  type RouterHooks,
  TimeoutError,
  type Usage,
} from "@outspec/runtime";
import { createTelemetryHooks, instrument, type TelemetryOptions } from "@outspec/runtime/otel";
import { describe, expect, it } from "vitest";
import { createMemory, type Memory } from "./otel-memory.ts";

const usage: Usage = { input: { total: 40, cacheRead: 10, cacheWrite: 5 }, output: { total: 20, reasoning: 8 } };

/** An attempt as a test words it. */
interface Asked {
  readonly start?: Partial<AttemptStartEvent>;
  readonly firstTokenMs?: number;
  readonly end?: Partial<Attempt>;
  readonly text?: string;
}

/** The events of one call, in their order. */
interface Told {
  readonly call?: Partial<CallIdentity>;
  readonly attempts: readonly Asked[];
  readonly model?: string;
  readonly repairs?: readonly Repair[];
  readonly error?: OutspecError;
}

function tell(hooks: RouterHooks, { call, attempts, model, repairs = [], error }: Told): void {
  const identity: CallIdentity = {
    output: "PatientSummary",
    operation: "generate",
    models: ["openai/gpt-5.4-mini", "anthropic/claude-haiku-5-5"],
    ...call,
  };
  hooks.onCallStart?.({ call: identity });
  const ended = attempts.map((asked, index) => tellAttempt(hooks, identity, index + 1, asked));
  hooks.onCallEnd?.({
    call: identity,
    ms: 2500,
    attempts: ended,
    usage,
    ...(model === undefined ? {} : { model }),
    ...(error === undefined ? { repairs } : { error }),
  });
}

function tellAttempt(hooks: RouterHooks, call: CallIdentity, number: number, asked: Asked): Attempt {
  const { start, firstTokenMs, end, text = "" } = asked;
  const [provider = "openai", model = "gpt-5.4-mini"] = (start?.id ?? "openai/gpt-5.4-mini").split("/");
  const same = { id: `${provider}/${model}`, provider, model, mode: "json_schema_strict" } as const;
  hooks.onAttemptStart?.({
    call,
    number,
    ...same,
    stream: false,
    hedge: false,
    settings: {},
    messages: [{ role: "user", content: "A question." }],
    ...start,
  });
  if (firstTokenMs !== undefined) hooks.onFirstToken?.({ call, number, ms: firstTokenMs });
  const attempt: Attempt = { ...same, dialect: "openai-strict", phase: "done", ms: 1200, ...end };
  hooks.onAttemptEnd?.({ call, number, attempt, text });
  return attempt;
}

function observe(told: Told, options: TelemetryOptions = {}): Memory {
  const memory = createMemory();
  const { tracer, meter } = memory;
  tell(createTelemetryHooks({ tracer, meter, ...options }), told);
  return memory;
}

const overloaded = new ProviderError("overloaded", "the provider's own words", {
  provider: "openai",
  model: "gpt-5.4-mini",
  phase: "headers",
  status: 529,
});

describe("a call", () => {
  it("is one span that says what was asked for, how it ended and what it took", () => {
    const memory = observe({ attempts: [{ end: { usage } }], model: "openai/gpt-5.4-mini" });
    const [call] = memory.spans();
    expect(call).toMatchObject({ name: "generate PatientSummary", parent: undefined, status: "ok" });
    expect(call?.span.kind).toBe(SpanKind.INTERNAL);
    expect(call?.attributes).toEqual({
      "outspec.output": "PatientSummary",
      "outspec.operation": "generate",
      "outspec.models": ["openai/gpt-5.4-mini", "anthropic/claude-haiku-5-5"],
      "outspec.outcome": "ok",
      "outspec.model": "openai/gpt-5.4-mini",
      "outspec.attempts": 1,
      "outspec.failover.count": 0,
      "outspec.usage.input_tokens": 40,
      "outspec.usage.output_tokens": 20,
    });
  });

  it("says no tokens by the conventions' names, so that nobody adds them to those of its attempts", () => {
    const [call] = observe({ attempts: [{ end: { usage } }], model: "openai/gpt-5.4-mini" }).spans();
    expect(Object.keys(call?.attributes ?? {}).filter((name) => name.startsWith("gen_ai."))).toEqual([]);
  });

  it.each<[string, Told, number, readonly string[] | undefined]>([
    [
      "that was retried",
      { attempts: [{ end: { error: overloaded } }, {}], model: "openai/gpt-5.4-mini" },
      0,
      undefined,
    ],
    [
      "whose second model answered",
      {
        attempts: [
          { end: { error: overloaded } },
          { end: { error: new TimeoutError("idle", 60_000, "silent") } },
          { start: { id: "anthropic/claude-haiku-5-5" } },
        ],
        model: "anthropic/claude-haiku-5-5",
      },
      1,
      ["timeout"],
    ],
    [
      "that no model answered",
      {
        attempts: [
          { end: { error: overloaded } },
          { start: { id: "anthropic/claude-haiku-5-5" }, end: { error: overloaded } },
        ],
        error: overloaded,
      },
      1,
      ["overloaded"],
    ],
    [
      "whose hedge answered",
      {
        attempts: [
          { end: { phase: "first-token", error: new AbortError("another model answered first") } },
          { start: { id: "anthropic/claude-haiku-5-5", hedge: true } },
        ],
        model: "anthropic/claude-haiku-5-5",
      },
      0,
      undefined,
    ],
  ])("%s counts the models it left for another, with the last reason of each", (_name, told, count, reasons) => {
    const [call] = observe(told).spans();
    expect(call?.attributes["outspec.failover.count"]).toBe(count);
    expect(call?.attributes["outspec.failover.reasons"]).toEqual(reasons);
  });

  it("holds the application's attributes, and so do its attempts and no metric", async () => {
    const told = { attempts: [{}], model: "openai/gpt-5.4-mini" };
    const tenants = observe(told, { attributes: ({ output }) => ({ "app.of": output, "outspec.output": "mine" }) });
    for (const { attributes } of tenants.spans()) {
      expect(attributes).toMatchObject({ "app.of": "PatientSummary", "outspec.output": "PatientSummary" });
    }
    expect(JSON.stringify(await tenants.metrics())).not.toContain("app.of");
    expect(observe(told, { attributes: { "app.name": "ward" } }).spans()[1]?.attributes["app.name"]).toBe("ward");
  });

  it("that began before anybody listened is left out", () => {
    const memory = createMemory();
    const { onAttemptStart, onAttemptEnd, onCallEnd } = createTelemetryHooks(memory);
    const late = { onAttemptStart, onAttemptEnd, onCallEnd } as RouterHooks;
    tell(late, { attempts: [{}], model: "openai/gpt-5.4-mini" });
    expect(memory.spans()).toEqual([]);
  });
});

describe("an attempt", () => {
  it("is a client span that says what was asked of whom and how it was answered", () => {
    const memory = observe({
      attempts: [
        {
          start: {
            stream: true,
            server: { address: "api.openai.com", port: 443 },
            settings: {
              temperature: 0,
              topP: 0.5,
              maxOutputTokens: 300,
              seed: 7,
              stop: ["END"],
              reasoningEffort: "low",
            },
          },
          firstTokenMs: 350,
          end: {
            usage,
            finishReason: "stop",
            status: 200,
            requestId: "req_1",
            queuedMs: 30,
            droppedSettings: ["seed"],
            responseModel: "gpt-5.4-mini-2026-03-17",
          },
        },
      ],
      model: "openai/gpt-5.4-mini",
    });
    const attempt = memory.spans()[1];
    expect(attempt).toMatchObject({ name: "chat gpt-5.4-mini", parent: "generate PatientSummary", status: "ok" });
    expect(attempt?.span.kind).toBe(SpanKind.CLIENT);
    expect(attempt?.attributes).toEqual({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-5.4-mini",
      "server.address": "api.openai.com",
      "server.port": 443,
      "gen_ai.output.type": "json",
      "gen_ai.request.stream": true,
      "gen_ai.request.temperature": 0,
      "gen_ai.request.top_p": 0.5,
      "gen_ai.request.max_tokens": 300,
      "gen_ai.request.seed": 7,
      "gen_ai.request.stop_sequences": ["END"],
      "gen_ai.request.reasoning.level": "low",
      "gen_ai.response.model": "gpt-5.4-mini-2026-03-17",
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.response.time_to_first_chunk": 0.35,
      "gen_ai.usage.input_tokens": 40,
      "gen_ai.usage.output_tokens": 20,
      "gen_ai.usage.cache_read.input_tokens": 10,
      "gen_ai.usage.cache_write.input_tokens": 5,
      "gen_ai.usage.reasoning.output_tokens": 8,
      "http.response.status_code": 200,
      "outspec.output": "PatientSummary",
      "outspec.mode": "json_schema_strict",
      "outspec.attempt.number": 1,
      "outspec.attempt.phase": "done",
      "outspec.attempt.request_id": "req_1",
      "outspec.attempt.queued_ms": 30,
      "outspec.attempt.dropped_settings": ["seed"],
    });
  });

  it("that failed is an error by its code, with what was decided then", () => {
    const attempts = [{ end: { error: overloaded, status: 529, followedBy: "retry" } }, {}] as const;
    const [call, failed] = observe({ attempts, model: "openai/gpt-5.4-mini" }).spans();
    expect(failed?.status).toBe("error: ");
    expect(failed?.attributes).toMatchObject({
      "error.type": "overloaded",
      "http.response.status_code": 529,
      "gen_ai.response.finish_reasons": ["error"],
      "outspec.attempt.followed_by": "retry",
    });
    expect(call).toMatchObject({ status: "ok" });
    expect(call?.attributes).not.toHaveProperty("error.type");
  });

  it("that lost against a hedge was stopped and is no error", async () => {
    const memory = observe({
      attempts: [
        { end: { phase: "first-token", error: new AbortError("another model answered first") } },
        { start: { id: "anthropic/claude-haiku-5-5", hedge: true } },
      ],
      model: "anthropic/claude-haiku-5-5",
    });
    const [call, lost, won] = memory.spans();
    expect(lost).toMatchObject({ status: "ok", attributes: { "outspec.attempt.stopped": true } });
    expect(lost?.attributes).not.toHaveProperty("error.type");
    expect(won?.attributes).toMatchObject({ "outspec.attempt.hedge": true });
    expect(won?.attributes).not.toHaveProperty("outspec.attempt.stopped");
    expect(call?.attributes).toMatchObject({ "outspec.fallback": true });
    const durations = (await memory.metrics())["gen_ai.client.inference.duration"] ?? [];
    expect(durations.map(({ attributes }) => attributes["outspec.attempt.stopped"])).toEqual([true, undefined]);
  });

  it.each([
    ["google/gemini-3", "gcp.gemini", "generate_content"],
    ["azure/gpt-5", "azure.ai.openai", "chat"],
    ["bedrock/nova", "aws.bedrock", "chat"],
    ["mistral/large", "mistral_ai", "chat"],
    ["ollama/llama3.2", "ollama", "chat"],
  ])("of %s names provider and operation as the conventions do", (id, provider, operation) => {
    const attempt = observe({ attempts: [{ start: { id } }] }).spans()[1];
    expect(attempt?.name).toBe(`${operation} ${id.split("/")[1]}`);
    expect(attempt?.attributes).toMatchObject({ "gen_ai.provider.name": provider, "gen_ai.operation.name": operation });
  });

  it("whose tokens were estimated says so, on its span and in the metrics", async () => {
    const memory = observe({ attempts: [{ end: { usage: { ...usage, estimated: true } } }] });
    expect(memory.spans()[1]?.attributes).toMatchObject({ "outspec.usage.estimated": true });
    const [input] = (await memory.metrics())["gen_ai.client.inference.usage.input_tokens"] ?? [];
    expect(input).toMatchObject({ value: 40, attributes: { "outspec.usage.estimated": true } });
  });
});

describe("what is said of an error", () => {
  const quoting = "expected a key, not Mary Canary";
  const invalid = new InvalidOutputError(quoting, [{ instancePath: "/Mary", keyword: "enum", params: {} }], "{}");
  const echo = new ProviderError("bad-request", quoting, { provider: "openai", model: "m", phase: "headers" });

  it.each([
    ["a provider's words are left out", echo, "error: "],
    ["an invalid answer is told by the keywords it breaks", invalid, "error: breaks enum"],
    ["a deadline is told as it is", new TimeoutError("idle", 60_000, "silent for 60 s"), "error: silent for 60 s"],
  ])("%s", (_name, error, status) => {
    expect(
      observe({ attempts: [{ end: { error } }], error })
        .spans()
        .map((span) => span.status),
    ).toEqual([status, status]);
  });

  it("is all of it when content is asked for", () => {
    const spans = observe(
      { attempts: [{ end: { error: invalid } }], error: invalid },
      { captureContent: true },
    ).spans();
    expect(spans.map(({ status }) => status)).toEqual([`error: ${quoting}`, `error: ${quoting}`]);
  });
});

describe("content that is asked for", () => {
  it("is the messages and the answer as JSON, without the bytes of images and files", () => {
    const bytes = new Uint8Array(2000);
    const content = [
      { type: "text", text: "See:" },
      { type: "image", image: new URL("https://images.test/x.png") },
      { type: "image", image: bytes },
      { type: "file", file: { data: "JVBERi0=", mediaType: "application/pdf" } },
      { type: "image", image: new URL("data:image/png;base64,iVBORw0KGgo=") },
    ] as const;
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content },
    ] as const;
    const memory = observe(
      { attempts: [{ start: { messages }, text: '{"a":1}', end: { finishReason: "content-filter" } }] },
      { captureContent: true },
    );
    const { attributes } = memory.spans()[1] ?? {};
    expect(JSON.parse(String(attributes?.["gen_ai.input.messages"]))).toEqual([
      { role: "system", parts: [{ type: "text", content: "Be brief." }] },
      {
        role: "user",
        parts: [
          { type: "text", content: "See:" },
          { type: "uri", modality: "image", uri: "https://images.test/x.png" },
          { type: "omitted", modality: "image", bytes: 2000 },
          { type: "omitted", modality: "document", mime_type: "application/pdf", characters: 8 },
          { type: "omitted", modality: "image", characters: 34 },
        ],
      },
    ]);
    expect(JSON.parse(String(attributes?.["gen_ai.output.messages"]))).toEqual([
      { role: "assistant", parts: [{ type: "text", content: '{"a":1}' }], finish_reason: "content_filter" },
    ]);
  });
});

describe("the metrics", () => {
  const told: Told = {
    attempts: [
      { end: { error: overloaded, ms: 200 } },
      { start: { id: "anthropic/claude-haiku-5-5", stream: true }, firstTokenMs: 300, end: { usage } },
    ],
    model: "anthropic/claude-haiku-5-5",
  };
  const primary = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5.4-mini",
    "outspec.output": "PatientSummary",
  };
  const fallback = { ...primary, "gen_ai.provider.name": "anthropic", "gen_ai.request.model": "claude-haiku-5-5" };
  const failed = { ...primary, "error.type": "overloaded" };
  const sums = async (memory: Memory) =>
    Object.fromEntries(
      Object.entries(await memory.metrics()).map(([name, series]) => [
        name,
        series.map(({ value, attributes }) => [value, attributes]),
      ]),
    );

  it("are those of convention 0.1: each attempt's duration and tokens, failed ones as 0", async () => {
    const unknown = { "gen_ai.token.modality": "unknown" };
    const text = { "gen_ai.token.modality": "text" };
    expect(await sums(observe(told))).toEqual({
      "gen_ai.client.inference.duration": [
        [0.2, failed],
        [1.2, fallback],
      ],
      "gen_ai.client.inference.time_to_first_chunk": [[0.3, fallback]],
      "gen_ai.client.inference.operation.input_tokens": [
        [0, failed],
        [40, fallback],
      ],
      "gen_ai.client.inference.operation.output_tokens": [
        [0, failed],
        [20, fallback],
      ],
      "gen_ai.client.inference.usage.input_tokens": [
        [0, { ...primary, ...unknown }],
        [40, { ...fallback, ...unknown }],
      ],
      "gen_ai.client.inference.usage.cache_read.input_tokens": [
        [0, { ...primary, ...unknown }],
        [10, { ...fallback, ...unknown }],
      ],
      "gen_ai.client.inference.usage.cache_write.input_tokens": [
        [0, { ...primary, ...unknown }],
        [5, { ...fallback, ...unknown }],
      ],
      "gen_ai.client.inference.usage.output_tokens": [
        [0, { ...primary, ...unknown }],
        [20, { ...fallback, ...text }],
      ],
      "gen_ai.client.inference.usage.reasoning.output_tokens": [
        [0, { ...primary, ...unknown }],
        [8, { ...fallback, ...text }],
      ],
      "outspec.call.duration": [
        [
          2.5,
          {
            "outspec.output": "PatientSummary",
            "outspec.operation": "generate",
            "outspec.outcome": "ok",
            "outspec.model": "anthropic/claude-haiku-5-5",
            "outspec.fallback": true,
          },
        ],
      ],
    });
  });

  it("are those of convention 1.41 where a dashboard knows no other", async () => {
    const memory = observe(told, { conventions: "1.41" });
    const { "outspec.call.duration": calls, ...others } = await sums(memory);
    expect(calls).toHaveLength(1);
    expect(others).toEqual({
      "gen_ai.client.operation.duration": [
        [0.2, failed],
        [1.2, fallback],
      ],
      "gen_ai.client.operation.time_to_first_chunk": [[0.3, fallback]],
      "gen_ai.client.token.usage": [
        [40, { ...fallback, "gen_ai.token.type": "input" }],
        [20, { ...fallback, "gen_ai.token.type": "output" }],
      ],
    });
    expect(memory.spans()[2]?.attributes).toMatchObject({ "gen_ai.usage.cache_creation.input_tokens": 5 });
  });

  it("have the conventions' units and buckets", async () => {
    const series = await observe(told).metrics();
    expect(series["gen_ai.client.inference.duration"]?.[0]).toMatchObject({
      unit: "s",
      boundaries: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    });
    expect(series["gen_ai.client.inference.operation.input_tokens"]?.[0]).toMatchObject({
      unit: "{token}",
      boundaries: Array.from({ length: 14 }, (_, power) => 4 ** power),
    });
  });
});

describe("a router's hooks and the channels of the process", () => {
  const told: Told = {
    attempts: [
      { end: { error: overloaded } },
      { start: { id: "anthropic/claude-haiku-5-5", stream: true }, firstTokenMs: 5, end: { usage }, text: "{}" },
    ],
    model: "anthropic/claude-haiku-5-5",
  };
  const channels: RouterHooks = {
    onCallStart: (event) => channel(channelNames.callStart).publish(event),
    onAttemptStart: (event) => channel(channelNames.attemptStart).publish(event),
    onFirstToken: (event) => channel(channelNames.firstToken).publish(event),
    onAttemptEnd: (event) => channel(channelNames.attemptEnd).publish(event),
    onCallEnd: (event) => channel(channelNames.callEnd).publish(event),
  };
  const shown = async (memory: Memory) => [memory.spans().map(({ span: _, ...seen }) => seen), await memory.metrics()];

  it("give the same spans and metrics", async () => {
    const memory = createMemory();
    const end = instrument(memory);
    tell(channels, told);
    end();
    expect(await shown(memory)).toEqual(await shown(observe(told)));
  });

  it("give one set of them when both are used, and when a process is instrumented twice", () => {
    const [first, second, third] = [createMemory(), createMemory(), createMemory()];
    const ends = [instrument(second), instrument(third)];
    const hooks = createTelemetryHooks(first);
    const both = Object.fromEntries(
      Object.entries(channels).map(([name, publish]) => [
        name,
        (event: never) => {
          hooks[name as keyof RouterHooks]?.(event);
          publish(event);
        },
      ]),
    ) as RouterHooks;
    tell(both, told);
    tell(channels, told);
    for (const end of ends) end();
    expect([first, second, third].map((memory) => memory.spans().length)).toEqual([3, 3, 0]);
  });
});

describe("docs/observability.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/observability.md"), "utf8");

  it.each(["0.1", "1.41"] as const)("names all attributes and metrics of convention %s", async (conventions) => {
    const settings = {
      temperature: 0,
      topP: 1,
      maxOutputTokens: 9,
      seed: 1,
      stop: ["x"],
      reasoningEffort: "low",
    } as const;
    const memory = observe(
      {
        attempts: [
          {
            end: {
              error: new AbortError("let go"),
              followedBy: "next-model",
              queuedMs: 1,
              requestId: "r",
              status: 500,
            },
          },
          { end: { error: overloaded } },
          {
            start: { id: "a/b", hedge: true, stream: true, settings, server: { address: "a", port: 1 } },
            firstTokenMs: 1,
            end: { usage: { ...usage, estimated: true }, droppedSettings: ["seed"], responseModel: "b-1" },
            text: "{}",
          },
        ],
        model: "a/b",
        repairs: ["fence"],
      },
      { conventions, captureContent: true },
    );
    const metrics = await memory.metrics();
    const bags = [...memory.spans(), ...Object.values(metrics).flat()].map(({ attributes }) => attributes);
    const names = new Set([...Object.keys(metrics), ...bags.flatMap((bag) => Object.keys(bag))]);
    expect(names.size).toBeGreaterThan(45);
    for (const name of names) expect(page).toContain(`\`${name}\``);
  });
});
