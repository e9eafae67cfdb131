import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf, compileBlocks } from "./compile-blocks.ts";

const root = join(import.meta.dirname, "..", "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const page = read("docs/batches.md");

/** The members of an interface, by its source. */
function membersOf(source: string, name: string): readonly string[] {
  const [, body = ""] = new RegExp(`export interface ${name}[^{]*\\{(.*?)^\\}`, "ms").exec(source) ?? [];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, member = ""]) => member);
}

describe("docs/batches.md", () => {
  it("has TypeScript that compiles as it stands", () => {
    const shown = blocksOf(page, "ts");
    expect(shown).toHaveLength(2);
    expect(compileBlocks(shown)).toBe("");
  }, 60_000);

  it("names every option of a batch and every member of a run", () => {
    const options = read("runtime/src/batch/options.ts");
    const names = [
      ...membersOf(options, "BatchRunOptions"),
      ...membersOf(options, "WithJournal"),
      ...membersOf(read("runtime/src/batch/map-outputs.ts"), "BatchRun"),
    ];
    expect(names).toHaveLength(19);
    for (const name of names) expect(page, name).toMatch(new RegExp(`\`${name}(\\(\\))?\``));
  });
});
