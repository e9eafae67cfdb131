import assert from "node:assert/strict";
import { OutspecError } from "@outspec/runtime";
import { createRedisReplay, type RedisReplay, type RedisReplayOptions } from "@outspec/runtime/redis";
import { createClient, createCluster, type RedisClientType } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { describeWithRedis, type RedisServer, startRedisServer } from "../../redis-server.ts";
import { createFakeClock } from "../fake-clock.ts";
import { describeReplayContract, messages, startReading, until } from "./replay-contract.ts";

async function connect(url: string): Promise<RedisClientType> {
  const client: RedisClientType = createClient({ url, socket: { reconnectStrategy: 5 } });
  // What happens to the connection is what these tests are about.
  client.on("error", () => {});
  await client.connect();
  return client;
}

describeWithRedis("replay stores in Redis", () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  for (const [name, count] of [
    ["one machine", 1],
    ["two machines", 2],
  ] as const) {
    describeReplayContract(`a replay store in Redis, for ${name}`, async () => {
      const clients = await Promise.all(Array.from({ length: count }, () => connect(server.url)));
      const stores = clients.map((client) => createRedisReplay(client, { prefix: `${count}:` }));
      const [writing, reading = writing] = stores;
      assert.ok(writing && reading);
      return {
        writing,
        reading,
        expire: async (key) => void (await clients[0]?.pExpire(`${count}:log:${key}`, 0)),
        numRuns: 40,
        async [Symbol.asyncDispose]() {
          for (const store of stores) await store.close();
          for (const client of clients) client.destroy();
        },
      };
    });
  }
});

describeWithRedis("a replay store in Redis", () => {
  let server: RedisServer;
  let admin: RedisClientType;
  let problems: unknown[];
  const opened: { readonly store: RedisReplay; readonly client: RedisClientType }[] = [];

  async function openStore(options: RedisReplayOptions = {}): Promise<RedisReplay> {
    const client = await connect(server.url);
    const store = createRedisReplay(client, { onError: (problem) => problems.push(problem), ...options });
    opened.push({ store, client });
    return store;
  }

  beforeAll(async () => {
    server = await startRedisServer();
  });
  beforeEach(async () => {
    problems = [];
    await server.wake();
    admin = await connect(server.url);
    await admin.flushAll();
  });
  afterEach(async () => {
    for (const { store } of opened) await store.close();
    for (const { client } of opened.splice(0)) client.destroy();
    admin.destroy();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("refuses a client that nobody connected", () => {
    expect(() => createRedisReplay(createClient())).toThrow(/await client\.connect\(\)/);
  });

  it("takes a client that is still connecting", async () => {
    const client = createClient({ url: server.url });
    const connecting = client.connect();
    const store = createRedisReplay(client);
    const log = await store.open("a");
    await log.append(messages(1), true);
    await connecting;
    await until(async () => (await admin.lLen("outspec:log:a")) === 3);
    await store.close();
    await client.close();
  });

  it("lets nothing stay for ever", async () => {
    const [a, b] = [await openStore({ keepMs: 7000, aliveMs: 3000 }), await openStore()];
    const log = await a.open("a");
    await log.append(messages(1), false);
    const reading = await startReading(b, "a", 0);
    await reading.take();
    for (const key of ["outspec:log:a", "outspec:readers:a"]) {
      const rest = await admin.pTTL(key);
      assert.ok(rest > 0 && rest <= 10_000, `${key}: ${rest}`);
    }
    assert.ok((await admin.pTTL("outspec:log:a")) <= 3000);
    await log.append(messages(1, 2), true);
    await reading.drain();
    assert.ok((await admin.pTTL("outspec:log:a")) > 6000);
    await until(async () => (await admin.keys("*")).length === 1);
  });

  it("listens over one connection, and only to what is read", async () => {
    const [a, b] = [await openStore(), await openStore()];
    const logs = await Promise.all(["a", "b", "c"].map((key) => a.open(key)));
    for (const log of logs) await log.append(messages(1), false);
    const readings = await Promise.all(["a", "b", "b", "c"].map((key) => startReading(b, key, 0)));
    const listening = async () => (await admin.sendCommand(["CLIENT", "LIST", "TYPE", "PUBSUB"])) as unknown as string;
    assert.equal((await listening()).trim().split("\n").length, 1);
    assert.equal((await admin.pubSubChannels()).length, 3);
    for (const reading of readings) reading.leave();
    await until(async () => (await admin.pubSubChannels()).length === 0);
    await b.close();
    await until(async () => (await listening()).trim() === "");
  });

  it("ends what is read when the machine that wrote it is silent, and does not know it any more", async () => {
    const clock = createFakeClock();
    const [a, b] = [await openStore({ aliveMs: 3000 }), await openStore({ clock, aliveMs: 3000 })];
    const log = await a.open("a");
    await log.append(messages(2), false);
    const reading = await startReading(b, "a", 0);
    await until(async () => (await reading.take()) && reading.got.length === 2);
    const next = reading.take();
    const failed = expect(next).rejects.toMatchObject({ code: "interrupted" });
    // From now on it refreshes nothing, and the time it may be silent passes.
    await a.close();
    await admin.pExpire("outspec:log:a", 0);
    clock.advance(1000);
    await until(() => clock.pending === 1);
    clock.advance(1000);
    await failed;
    assert.equal(await b.read("a", 2, new AbortController().signal), undefined);
    await until(() => clock.pending === 0);
  });

  it("keeps a stream known while its model says nothing, and its readers counted", async () => {
    const clock = createFakeClock();
    const [a, b] = [await openStore({ clock, aliveMs: 9000 }), await openStore({ clock, aliveMs: 9000 })];
    const log = await a.open("a");
    await log.append([], false);
    const reading = await startReading(b, "a", 0);
    const taking = reading.take();
    for (const key of ["outspec:log:a", "outspec:readers:a"]) await admin.pExpire(key, 5000);
    const readUntil = (await admin.zRangeWithScores("outspec:readers:a", 0, -1))[0]?.score ?? 0;
    clock.advance(3000);
    for (const key of ["outspec:log:a", "outspec:readers:a"]) {
      await until(async () => (await admin.pTTL(key)) > 5000);
    }
    assert.ok(((await admin.zRangeWithScores("outspec:readers:a", 0, -1))[0]?.score ?? 0) > readUntil);
    await log.append(messages(1), false);
    assert.equal(await taking, true);
    assert.deepEqual(reading.got, messages(1));
    reading.leave();
  });

  it("forgets a reader whose machine is gone", async () => {
    const [a, b] = [await openStore(), await openStore({ aliveMs: 40 })];
    const log = await a.open("a");
    await log.append(messages(1), false);
    await startReading(b, "a", 0);
    assert.equal(await log.isRead(), true);
    // It has no time to take its mark away.
    opened.at(-1)?.client.destroy();
    await until(async () => !(await log.isRead()));
  });

  it("waits for what a reader has seen on the machine that writes", async () => {
    const [a, b] = [await openStore(), await openStore()];
    const log = await a.open("a");
    await log.append(messages(1), false);
    const reading = await startReading(b, "a", 3);
    await log.append(messages(2, 2), false);
    await log.append(messages(1, 4), true);
    assert.deepEqual(await reading.drain(), messages(1, 4));
  });

  it("goes on when its connections are cut, with each message once", async () => {
    const [a, b] = [await openStore(), await openStore()];
    const log = await a.open("a");
    await log.append(messages(1), false);
    const local = await startReading(a, "a", 0);
    /** As a page does whose connection breaks. */
    async function readAgainAndAgain(): Promise<readonly string[]> {
      const got: string[] = [];
      for (;;) {
        try {
          const batches = await b.read("a", got.length, new AbortController().signal);
          assert.ok(batches);
          for await (const batch of batches) got.push(...batch);
          return got;
        } catch (problem) {
          expect(problem).toMatchObject({ code: "network" });
          await until(() => opened.every(({ client }) => client.isReady));
        }
      }
    }
    const remote = readAgainAndAgain();
    let count = 1;
    for (const type of ["pubsub", "normal", "pubsub", "normal"]) {
      await admin.sendCommand(["CLIENT", "KILL", "TYPE", type, "SKIPME", "yes"]);
      for (let i = 0; i < 5; i++) await log.append(messages(1, ++count), false);
    }
    await log.append(messages(1, ++count), true);
    assert.deepEqual(await local.drain(), messages(count));
    assert.deepEqual(await remote, messages(count));
    assert.ok(problems.every((problem) => OutspecError.is(problem)));
  });

  it("misses no message that came while the connection that listens was cut", async () => {
    // No time passes: nothing is found by looking for it now and then.
    const [a, b] = [await openStore(), await openStore({ clock: createFakeClock() })];
    const log = await a.open("a");
    const reading = await startReading(b, "a", 0);
    for (let count = 1; count <= 5; count++) {
      await admin.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
      await log.append(messages(1, count), false);
      await until(async () => reading.got.length === count || ((await reading.take()) && false));
    }
    assert.deepEqual(reading.got, messages(5));
    reading.leave();
  });

  it("serves its own machine while Redis is down, and shares all of it when Redis is back, empty", async () => {
    const [a, b] = [await openStore(), await openStore()];
    const log = await a.open("a");
    await log.append(messages(2), false);
    const local = await startReading(a, "a", 0);
    await server.kill();
    await until(() => opened.every(({ client }) => !client.isReady));
    await log.append(messages(2, 3), false);
    await until(async () => (await local.take()) && local.got.length === 4);
    await expect(b.read("a", 0, new AbortController().signal)).rejects.toMatchObject({ code: "network" });
    local.leave();
    assert.equal(await log.isRead(), false);
    await server.restart();
    await until(() => opened.every(({ client }) => client.isReady));
    await log.append(messages(1, 5), true);
    await until(async () => (await admin.exists("outspec:log:a")) === 1);
    assert.deepEqual(await (await startReading(b, "a", 1)).drain(), messages(4, 2));
    // What this machine has brought there it does not keep.
    await admin.flushAll();
    assert.equal(await a.read("a", 1, new AbortController().signal), undefined);
  });

  it("does not wait for a Redis that does not answer, and adds nothing twice when it does", async () => {
    const a = await openStore({ timeoutMs: 20 });
    const log = await a.open("a");
    await log.append(messages(1), false);
    const local = await startReading(a, "a", 0);
    server.freeze();
    for (let number = 2; number < 12; number++) await log.append(messages(1, number), false);
    await expect(a.read("b", 0, new AbortController().signal)).rejects.toMatchObject({ code: "timeout" });
    await until(() => problems.length > 2);
    expect(problems[0]).toMatchObject({ code: "timeout", message: expect.stringContaining("within 20 ms") });
    server.resume();
    await log.append(messages(1, 12), true);
    assert.deepEqual(await local.drain(), messages(12));
    await until(async () => (await admin.lLen("outspec:log:a")) === 14);
    assert.deepEqual(await (await startReading(await openStore(), "a", 0)).drain(), messages(12));
  });

  it("loads its scripts again where Redis has forgotten them", async () => {
    const a = await openStore();
    const log = await a.open("a");
    await log.append(messages(1), false);
    await admin.scriptFlush();
    await log.append(messages(1, 2), true);
    assert.equal(await admin.lLen("outspec:log:a"), 4);
    assert.deepEqual(problems, []);
  });

  it("does not share a stream that is too long", async () => {
    const [a, b] = [await openStore({ maxLength: 100 }), await openStore({ aliveMs: 40 })];
    const log = await a.open("a");
    const local = await startReading(a, "a", 0);
    await log.append(messages(1), false);
    const remote = await startReading(b, "a", 0);
    await remote.take();
    await log.append(messages(10, 2), false);
    await expect(remote.drain()).rejects.toMatchObject({ code: "interrupted" });
    await log.append(messages(1, 12), true);
    assert.deepEqual(await local.drain(), messages(12));
    assert.equal(await a.read("a", 1, new AbortController().signal), undefined);
    assert.equal(await admin.exists("outspec:log:a"), 0);
  });

  it("brings all that was appended to Redis when it is closed, and ends what is read elsewhere", async () => {
    const [a, b] = [await openStore(), await openStore()];
    const log = await a.open("a");
    void log.append(messages(1200), false);
    await until(async () => (await admin.exists("outspec:log:a")) === 1);
    const remote = await startReading(b, "a", 0);
    await a.close();
    assert.equal(await admin.lLen("outspec:log:a"), 1201);
    await b.close();
    await expect(remote.drain()).rejects.toMatchObject({ code: "network" });
    await until(async () => (await admin.exists("outspec:readers:a")) === 0);
    await expect(b.read("a", 0, new AbortController().signal)).rejects.toMatchObject({ code: "network" });
  });

  it("names no stream in its errors", async () => {
    const a = await openStore();
    await admin.set("outspec:log:jane.doe/1", "no list");
    const log = await a.open("jane.doe/1");
    await log.append(messages(1), false);
    await until(() => problems.length > 0);
    expect(problems[0]).toMatchObject({ code: "network", cause: { message: expect.stringContaining("WRONGTYPE") } });
    expect(JSON.stringify(problems.map((problem) => [String(problem), problem]))).not.toContain("jane");
  });
});

describeWithRedis("a replay store in a cluster of Redis", () => {
  it("needs no two keys in one place", async () => {
    await using server = await startRedisServer(["--cluster-enabled", "yes"]);
    const admin = await connect(server.url);
    await admin.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    await until(async () => (await admin.clusterInfo()).includes("cluster_state:ok"));
    const cluster = createCluster({ rootNodes: [{ url: server.url }] });
    cluster.on("error", () => {});
    await cluster.connect();
    const [a, b] = [createRedisReplay(cluster), createRedisReplay(cluster)];
    const log = await a.open("a");
    await log.append(messages(1), false);
    const reading = await startReading(b, "a", 0);
    assert.equal(await log.isRead(), true);
    await log.append(messages(1, 2), true);
    assert.deepEqual(await reading.drain(), messages(2));
    await Promise.all([a.close(), b.close()]);
    cluster.destroy();
    admin.destroy();
  });
});
