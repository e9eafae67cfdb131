import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { fixText, type LintOptions, lintText } from "./lint-text.ts";

/** Mends a text, and holds that to what every mending promises. */
async function fixed(text: string, options: LintOptions = {}): Promise<string> {
  const { changed, result } = await fixText(text, options);
  const mended = changed.get(options.path ?? "schemas/spec.yaml") ?? text;
  const again = await fixText(mended, options);
  assert.equal(again.changed.size, 0, "not idempotent");
  assert.deepEqual((await lintText(mended, options)).findings, result.findings);
  return mended;
}

const linesOf = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

describe("outspec lint --fix", () => {
  it("takes the nearest keyword, and leaves all else byte for byte", async () => {
    const text = "# top\r\noutput:   # here\r\n  type:    string\r\n  maxLenght:  3 # three\r\n  'minLenght': 1\r\n";
    assert.equal(await fixed(text), text.replace("maxLenght", "maxLength").replace("minLenght", "minLength"));
  });

  it("takes the nearest key, type and extension", async () => {
    assert.equal(
      await fixed("promt: hi\noutput:\n  type: strng\n  x-steam: complete\n"),
      "prompt: hi\noutput:\n  type: string\n  x-stream: complete\n",
    );
  });

  it("mends JSON as well, and a text with a byte order mark", async () => {
    const options = { path: "schemas/a.json" };
    assert.equal(
      await fixed('\ufeff{\n  "type": "string",\n  "maxLenght": 3,\n  "enum": ["a", "b", "a"]\n}', options),
      '\ufeff{\n  "type": "string",\n  "maxLength": 3,\n  "enum": ["a", "b"]\n}',
    );
  });

  it("does not write a key that is there already", async () => {
    const text = "output:\n  type: string\n  maxLength: 4\n  maxLenght: 3\n";
    assert.equal(await fixed(text), text);
  });

  it("does not write a keyword whose value it would not take", async () => {
    const text = "output:\n  type: string\n  formt: { a: 1 }\n";
    assert.equal(await fixed(text), text);
  });

  it("does the other fixes of a file of which one cannot be done", async () => {
    const text = "output:\n  type: string\n  maxLength: 4\n  maxLenght: 3\n  minLenght: 1\n";
    assert.equal(await fixed(text), text.replace("minLenght", "minLength"));
  });

  it("puts quotes around text that others read as something else", async () => {
    assert.equal(
      await fixed("output:\n  enum: [yes, no, 2024-01-01, maybe] # all\n"),
      'output:\n  enum: ["yes", "no", "2024-01-01", maybe] # all\n',
    );
  });

  it("leaves numbers alone unless text is asked for", async () => {
    const text = "output:\n  enum: [1.9, 1.10]\n";
    assert.equal(await fixed(text), text);
    assert.equal(
      await fixed("output:\n  type: [string]\n  enum: [a, 1.10]\n"),
      'output:\n  type: [string]\n  enum: [a, "1.10"]\n',
    );
  });

  it("removes members that stand there twice, in both styles", async () => {
    assert.equal(
      await fixed("output:\n  enum:\n    - a # first\n    - b\n    - a # again\n    - c\n"),
      "output:\n  enum:\n    - a # first\n    - b\n    - c\n",
    );
    assert.equal(await fixed("output: { enum: [ a, b,a, a ] }\n"), "output: { enum: [ a, b ] }\n");
  });

  it("moves an explanation to before the decision, with its comments and all its lines", async () => {
    const text = linesOf([
      "output:",
      "  type: object",
      "  properties:",
      "    title: { type: string }",
      "    # what it is",
      "    approved:",
      "      type: boolean",
      "    # why it is",
      "    reasoning:",
      "      description: |",
      "        Long.",
      "",
      "        Longer.",
      "      type: string",
      "    rest: { type: string }",
    ]);
    const expected = linesOf([
      "output:",
      "  type: object",
      "  properties:",
      "    title: { type: string }",
      "    # why it is",
      "    reasoning:",
      "      description: |",
      "        Long.",
      "",
      "        Longer.",
      "      type: string",
      "    # what it is",
      "    approved:",
      "      type: boolean",
      "    rest: { type: string }",
    ]);
    assert.equal(await fixed(text), expected);
  });

  it("moves the last property of a file without an end of line", async () => {
    assert.equal(
      await fixed("output:\n  type: object\n  properties:\n    ok: { type: boolean }\n    reason: { type: string }"),
      "output:\n  type: object\n  properties:\n    reason: { type: string }\n    ok: { type: boolean }\n",
    );
  });

  it("does not move what is in flow style, or an anchor", async () => {
    for (const text of [
      "output: { type: object, properties: { ok: { type: boolean }, reason: { type: string } } }\n",
      "output:\n  type: object\n  properties:\n    ok: { type: boolean }\n    reason: &text { type: string }\n    more: *text\n",
    ])
      assert.equal(await fixed(text), text);
  });

  it("removes suppressions that nothing needs, with their lines", async () => {
    assert.equal(
      await fixed(
        "output:\n  # lint-ignore recursion -- none\n  type: string # lint-ignore open-object -- none\n  # words\n",
      ),
      "output:\n  type: string\n  # words\n",
    );
  });

  it("takes out of a suppression the rules that nothing needs", async () => {
    const text = (rules: string): string =>
      `output:\r\n  # lint-ignore ${rules} -- why, of all\r\n  pattern: a\r\n  type: string\r\n`;
    assert.equal(await fixed(text("recursion, unsafe-pattern, open-object")), text("unsafe-pattern"));
  });

  it("keeps the suppressions of a spec that is refused for something else", async () => {
    const text = (type: string): string =>
      `output:\n  type: object\n  properties:\n    # lint-ignore unsafe-pattern -- why\n    a: { pattern: a, type: string }\n    b: { type: ${type} }\n`;
    assert.equal(await fixed(text("strnig")), text("string"));
    assert.equal(await fixed(text("nonsense")), text("nonsense"));
  });

  it("leaves nothing of what it says that it mended", async () => {
    const text =
      "output:\n  type: object\n  properties:\n    ok: { enum: [yes, no, yes] }\n    reason: { type: string, maxLenght: 3 }\n  # lint-ignore recursion -- none\n";
    const { fixed: count, result } = await fixText(text);
    assert.equal(count, 6);
    assert.deepEqual(
      result.findings.filter(({ fix }) => fix !== undefined),
      [],
    );
  });

  it("keeps away from text it cannot be sure of", async () => {
    for (const text of [
      "output: [\n",
      "output:\n  enum:\n    - &a x\n    - *a\n",
      "output:\n  type: string\n  ? maxLenght\n  : 3\n",
    ])
      await fixed(text);
  });
});
