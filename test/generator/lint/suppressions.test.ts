import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { lintText } from "./lint-text.ts";

const lint = { set: "recommended", rules: { "missing-description": "off" } } as const;

/** Rules and lines of what is reported. */
async function told(text: string, path?: string): Promise<readonly string[]> {
  const { findings } = await lintText(text, { lint, ...(path !== undefined && { path }) });
  return findings.map(({ code, range }) => `${range.start.line} ${code}`);
}

const nested = (comment: string): string => `output:
  type: object
  properties:
    ${comment}
    a:
      type: object
      properties:
        b:
          pattern: a
          type: string
      pattern: b
`;

describe("a suppression", () => {
  it("above a node is about that node and not about schemas inside it", async () => {
    assert.deepEqual(await told(nested("# nothing")), [
      "9 unsafe-pattern",
      "11 keyword-without-effect",
      "11 unsafe-pattern",
    ]);
    assert.deepEqual(await told(nested("# lint-ignore unsafe-pattern -- for a test")), [
      "9 unsafe-pattern",
      "11 keyword-without-effect",
    ]);
  });

  it("above a keyword is about what that keyword says", async () => {
    const text = "output:\n  type: string\n  # lint-ignore unsafe-pattern -- for a test\n  pattern: a\n";
    assert.deepEqual(await told(text), []);
    const other = text.replace("pattern: a", "format: zip\n  pattern: a");
    assert.deepEqual(await told(other), ["3 suppression-unused", "4 format-not-enforced", "5 unsafe-pattern"]);
  });

  it("reaches what stands on the line below, however deep, and behind which it stands", async () => {
    const flow =
      "output:\n  # lint-ignore unsafe-pattern -- for a test\n  { type: array, items: { type: string, pattern: a } }\n";
    assert.deepEqual(
      await told(
        flow
          .replace("\n  {", "\n  type: array\n  items: {")
          .replace(/\{ type: array, items: /, "")
          .replace(" } }", " }"),
      ),
      ["2 suppression-unused", "4 unsafe-pattern"],
    );
    const line =
      "output:\n  # lint-ignore unsafe-pattern -- for a test\n  items: { type: string, pattern: a }\n  type: array\n";
    assert.deepEqual(await told(line), []);
    const behind = "output:\n  type: string\n  pattern: a # lint-ignore unsafe-pattern -- for a test\n";
    assert.deepEqual(await told(behind), []);
  });

  it("above a list item is about that item", async () => {
    const text =
      "output:\n  anyOf:\n    # lint-ignore unsafe-pattern -- for a test\n    - type: string\n      pattern: a\n    - type: number\n";
    assert.deepEqual(await told(text), []);
  });

  it("may be followed by other comments and blank lines, and stand above others", async () => {
    const text =
      "output:\n  type: string\n  # lint-ignore unsafe-pattern -- one\n\n  # words\n  # lint-ignore format-not-enforced -- two\n  pattern: a\n  format: zip\n";
    assert.deepEqual(await told(text), ["6 suppression-unused", "8 format-not-enforced"]);
  });

  it("of a whole file is about all of it, wherever it stands", async () => {
    const text = nested("# nothing").replace("      pattern: b\n", "");
    assert.deepEqual(await told(`${text}# lint-ignore-file unsafe-pattern -- for a test\n`), []);
    const two = `# lint-ignore-file unsafe-pattern -- for a test\n# lint-ignore-file recursion -- none\n${text}`;
    assert.deepEqual(await told(two), ["2 suppression-unused"]);
  });

  it("is a comment: what looks like one in a text or in quotes is none", async () => {
    const text =
      "prompt: |\n  # lint-ignore nonsense\n  {{ a }}\n  x # lint-ignore\noutput:\n  description: '# lint-ignore'\n  type: string\n";
    assert.deepEqual(await told(text), []);
    const folded =
      "description: >\n# lint-ignore nonsense -- a comment, since it is not indented\n  a\noutput: { type: string }\n";
    assert.ok((await told(folded)).length > 0);
  });

  it("does not reach a prompt's finding from another key", async () => {
    const text =
      "# lint-ignore prompt-unused-variable -- for a test\nprompt: x\ninput: { type: object, properties: { a: { type: string } } }\noutput: { type: string }\n";
    assert.deepEqual(await told(text), ["1 suppression-unused", "3 prompt-unused-variable"]);
    const right = text.replace("prompt: x\ninput", "input").replace("output", "prompt: x\noutput");
    assert.deepEqual(await told(right), []);
  });

  it("does not exist in JSON", async () => {
    const text = '{\n  "type": "string",\n  "$comment": "# lint-ignore unsafe-pattern -- no",\n  "pattern": "a"\n}';
    assert.deepEqual(await told(text, "schemas/a.json"), ["4 unsafe-pattern"]);
  });

  it("may name several rules, with commas between them", async () => {
    for (const rules of ["unsafe-pattern, format-not-enforced", "format-not-enforced,unsafe-pattern"]) {
      const text = `output:\n  # lint-ignore ${rules} -- why\n  items: { type: string, pattern: a, format: zip }\n  type: array\n`;
      const { findings, suppressed } = await lintText(text, { lint });
      assert.deepEqual([findings, suppressed], [[], 2], rules);
      assert.deepEqual(await told(text.replace(", format: zip", "")), ["2 suppression-unused"], rules);
    }
  });

  it("is not there for nothing where a refused spec kept its rule from looking", async () => {
    const text =
      "output:\n  # lint-ignore unsafe-pattern -- why\n  items: { type: string, pattern: a }\n  type: arry\n";
    assert.deepEqual(await told(text), ["4 spec-invalid"]);
    const other = { "schemas/other.yaml": "output: { type: strng }\n" };
    const { findings } = await lintText(text.replace("arry", "array"), { lint, files: other });
    assert.deepEqual(
      findings.map(({ code, range }) => `${range.path} ${code}`),
      ["schemas/other.yaml spec-invalid"],
    );
  });

  it("that is malformed is a finding and says the right form", async () => {
    for (const comment of [
      "# lint-ignore unsafe-pattern format-not-enforced -- two",
      "# lint-ignore unsafe-pattern, -- one",
      "# lint-ignore unsafe-pattern - one dash",
      "# lint-ignore unsafe-pattern — another dash",
      "# lint-ignore: unsafe-pattern -- why",
      "# lint-ignore-next-line unsafe-pattern -- why",
    ]) {
      const { findings, misused } = await lintText(`output:\n  ${comment}\n  pattern: a\n  type: string\n`, { lint });
      assert.equal(misused, true, comment);
      const [first] = findings;
      assert.deepEqual(
        [first?.code, first?.severity, first?.range.start.line],
        ["suppression-without-reason", "error", 2],
      );
      assert.match(first?.hint ?? "", /^# lint-ignore RULE -- REASON/);
    }
    assert.deepEqual(await told("# lint-ignored by nobody\noutput: { type: string }\n"), []);
  });

  it("is counted and can be misused", async () => {
    const good = await lintText("output:\n  # lint-ignore unsafe-pattern -- why\n  pattern: a\n  type: string\n", {
      lint,
    });
    assert.deepEqual([good.suppressed, good.misused], [1, false]);
    for (const comment of [
      "# lint-ignore unsafe-pattern",
      "# lint-ignore unsafe-pattern --",
      "# lint-ignore nonsense -- why",
      "# lint-ignore unsafe-patern, nonsense -- why",
    ]) {
      const bad = await lintText(`output:\n  ${comment}\n  pattern: a\n  type: string\n`, { lint });
      assert.deepEqual([bad.suppressed, bad.misused], [0, true], comment);
    }
  });
});
