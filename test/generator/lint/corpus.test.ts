import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { readCorpus, sample } from "../../corpus.ts";
import { diagnose } from "../diagnose.ts";
import { fixText, lintText } from "./lint-text.ts";

const entries = sample(readCorpus(), 60);
const path = "schemas/spec.json";
const options = { path, lint: { set: "strict" }, targets: ["openai", "anthropic"] } as const;

describe.skipIf(entries.length === 0)("lint of real schemas", () => {
  it("refuses what the generator refuses, and points at places that exist", { timeout: 300_000 }, async () => {
    for (const { schema, name } of entries) {
      const text = JSON.stringify(schema, null, 1);
      const lines = text.split("\n");
      const [{ findings }, { diagnostics }] = await Promise.all([
        lintText(text, options),
        diagnose(new Map([[path, text]])),
      ]);
      const isRefused = diagnostics.some(({ severity }) => severity === "error");
      // What only emission finds is refused as well.
      if (isRefused)
        assert.ok(
          findings.some(({ refused }) => refused),
          name,
        );
      for (const { range, message } of findings) {
        const line = lines[range.start.line - 1];
        assert.ok(line !== undefined && range.start.column - 1 <= line.length, `${name}: ${message}`);
      }
    }
  });

  it("mends them so that mending again changes nothing", { timeout: 300_000 }, async () => {
    for (const { schema, name } of entries) {
      const { changed } = await fixText(JSON.stringify(schema, null, 1), options);
      const mended = changed.get(path);
      if (mended === undefined) continue;
      assert.doesNotThrow(() => JSON.parse(mended) as unknown, name);
      assert.equal((await fixText(mended, options)).changed.size, 0, name);
    }
  });
});
