import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { readSpec } from "../../generator/src/spec/read.ts";
import type { SpecDocument } from "../../generator/src/spec/spec.ts";

/** The source text of a range. */
function sourceOf(document: SpecDocument, { start, end }: ReturnType<SpecDocument["rangeOf"]>): string {
  const lines = document.text.split("\n");
  assert.equal(start.line, end.line);
  return (lines[start.line - 1] ?? "").slice(start.column - 1, end.column - 1);
}

const codes = (text: string, path = "spec.yaml"): string[] => readSpec(path, text).findings.map(({ code }) => code);

describe("reading a spec", () => {
  it("gives the same value for YAML and JSON", () => {
    const value = { a: [1, 2.5, "x", null, true], b: { "c/d": "~" } };
    assert.deepEqual(readSpec("a.json", JSON.stringify(value, null, "\t")).value, value);
    assert.deepEqual(readSpec("a.yaml", 'a: [1, 2.5, x, null, true]\nb: { c/d: "~" }\n').value, value);
  });

  it("finds keys and values by pointer, in block, flow and JSON style", () => {
    const yaml = readSpec("a.yaml", 'a:\n  - one\n  - { "c/d": two }\n');
    assert.equal(sourceOf(yaml, yaml.rangeOf("/a/0")), "one");
    assert.equal(sourceOf(yaml, yaml.rangeOf("/a/1/c~1d")), "two");
    assert.equal(sourceOf(yaml, yaml.rangeOf("/a/1/c~1d", "key")), '"c/d"');
    const json = readSpec("a.json", '{\n\t"a": { "b": 1 }\n}');
    assert.equal(sourceOf(json, json.rangeOf("/a/b", "key")), '"b"');
  });

  it("falls back to the nearest parent for a pointer that leads nowhere", () => {
    const document = readSpec("a.yaml", "a:\n  b: 1\n");
    assert.equal(sourceOf(document, document.rangeOf("/a/b/c/d")), "b");
  });

  it("keeps yes, no, on, dates and octal-like numbers as YAML 1.2 does", () => {
    const { value } = readSpec("a.yaml", "a: [no, on, 2026-01-01, 012, 0o7]\n");
    assert.deepEqual(value, { a: ["no", "on", "2026-01-01", 12, 7] });
  });

  it("tolerates a byte order mark and Windows line ends, and still counts right", () => {
    const document = readSpec("a.yaml", "\ufeffa: 1\r\nbc: 2\r\n");
    assert.deepEqual(document.value, { a: 1, bc: 2 });
    assert.deepEqual(document.rangeOf("/bc").start, { line: 2, column: 5 });
  });

  it("copies aliases, so that changing one copy leaves the others", () => {
    const { value } = readSpec("a.yaml", "a: &x { b: [1] }\nc: *x\n");
    const { a, c } = value as { a: { b: number[] }; c: { b: number[] } };
    assert.deepEqual(a, c);
    assert.notEqual(a, c);
    assert.notEqual(a.b, c.b);
  });

  it("places an alias at the anchored text", () => {
    const document = readSpec("a.yaml", "a: &x { b: 7 }\nc: *x\n");
    assert.equal(document.rangeOf("/c/b").start.line, 1);
    assert.equal(document.rangeOf("/c", "key").start.line, 2);
  });

  it("keeps a key named __proto__ as an ordinary key", () => {
    const { value } = readSpec("a.yaml", "__proto__: { polluted: true }\n");
    assert.deepEqual(Object.keys(value as object), ["__proto__"]);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it("reports a duplicate key and keeps the first value, so that other checks go on", () => {
    const document = readSpec("a.yaml", "a: 1\na: 2\nb: 3\n");
    assert.deepEqual(
      document.findings.map(({ code }) => code),
      ["duplicate-key"],
    );
    assert.deepEqual(document.value, { a: 1, b: 3 });
  });

  it("reads JSON whatever its white space", () => {
    const texts = ['\t{"a":\t1}', '{"a"\n:\n1}', '\r{\r"a":1\r}\r', ' {"a":1}\r\n', `{"a"${"\n".repeat(2000)}:1}`];
    for (const text of texts) {
      const { value, findings } = readSpec("a.json", text);
      assert.deepEqual(findings, []);
      assert.deepEqual(value, { a: 1 });
    }
    const broken = readSpec("a.json", '{\r"a":\t{"b":1},\n"a":2}');
    assert.deepEqual(broken.findings[0]?.range.start, { line: 2, column: 1 });
  });

  it("ends a line of YAML at a carriage return by itself", () => {
    assert.deepEqual(readSpec("a.yaml", "a: 1\rb: 2\r\nc: 3\r\r\n").value, { a: 1, b: 2, c: 3 });
  });

  it("finds a tag in front of a comment, and the end of a file where that is the place", () => {
    const tag = readSpec("a.yaml", "!!binary # x\n// y\n").findings[0];
    assert.deepEqual(tag?.range.start, { line: 1, column: 1 });
    assert.deepEqual(tag?.range.end, { line: 1, column: 9 });
    const open = readSpec("a.yaml", "router:: { {\n  primary: a\n").findings[0];
    assert.deepEqual(open?.range.end, { line: 3, column: 1 });
  });

  it("refuses JSON that only YAML would accept", () => {
    for (const text of ['{"a": 1,}', "{a: 1}", "{'a': 1}", '{"a": 1} # x', '{"a": .5}', '{"a": 1}{', '["\t"]']) {
      assert.deepEqual(codes(text, "a.json"), ["syntax"], text);
    }
  });

  it("ends quickly on nesting bombs and alias bombs", () => {
    const bombs = ["[".repeat(200_000), "{a: ".repeat(20_000), "- ".repeat(50_000), `${'{"a":'.repeat(20_000)}1`];
    for (const bomb of bombs) assert.deepEqual(codes(bomb), ["too-deep"]);
    const lines = [..."bcdefghij"].map(
      (name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefghi"[index]}`).join(",")}]`,
    );
    assert.deepEqual(codes(`a: &a [x,x,x,x,x,x,x,x,x,x]\n${lines.join("\n")}\n`), ["alias-bomb"]);
  });

  it("reads a map of many keys in reasonable time", () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `key${index}: ${index}`).join("\n");
    assert.deepEqual(readSpec("a.yaml", text).findings, []);
  });
});

describe("a place inside a text", () => {
  const styles = {
    "a plain value": "key: before {{ x }} after\n",
    "a value in single quotes": "key: 'it''s {{ x }}'\n",
    "a value in double quotes with escapes": 'key: "\\t\\"\\u0041\\U0001F600 {{ x }}"\n',
    "a value in double quotes over two lines": 'key: "one \\\n   two {{ x }}"\n',
    "a literal block": "key: |\n  one\n    two {{ x }}\n",
    "a literal block with an indentation mark": "key: |2-\n    one {{ x }}\n  two\n",
    "a folded block": "key: >-\n  one\n  two {{ x }}\n\n  three\n",
    "a block inside a list": "key:\n  - text: |\n      one\n\n      {{ x }}\n",
    "a Windows file": "key: |\r\n  one\r\n  two {{ x }}\r\n",
    "a value with wide letters": "key: 患者 😀 {{ x }}\n",
  };
  for (const [name, source] of Object.entries(styles)) {
    it(`is found in ${name}`, () => {
      const document = readSpec("a.yaml", source);
      const pointer = name.includes("list") ? "/key/0/text" : "/key";
      const decoded = name.includes("list")
        ? (document.value as { key: { text: string }[] }).key[0]?.text
        : (document.value as { key: string }).key;
      assert.ok(decoded);
      const at = decoded.indexOf("{{ x }}");
      assert.equal(sourceOf(document, document.rangeInText(pointer, at, at + 7)), "{{ x }}");
    });
  }

  it("is found in a JSON string with escapes", () => {
    const document = readSpec("a.json", '{ "key": "a\\n\\u00e9\\ud83d\\ude00 {{ x }}" }');
    const decoded = (document.value as { key: string }).key;
    const at = decoded.indexOf("{{ x }}");
    assert.equal(sourceOf(document, document.rangeInText("/key", at, at + 7)), "{{ x }}");
  });
});
