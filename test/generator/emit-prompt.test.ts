import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compilePrompt } from "../../generator/src/emit/prompt.ts";
import type { TemplateNode } from "../../generator/src/spec/resolved-spec.ts";
import { parseTemplate } from "../../generator/src/spec/template.ts";
import { text } from "../../runtime/src/prompt.ts";
import { buildIr } from "../../runtime/src/schema/ir/build.ts";
import type { JsonSchema } from "../../runtime/src/schema/json.ts";

/** Renders a template node by node: what the compiled function must agree with. */
function render(nodes: readonly TemplateNode[], input: unknown, item?: unknown): string {
  const at = (path: readonly string[]): unknown => {
    const [start, ...rest] = path;
    const steps = start === "this" ? rest : path;
    return steps.reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | null | undefined)?.[name],
      start === "this" ? item : input,
    );
  };
  const renderNode = (node: TemplateNode): string => {
    switch (node.kind) {
      case "text":
        return node.text;
      case "value":
        return text(at(node.path));
      case "if": {
        const value = at(node.path);
        return render((Array.isArray(value) ? value.length > 0 : value) ? node.then : node.else, input, item);
      }
      case "each":
        return ((at(node.path) ?? []) as readonly unknown[])
          .map((element) => render(node.body, input, element))
          .join("");
    }
  };
  return nodes.map(renderNode).join("");
}

const schema: JsonSchema = {
  type: "object",
  required: ["name", "count", "tags", "person"],
  properties: {
    name: { type: "string" },
    count: { type: "integer" },
    nick: { type: "string" },
    flag: { type: "boolean" },
    maybe: { type: ["string", "null"] },
    tags: { type: "array", items: { type: "string" } },
    notes: { type: "array", items: { type: "string" } },
    "odd-name": { type: "string" },
    any: {},
    list: { type: ["array", "null"], items: { type: "string" } },
    thing: { type: ["object", "null"], properties: { x: { type: "string" } } },
    either: { anyOf: [{ type: "object", required: ["a"], properties: { a: { type: "string" } } }, { type: "string" }] },
    map: { type: "object", additionalProperties: { type: "string" } },
    person: { type: "object", required: ["city"], properties: { city: { type: "string" }, zip: { type: "string" } } },
    rows: {
      type: "array",
      items: {
        type: "object",
        required: ["cells"],
        properties: { title: { type: "string" }, cells: { type: "array", items: { type: "number" } } },
      },
    },
  },
};

const inputs = [
  { name: "Ann", count: 0, tags: [], person: { city: "Bern" } },
  {
    name: "${process.exit()} `x` {{ count }} \\u0041 */\n\u2028",
    count: 3,
    nick: "",
    flag: true,
    maybe: null,
    tags: ["a", "{{ name }}"],
    notes: ["n"],
    "odd-name": "o",
    any: { deep: [1] },
    list: null,
    thing: null,
    either: { a: "x" },
    map: { k: "v" },
    person: { city: "C", zip: "Z" },
    rows: [{ cells: [1, 2] }, { title: "T", cells: [] }],
  },
];

const templates = [
  "{{ name }}",
  "Hello {{ name }}, {{ count }} times\n",
  "a\n\n  b {{ name }}\n\n\n",
  "no newline at the end: {{ nick }}{{ flag }}{{ maybe }}{{ any }}{{ either }}{{ map }}",
  "{{ person }} in {{ person.city }} {{ person.zip }} {{ map.k }} {{ any.deep }} {{ odd-name }}",
  "{{#if nick}}\nNick: {{ nick }}\n{{/if}}\nend",
  "{{#if nick}}\nNick: {{ nick }}\n{{else}}\nnone\n{{/if}}",
  "before {{#if flag}}yes{{else}}no{{/if}} after\n",
  "{{#if flag}}only this\n{{/if}}",
  "{{#if tags}}\nTags: {{#each tags}}<{{ this }}>{{/each}}\n{{/if}}",
  "{{#if notes}}\n{{#each notes}}\n* {{ this }}\n{{/each}}\n{{else}}\nno notes\n{{/if}}\n",
  "{{#each rows}}\n# {{ this.title }}\n{{#each this.cells}}\n- {{ this }}\n{{/each}}\n{{ name }}\n{{/each}}\n",
  "{{#each rows}}{{#if this.title}}{{ this.title }}: {{/if}}{{ this.cells }};{{/each}}",
  "{{#if person.zip}}\n{{#each tags}}\n{{ person.zip }} {{ this }}\n{{/each}}\n{{/if}}\n",
  "hostile ${name} `ticks` \\n \\\\ \" ' */ <!-- \u2028 \u0000 done\r\n{{ name }}",
  "{{#each list}}<{{ this }}>{{/each}}{{#if list}}some{{else}}none{{/if}} {{ thing.x }}",
  "",
];

describe("a compiled prompt", () => {
  for (const template of templates) {
    it(`says what its template says: ${JSON.stringify(template)}`, () => {
      const { nodes, problems } = parseTemplate(template);
      assert.deepEqual(problems, []);
      const ir = buildIr(schema, "2020-12");
      const { expression } = compilePrompt(
        { form: "user", messages: [{ role: "user", parts: [{ type: "text", nodes, cache: false }] }] },
        ir,
      );
      const prompt = new Function("text", "input", `return (${expression});`);
      for (const input of inputs) assert.equal(prompt(text, input), render(nodes, input));
    });
  }

  it("names no parameter that nothing reads", () => {
    const compileText = (template: string): ReturnType<typeof compilePrompt> =>
      compilePrompt(
        {
          form: "user",
          messages: [{ role: "user", parts: [{ type: "text", nodes: parseTemplate(template).nodes, cache: false }] }],
        },
        buildIr(schema, "2020-12"),
      );
    assert.equal(compileText("hello").usesInput, false);
    assert.equal(compileText("{{ name }}").usesInput, true);
    assert.match(compileText("{{#each tags}}-{{/each}}").expression, /\.map\(\(\) => /);
    assert.match(compileText("{{#each tags}}{{ this }}{{/each}}").expression, /\.map\(\(item\) => /);
  });

  it("puts each line of the template on a line of its own", () => {
    const { nodes } = parseTemplate("one\ntwo {{ name }}\n\nthree\n");
    const { expression } = compilePrompt(
      { form: "user", messages: [{ role: "user", parts: [{ type: "text", nodes, cache: false }] }] },
      buildIr(schema, "2020-12"),
    );
    assert.equal(expression, ['"one\\n" +', "`two ${input.name}\\n` +", '"\\n" +', '"three\\n"'].join("\n"));
  });
});
