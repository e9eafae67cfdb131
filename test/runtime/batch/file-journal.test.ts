import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, RefusalError } from "@outspec/runtime";
import { type BatchJournal, type BatchOptions, mapOutputs } from "@outspec/runtime/batch";
import { createFileJournal } from "@outspec/runtime/batch-journal";
import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { turn } from "./manual-calls.ts";
import { resultOf } from "./results.ts";

const folder = mkdtempSync(join(tmpdir(), "outspec-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let path: string;
let count = 0;
beforeEach(() => {
  path = join(folder, `${count++}.jsonl`);
});

interface Word {
  readonly word: string;
}
const isWord = (value: unknown): value is Word =>
  typeof value === "object" && value !== null && "word" in value && typeof value.word === "string";
const spec = { name: "Word", validate: isWord };

/** Runs a batch over texts on the journal at `path`; `called` are the inputs of its calls, in order. */
async function run(inputs: readonly string[], options: Partial<BatchOptions<string, Word>> = {}, of = spec) {
  const called: string[] = [];
  const generate = async (input: string) => {
    called.push(input);
    if (input.startsWith("refuse")) throw new RefusalError("refused", "the model said no");
    return resultOf<Word>({ word: `${input}!` });
  };
  const journal = createFileJournal(path);
  const { items, summary } = await mapOutputs(generate, inputs, {
    order: "input",
    ...options,
    journal,
    spec: of,
  }).collect();
  return { called, items, summary };
}

const linesOf = (file: string): readonly Record<string, unknown>[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("a journal in a file", () => {
  it("begins with a header and has a line for each finished input, with its output and nothing of the input", async () => {
    await run(["a secret note", "refuse"]);
    const [header, ...records] = linesOf(path);
    expect(header).toEqual({ format: "outspec-batch-journal", version: 1, name: "Word" });
    expect(records).toMatchObject([
      {
        kind: "ok",
        key: "0",
        index: 0,
        output: { word: "a secret note!" },
        model: "first/m",
        usage: { output: { total: 5 } },
      },
      { kind: "refused", key: "1", index: 1, code: "refused", message: "the model said no" },
    ]);
    expect(readFileSync(path, "utf8").replace('"a secret note!"', "")).not.toContain("secret");
    expect(records[0]?.["at"]).toBeGreaterThan(1.7e12);
  });

  it.skipIf(process.platform === "win32")("can be read by its owner only", async () => {
    await run(["a"]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it("spares the inputs that an earlier run finished, and hands their outputs out", async () => {
    await run(["a", "b"]);
    const { called, items, summary } = await run(["a", "b", "c"]);
    expect(called).toEqual(["c"]);
    expect(items).toMatchObject([
      {
        index: 0,
        recorded: true,
        tries: 0,
        outcome: { kind: "ok", output: { word: "a!" }, result: { model: "first/m" } },
      },
      { index: 1, recorded: true, outcome: { output: { word: "b!" } } },
      { index: 2, recorded: false, tries: 1, outcome: { output: { word: "c!" } } },
    ]);
    expect(summary).toMatchObject({ done: 3, recorded: 2, counts: { ok: 3 } });
    expect([summary.usage.output.total, summary.recordedUsage.output.total]).toEqual([5, 10]);
  });

  it("passes them over when asked to, in either order", async () => {
    await run(["a", "b"]);
    for (const order of ["input", "completion"] as const) {
      const { items, summary } = await run(["a", "x", "b"], { recorded: "skip", order, key: (input) => input });
      expect(items.map(({ input }) => input).toSorted()).toEqual(order === "input" ? ["a", "b", "x"] : []);
      expect(summary.done).toBe(3);
    }
  });

  it("knows an input by its key wherever it stands, and does one that has changed again", async () => {
    const key = (input: string) => input.slice(0, 1);
    await run(["a1", "b1", "c1"], { key });
    expect((await run(["c1", "b2", "a1"], { key })).called).toEqual(["b2"]);
    expect((await run(["c1", "b2", "a1"], { key })).called).toEqual([]);
    expect((await run(["a1", "b1", "c1"], { key })).called).toEqual(["b1"]);
  });

  it("tries failed inputs again, unless asked not to", async () => {
    await run(["a", "refuse"]);
    expect((await run(["a", "refuse"], { retryFailed: false })).items).toMatchObject([
      { recorded: true, outcome: { kind: "ok" } },
      { recorded: true, outcome: { kind: "refused", error: { code: "refused", message: "the model said no" } } },
    ]);
    expect((await run(["a", "refuse"])).called).toEqual(["refuse"]);
  });

  it("does an input again whose output is not valid any more", async () => {
    await run(["a", "bb"]);
    const stricter = {
      name: "Word",
      validate: (value: unknown): value is Word => isWord(value) && value.word.length > 2,
    };
    expect((await run(["a", "bb"], {}, stricter)).called).toEqual(["a"]);
  });

  it("is refused for another spec, in another version, and when it is something else", async () => {
    await run(["a"]);
    await expect(run(["a"], {}, { ...spec, name: "Other" })).rejects.toThrow(
      "is the journal of a batch of Word, and this one is of Other",
    );
    writeFileSync(path, '{"format":"outspec-batch-journal","version":2,"name":"Word"}\n');
    await expect(run(["a"])).rejects.toThrow("of format version 2");
    for (const text of ["a letter\n", "a letter without an end", '{"name":"x"}\n']) {
      writeFileSync(path, text);
      await expect(run(["a"])).rejects.toThrow("is no journal of a batch: choose another path");
      expect(readFileSync(path, "utf8")).toBe(text);
    }
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("is refused when a line within it is damaged, and says which", async () => {
    await run(["a", "b"]);
    const lines = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, [lines[0], "{torn", ...lines.slice(2)].join("\n"));
    await expect(run(["a"])).rejects.toThrow(/line 2 of .*jsonl is no record of a journal: delete that line/);
  });

  it("says what is wrong when the file cannot be used", async () => {
    path = join(folder, "no-such-folder", "journal.jsonl");
    await expect(run(["a"])).rejects.toThrow(/the journal .* cannot be used: ENOENT/);
  });

  it("needs the spec that validates what it reads", () => {
    const journal = createFileJournal(path);
    // @ts-expect-error: a journal needs a spec
    expect(() => mapOutputs(async () => resultOf("x"), ["a"], { journal })).toThrow("needs the `spec`");
  });

  it("refuses inputs whose content it cannot see", async () => {
    const journal = createFileJournal(path);
    const batch = mapOutputs(async (_input: Blob) => resultOf<Word>({ word: "x" }), [new Blob(["a"])], {
      journal,
      spec,
    });
    await expect(batch.finish()).rejects.toThrow("an input holds a Blob whose content a journal cannot see");
  });

  it("does not take down an input that was aborted", async () => {
    const controller = new AbortController();
    const generate = (_input: string, { signal }: { readonly signal?: AbortSignal }) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        controller.abort();
      });
    const batch = mapOutputs(generate, ["a"], { journal: createFileJournal(path), spec, signal: controller.signal });
    await expect(batch.finish()).rejects.toMatchObject({ code: "aborted" });
    expect(linesOf(path)).toHaveLength(1);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("is not held by a batch that was let go of before it began, or while it was opened", async () => {
    const options = { journal: createFileJournal(path), spec };
    const generate = async (input: string) => resultOf<Word>({ word: input });
    const never = mapOutputs(generate, ["a"], { ...options, signal: AbortSignal.abort() });
    await expect(never.finish()).rejects.toMatchObject({ code: "aborted" });
    expect(existsSync(path)).toBe(false);
    const controller = new AbortController();
    const ended = mapOutputs(generate, ["a"], { ...options, signal: controller.signal }).finish();
    controller.abort();
    await expect(ended).rejects.toMatchObject({ code: "aborted" });
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect((await run(["a"])).called).toEqual(["a"]);
  });

  it("keeps 5,000 records of many sizes, and finds each of them again", async () => {
    const inputs = Array.from({ length: 5_000 }, (_, index) => `${index} ${"ä😀".repeat(index % 300)}`);
    await run(inputs, { concurrency: 64 });
    const { called, items } = await run(inputs);
    expect(called).toEqual([]);
    expect(items.every(({ input, outcome }) => outcome.kind === "ok" && outcome.output.word === `${input}!`)).toBe(
      true,
    );
  });
});

describe("a journal whose process was killed", () => {
  const inputs = ["eins", "ä😀", "refuse"];

  it("has lost nothing but what was not written, at whichever byte the file ends", async () => {
    await run(inputs, { concurrency: 2 });
    const whole = readFileSync(path);
    const newline = 0x0a;
    for (let cut = 0; cut <= whole.length; cut++) {
      truncateSync(path, 0);
      appendFileSync(path, whole.subarray(0, cut));
      const recorded = whole.subarray(0, cut).filter((byte) => byte === newline).length - 1;
      const finished = linesOf(path)
        .slice(1)
        .filter(({ kind }) => kind === "ok")
        .map(({ index }) => inputs[Number(index)]);
      const { called, items } = await run(inputs, { concurrency: 2 });
      expect(called.toSorted()).toEqual(inputs.filter((input) => !finished.includes(input)).toSorted());
      expect(items.map(({ input }) => input)).toEqual(inputs);
      const records = linesOf(path).slice(1);
      expect(records.length).toBe(Math.max(0, recorded) + called.length);
      const final = records.filter(({ kind }) => kind === "ok").map(({ index }) => index);
      expect(final.toSorted()).toEqual([0, 1]);
    }
  }, 60_000);

  it("has each input once in the end, however often and wherever runs were cut off", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(800), { maxLength: 5 }),
        fc.integer({ min: 1, max: 4 }),
        async (cuts, concurrency) => {
          rmSync(path, { force: true });
          for (const cut of cuts) {
            await run(inputs, { concurrency });
            truncateSync(path, Math.min(cut, statSync(path).size));
          }
          await run(inputs, { concurrency });
          const final = linesOf(path).filter(({ kind }) => kind === "ok");
          expect(final.map(({ index }) => index).toSorted()).toEqual([0, 1]);
          expect((await run(inputs, { concurrency })).called).toEqual(["refuse"]);
        },
      ),
      { numRuns: 30 },
    );
  });
});

const numberSpec = { name: "Number", validate: (value: unknown): value is number => typeof value === "number" };

describe("a batch with a journal of the application's own", () => {
  it("hands an item out only once its record is written", async () => {
    let write = (): void => {};
    let isClosed = false;
    const journal: BatchJournal = {
      open: async () => ({
        find: async () => undefined,
        append: () =>
          new Promise((resolve) => {
            write = resolve;
          }),
        close: async () => {
          isClosed = true;
        },
      }),
    };
    let taken = 0;
    const reading = (async () => {
      for await (const _item of mapOutputs(async () => resultOf(1), [0], { journal, spec: numberSpec })) taken++;
    })();
    await turn();
    expect([taken, isClosed]).toEqual([0, false]);
    write();
    await reading;
    expect([taken, isClosed]).toEqual([1, true]);
  });

  it("ends when that fails rather than go on without it", async () => {
    const generate = async (input: number) => (input === 1 ? Promise.reject(new InputError("x", [])) : resultOf(input));
    let appended = 0;
    const journal = {
      open: async () => ({
        find: async () => undefined,
        append: async () => {
          if (++appended === 3) throw new Error("no space left on device");
        },
        close: async () => {},
      }),
    };
    const batch = mapOutputs(generate, [0, 1, 2, 3, 4, 5], { journal, spec: numberSpec, concurrency: 1 });
    await expect(batch.collect()).rejects.toThrow("no space left on device");
    expect(batch.progress.done).toBe(2);
  });
});
