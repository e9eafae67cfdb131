import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { compileWithGenerated } from "../../end-to-end/compiled.ts";
import { startFaultySimulator } from "./simulated-batch.ts";

const concurrency = 8;
const inputCount = 300;

const script = `
import { createRouter, openai } from "@outspec/runtime";
import { mapOutputs } from "@outspec/runtime/batch";
import { createFileJournal } from "@outspec/runtime/batch-journal";
import { generatePatientSummary, patientSummary } from "./generated/index.js";

const [baseUrl, path] = process.argv.slice(2);
const inputs = Array.from({ length: ${inputCount} }, (_, id) => ({ notes: \`[input \${id}] Blood pressure 162/98.\` }));
const router = createRouter({ primary: openai("gpt-5.4-mini", { baseUrl, apiKey: "k" }) });
const run = mapOutputs(generatePatientSummary, inputs, {
  callOptions: { router }, concurrency: ${concurrency}, journal: createFileJournal(path), spec: patientSummary,
});
for await (const { index, outcome, recorded } of run) if (!recorded) console.log(index, outcome.kind);
console.log(JSON.stringify(await run.finish()));
`;

it("goes on where a process ended that was killed in the middle of it, again and again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outspec-killed-"));
  const path = join(folder, "journal.jsonl");
  const main = compileWithGenerated("killed-batch", script);
  const { simulator, asked } = await startFaultySimulator(3, 0);

  /** Starts the batch, and kills it with no warning once it has told of so many inputs; gives what it printed. */
  const start = async (killAfter: number): Promise<readonly string[]> => {
    const child = spawn(process.execPath, [main, simulator.baseUrls.openai, path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (lines.length === killAfter) child.kill("SIGKILL");
    }
    expect(await exited).toEqual(killAfter < inputCount ? [null, "SIGKILL"] : [0, null]);
    return lines;
  };

  const told: string[] = [];
  for (const killAfter of [40, 1, 100]) told.push(...(await start(killAfter)));
  expect(existsSync(`${path}.lock`)).toBe(true);
  const last = await start(Number.POSITIVE_INFINITY);
  told.push(...last.slice(0, -1));
  await simulator.close();

  const summary = JSON.parse(last.at(-1) ?? "");
  expect(summary).toMatchObject({ done: inputCount, counts: { ok: inputCount } });
  expect(existsSync(`${path}.lock`)).toBe(false);
  const records = readFileSync(path, "utf8")
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line));
  rmSync(folder, { recursive: true });
  expect(records.map(({ key }) => Number(key)).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: inputCount }, (_, id) => id),
  );
  // What was told of had been written down before: no later run did it again.
  expect(new Set(told).size).toBe(told.length);
  // Only calls in flight when a process was killed were made again.
  const again = [...asked.values()].filter(({ answered }) => answered > 1).length;
  expect(again).toBeLessThanOrEqual(3 * concurrency);
}, 60_000);
