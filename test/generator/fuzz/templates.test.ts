import assert from "node:assert/strict";
import fc from "fast-check";
import ts from "typescript";
import { describe, it } from "vitest";
import { createConfig } from "../../../generator/src/config.ts";
import { compile } from "../../../generator/src/pipeline.ts";
import { type PlacedNode, parseTemplate } from "../../../generator/src/spec/template.ts";
import { lawRuns } from "../../law-runs.ts";
import { assertInside } from "./findings-inside.ts";

const pieces = [
  ...[
    "{{",
    "}}",
    "{{{",
    "}}}",
    "{",
    "}",
    "\\{{",
    "\\",
    "{{!",
    "{{>",
    "{{~",
    "{{ ",
    " }}",
    "{{/",
    "{{#",
    "\n",
    "\r\n",
    "\r",
  ],
  ...[
    "{{ a }}",
    "{{a}}",
    "{{ a.b }}",
    "{{ a..b }}",
    "{{ .a }}",
    "{{ a. }}",
    "{{ this }}",
    "{{ this.a }}",
    "{{ @index }}",
  ],
  ...[
    "{{#if a}}",
    "{{#if a }}",
    "{{ #if a}}",
    "{{#if}}",
    "{{#if a b}}",
    "{{else}}",
    "{{ else }}",
    "{{else if b}}",
    "{{/if}}",
  ],
  ...[
    "{{#each c}}",
    "{{#each}}",
    "{{/each}}",
    "{{#unless a}}",
    "{{/unless}}",
    "{{#with a}}",
    "{{/with}}",
    "{{/}}",
    "{{}}",
  ],
  ...[
    "a",
    "x y",
    " ",
    "  ",
    "\t",
    "`",
    "${a}",
    "${",
    "*/",
    '"',
    "'",
    "\u2028",
    "\u0000x",
    "😀",
    "\ud800",
    "{{ 患者 }}",
  ],
  ...[
    "{{ __proto__ }}",
    "{{ constructor }}",
    "{{ a.__proto__ }}",
    "{{ a-b }}",
    "{{ 1 }}",
    "{{ a[0] }}",
    "{{ a() }}",
    "{{ 'a' }}",
  ],
  ...[
    "{{\na\n}}",
    "{{ a | b }}",
    "{{ a b }}",
    "{{ this.this }}",
    "{{ else }}",
    "{{ if }}",
    "{{ each.a }}",
    "{{ a }}{{ a }}",
  ],
];
/** What a template may well hold. */
const sound = [
  ...[
    "{{ a }}",
    "{{#if a}}",
    "{{else}}",
    "{{/if}}",
    "{{#each c}}",
    "{{ this }}",
    "{{/each}}",
    "\\{{",
    "x",
    "\n",
    "`",
    "${a}",
  ],
];
const template = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "binary", maxLength: 5 })), {
    maxLength: 16,
    size: "max",
  })
  .map((list) => list.join(""));

const nearlySound = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...sound), { maxLength: 6, size: "max" }).map((list) => list.join("")),
  },
  template,
);

/** All texts of a template, in order. */
function textsOf(nodes: readonly PlacedNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case "text":
        return [node.text];
      case "if":
        return [...textsOf(node.then), ...textsOf(node.else)];
      case "each":
        return textsOf(node.body);
      default:
        return [];
    }
  });
}

/** All nodes of a template that stand at a place of it. */
function placesOf(nodes: readonly PlacedNode[]): readonly { readonly start: number; readonly end: number }[] {
  return nodes.flatMap((node) => {
    switch (node.kind) {
      case "value":
        return [node];
      case "if":
        return [node, ...placesOf(node.then), ...placesOf(node.else)];
      case "each":
        return [node, ...placesOf(node.body)];
      default:
        return [];
    }
  });
}

describe("a template that no person would write", { timeout: 3_600_000 }, () => {
  it("is taken apart without adding anything to its texts, and every problem and path stands in it", () => {
    fc.assert(
      fc.property(template, (text) => {
        const { nodes, problems } = parseTemplate(text);
        for (const { start, end } of [...problems, ...placesOf(nodes)])
          assert.ok(start >= 0 && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
        assert.deepEqual(parseTemplate(text), { nodes, problems });
        // What is wrong with a tag is told, and its text is left out.
        if (problems.length > 0) return;
        let at = 0;
        for (const part of textsOf(nodes).flatMap((piece) => piece.split("{{"))) {
          const found = text.indexOf(part, at);
          assert.ok(found >= at, `${JSON.stringify(part)} is in the template, after what came before it`);
          at = found + part.length;
        }
      }),
      { numRuns: lawRuns(3000) },
    );
  });

  it("is compiled to code, or refused with findings that stand in the file", async () => {
    const config = createConfig({});
    let compiled = 0;
    await fc.assert(
      fc.asyncProperty(nearlySound, nearlySound, fc.boolean(), async (system, user, isYaml) => {
        const input = isYaml
          ? {}
          : {
              input: {
                type: "object",
                required: ["a"],
                properties: { a: { type: "string" }, c: { type: "array", items: { type: "object" } } },
              },
            };
        const text = JSON.stringify({ prompt: { system, user }, ...input, output: { type: "string" } }, null, 1);
        const specs = new Map([[isYaml ? "schemas/spec.yaml" : "schemas/spec.json", text]]);
        const { files, diagnostics } = await compile(specs, config);
        assertInside(diagnostics, specs);
        const reviewable = files.find(({ path }) => path === "spec.ts");
        if (reviewable === undefined) return;
        compiled++;
        const { diagnostics: slips = [] } = ts.transpileModule(reviewable.text, { reportDiagnostics: true });
        assert.deepEqual(
          slips.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")),
          [],
        );
      }),
      { numRuns: lawRuns(120) },
    );
    assert.ok(compiled > 0);
  });
});
