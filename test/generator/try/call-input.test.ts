import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, it } from "vitest";
import { inputHint, readInput } from "../../../generator/src/commands/call-input.ts";
import { UsageError } from "../../../generator/src/diagnostics/usage-error.ts";
import type { ResolvedSpec } from "../../../generator/src/spec/resolved-spec.ts";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";

const folder = mkdtempSync(join(tmpdir(), "outspec-input-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A spec with these variables. The cast holds: nothing else is read of it. */
const specWith = (properties: { readonly [name: string]: Json } | undefined, more: object = {}): ResolvedSpec =>
  ({
    name: "PatientSummary",
    stem: "patient-summary",
    prompt: { form: "user", messages: [] },
    ...(properties !== undefined && {
      input: { type: "object", required: Object.keys(properties), properties } satisfies JsonSchema,
    }),
    ...more,
  }) as unknown as ResolvedSpec;
const notes = specWith({ notes: { type: "string" } });
const two = specWith({ notes: { type: "string" }, age: { type: "integer" } });

async function read(given: string | undefined, spec: ResolvedSpec, stdin = ""): Promise<unknown> {
  const source = { cwd: folder, stdin: Readable.from([stdin]), note: () => assert.fail("nobody is told to type") };
  return (await readInput(given, spec, undefined, source)).input;
}

async function failureOf(given: string, spec: ResolvedSpec, stdin = ""): Promise<string> {
  const problem = await read(given, spec, stdin).then(
    (input) => assert.fail(`it was read as ${JSON.stringify(input)}`),
    (thrown: unknown) => thrown,
  );
  assert.ok(problem instanceof UsageError, String(problem));
  return [problem.message, problem.hint].join("; ");
}

describe("an input", () => {
  it("is JSON in the argument, in a file or on standard input", async () => {
    writeFileSync(join(folder, "input.json"), '\uFEFF{"notes":"a","age":3}\n');
    const expected = { notes: "a", age: 3 };
    assert.deepEqual(await read('{"notes":"a","age":3}', two), expected);
    assert.deepEqual(await read("@input.json", two), expected);
    assert.deepEqual(await read("-", two, '{"notes":"a","age":3}'), expected);
  });

  it("may be the text itself where a text is the only variable, whatever it looks like", async () => {
    writeFileSync(join(folder, "notes.txt"), "Fever\nsince Monday.\n");
    assert.deepEqual(await read("Fever since Monday.", notes), { notes: "Fever since Monday." });
    assert.deepEqual(await read("@notes.txt", notes), { notes: "Fever\nsince Monday.\n" });
    assert.deepEqual(await read("-", notes, "Fever"), { notes: "Fever" });
    assert.deepEqual(await read('{"notes":"a"}', notes), { notes: "a" });
    assert.deepEqual(await read('"Fever"', notes), { notes: "Fever" });
    for (const text of ["12", "true", "null"]) assert.deepEqual(await read(text, notes), { notes: text });
  });

  it("is not taken for a text when it is meant as JSON, nor when there is another variable", async () => {
    const hint = `is not JSON; as in '{"notes":"…"}'`;
    assert.equal(await failureOf('{"notes": "a', notes), `--input ${hint}`);
    assert.equal(await failureOf("-", notes, "[1"), `standard input ${hint}`);
    assert.equal(await failureOf("Fever", two), `--input is not JSON; as in '{"notes":"…","age":"…"}'`);
    assert.deepEqual(await read("[1]", notes), [1]);
  });

  it("is the question itself where there is no prompt", async () => {
    assert.equal(await read("What is it?", specWith(undefined, { prompt: undefined })), "What is it?");
  });

  it("is asked for where it is empty, a file is missing or there is nothing to fill in", async () => {
    writeFileSync(join(folder, "empty.json"), "");
    assert.equal(
      await failureOf("-", notes, "\n"),
      `standard input is empty; as in '{"notes":"…"}', or the text of notes as it is`,
    );
    assert.equal(
      await failureOf("@empty.json", notes),
      `empty.json is empty; as in '{"notes":"…"}', or the text of notes as it is`,
    );
    assert.equal(await failureOf("", notes), `--input is empty; as in '{"notes":"…"}', or the text of notes as it is`);
    assert.equal(await failureOf("", two), `--input is empty; as in '{"notes":"…","age":"…"}'`);
    assert.match(await failureOf("@missing.json", notes), /^the input file .*missing\.json cannot be read/);
    assert.equal(
      await failureOf("{}", specWith(undefined)),
      "the prompt of patient-summary has no variables, so it takes no input; leave out --input",
    );
  });

  it("that does not fit is explained by the nearest name, or by one that fits", () => {
    assert.equal(inputHint({ note: "x" }, notes), 'did you mean "notes" by "note"?');
    assert.equal(inputHint({ notes: "x", agee: 3 }, two), 'did you mean "age" by "agee"?');
    // What is there already was not meant.
    assert.equal(inputHint({ notes: 1, note: 2 }, notes), `as in '{"notes":"…"}'`);
    for (const input of [[1], null, {}, { other: 1 }]) assert.equal(inputHint(input, notes), `as in '{"notes":"…"}'`);
    assert.equal(inputHint("x", specWith(undefined)), undefined);
  });

  it("is waited for at a terminal, which says so", async () => {
    let said = "";
    const stdin = Object.assign(Readable.from(["Fever"]), { isTTY: true });
    const note = (text: string): void => {
      said += text;
    };
    await readInput("-", notes, undefined, { cwd: folder, stdin, note });
    assert.equal(said, "Reading the input from this terminal. End it with Ctrl-D on a line of its own.\n");
  });
});
