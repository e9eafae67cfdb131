import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import * as rollup from "rollup";
import { describe, it } from "vitest";
import { outspec } from "../../../generator/src/plugin/rollup.ts";
import { lawRuns } from "../../law-runs.ts";
import { createProject, patientSummary } from "../temporary-project.ts";
import { assertInside } from "./findings-inside.ts";
import { mutatedTexts, shapelessTexts } from "./mutated-texts.ts";
import { specTexts } from "./seed-texts.ts";

const texts = fc.oneof({ weight: 5, arbitrary: mutatedTexts(specTexts) }, shapelessTexts);
const config = "router: { primary: openai/gpt-5.4-mini }\n";

/** One finding as the plugin prints it. */
const told = /^(\S+):(\d+):(\d+) .+ \(([a-z-]+)\)(?:\n {2}.*)*$/s;

/** Bundles a module that imports a spec; gives what went wrong. */
async function bundle(cwd: string): Promise<string | undefined> {
  try {
    const build = await rollup.rollup({
      input: join(cwd, "main.js"),
      external: /^@outspec\//,
      plugins: [outspec({ cwd })],
      onwarn: () => undefined,
    });
    await build.generate({ format: "es" });
    await build.close();
    return undefined;
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
}

describe("a bundle of a spec that no person would write", { timeout: 3_600_000 }, () => {
  it("is built, or fails with findings that stand in the spec, and is built again once that is mended", async () => {
    let built = 0;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const project = createProject({
          "outspec.yaml": config,
          "schemas/spec.yaml": text,
          "main.js": 'export * from "./schemas/spec.yaml";\n',
        });
        const problem = await bundle(project.root);
        if (problem === undefined) built++;
        else {
          failed++;
          // The bundler says first where its own module is.
          const paragraphs = problem.replace(/^.*?(?=schemas\/spec\.yaml:\d+:\d+ )/s, "").split(/\n\n(?=schemas\/)/);
          for (const paragraph of paragraphs) {
            const [, path = "", line = "", column = "", code = ""] = told.exec(paragraph) ?? [];
            assert.notEqual(code, "", problem);
            const place = { line: Number(line), column: Number(column) };
            const files = new Map([["schemas/spec.yaml", text]]);
            assertInside([{ code, message: paragraph, range: { path, start: place, end: place } }], files);
          }
        }
        project.write("schemas/spec.yaml", patientSummary);
        assert.equal(await bundle(project.root), undefined);
      }),
      { numRuns: lawRuns(10) },
    );
    assert.ok(built + failed > 0);
  });
});
