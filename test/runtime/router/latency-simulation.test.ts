import { createRouter, openaiCompatible, type RouterOptions, type Transport, TransportError } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { streamPatientSummary } from "../../../generated/index.ts";
import { createRandom } from "../../random.ts";
import { createFakeClock, type FakeClock } from "../fake-clock.ts";
import { delta, finish } from "./manual-transport.ts";

const answer = JSON.stringify({ vitals_status: "Warning", key_notes: ["One note."], requires_visit: true });

/** What a model does with a request: answers after so many milliseconds, fails after them, or never says anything. */
type Behaviour = { readonly kind: "answers" | "fails"; readonly afterMs: number } | { readonly kind: "is silent" };

/** First tokens as providers give them: around 300 ms, and now and then several seconds. */
function tailLatency(random: () => number): Behaviour {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const usual = 300 * Math.exp(0.3 * normal);
  return { kind: "answers", afterMs: random() < 0.04 ? 3_000 + 7_000 * random() : usual };
}

function transportOf(clock: FakeClock, behave: (host: string) => Behaviour, requests: string[]): Transport {
  return ({ url, signal, onConnect }) => {
    const { hostname } = new URL(url);
    requests.push(hostname);
    onConnect?.();
    const behaviour = behave(hostname);
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      if (behaviour.kind === "is silent") return;
      clock.after(behaviour.afterMs, () => {
        if (behaviour.kind === "fails") reject(new TransportError("other", new Error("down")));
        else resolve({ status: 200, headers: { "content-type": "text/event-stream" }, body: bodyOf() });
      });
    });
  };
}

async function* bodyOf(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(delta(answer) + finish);
}

interface Simulated {
  /** Time to the first partial of each call, in the order of the calls. */
  readonly firstPartialMs: readonly number[];
  readonly requests: readonly string[];
}

const stepMs = 5;

/** Lets a call begin every 20 ms of simulated time, and all of them end. */
async function simulate(
  calls: number,
  behave: (host: string) => Behaviour,
  options: Partial<RouterOptions>,
): Promise<Simulated> {
  const clock = createFakeClock();
  const requests: string[] = [];
  const modelNamed = (name: string) => openaiCompatible("m", { name, baseUrl: `http://${name}/v1` });
  const router = createRouter({
    primary: modelNamed("first"),
    fallbacks: [modelNamed("second")],
    clock,
    transport: transportOf(clock, behave, requests),
    ...options,
  });
  const firstPartialMs = new Array<number>(calls).fill(Number.NaN);
  let open = 0;
  const call = async (index: number): Promise<void> => {
    open++;
    const startedAt = clock.now();
    const stream = streamPatientSummary({ notes: "n" }, { router });
    for await (const _partial of stream) {
      firstPartialMs[index] = clock.now() - startedAt;
      break;
    }
    await stream.result.catch(() => {});
    open--;
  };
  for (let begun = 0; begun < calls || open > 0; ) {
    if (begun < calls && clock.now() % (4 * stepMs) === 0) void call(begun++);
    for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(stepMs);
  }
  return { firstPartialMs, requests };
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}

describe("in a simulation of 3,000 calls with slow first tokens", () => {
  it("a hedge at the learned p95 makes the p99 at least four times shorter, for at most 5 % more requests", async () => {
    const calls = 3_000;
    const run = (options: Partial<RouterOptions>): Promise<Simulated> => {
      const random = createRandom(7);
      return simulate(calls, () => tailLatency(random), options);
    };
    const plain = await run({});
    const hedged = await run({ hedge: { afterMs: "p95" } });
    const extra = hedged.requests.length / calls - 1;
    const factor = percentile(plain.firstPartialMs, 0.99) / percentile(hedged.firstPartialMs, 0.99);
    expect(plain.requests).toHaveLength(calls);
    expect(extra).toBeGreaterThan(0.01);
    expect(extra).toBeLessThanOrEqual(0.05);
    expect(factor).toBeGreaterThanOrEqual(4);
  });
});

describe("in a simulation of a primary that is down", () => {
  const fast: Behaviour = { kind: "answers", afterMs: 50 };

  it.each([
    ["refuses its connections", { kind: "fails", afterMs: 0 }],
    ["fails after a second", { kind: "fails", afterMs: 1_000 }],
    ["says nothing at all", { kind: "is silent" }],
  ] as const)(
    "that %s, the breaker lets it cost less than 5 ms a call once it has opened",
    async (_way, down) => {
      const calls = 10_000;
      const timeouts = { firstTokenMs: 2_000 };
      const { firstPartialMs, requests } = await simulate(calls, (host) => (host === "first" ? down : fast), {
        timeouts,
      });
      // Calls that were under way when it opened have met the outage by themselves.
      const after = firstPartialMs.slice(200);
      const added = after.map((ms) => ms - 50);
      const mean = added.reduce((sum, ms) => sum + ms, 0) / added.length;
      expect(mean).toBeLessThan(5);
      // All but the few that probed saw nothing of it.
      expect(percentile(added, 0.999)).toBeLessThan(5);
      // Probes go on, so that it is found when it recovers.
      expect(requests.filter((host) => host === "first").length).toBeLessThan(250);
      expect(requests.lastIndexOf("first")).toBeGreaterThan(2_000);
    },
    60_000,
  );
});
