import { once } from "node:events";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { AbortError, createRouter, type OutputStream, type Result } from "@outspec/runtime";
import { startSimulator } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import {
  generatePatientSummary,
  type PartialPatientSummary,
  type PatientSummary,
  streamPatientSummary,
} from "../../generated/index.ts";
import { createFakeClock } from "../runtime/fake-clock.ts";
import { modelOf, notes, setStage } from "./stage.ts";

type Summary = OutputStream<PatientSummary, PartialPatientSummary>;

/** Ways of letting go of a stream whose first partial has been read. */
const ways: Readonly<Record<string, (stream: Summary, controller: AbortController) => Promise<unknown>>> = {
  "break out of the loop": async (stream) => {
    for await (const _partial of stream) break;
  },
  "return() on an iterator": async (stream) => {
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
  },
  "throw() into an iterator": async (stream) => {
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.throw?.(new Error("mine")).catch(() => {});
  },
  "an error thrown in the loop's body": async (stream) => {
    const read = async () => {
      for await (const _partial of stream) throw new Error("mine");
    };
    await expect(read()).rejects.toThrow("mine");
  },
  "break out of the loop over events": async (stream) => {
    for await (const event of stream.events()) if (event.type === "partial") break;
  },
  "break out of the loop over elements": async (stream) => {
    for await (const _note of stream.elements("key_notes")) break;
  },
  "the caller's AbortSignal": async (stream, controller) => {
    await stream[Symbol.asyncIterator]().next();
    controller.abort(new Error("enough"));
  },
  "stream.abort()": async (stream) => {
    await stream[Symbol.asyncIterator]().next();
    stream.abort("enough");
  },
};

describe("letting go of a stream", () => {
  for (const [way, letGo] of Object.entries(ways)) {
    it(`by ${way} closes the provider's socket before its next delta`, async () => {
      await using stage = await setStage({ primary: { pace: "manual" } });
      const controller = new AbortController();
      const stream = streamPatientSummary({ notes }, { router: stage.router, signal: controller.signal });
      const request = await stage.primary.received(0);
      const [, sent] = await Promise.all([
        letGo(stream, controller),
        untilLetGo(stage.primary.step.bind(stage.primary), request.closed),
      ]);
      expect(await request.closed).toBe("hung-up");
      expect(request.deltasSent).toBe(sent);
      const error = await stream.result.catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(AbortError);
      expect(error).toMatchObject({
        code: "aborted",
        name: "AbortError",
        attempts: [{ id: "openai/gpt-5.4-mini", status: 200 }],
      });
      expect(stage.fallback.requests).toHaveLength(0);
    });
  }

  it("ends a second reader's loop with the same error, once the last one has left", async () => {
    await using stage = await setStage({ primary: { pace: "manual" } });
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    const [first, second] = [stream[Symbol.asyncIterator](), stream[Symbol.asyncIterator]()];
    const request = await stage.primary.received(0);
    const reads = Promise.all([first.next(), second.next()]);
    await stage.primary.step(12);
    await reads;
    await first.return?.();
    expect(request.state).toBe("open");
    const next = second.next();
    await stage.primary.step(6);
    expect((await next).done).toBe(false);
    await second.return?.();
    expect(await request.closed).toBe("hung-up");
  });

  it("happens at once when the signal is aborted already", async () => {
    await using stage = await setStage();
    const aborted = { router: stage.router, signal: AbortSignal.abort("no") };
    await expect(generatePatientSummary({ notes }, aborted)).rejects.toMatchObject({ code: "aborted" });
    await expect(streamPatientSummary({ notes }, aborted).result).rejects.toMatchObject({ code: "aborted" });
    expect(stage.primary.requests).toHaveLength(0);
  });
});

describe("a client that hangs up", () => {
  it("closes the provider's socket behind the server it talked to", async () => {
    await using stage = await setStage({ primary: { pace: "manual" } });
    const server = createServer(async (_request, response) => {
      const controller = new AbortController();
      response.on("close", () => controller.abort());
      const stream = streamPatientSummary({ notes }, { router: stage.router, signal: controller.signal });
      try {
        for await (const partial of stream) response.write(JSON.stringify(partial));
      } catch {
        // The client is gone, and nobody else reads this answer.
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = get({ host: "127.0.0.1", port });
    client.on("error", () => {});
    const provider = await stage.primary.received(0);
    const answered = once(client, "response");
    await stage.primary.step(12);
    const [response] = await answered;
    response.on("error", () => {});
    client.destroy();
    expect(await provider.closed).toBe("hung-up");
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("aborting a generate call", () => {
  it("closes the provider's socket and is not retried", async () => {
    await using stage = await setStage({ faults: [{ kind: "delay", ms: Number.POSITIVE_INFINITY }] });
    const controller = new AbortController();
    const call = generatePatientSummary({ notes }, { router: stage.router, signal: controller.signal });
    const request = await stage.primary.received(0);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "aborted" });
    expect(await request.closed).toBe("hung-up");
    expect(stage.fallback.requests).toHaveLength(0);
  });

  it("ends a pause between two attempts", async () => {
    const clock = createFakeClock();
    await using simulator = await startSimulator({ faults: [{ kind: "status", status: 503 }] });
    const primary = modelOf.openai({ baseUrl: simulator.baseUrls.openai, apiKey: "k" });
    const controller = new AbortController();
    let ended: () => void = () => {};
    const failed = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const router = createRouter({ primary, clock, hooks: { onAttemptEnd: () => ended() } });
    const call: Promise<Result<PatientSummary>> = generatePatientSummary(
      { notes },
      { router, signal: controller.signal },
    );
    call.catch(() => {});
    await failed;
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "aborted" });
    expect(clock.pending).toBe(0);
  });
});

describe("a call that has ended", () => {
  it("leaves no timer behind, whether it went well or not", async () => {
    const clock = createFakeClock();
    await using stage = await setStage({ faults: [{ kind: "status", status: 500 }], router: { clock } });
    await generatePatientSummary({ notes }, { router: stage.router });
    expect(clock.pending).toBe(0);
    const stream = streamPatientSummary({ notes }, { router: stage.router });
    for await (const _partial of stream);
    expect(clock.pending).toBe(0);
    const left = streamPatientSummary({ notes }, { router: stage.router });
    for await (const _partial of left) break;
    await left.result.catch(() => {});
    expect(clock.pending).toBe(0);
  });
});

/** Lets deltas out one by one until the exchange is over; gives how many were sent. */
async function untilLetGo(step: (count: number) => Promise<void>, closed: Promise<unknown>): Promise<number> {
  let over = false;
  void closed.then(() => {
    over = true;
  });
  let sent = 0;
  while (!over && sent < 60) {
    await step(1);
    sent++;
    // Gives the reader its turn, as the pause between two tokens would.
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sent;
}
