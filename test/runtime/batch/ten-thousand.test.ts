import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapOutputs } from "@outspec/runtime/batch";
import { createFileJournal } from "@outspec/runtime/batch-journal";
import { expect, it } from "vitest";
import { generatePatientSummary, patientSummary } from "../../../generated/index.ts";
import { marked, startFaultySimulator } from "./simulated-batch.ts";

const inputCount = 10_000;
const concurrency = 32;

it("loses none of 10,000 inputs and does none twice, among random faults, stopped in the middle and gone on with", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outspec-batch-"));
  const { simulator, router, asked } = await startFaultySimulator(7, 0.15);
  let begun = 0;
  function* inputs(): Generator<{ readonly notes: string }> {
    for (let id = 0; id < inputCount; id++) {
      begun = id + 1;
      yield { notes: marked(id) };
    }
  }
  const path = join(folder, "journal.jsonl");
  const start = (signal?: AbortSignal) =>
    mapOutputs(generatePatientSummary, inputs(), {
      // A hedge asks twice on purpose.
      callOptions: { router, hedge: false },
      concurrency,
      journal: createFileJournal(path),
      spec: patientSummary,
      ...(signal === undefined ? {} : { signal }),
    });

  const controller = new AbortController();
  let handedOut = 0;
  const stopped = (async () => {
    for await (const _item of start(controller.signal)) if (++handedOut === inputCount / 2) controller.abort();
  })();
  await expect(stopped).rejects.toMatchObject({ code: "aborted" });
  expect(begun).toBeLessThan(inputCount / 2 + concurrency + 1);

  const { items, summary } = await start().collect();
  await simulator.close();
  const records = readFileSync(path, "utf8")
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line) as { readonly index: number; readonly kind: string });
  rmSync(folder, { recursive: true });

  // Nothing is lost: every input has one item and, where the models had an answer for it, one record of it.
  expect(new Set(items.map(({ index }) => index)).size).toBe(inputCount);
  expect([items.length, summary.done]).toEqual([inputCount, inputCount]);
  const answered = records.filter(({ kind }) => kind === "ok").map(({ index }) => index);
  expect(new Set(answered).size).toBe(answered.length);
  expect(answered.length).toBe(summary.counts.ok);
  expect(summary.counts.ok).toBeGreaterThan(inputCount * 0.95);
  expect(summary.recorded).toBeGreaterThanOrEqual(inputCount / 2 - concurrency * 2 - summary.counts.refused);

  // Nothing is done twice: no input has a second answer, but for those whose call was in flight at the stop.
  const twice = [...asked.values()].filter((one) => one.answered > 1);
  expect(twice.length).toBeLessThanOrEqual(concurrency);
  expect(Math.max(...[...asked.values()].map((one) => one.answered))).toBeLessThanOrEqual(2);
  expect(asked.size).toBe(inputCount);
  expect([...asked.values()].reduce((sum, { faults }) => sum + faults, 0)).toBeGreaterThan(1_000);
}, 120_000);
