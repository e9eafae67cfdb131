import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { formatPretty } from "../../generator/src/report/pretty.ts";
import { diagnose } from "./diagnose.ts";

const cases = join(import.meta.dirname, "cases", "reports");

describe("the generator reports", () => {
  for (const name of readdirSync(cases).sort()) {
    it(name.replaceAll("-", " "), async () => {
      const folder = join(cases, name);
      const files = new Map(listFiles(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]));
      const { diagnostics, specs } = await diagnose(files);
      const printed = formatPretty(diagnostics, { textOf: (path) => files.get(path), specs, color: false });
      const golden = join(folder, "expected.txt");
      if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, printed);
      assert.ok(existsSync(golden), `no expected.txt yet; this was printed:\n${printed}`);
      assert.equal(printed, readFileSync(golden, "utf8"));
    });
  }
});

/** Files of a case below its folder, with forward slashes. */
function listFiles(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below)).flatMap((entry) => {
    const path = below === "" ? entry : `${below}/${entry}`;
    if (statSync(join(folder, path)).isDirectory()) return listFiles(folder, path);
    return entry === "expected.txt" ? [] : [path];
  });
}
