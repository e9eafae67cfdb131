import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parsePrompt } from "../../generator/src/spec/prompt.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import type { TemplateNode } from "../../generator/src/spec/resolved-spec.ts";
import { parseTemplate } from "../../generator/src/spec/template.ts";
import { inferInput } from "../../generator/src/spec/variables.ts";
import type { Json } from "../../runtime/src/schema/json.ts";

/** Parses a template that has no problems. */
function parse(text: string): readonly TemplateNode[] {
  const { nodes, problems } = parseTemplate(text);
  assert.deepEqual(problems, []);
  return JSON.parse(JSON.stringify(nodes, (key, value) => (key === "start" || key === "end" ? undefined : value)));
}

const text = (value: string): TemplateNode => ({ kind: "text", text: value });
const value = (...path: string[]): TemplateNode => ({ kind: "value", path });

const when = (path: string[], then: TemplateNode[], otherwise: TemplateNode[] = []): TemplateNode => ({
  kind: "if",
  path,
  then,
  else: otherwise,
});

describe("a template", () => {
  it("without tags is one text", () => {
    assert.deepEqual(parse("Summarise.\n"), [text("Summarise.\n")]);
    assert.deepEqual(parse(""), []);
  });

  it("takes variables by name and by path, with or without spaces", () => {
    assert.deepEqual(parse("{{a}} {{ b.c }}!"), [value("a"), text(" "), value("b", "c"), text("!")]);
  });

  it("keeps single braces as they are", () => {
    assert.deepEqual(parse('{"a": {}} }}'), [text('{"a": {}} }}')]);
  });

  it("reads an escaped pair of braces as text", () => {
    assert.deepEqual(parse("use \\{{ name }} here"), [text("use {{ name }} here")]);
    assert.deepEqual(parse("\\{{{{ a }}"), [text("{{"), value("a")]);
  });

  it("has conditions with and without else", () => {
    assert.deepEqual(parse("{{#if a}}x{{else}}y{{/if}}{{#if b}}z{{/if}}"), [
      when(["a"], [text("x")], [text("y")]),
      when(["b"], [text("z")]),
    ]);
  });

  it("nests loops and conditions", () => {
    assert.deepEqual(parse("{{#each a}}{{#if this.b}}{{ this.b.c }}{{/if}}{{/each}}"), [
      {
        kind: "each",
        path: ["a"],
        body: [when(["this", "b"], [value("this", "b", "c")])],
      },
    ]);
  });

  // The rules of docs/specs.md: what a template becomes when `a` holds and `b` does not.
  const whiteSpace: readonly (readonly [template: string, said: string])[] = [
    ["{{#if a}}\nx\n{{/if}}\ny", "x\ny"],
    ["  {{#if a}}  \n  x\n\t{{/if}}\t\ny", "  x\ny"],
    ["{{#if b}}\nx\n{{else}}\nz\n{{/if}}\ny", "z\ny"],
    ["x\n{{#if a}}\ny\n{{/if}}", "x\ny\n"],
    ["x\n\n{{#if a}}\n\ny\n\n{{/if}}\n\nz", "x\n\n\ny\n\n\nz"],
    ["x {{#if a}}\ny\n{{/if}}\nz", "x \ny\nz"],
    ["{{#if a}}x\n{{/if}} y", "x\n y"],
    ["  {{#if a}}x{{/if}}  \ny", "  x  \ny"],
    ["{{#if a}}{{#if a}}\nx\n{{/if}}{{/if}}\ny", "\nx\n\ny"],
    ["x\r\n{{#if a}}\r\ny\r\n{{/if}}\r\nz", "x\r\ny\r\nz"],
    ["{{#if a}}", ""],
  ];
  for (const [template, said] of whiteSpace) {
    it(`says ${JSON.stringify(said)} for ${JSON.stringify(template)}`, () => {
      const say = (nodes: ReturnType<typeof parseTemplate>["nodes"]): string =>
        nodes
          .map((node) => {
            if (node.kind === "text") return node.text;
            return node.kind === "if" ? say(node.path[0] === "a" ? node.then : node.else) : "?";
          })
          .join("");
      assert.equal(say(parseTemplate(template).nodes), said);
    });
  }

  it("gives a block tag that is alone on its line the whole line", () => {
    const list = "Visits:\n  {{#each visits}}\n  - {{ this }}\n  {{/each}}\nEnd.";
    assert.deepEqual(parse(list), [
      text("Visits:\n"),
      { kind: "each", path: ["visits"], body: [text("  - "), value("this"), text("\n")] },
      text("End."),
    ]);
  });

  it("leaves the line of a block tag that shares it with anything else", () => {
    assert.deepEqual(parse("a {{#if b}}\nc{{/if}}\n"), [text("a "), when(["b"], [text("\nc")]), text("\n")]);
  });

  it("leaves the line of a variable alone", () => {
    assert.deepEqual(parse("  {{ a }}  \n"), [text("  "), value("a"), text("  \n")]);
  });

  it("takes Windows line ends along with the line", () => {
    assert.deepEqual(parse("{{#if a}}\r\nb\r\n{{/if}}\r\n"), [when(["a"], [text("b\r\n")])]);
  });

  it("accepts letters of all scripts and dashes in names", () => {
    assert.deepEqual(parse("{{ prénom }}{{ 名前 }}{{ order-id }}"), [
      value("prénom"),
      value("名前"),
      value("order-id"),
    ]);
  });

  it("says where each problem starts and ends", () => {
    const source = "ab {{ x | y }} cd {{#each}}";
    const places = parseTemplate(source).problems.map(({ start, end }) => source.slice(start, end));
    assert.deepEqual(places, ["{{ x | y }}", "{{#each}}", "{{#each}}"]);
  });

  it("takes time proportional to its length", () => {
    const started = performance.now();
    parseTemplate("{{#if a}}\n".repeat(20_000));
    parseTemplate("{{".repeat(20_000));
    parseTemplate(`${" ".repeat(100_000)}{{#if a}}x{{/if}}`);
    assert.ok(performance.now() - started < 2000);
  });
});

describe("an input that is not written down", () => {
  const infer = (prompt: Json): ReturnType<typeof inferInput> => {
    const document = readSpec("spec.yaml", JSON.stringify({ prompt, output: true }));
    return inferInput(document, parsePrompt(document, prompt, false));
  };

  it("does not exist when the prompt has no variables", () => {
    assert.deepEqual(infer("Hello"), { findings: [] });
  });

  it("has a required string for each variable, in the order of the prompt", () => {
    assert.deepEqual(infer({ system: "For {{ b }}.", user: "{{ a }}{{ b }}" }).input, {
      type: "object",
      additionalProperties: false,
      required: ["b", "a"],
      properties: { b: { type: "string" }, a: { type: "string" } },
    });
  });

  it("has an optional string for a variable that only its own condition guards", () => {
    const { input } = infer("{{ a }}{{#if b}}Note: {{ b }}{{/if}}{{#if c}}yes{{/if}}");
    assert.deepEqual((input as { required: Json }).required, ["a"]);
    assert.deepEqual(Object.keys((input as { properties: object }).properties), ["a", "b", "c"]);
  });

  it("has a required string for a variable that is also used without its condition", () => {
    const { input } = infer("{{#if b}}{{ b }}{{/if}}{{ b }}");
    assert.deepEqual((input as { required: Json }).required, ["b"]);
  });

  it("marks images and files", () => {
    const { input } = infer({ user: [{ text: "Look." }, { image: "photo" }, { file: "{{ contract }}" }] });
    assert.deepEqual(input, {
      type: "object",
      additionalProperties: false,
      required: ["photo", "contract"],
      properties: { photo: { "x-media": "image" }, contract: { "x-media": "file" } },
    });
  });

  it("is asked for when a loop or a path leaves its types open, with a block to copy", () => {
    const [finding] = infer("{{#each visits}}{{ this.date }}{{/each}}").findings;
    assert.equal(finding?.code, "input-needed");
    assert.match(finding?.hint ?? "", /visits:\n {6}type: array\n {6}items:\n {8}type: object\n {8}required: \[date\]/);
  });
});
