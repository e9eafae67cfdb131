import assert from "node:assert/strict";
import { it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { config } from "./emit-cases.ts";

it("a prompt that goes into what its input does not describe is refused", async () => {
  const spec = [
    "prompt: '{{#each parts}}{{ this.name }}{{/each}}'",
    "input:",
    "  type: object",
    "  required: [parts]",
    "  properties:",
    "    parts: {}",
    "output: { type: string }",
    "",
  ].join("\n");
  const { files, diagnostics } = await compile(new Map([["schemas/spec.yaml", spec]]), config);
  assert.deepEqual(files, []);
  assert.deepEqual([...new Set(diagnostics.map(({ code }) => code))], ["undeclared-variable"]);
});
