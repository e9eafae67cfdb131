import {
  type CallOptions,
  createRouter,
  type ModelOptions,
  OutspecError,
  openaiCompatible,
  type RouterOptions,
} from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { generatePatientSummary, streamPatientSummary } from "../../../generated/index.ts";
import { createFakeClock, type FakeClock } from "../fake-clock.ts";
import { createManualTransport, delta, type ManualExchange, turn, whole } from "./manual-transport.ts";

const answer = JSON.stringify({ vitals_status: "Warning", key_notes: ["One note."], requires_visit: true });

interface Setup {
  readonly clock: FakeClock;
  readonly exchanges: readonly ManualExchange[];
  readonly router: ReturnType<typeof createRouter>;
  readonly call: (options?: CallOptions) => ReturnType<typeof generatePatientSummary>;
}

/** A router over models of their own hosts, named `first`, `second` and so on, whose responses the test writes. */
function setUp(models: readonly ModelOptions[], options: Partial<RouterOptions> = {}): Setup {
  const clock = createFakeClock();
  const { transport, exchanges } = createManualTransport();
  const names = ["first", "second", "third"];
  const [primary, ...fallbacks] = models.map((given, index) => {
    const name = names[index] ?? "";
    return openaiCompatible("m", { name, baseUrl: `http://${name}.test/v1`, ...given });
  });
  if (primary === undefined) throw new Error("a router needs a model");
  const router = createRouter({ primary, fallbacks, transport, clock, ...options });
  return {
    clock,
    exchanges,
    router,
    call: (callOptions) => generatePatientSummary({ notes: "n" }, { router, ...callOptions }),
  };
}

function respond(exchange: ManualExchange | undefined, body: string, status = 200): void {
  exchange?.respond(status, { "content-type": "application/json" });
  exchange?.send(body);
  exchange?.end();
}

describe("maxConcurrency", () => {
  it("lets so many requests to a model run at once; the next ones wait in their order", async () => {
    const { exchanges, call, router, clock } = setUp([{ maxConcurrency: 2 }]);
    const calls = [call(), call(), call(), call()];
    await turn();
    expect(exchanges).toHaveLength(2);
    expect(router.health()[0]).toMatchObject({ running: 2, waiting: 2 });
    clock.advance(40);
    respond(exchanges[1], whole(answer));
    await turn();
    expect(exchanges).toHaveLength(3);
    const first = await calls[1];
    expect(first?.attempts[0]).not.toHaveProperty("queuedMs");
    respond(exchanges[0], whole(answer));
    respond(exchanges[2], whole(answer));
    await turn();
    respond(exchanges[3], whole(answer));
    const results = await Promise.all(calls);
    expect(results[2]?.attempts[0]).toMatchObject({ queuedMs: 40 });
    expect(router.health()[0]).toMatchObject({ running: 0, waiting: 0 });
    expect(clock.pending).toBe(0);
  });

  it("frees the place of an attempt that failed, and of a call that stopped waiting", async () => {
    const { exchanges, call, router, clock } = setUp([{ maxConcurrency: 1 }], { attempts: 1 });
    const failing = call().catch((error: unknown) => error);
    const controller = new AbortController();
    const impatient = call({ signal: controller.signal }).catch((error: unknown) => error);
    const late = call({ timeouts: { callMs: 500 } }).catch((error: unknown) => error);
    const patient = call();
    await turn();
    controller.abort();
    expect(await impatient).toMatchObject({ code: "aborted", attempts: [] });
    clock.advance(500);
    expect(await late).toMatchObject({ code: "timeout", deadline: "call", attempts: [] });
    respond(exchanges[0], "{}", 500);
    expect(await failing).toMatchObject({ code: "all-attempts-failed" });
    await turn();
    respond(exchanges[1], whole(answer));
    expect((await patient).attempts).toHaveLength(1);
    expect(router.health()[0]).toMatchObject({ running: 0, waiting: 0 });
    expect(clock.pending).toBe(0);
  });

  it("keeps nobody waiting for a model that turns out to be down: those calls ask the next one", async () => {
    const { exchanges, call, clock } = setUp([{ maxConcurrency: 1 }, {}], { breaker: { failures: 1 } });
    const calls = [call(), call(), call()];
    await turn();
    expect(exchanges).toHaveLength(1);
    respond(exchanges[0], "{}", 500);
    await turn();
    expect(exchanges.map(({ host }) => host)).toEqual(["first.test", "second.test", "second.test", "second.test"]);
    for (const exchange of exchanges.slice(1)) respond(exchange, whole(answer));
    expect((await Promise.all(calls)).map(({ attempts }) => attempts.map(({ id }) => id))).toEqual(
      expect.arrayContaining([["second/m"], ["second/m"], ["first/m", "second/m"]]),
    );
    expect(clock.pending).toBe(0);
  });

  it("still asks a model that is down when the call has no other", async () => {
    const { exchanges, call } = setUp([{ maxConcurrency: 1 }], { breaker: { failures: 1 }, attempts: 1 });
    const failing = call().catch((error: unknown) => error);
    const waiting = call();
    await turn();
    respond(exchanges[0], "{}", 500);
    expect(await failing).toMatchObject({ code: "all-attempts-failed" });
    await turn();
    respond(exchanges[1], whole(answer));
    expect((await waiting).model).toBe("first/m");
  });

  it("is refused when it is no whole number from 1", () => {
    expect(() => setUp([{ maxConcurrency: 0 }])).toThrow("maxConcurrency of first/m is a whole number from 1, not 0");
  });
});

describe("maxTotalTokens", () => {
  const counted = (content: string, tokens: number): string =>
    JSON.stringify({
      choices: [{ index: 0, message: { content }, finish_reason: "stop" }],
      usage: { prompt_tokens: tokens, completion_tokens: 0 },
    });

  it("makes no further attempt once a call has used that many, and says so", async () => {
    const { exchanges, call } = setUp([{}, {}], { maxTotalTokens: 1_000 });
    const result = call().catch((error: unknown) => error);
    await turn();
    respond(exchanges[0], counted("{}", 600));
    await turn();
    respond(exchanges[1], counted("{}", 600));
    const error = await result;
    expect(error).toMatchObject({
      code: "all-attempts-failed",
      attempts: [{}, {}],
      usage: { input: { total: 1_200 } },
    });
    expect(OutspecError.is(error) && error.message).toContain(
      "no model answered, and the 1000 tokens that the call may use are spent",
    );
    expect(exchanges).toHaveLength(2);
  });

  it("can be set for one call", async () => {
    const { exchanges, call } = setUp([{}, {}]);
    const result = call({ maxTotalTokens: 1 }).catch((error: unknown) => error);
    await turn();
    respond(exchanges[0], counted("{}", 600));
    expect(await result).toMatchObject({ attempts: [{ followedBy: "stop" }] });
  });
});

describe("a prompt that is too long", () => {
  const overflow = JSON.stringify({ error: { message: "context", code: "context_length_exceeded" } });

  it("goes on to models with a larger window only, as far as windows are known", async () => {
    const { exchanges, call } = setUp([
      { contextWindow: 32_000 },
      { contextWindow: 16_000 },
      { contextWindow: 200_000 },
    ]);
    const result = call();
    await turn();
    respond(exchanges[0], overflow, 400);
    await turn();
    expect(exchanges[1]?.host).toBe("third.test");
    respond(exchanges[1], whole(answer));
    expect((await result).model).toBe("third/m");
  });

  it("fails when no other model takes a longer one", async () => {
    const { exchanges, call } = setUp([{ contextWindow: 32_000 }, { contextWindow: 16_000 }]);
    const result = call().catch((error: unknown) => error);
    await turn();
    respond(exchanges[0], overflow, 400);
    expect(await result).toMatchObject({ code: "all-attempts-failed", attempts: [{}] });
  });
});

describe("a key that rotates", () => {
  it("is asked for once more when the one at hand has just expired", async () => {
    const keys = ["old-key-12345", "new-key-12345", "newer-key-12345"];
    const { exchanges, call } = setUp([{ apiKey: () => keys.shift() ?? "" }, {}]);
    const result = call();
    await turn();
    respond(exchanges[0], "{}", 401);
    await turn();
    expect(exchanges.map(({ request }) => request.headers["authorization"])).toEqual([
      "Bearer old-key-12345",
      "Bearer new-key-12345",
    ]);
    respond(exchanges[1], "{}", 401);
    await turn();
    expect(exchanges[2]?.host).toBe("second.test");
    respond(exchanges[2], whole(answer));
    expect((await result).attempts.map(({ followedBy }) => followedBy)).toEqual(["retry", "next-model", undefined]);
  });
});

describe("an idempotency header", () => {
  it("has the same value in each retry of a request, and another one in each other request", async () => {
    const { exchanges, call, clock } = setUp([{ idempotencyHeader: "Idempotency-Key" }], { attempts: 2, reAsks: 1 });
    const result = call();
    const key = (index: number) => exchanges[index]?.request.headers["idempotency-key"];
    await turn();
    respond(exchanges[0], "{}", 500);
    await turn();
    clock.advance(60_000);
    await turn();
    expect(key(0)).toMatch(/^[0-9a-f]{32}$/);
    expect(key(1)).toBe(key(0));
    respond(exchanges[1], whole("{}"));
    await turn();
    respond(exchanges[2], whole(answer));
    await result;
    expect(exchanges).toHaveLength(3);
  });

  it("is sent to nobody who has not asked for one", async () => {
    const { exchanges, call } = setUp([{}]);
    call().catch(() => {});
    await turn();
    expect(Object.keys(exchanges[0]?.request.headers ?? {})).not.toContain("idempotency-key");
  });
});

describe("usage that no provider counted", () => {
  it("is estimated from what was sent and received, on the attempt, the error and the hooks", async () => {
    const told: unknown[] = [];
    const { exchanges, router } = setUp([{}], { attempts: 1, hooks: { onCallEnd: (event) => void told.push(event) } });
    const stream = streamPatientSummary({ notes: "n" }, { router });
    const { result } = stream;
    await turn();
    exchanges[0]?.respond();
    exchanges[0]?.send(delta('{"vitals_status":"Warning","key_notes":["A note of forty characters, more or less'));
    await turn();
    stream.abort();
    const error = (await result.catch((caught: unknown) => caught)) as OutspecError;
    expect(error.code).toBe("aborted");
    expect(error.usage).toMatchObject({ estimated: true, output: { total: 21 } });
    expect(error.usage.input.total).toBeGreaterThan(50);
    expect(told).toMatchObject([{ usage: error.usage, error: { code: "aborted" } }]);
  });

  it("is nothing for a request that no provider took on", async () => {
    const { exchanges, call } = setUp([{}], { attempts: 1 });
    const result = call().catch((error: unknown) => error);
    await turn();
    respond(exchanges[0], "{}", 429);
    const error = (await result) as OutspecError;
    expect(error.attempts[0]).not.toHaveProperty("usage");
    expect(error.usage).toEqual({
      input: { total: 0, cacheRead: 0, cacheWrite: 0 },
      output: { total: 0, reasoning: 0 },
    });
  });
});
