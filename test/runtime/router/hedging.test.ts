import { type CallOptions, createRouter, openaiCompatible, type RouterOptions } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { generatePatientSummary, streamPatientSummary } from "../../../generated/index.ts";
import { createFakeClock, type FakeClock } from "../fake-clock.ts";
import { createManualTransport, delta, finish, type ManualExchange, turn, whole } from "./manual-transport.ts";

const summary = { vitals_status: "Warning", key_notes: ["One note."], requires_visit: true };
const answer = JSON.stringify(summary);
const modelNamed = (name: string) => openaiCompatible("m", { baseUrl: `http://${name}.test/v1`, name });

interface Setup {
  readonly clock: FakeClock;
  readonly exchanges: readonly ManualExchange[];
  readonly router: ReturnType<typeof createRouter>;
  readonly generate: (options?: CallOptions) => ReturnType<typeof generatePatientSummary>;
  readonly stream: (options?: CallOptions) => ReturnType<typeof streamPatientSummary>;
}

function setUp(options: Partial<RouterOptions> = {}): Setup {
  const clock = createFakeClock();
  const { transport, exchanges } = createManualTransport();
  const router = createRouter({
    primary: modelNamed("first"),
    fallbacks: [modelNamed("second")],
    hedge: { afterMs: 800, maxRate: 1 },
    transport,
    clock,
    ...options,
  });
  return {
    clock,
    exchanges,
    router,
    generate: (callOptions) => generatePatientSummary({ notes: "n" }, { router, ...callOptions }),
    stream: (callOptions) => streamPatientSummary({ notes: "n" }, { router, ...callOptions }),
  };
}

const hostsOf = (exchanges: readonly ManualExchange[]): readonly string[] => exchanges.map(({ host }) => host);

function stream(exchange: ManualExchange | undefined, text: string): void {
  exchange?.respond();
  exchange?.send(delta(text));
  exchange?.send(finish);
  exchange?.end();
}

function answerWhole(exchange: ManualExchange | undefined): void {
  exchange?.respond();
  exchange?.send(whole(answer));
  exchange?.end();
}

/** Brings the beginning of an answer, and ends. */
async function breakOff(exchange: ManualExchange | undefined): Promise<void> {
  exchange?.respond();
  exchange?.send(delta('{"vitals_status":"Warning",'));
  await turn();
  exchange?.end();
  await turn();
}

describe("a hedge", () => {
  it("asks the next model as well when no token has come in time, and not before", async () => {
    const { clock, exchanges, stream: start } = setUp();
    const { result } = start();
    await turn();
    clock.advance(799);
    await turn();
    expect(hostsOf(exchanges)).toEqual(["first.test"]);
    clock.advance(1);
    await turn();
    expect(hostsOf(exchanges)).toEqual(["first.test", "second.test"]);
    stream(exchanges[1], answer);
    expect(await result).toMatchObject({
      output: summary,
      model: "second/m",
      attempts: [
        { id: "first/m", error: { code: "aborted" } },
        { id: "second/m", hedge: true },
      ],
    });
    expect(clock.pending).toBe(0);
  });

  it("is not made once the first token has come, however slow the rest is", async () => {
    const { clock, exchanges, stream: start } = setUp();
    const { result } = start();
    await turn();
    exchanges[0]?.respond();
    exchanges[0]?.send(delta(answer.slice(0, 10)));
    await turn();
    clock.advance(5_000);
    await turn();
    expect(exchanges).toHaveLength(1);
    exchanges[0]?.send(delta(answer.slice(10)) + finish);
    exchanges[0]?.end();
    expect((await result).attempts).toHaveLength(1);
  });

  it("stops the loser before its next delta, and shows nothing of it", async () => {
    const { clock, exchanges, stream: start } = setUp();
    const output = start();
    const events: string[] = [];
    const reading = (async () => {
      for await (const event of output.events()) {
        events.push(event.type === "partial" ? `partial of ${event.attempt}` : event.type);
      }
    })();
    await turn();
    clock.advance(800);
    await turn();
    const [first, second] = exchanges;
    first?.respond();
    second?.respond();
    await turn();
    second?.send(delta('{"vitals_status":"Warning",'));
    first?.send(delta('{"vitals_status":"Normal",'));
    await turn();
    expect(first?.isAbandoned).toBe(true);
    second?.send(delta(answer.slice(27)) + finish);
    second?.end();
    await reading;
    expect((await output.result).output).toEqual(summary);
    expect(events.filter((event) => event.startsWith("partial"))).not.toContain("partial of 1");
    expect(events).not.toContain("restart");
    expect(events.filter((event) => event === "attempt-start")).toHaveLength(2);
  });

  it("counts what the loser may have cost, and says that it is estimated", async () => {
    const { clock, exchanges, stream: start } = setUp();
    const { result } = start();
    await turn();
    exchanges[0]?.respond();
    clock.advance(800);
    await turn();
    stream(exchanges[1], answer);
    const { attempts, usage } = await result;
    expect(attempts[0]?.usage).toMatchObject({ estimated: true, output: { total: 0 } });
    expect(attempts[0]?.usage?.input.total).toBeGreaterThan(50);
    expect(usage.estimated).toBe(true);
    expect(usage.input.total).toBe((attempts[0]?.usage?.input.total ?? 0) + (attempts[1]?.usage?.input.total ?? 0));
  });

  it("goes on alone when the model that was slow fails", async () => {
    const { clock, exchanges, stream: start } = setUp();
    const { result } = start();
    await turn();
    clock.advance(800);
    await turn();
    exchanges[0]?.respond(500);
    exchanges[0]?.end();
    await turn();
    expect(exchanges).toHaveLength(2);
    stream(exchanges[1], answer);
    expect(await result).toMatchObject({ attempts: [{ error: { code: "server-error" } }, { hedge: true }] });
  });

  it("that fails leaves the slow model to answer", async () => {
    const { clock, exchanges, stream: start } = setUp();
    const { result } = start();
    await turn();
    clock.advance(800);
    await turn();
    exchanges[1]?.respond(500);
    exchanges[1]?.end();
    await turn();
    stream(exchanges[0], answer);
    expect(await result).toMatchObject({ model: "first/m", attempts: [{}, { error: { code: "server-error" } }] });
  });

  it("leaves the loser for later: it is asked when the winner breaks off", async () => {
    const { clock, exchanges, stream: start } = setUp();
    const { result } = start();
    await turn();
    clock.advance(800);
    await turn();
    await breakOff(exchanges[1]);
    expect(hostsOf(exchanges)).toEqual(["first.test", "second.test", "first.test"]);
    stream(exchanges[2], answer);
    expect(await result).toMatchObject({
      model: "first/m",
      attempts: [{ error: { code: "aborted" } }, { error: { code: "interrupted" } }, {}],
    });
  });

  it("leaves a model for later that it overtook while that one waited for another try", async () => {
    const { clock, exchanges, stream: start } = setUp({ failover: { "server-error": "retry" } });
    const { result } = start();
    await turn();
    clock.advance(800);
    await turn();
    exchanges[0]?.respond(500);
    exchanges[0]?.end();
    await turn();
    await breakOff(exchanges[1]);
    expect(hostsOf(exchanges)).toEqual(["first.test", "second.test", "first.test"]);
    stream(exchanges[2], answer);
    expect((await result).model).toBe("first/m");
    expect(clock.pending).toBe(0);
  });

  it("is won by the first whole answer where answers are not streamed", async () => {
    const { clock, exchanges, generate } = setUp();
    const result = generate();
    await turn();
    clock.advance(800);
    await turn();
    for (const exchange of exchanges) exchange.respond();
    exchanges[1]?.send(whole(answer));
    exchanges[1]?.end();
    expect((await result).model).toBe("second/m");
    expect(exchanges[0]?.isAbandoned).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("fails with all attempts when both models do", async () => {
    const { clock, exchanges, generate } = setUp({ attempts: 1 });
    const result = generate().catch((error: unknown) => error);
    await turn();
    clock.advance(800);
    await turn();
    for (const exchange of exchanges) {
      exchange.respond(503);
      exchange.end();
      await turn();
    }
    expect(await result).toMatchObject({
      code: "all-attempts-failed",
      attempts: [{ id: "first/m" }, { id: "second/m" }],
    });
    expect(clock.pending).toBe(0);
  });

  it("ends with the call when the caller lets go", async () => {
    const { clock, exchanges, generate } = setUp();
    const controller = new AbortController();
    const result = generate({ signal: controller.signal }).catch((error: unknown) => error);
    await turn();
    clock.advance(800);
    await turn();
    controller.abort();
    expect(await result).toMatchObject({ code: "aborted", attempts: [{}, {}] });
    expect(exchanges.every(({ isAbandoned }) => isAbandoned)).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it("can be turned off, and on, for one call", async () => {
    const { clock, exchanges, generate } = setUp();
    generate({ hedge: false }).catch(() => {});
    await turn();
    clock.advance(4_000);
    await turn();
    expect(exchanges).toHaveLength(1);
  });

  it("learns what is late from what was usual", async () => {
    const { clock, exchanges, stream: start } = setUp({ hedge: { afterMs: "p95", maxRate: 1 } });
    for (let count = 0; count < 20; count++) {
      const { result } = start();
      await turn();
      clock.advance(count < 19 ? 100 + count : 400);
      stream(exchanges.at(-1), answer);
      await result;
    }
    expect(exchanges).toHaveLength(20);
    start().result.catch(() => {});
    await turn();
    clock.advance(117);
    await turn();
    expect(exchanges).toHaveLength(21);
    clock.advance(1);
    await turn();
    expect(hostsOf(exchanges).slice(20)).toEqual(["first.test", "second.test"]);
  });

  it("is no more frequent than its share of calls, after the first", async () => {
    const { clock, exchanges, generate } = setUp({ hedge: { afterMs: 10, maxRate: 0.05 } });
    for (let count = 0; count < 100; count++) {
      const result = generate();
      await turn();
      clock.advance(10);
      await turn();
      answerWhole(exchanges.at(-1));
      await result;
    }
    expect(exchanges.length - 100).toBe(6);
  });

  it("is refused when it cannot be meant", () => {
    expect(() => setUp({ hedge: { afterMs: -1 } })).toThrow('hedge.afterMs is a number of milliseconds or "p95"');
    expect(() => setUp({ hedge: { afterMs: 1, maxRate: 5 } })).toThrow("hedge.maxRate is a number from 0 to 1, not 5");
  });
});

describe("a model that may have recovered", () => {
  it("is hedged, so that finding out costs nobody a deadline", async () => {
    const { clock, exchanges, generate, router } = setUp({ hedge: undefined as never, breaker: { failures: 1 } });
    const failing = generate();
    await turn();
    exchanges[0]?.respond(500);
    exchanges[0]?.end();
    await turn();
    answerWhole(exchanges[1]);
    await failing;
    expect(router.health()[0]).toMatchObject({ breaker: "open", failures: 1, opensInMs: 30_000 });
    clock.advance(30_000);
    expect(router.health()[0]?.breaker).toBe("half-open");
    const probing = generate();
    await turn();
    clock.advance(1_000);
    await turn();
    expect(hostsOf(exchanges).slice(2)).toEqual(["first.test", "second.test"]);
    answerWhole(exchanges[3]);
    expect((await probing).model).toBe("second/m");
    // It has not recovered, and the next call does not wait for it.
    expect(router.health()[0]).toMatchObject({ breaker: "open", opensInMs: 60_000 });
  });

  it("is asked by one of the calls that begin together, and by no other", async () => {
    const { clock, exchanges, generate } = setUp({ hedge: undefined as never, breaker: { failures: 1 } });
    const failing = generate();
    await turn();
    exchanges[0]?.respond(500);
    exchanges[0]?.end();
    await turn();
    answerWhole(exchanges[1]);
    await failing;
    clock.advance(30_000);
    const calls = [generate(), generate(), generate()];
    await turn();
    expect(hostsOf(exchanges).slice(2)).toEqual(["first.test", "second.test", "second.test"]);
    for (const exchange of exchanges.slice(2)) answerWhole(exchange);
    expect((await Promise.all(calls)).map(({ model }) => model)).toEqual(["first/m", "second/m", "second/m"]);
    expect(clock.pending).toBe(0);
  });
});
