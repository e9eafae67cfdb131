import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { patientSummary } from "../../generated/index.ts";
import { blocksOf, compileBlocks } from "./compile-blocks.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/ecosystem.md"), "utf8");

describe("docs/ecosystem.md", () => {
  it("shows code that compiles", { timeout: 60_000 }, () => {
    const blocks = blocksOf(page, "ts");
    expect(blocks).toHaveLength(5);
    expect(compileBlocks(blocks)).toBe("");
  });

  it("names every target that can be asked for", () => {
    const named = [...page.matchAll(/^\| `([\w.-]+)`/gm)].map(([, target]) => target);
    const { output } = patientSummary["~standard"].jsonSchema;
    expect(() => output({ target: "none" })).toThrow(`the targets are ${named.join(", ")}`);
  });
});
