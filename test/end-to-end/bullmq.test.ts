import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "@outspec/runtime/testing";
import { build } from "esbuild";
import { afterAll, beforeAll, it } from "vitest";
import { writeNotes } from "../../examples/bullmq/notes.ts";
import { readStanding } from "../../examples/bullmq/progress.ts";
import { openQueue, type SummaryQueue } from "../../examples/bullmq/queue.ts";
import { openResults, type Results } from "../../examples/bullmq/results.ts";
import { patientSummary } from "../../generated/index.ts";
import { describeWithRedis, type RedisServer, startRedisServer } from "../redis-server.ts";
import { root } from "./compiled.ts";

/** The example's main program, started as a user would. */
interface Program {
  readonly child: ChildProcess;
  readonly printed: () => string;
  /** Resolves with the exit code, or the name of the signal. */
  readonly ended: Promise<number | string>;
}

interface Batch extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly queue: SummaryQueue;
  readonly results: Results;
  run(settings: Readonly<Record<string, string>>, ...args: readonly string[]): Program;
}

describeWithRedis("the example with BullMQ", () => {
  let folder: string;
  beforeAll(async () => {
    // Within the repository, so that what is left out of the bundle is found.
    const cache = join(root, "node_modules", ".cache");
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, "bullmq-"));
    await build({
      entryPoints: [join(root, "examples/bullmq/main.ts")],
      outfile: join(folder, "main.js"),
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function startBatch(options: SimulatorOptions): Promise<Batch> {
    const redis: RedisServer = await startRedisServer();
    const simulator = await startSimulator(options);
    const queue = openQueue(redis.url);
    const results = openResults(redis.url);
    const programs: Program[] = [];
    return {
      simulator,
      queue,
      results,
      run(settings, ...args) {
        const env = {
          ...process.env,
          REDIS_URL: redis.url,
          SIMULATOR_URL: simulator.url,
          STALLED_MS: "1500",
          ...settings,
        };
        const child = spawn(process.execPath, [join(folder, "main.js"), ...args], {
          env,
          stdio: ["ignore", "pipe", "inherit"],
        });
        let text = "";
        child.stdout.on("data", (piece) => {
          text += String(piece);
        });
        const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
        const program = { child, printed: () => text, ended };
        programs.push(program);
        return program;
      },
      async [Symbol.asyncDispose]() {
        for (const { child } of programs) child.kill("SIGKILL");
        await Promise.all(programs.map(({ ended }) => ended));
        await Promise.all([queue.close(), results.close()]);
        await simulator.close();
        await redis[Symbol.asyncDispose]();
      },
    };
  }

  /** Looks at the queue until it stands as asked. */
  async function untilStanding(
    queue: SummaryQueue,
    isReached: (done: number, active: number) => boolean,
  ): Promise<void> {
    for (;;) {
      const { done, active } = await readStanding(queue);
      if (isReached(done, active)) return;
    }
  }

  it("loses no note of 220 when a worker is killed, and keeps one result of each", async () => {
    await using batch = await startBatch({ firstTokenMs: 20 });
    const { queue, results, simulator } = batch;
    const concurrency = { CONCURRENCY: "20", NOTES: "220" };
    assert.equal(await batch.run(concurrency, "add").ended, 0);
    assert.equal(await batch.run(concurrency, "add").ended, 0);
    assert.equal((await readStanding(queue)).total, 220);

    const killed = batch.run(concurrency, "work");
    await untilStanding(queue, (done, active) => done >= 40 && active > 0);
    killed.child.kill("SIGKILL");
    assert.equal(await killed.ended, "SIGKILL");
    assert.ok((await readStanding(queue)).done < 220, "it is killed in the middle");

    const second = batch.run(concurrency, "work", "watch");
    assert.equal(await second.ended, 0, second.printed());
    assert.equal(second.printed(), "220/220 done, 0 failed\n");
    for (const { id } of writeNotes(220)) {
      const result = await results.get(id);
      assert.ok(result && patientSummary.validate(result.summary), id);
      assert.deepEqual((await queue.getJob(id))?.returnvalue, result);
    }
    // What was under way when the worker was killed, and nothing else, was asked for again.
    assert.ok(simulator.requests.length <= 240, `${simulator.requests.length} requests`);
  }, 60_000);

  it("waits as long as a provider asks, without losing attempts", async () => {
    const limited = { kind: "status", status: 429, headers: { "retry-after-ms": "700" } } as const;
    await using batch = await startBatch({ faults: [{ ...limited, times: 4 }] });
    const { queue, simulator } = batch;
    const program = batch.run({ CONCURRENCY: "4", NOTES: "12" });
    assert.equal(await program.ended, 0, program.printed());
    const times = simulator.requests.map(({ receivedAt }) => receivedAt);
    assert.equal(times.length, 16);
    assert.ok((times[4] ?? 0) - (times[3] ?? 0) >= 600, `it waited ${(times[4] ?? 0) - (times[3] ?? 0)} ms`);
    for (const job of await queue.getJobs(["completed"])) assert.ok(job.attemptsMade <= 1, `${job.attemptsMade}`);
  }, 60_000);

  it("stops calls on SIGTERM, and their jobs wait for the next worker", async () => {
    await using batch = await startBatch({ pace: "manual" });
    const { queue, simulator } = batch;
    const program = batch.run({ CONCURRENCY: "5", NOTES: "30" }, "add", "work");
    const asked = await Promise.all([0, 1, 2, 3, 4].map((index) => simulator.received(index)));
    program.child.kill("SIGTERM");
    assert.equal(await program.ended, 0, program.printed());
    for (const { closed } of asked) assert.equal(await closed, "hung-up");
    const { waiting, active, failed } = await queue.getJobCounts();
    assert.deepEqual({ waiting, active, failed }, { waiting: 30, active: 0, failed: 0 });
  }, 60_000);

  it("fails a job for good where asking again is hopeless, and tries the others again", async () => {
    const faults = [{ kind: "refusal" }, { kind: "status", status: 500 }] as const;
    await using batch = await startBatch({ faults });
    const program = batch.run({ CONCURRENCY: "1", NOTES: "3" });
    assert.equal(await program.ended, 1);
    assert.equal(program.printed(), "2/3 done, 1 failed\n");
    assert.equal(batch.simulator.requests.length, 4);
    const [failed] = await batch.queue.getFailed();
    assert.equal(failed?.attemptsMade, 1);
  }, 60_000);
});
