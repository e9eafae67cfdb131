import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "vitest";
import {
  type BrokenSample,
  isBroken,
  openSamples,
  type Sample,
} from "../../../../generator/src/review/load/samples.ts";
import { createValueSplitter, type SplitValue } from "../../../../generator/src/review/load/split-values.ts";
import { refusal } from "./expectations.ts";
import { createFolder } from "./scratch-repository.ts";

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = createFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function readAll(cwd: string, ...globs: readonly string[]): Promise<readonly (Sample | BrokenSample)[]> {
  const samples: (Sample | BrokenSample)[] = [];
  for await (const sample of openSamples({ cwd, globs }).read()) samples.push(sample);
  return samples;
}

describe("recorded outputs", () => {
  it("are the lines of JSON Lines, each with its line", async () => {
    const cwd = folderOf({ "a.jsonl": '{"a":1}\n\n  {"a":2}\r\nnot json\n"text"' });
    assert.deepEqual(await readAll(cwd, "a.jsonl"), [
      { output: { a: 1 }, file: "a.jsonl", line: 1 },
      { output: { a: 2 }, file: "a.jsonl", line: 3 },
      { file: "a.jsonl", line: 4, message: "this is not JSON" },
      { output: "text", file: "a.jsonl", line: 5 },
    ]);
  });

  it("are the elements of a list, or one document, in JSON", async () => {
    const cwd = folderOf({
      "list.json": '[\n  {"a": "],[{\\"" },\n  [1, 2],\n\n  3\n]\n',
      "one.json": '{\n  "a": 1\n}\n',
      "empty.json": "[]",
      "several.json": '{"a":1}\n{"a":2}\n',
    });
    assert.deepEqual(
      (await readAll(cwd, "*.json")).map((one) => [one.file, one.line, isBroken(one) ? one.message : one.output]),
      [
        ["list.json", 2, { a: '],[{"' }],
        ["list.json", 3, [1, 2]],
        ["list.json", 5, 3],
        ["one.json", 1, { a: 1 }],
        ["several.json", 1, { a: 1 }],
        ["several.json", 2, { a: 2 }],
      ],
    );
  });

  it("may be recorded with their input and the name of their spec, but a field of that name alone does not make it so", async () => {
    const cwd = folderOf({
      "a.jsonl": [
        '{"input":{"ticket":"x"},"output":{"a":1},"spec":"Triage"}',
        '{"output":[1]}',
        '{"output":[1],"score":2}',
        '{"__proto__":{"output":1}}',
      ].join("\n"),
    });
    const [first, second, third, fourth] = await readAll(cwd, "a.jsonl");
    assert.deepEqual(first, { output: { a: 1 }, input: { ticket: "x" }, spec: "Triage", file: "a.jsonl", line: 1 });
    assert.deepEqual(second, { output: [1], file: "a.jsonl", line: 2 });
    assert.deepEqual(third, { output: { output: [1], score: 2 }, file: "a.jsonl", line: 3 });
    assert.deepEqual(Object.keys((fourth as Sample).output as object), ["__proto__"]);
  });

  it("say where a list is not closed", async () => {
    const cwd = folderOf({ "a.json": '[{"a":1},\n{"a":' });
    assert.deepEqual(await readAll(cwd, "a.json"), [
      { output: { a: 1 }, file: "a.json", line: 1 },
      { file: "a.json", line: 2, message: "this is not JSON" },
      { file: "a.json", line: 2, message: "the list is not closed" },
    ]);
  });

  it("are found by files, folders and patterns, and a pattern that matches nothing is a mistake", async () => {
    const cwd = folderOf({ "r/a.jsonl": "1", "r/deep/b.ndjson": "2", "r/readme.txt": "x", "r/.hidden/c.json": "3" });
    const files = (...globs: readonly string[]): readonly string[] => openSamples({ cwd, globs }).files;
    assert.deepEqual(files("r"), ["r/a.jsonl", "r/deep/b.ndjson"]);
    assert.deepEqual(files("r/**/*.ndjson"), ["r/deep/b.ndjson"]);
    assert.deepEqual(files("./r/*.jsonl", "r/a.jsonl"), ["r/a.jsonl"]);
    assert.deepEqual(openSamples({ cwd: join(cwd, "r/deep"), globs: ["../*.jsonl"] }).files, ["../a.jsonl"]);
    await refusal(
      "usage",
      Promise.resolve().then(() => files("r/*.csv")),
    );
    assert.deepEqual(openSamples({ cwd, globs: ["r/*.csv"], allowEmpty: true }).files, []);
  });

  it("are kept in memory one at a time, and a value without end is told and passed over", async () => {
    const cwd = folderOf({ "a.jsonl": `"${"x".repeat(5000)}"\n1\n` });
    const samples: (Sample | BrokenSample)[] = [];
    for await (const one of openSamples({ cwd, globs: ["a.jsonl"], mostCharacters: 1000 }).read()) samples.push(one);
    assert.deepEqual(samples, [
      { file: "a.jsonl", line: 1, message: "this value has more than 1000 characters" },
      { output: 1, file: "a.jsonl", line: 2 },
    ]);
  });

  it("are the same wherever the file is cut while it is read", () => {
    const text = '[\n {"a": "x\\\\\\"]"},\n[1,[2]] ,\n"é" ]\n';
    const whole = split(text);
    assert.equal(whole.length, 3);
    for (let cut = 0; cut <= text.length; cut++) assert.deepEqual(split(text.slice(0, cut), text.slice(cut)), whole);
  });
});

function split(...chunks: readonly string[]): readonly SplitValue[] {
  const splitter = createValueSplitter({ limit: 1000, lines: false });
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}
