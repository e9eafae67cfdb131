import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { patientSummary } from "../../generated/index.ts";
import { root } from "./compiled.ts";

it("the batch example stops when asked to, goes on where it ended, and prints each output once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outspec-batch-example-"));
  const journal = join(folder, "batch.jsonl");

  /** Runs it, and sends Ctrl-C after so many lines of output. */
  const start = async (interruptAfter: number) => {
    const args = [".ci/run-ts.mjs", "examples/batch/main.ts", "--count", "200", "--journal", journal];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const exited = once(child, "exit");
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const outputs: { readonly id: string }[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      const { id, ...output } = JSON.parse(line) as { readonly id: string };
      expect(patientSummary.validate(output)).toBe(true);
      if (outputs.push({ id }) === interruptAfter) child.kill("SIGINT");
    }
    const [code] = await exited;
    return { code, said, ids: outputs.map(({ id }) => id) };
  };

  const first = await start(30);
  expect(first.code).toBe(0);
  expect(first.said).toContain("Stopping: calls in flight are finished.");
  expect(first.said).toContain("Start it again to go on.");
  expect(first.ids.length).toBeGreaterThanOrEqual(30);
  expect(first.ids.length).toBeLessThan(200);
  expect(existsSync(`${journal}.lock`)).toBe(false);

  const second = await start(Number.POSITIVE_INFINITY);
  expect(second.code).toBe(0);
  expect(second.said).toContain(`200 of 200 notes are summarised; ${first.ids.length} had been before`);
  expect(second.said).toMatch(/^200 of 200, 100 %, in \d+ s, .* from the journal$/m);
  expect(new Set(second.ids).size).toBe(200);
  const records = readFileSync(journal, "utf8").split("\n").slice(1, -1);
  expect(new Set(records.map((line) => JSON.parse(line).key)).size).toBe(200);
  expect(records).toHaveLength(200);
  rmSync(folder, { recursive: true });
}, 60_000);
