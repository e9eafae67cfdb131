import { readFileSync } from "node:fs";
import { join } from "node:path";
import { limits } from "@outspec/runtime/dynamic/limits";
import { describe, expect, it } from "vitest";
import { blocksOf, compileBlocks } from "./compile-blocks.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/dynamic-schemas.md"), "utf8");

describe("docs/dynamic-schemas.md", () => {
  it("has code that compiles", () => {
    const blocks = blocksOf(page, "ts");
    expect(blocks.length).toBe(3);
    expect(compileBlocks(blocks)).toBe("");
  });

  it("names the limits there are", () => {
    for (const [name, most] of Object.entries(limits)) {
      if (name === "findings" || name === "patternWork" || name === "tableEntries") continue;
      expect(page, name).toContain(` ${most.toLocaleString("en")}`);
    }
  });
});
