import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { judgeRunning } from "@outspec/runtime/validation/patterns/bounded-pattern";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

// A pattern that is left to the platform takes time in proportion to its text, whatever the text. Nothing can interrupt it,
// so it runs in a thread that is given much more time than that, and much less than anything else would take.

const characters = ["a", "b", "c", "1", "-", ".", " ", "!"];

const atoms = fc.constantFrom(
  "a",
  "b",
  "c",
  "1",
  "-",
  "\\.",
  ".",
  "\\d",
  "\\w",
  "\\s",
  "\\S",
  "[ab]",
  "[^a]",
  "[a-c1]",
  "[^-]",
);
const counts = fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{0,9}", "{2,}", "{5}", "*?");

const { pattern: bodies } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: "small" },
    atoms,
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie("pattern"), counts).map(([a, count]) => `(?:${a})${count}`),
    fc.tuple(atoms, counts).map(([a, count]) => a + count),
  ),
}));
const patterns = fc
  .tuple(fc.constantFrom("^", ""), bodies, fc.constantFrom("$", "", "!", "\\b"))
  .map((parts) => parts.join(""));

/** A megabyte that a matcher may read in circles, and that does not fit at its end. */
const texts = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...characters), maxLength: 3 }),
    fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 3 }),
    fc.string({ unit: fc.constantFrom(...characters), maxLength: 2 }),
  )
  .map(([before, word, after]) => ({ before, word, after }));

/** Runs each pattern on each of its texts in a thread. Whether it came to an end in time. */
async function endsInTime(cases: readonly unknown[], times: number, withinMs: number): Promise<boolean> {
  const source = `
    const { parentPort, workerData } = require("node:worker_threads");
    for (const { pattern, texts } of workerData.cases) {
      const expression = new RegExp(pattern, "u");
      for (const { before, word, after } of texts) expression.test(before + word.repeat(workerData.times) + after);
    }
    parentPort.postMessage("done");
  `;
  const worker = new Worker(source, { eval: true, workerData: { cases, times } });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), withinMs);
  try {
    await once(worker, "message", { signal: late.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

describe("a pattern that is left to the platform", () => {
  it("takes no longer than its text, whatever it is", { timeout: 60_000 }, async () => {
    const cases = fc
      .sample(fc.record({ pattern: patterns, texts: fc.array(texts, { minLength: 3, maxLength: 3 }) }), 3_000)
      .filter(({ pattern }) => judgeRunning(pattern, "u") === "natively");
    expect(cases.length).toBeGreaterThan(300);
    expect(await endsInTime(cases, 100_000, 50_000)).toBe(true);
  });

  it("would be found out if it did", async () => {
    const quadratic = { pattern: "a+b", texts: [{ before: "", word: "a", after: "!" }] };
    expect(judgeRunning(quadratic.pattern, "u")).toBe("stepwise");
    expect(await endsInTime([quadratic], 1_000_000, 1_000)).toBe(false);
  });
});
