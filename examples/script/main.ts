import { OutspecError } from "@outspec/runtime";
import { streamPatientSummary } from "./generated/index.js";

const notes = process.argv.slice(2).join(" ") || "BP 162/98, ran out of amlodipine four days ago, mild headache.";

// Ctrl-C closes the provider's socket instead of leaving it to finish an answer that nobody reads.
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());

try {
  const stream = streamPatientSummary({ notes }, { signal: controller.signal });
  let notesSoFar = 0;
  for await (const { key_notes = [], vitals_status = "…" } of stream) {
    if (key_notes.length === notesSoFar) continue;
    notesSoFar = key_notes.length;
    console.error(vitals_status, `${notesSoFar} notes so far`);
  }
  const { output, model, attempts } = await stream.result;
  for (const { id, error } of attempts) if (error !== undefined) console.error(`${id}: ${error.message}`);
  console.error(`answered by ${model}`);
  // What was validated, and nothing else, is for the next program in the pipe.
  console.log(JSON.stringify(output));
} catch (error) {
  if (!OutspecError.is(error)) throw error;
  console.error(error.code === "aborted" ? "Stopped." : error.message);
  process.exitCode = error.code === "aborted" ? 130 : 1;
}
