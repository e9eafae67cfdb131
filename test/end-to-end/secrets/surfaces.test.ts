import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFetchTransport, createRouter, type Router } from "@outspec/runtime";
import { type BatchProgress, createProgressBar, mapOutputs } from "@outspec/runtime/batch";
import { createFileJournal } from "@outspec/runtime/batch-journal";
import { type Codec, generate, stream } from "@outspec/runtime/codegen";
import { createOutputStore, type OutputState, toEventStream } from "@outspec/runtime/sse";
import { createCassette, type Fault, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from "vitest";
import { type PartialPatientSummary, type PatientSummary, patientSummary } from "../../../generated/index.ts";
import { codecInEveryDialect } from "../../every-dialect.ts";
import { allKeys, allPrompts, everyCanary, findIn, findInFiles, findLeaks, outputs, prompts } from "./canaries.ts";
import { callOn, type Input, input, startWatch, type Watch } from "./watch.ts";
import { wires } from "./wires.ts";

const [chat] = wires;
assert.ok(chat);
const quote = `Incorrect API key: ${chat.credentials.map(({ text }) => text).join(" ")} in "${prompts.user.text}"`;
const endless = { times: Number.POSITIVE_INFINITY };

/** A failure of each kind, and a good answer. */
const faults: readonly Fault[] = [
  { kind: "status", status: 401, body: { error: { message: quote } }, ...endless },
  { kind: "status", status: 429, body: { error: { message: quote } }, ...endless },
  { kind: "error-in-stream", afterDeltas: 9, message: quote, ...endless },
  { kind: "text", text: `{"vitals_status":"${outputs.value.text}"}`, ...endless },
  { kind: "refusal", text: `${outputs.refusal.text} ${quote}`, ...endless },
  { kind: "cut", afterDeltas: 9, ...endless },
  { kind: "none" },
];

let simulator: Simulator;
let codec: Codec;
let watch: Watch;
let folder: string;

beforeAll(async () => {
  codec = await codecInEveryDialect("patient-summary");
  watch = startWatch();
  // What it makes up itself repeats the prompt.
  simulator = await startSimulator({
    instance: () => ({ vitals_status: "Normal", key_notes: ["Nothing to note."], requires_visit: false }),
  });
});
afterAll(async () => {
  watch[Symbol.dispose]();
  await simulator.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outspec-secrets-"));
  vi.stubEnv("CI", undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const call = () => callOn(codec, [chat.model(simulator)], watch);
const open = (router?: Router) =>
  stream<PatientSummary, PartialPatientSummary, Input>(call(), input, router === undefined ? {} : { router });

describe("what a page is sent of a stream, and the state it keeps", () => {
  it.each(faults)("hold no key and no prompt, and of a failure nothing the provider said: $kind", async (fault) => {
    simulator.script([fault]);
    const sent = await toEventStream(open()).text();
    assert.deepEqual(findIn(sent, [...allKeys, ...allPrompts, outputs.refusal]), []);

    simulator.script([fault]);
    const states: OutputState<PartialPatientSummary, PatientSummary>[] = [];
    const failed: unknown[] = [];
    // What the React hook shows is the state of such a store.
    const store = createOutputStore<PartialPatientSummary, PatientSummary>(async () => toEventStream(open()), {
      onError: (error) => void failed.push(error),
    });
    await new Promise<void>((resolve) => {
      store.subscribe(() => {
        states.push(store.getSnapshot());
        if (["done", "failed"].includes(store.getSnapshot().status)) resolve();
      });
      store.start();
    });
    assert.equal(failed.length, fault.kind === "none" ? 0 : 1);
    assert.deepEqual(findLeaks([states, failed], [...allKeys, ...allPrompts, outputs.refusal]), []);
  });
});

describe("a batch", () => {
  it("writes no key and no prompt into its journal, nor an output of a call that failed, and tells none", async () => {
    const told: (BatchProgress | string)[] = [];
    const bar = createProgressBar({ write: (text: string) => Boolean(told.push(text)), isTTY: true, columns: 200 });
    for (const [index, fault] of faults.entries()) {
      simulator.script([fault]);
      const journal = createFileJournal(join(folder, `${index}.jsonl`));
      const { items, summary } = await mapOutputs((one: Input) => generate(call(), one), [input], {
        journal,
        spec: patientSummary,
        retries: 0,
        onProgress(progress) {
          told.push(progress);
          bar.update(progress);
        },
      }).collect();
      assert.deepEqual(findLeaks([items.map(({ outcome }) => outcome), summary], everyCanary), []);
    }
    assert.equal(findInFiles(folder, []).length, 0);
    assert.deepEqual(findInFiles(folder), []);
    assert.deepEqual(findLeaks(told), []);
  });
});

describe("a cassette", () => {
  it.each(faults)("holds no key, whatever the provider quotes: $kind", async (fault) => {
    simulator.script([fault]);
    const file = join(folder, "calls.json");
    const cassette = createCassette({ file, mode: "record", transport: createFetchTransport(fetch) });
    const router = cassette.router(createRouter({ primary: chat.model(simulator), attempts: 1, reAsks: 0 }));
    await open(router).result.catch(() => undefined);
    await generate(call(), input, { router }).catch(() => undefined);
    assert.deepEqual(findInFiles(folder, allKeys), []);
    // Recordings are of prompts and answers: this one is not empty.
    assert.equal(findInFiles(folder, [prompts.user]).length, 1);
    assert.deepEqual(findLeaks([router, cassette], allKeys), []);
  });
});
