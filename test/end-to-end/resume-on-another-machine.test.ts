import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createRedisReplay, type RedisReplay } from "@outspec/runtime/redis";
import { pipeEventStream, pipeResumedEventStream, type ReadStream, readEventStream } from "@outspec/runtime/sse";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type PartialPatientSummary, type PatientSummary, streamPatientSummary } from "../../generated/index.ts";
import { describeWithRedis, type RedisServer, startRedisServer } from "../redis-server.ts";
import { createFakeClock, type FakeClock } from "../runtime/fake-clock.ts";
import { until } from "../runtime/sse/replay-contract.ts";
import { notes, type Stage, setStage } from "./stage.ts";

/** A machine of a service: its own process, as far as the others can see. */
interface Machine extends AsyncDisposable {
  readonly url: string;
  readonly store: RedisReplay;
  /** Of its store and of the streams it runs. */
  readonly clock: FakeClock;
  /** Results of the streams it ran. */
  readonly outputs: Promise<PatientSummary>[];
  /** Breaks the connections to it. */
  cut(): void;
}

async function startMachine(redisUrl: string, { router }: Stage): Promise<Machine> {
  const client = createClient({ url: redisUrl, socket: { reconnectStrategy: 5 } });
  client.on("error", () => {});
  await client.connect();
  const clock = createFakeClock();
  // The clock runs ahead of what Redis can answer.
  const replay = createRedisReplay(client, { clock, aliveMs: 3000, timeoutMs: Number.POSITIVE_INFINITY });
  const outputs: Promise<PatientSummary>[] = [];
  const responses = new Set<ServerResponse>();
  const server: Server = createServer(async (request, response) => {
    if (request.url === "/ping") return void response.end();
    responses.add(response);
    const settings = { replay, owner: "session 7", clock };
    if (await pipeResumedEventStream(request, response, settings)) return;
    const stream = streamPatientSummary({ notes }, { router });
    outputs.push(stream.result.then(({ output }) => output));
    outputs.at(-1)?.catch(() => {});
    await pipeEventStream(stream, response, { ...settings, frameMs: 0, resumeWithinMs: 1000 });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // what a TCP server has
  return {
    url: `http://127.0.0.1:${port}/`,
    store: replay,
    clock,
    outputs,
    cut() {
      for (const response of responses) response.destroy();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await replay.close();
      client.destroy();
    },
  };
}

type Page = ReadStream<PartialPatientSummary, PatientSummary>;

/** A page that comes to the machines in turn, and waits for nothing when its connection breaks. */
function openPage(...machines: readonly Machine[]): Page {
  let count = 0;
  return readEventStream(
    ({ headers, signal }) => fetch(machines[Math.min(count++, machines.length - 1)]?.url ?? "", { headers, signal }),
    { wait: () => new Promise(setImmediate) },
  );
}

/** Lets the model write until a page shows what it is asked for, no faster than the page may read. */
async function writeUntil({ primary }: Stage, machine: Machine, isShown: () => boolean): Promise<void> {
  const request = await primary.received(0);
  await until(async () => {
    await Promise.race([primary.step(), request.closed]);
    // What the machine is asked later is answered later.
    for (let round = 0; round < 3; round++) {
      machine.clock.advance(0);
      await (await fetch(`${machine.url}ping`)).text();
    }
    return isShown();
  });
}

describeWithRedis("a stream whose connection breaks", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  it("goes on on another machine, in the middle of its object, to the same output", async () => {
    await using stage = await setStage({ primary: { pace: "manual" } });
    await using one = await startMachine(redis.url, stage);
    await using other = await startMachine(redis.url, stage);
    const page = openPage(one, other);
    await writeUntil(stage, one, () => page.partial?.key_notes !== undefined);
    const shown = JSON.stringify(page.partial);
    one.cut();
    await until(() => page.status !== "streaming");
    assert.equal(page.status, "reconnecting");
    assert.equal(JSON.stringify(page.partial), shown);
    await writeUntil(stage, one, () => page.status === "done");
    const { output } = await page.result;
    assert.deepEqual(output, await one.outputs[0]);
    assert.equal(stage.primary.requests.length, 1);
    assert.equal(other.outputs.length, 0);
  });

  it("keeps its model while the page reads elsewhere, and stops it when nobody reads anywhere", async () => {
    await using stage = await setStage({ primary: { pace: "manual" } });
    await using one = await startMachine(redis.url, stage);
    await using other = await startMachine(redis.url, stage);
    const page = openPage(one, other);
    const request = await stage.primary.received(0);
    await writeUntil(stage, one, () => page.partial?.vitals_status !== undefined);
    one.cut();
    await until(() => page.status !== "streaming");
    assert.equal(page.status, "reconnecting");
    await writeUntil(stage, one, () => page.status === "streaming");
    for (let look = 0; look < 6; look++) {
      one.clock.advance(500);
      await stage.primary.step();
    }
    assert.equal(request.state, "open");
    page.stop();
    let closed: string | undefined;
    void request.closed.then((end) => {
      closed = end;
    });
    await until(() => {
      one.clock.advance(500);
      return closed !== undefined;
    });
    assert.equal(closed, "hung-up");
    await expect(one.outputs[0]).rejects.toMatchObject({ code: "aborted" });
  });

  it("tells the page when the machine that ran it is gone", async () => {
    await using stage = await setStage({ primary: { pace: "manual" } });
    await using one = await startMachine(redis.url, stage);
    await using other = await startMachine(redis.url, stage);
    const page = openPage(one, other);
    await writeUntil(stage, one, () => page.partial?.vitals_status !== undefined);
    one.cut();
    await until(() => page.status !== "streaming");
    assert.equal(page.status, "reconnecting");
    await writeUntil(stage, one, () => page.status === "streaming");
    // From now on it says nothing to Redis: its key expires.
    await one.store.close();
    const client = await createClient({ url: redis.url }).connect();
    for (const key of await client.keys("outspec:log:*")) await client.del(key);
    client.destroy();
    await until(() => {
      other.clock.advance(1000);
      return page.status === "failed";
    });
    await expect(page.result).rejects.toMatchObject({ code: "interrupted" });
    assert.match(page.error?.message ?? "", /start again/);
  });

  it("comes to its end on the machine that runs it while Redis is down", async () => {
    await using stage = await setStage({ primary: { pace: "manual" } });
    await using own = await startRedisServer();
    await using one = await startMachine(own.url, stage);
    const page = openPage(one);
    await writeUntil(stage, one, () => page.partial?.vitals_status !== undefined);
    await own.kill();
    await writeUntil(stage, one, () => page.status === "done");
    assert.deepEqual((await page.result).output, await one.outputs[0]);
  });
});
