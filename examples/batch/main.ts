/** Summarises many notes over night: several at once, with a progress bar, and resumable from a journal. */
import { parseArgs } from "node:util";
import { OutspecError } from "@outspec/runtime";
import { createProgressBar, mapOutputs } from "@outspec/runtime/batch";
import { createFileJournal } from "@outspec/runtime/batch-journal";
import { generatePatientSummary, patientSummary } from "../../generated/index.js";
import { readNotes } from "./notes.js";
import { startStage } from "./stage.js";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "500" },
    concurrency: { type: "string", default: "16" },
    journal: { type: "string", default: "batch.jsonl" },
    live: { type: "boolean", default: false },
  },
});

const stage = await startStage(values.live);
const bar = createProgressBar(process.stderr);
const stopNow = new AbortController();
const run = mapOutputs(
  (note, options) => generatePatientSummary({ notes: note.text }, options),
  readNotes(Number(values.count)),
  {
    callOptions: stage.callOptions,
    concurrency: Number(values.concurrency),
    // A note keeps its key wherever it stands, so notes may be added before the batch goes on.
    key: (note) => note.id,
    journal: createFileJournal(values.journal),
    spec: patientSummary,
    total: Number(values.count),
    signal: stopNow.signal,
    onProgress: bar.update,
  },
);

let isStopping = false;
process.on("SIGINT", () => {
  if (run.progress.isFinal) return;
  if (isStopping) stopNow.abort();
  else bar.say("Stopping: calls in flight are finished. Once more to stop at once.");
  isStopping = true;
  run.stop();
});
try {
  for await (const { key, outcome } of run) {
    if (outcome.kind !== "ok") bar.say(`${key}: ${outcome.kind}`);
    // For a file or the next program; on a terminal the bar is shown there.
    else if (!process.stdout.isTTY) console.log(JSON.stringify({ id: key, ...outcome.output }));
  }
  const { counts, done, recorded, retries, stopped } = await run.finish();
  bar.say(
    `${counts.ok} of ${done} notes are summarised; ${recorded} had been before, ${retries} calls were made again.`,
  );
  if (stopped) bar.say("Start it again to go on.");
} catch (error) {
  if (!OutspecError.is(error)) throw error;
  bar.say(error.message);
  process.exitCode = 1;
} finally {
  await stage.close();
}
