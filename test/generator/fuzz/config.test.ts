import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { compile } from "../../../generator/src/pipeline.ts";
import { readConfig } from "../../../generator/src/spec/read-config.ts";
import { lawRuns } from "../../law-runs.ts";
import { assertInside } from "./findings-inside.ts";
import { mutatedTexts, shapelessTexts } from "./mutated-texts.ts";
import { configTexts } from "./seed-texts.ts";

const path = "outspec.yaml";
const texts = fc.oneof({ weight: 9, arbitrary: mutatedTexts(configTexts) }, { weight: 1, arbitrary: shapelessTexts });

describe("a configuration that no person would write", { timeout: 3_600_000 }, () => {
  it("is read, or refused with findings that stand in it, and what was read can be generated with", async () => {
    let read = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const reading = await readConfig(path, text, { importExtension: "js" });
        assertInside(reading.diagnostics, new Map([[path, text]]));
        const again = await readConfig(path, text, { importExtension: "js" });
        assert.equal(JSON.stringify(again), JSON.stringify(reading));
        if (reading.diagnostics.some(({ severity }) => severity === "error")) {
          refused++;
          return;
        }
        read++;
        const { config } = reading;
        assert.ok(!/^(?:\/|\.\.(?:\/|$)|[A-Za-z]:)/.test(config.output), config.output);
        const spec = `${config.schemas}/spec.yaml`;
        const { files, diagnostics } = await compile(new Map([[spec, "output: { type: string }\n"]]), config);
        assert.deepEqual(
          diagnostics.filter(({ severity }) => severity === "error"),
          [],
        );
        assert.ok(files.length > 0);
      }),
      { numRuns: lawRuns(400) },
    );
    assert.ok(read > 0 && refused > 0, `${read} were read, and ${refused} refused`);
  });
});
