import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createConfig } from "../../../generator/src/config.ts";
import { fixSpecs } from "../../../generator/src/lint/fix-specs.ts";
import { type LintInput, lintSpecs } from "../../../generator/src/lint/lint-specs.ts";
import { compile } from "../../../generator/src/pipeline.ts";
import { lawRuns } from "../../law-runs.ts";
import { assertInside } from "./findings-inside.ts";
import { mutatedTexts, shapelessTexts } from "./mutated-texts.ts";
import { schemaTexts, specTexts } from "./seed-texts.ts";

const config = createConfig({
  routers: {
    default: {
      primary: { provider: "openai", model: "gpt-5.4-mini" },
      fallbacks: [{ provider: "google", model: "gemini-3-flash" }],
    },
  },
  lint: { set: "strict" },
});
const path = { yaml: "schemas/spec.yaml", json: "schemas/spec.json" } as const;
// Far more than any of these texts takes, and far less than one that would keep a run busy.
const mostMs = 10_000;

const ofSpecs = mutatedTexts(specTexts);
const seeds = schemaTexts();
const texts = seeds.length === 0 ? ofSpecs : fc.oneof(ofSpecs, mutatedTexts(seeds));
const files = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: texts }, { weight: 2, arbitrary: shapelessTexts }),
    fc.constantFrom(path.yaml, path.yaml, path.json),
  )
  .map(([text, name]): ReadonlyMap<string, string> => new Map([[name, text]]));

/** Fails when work takes longer than any text may, counted in time of the processor. */
async function within<T>(work: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  assert.ok((user + system) / 1000 < mostMs, `took ${(user + system) / 1000} ms`);
  return result;
}

describe("a file that no person would write", { timeout: 3_600_000 }, () => {
  it("is generated from, or refused with findings that stand in it, and the same ones each time", async () => {
    let emitted = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(files, async (specs) => {
        const compiled = await within(() => compile(specs, config));
        assertInside(compiled.diagnostics, specs);
        const isRefused = compiled.diagnostics.some(({ severity }) => severity === "error");
        assert.equal(compiled.files.length === 0, isRefused);
        if (isRefused) refused++;
        else emitted++;
        assert.equal(JSON.stringify(await compile(specs, config)), JSON.stringify(compiled));
      }),
      { numRuns: lawRuns(250) },
    );
    assert.ok(emitted > 0 && refused > 0, `${emitted} were generated from, and ${refused} refused`);
  });

  it("is linted with findings that stand in it, and mended to what has those that are left", async () => {
    await fc.assert(
      fc.asyncProperty(files, async (specs) => {
        const input: LintInput = { specs, others: new Map(), config };
        const { findings, silenced } = await within(() => lintSpecs(input));
        assertInside(findings, specs);
        assertInside(silenced, specs);
        assert.equal(JSON.stringify((await lintSpecs(input)).findings), JSON.stringify(findings));
        const { changed, fixed, result } = await within(() => fixSpecs(input));
        const mended = new Map([...specs, ...changed]);
        assertInside(result.findings, mended);
        assert.equal(changed.size > 0, fixed > 0);
        assert.deepEqual(result, await lintSpecs({ ...input, specs: mended }));
      }),
      { numRuns: lawRuns(150) },
    );
  });
});
