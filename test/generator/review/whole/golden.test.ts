import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { callCli } from "../../command-line.ts";
import { createFolder } from "../load/scratch-repository.ts";

const folder = join(import.meta.dirname, "cases");
const names = readdirSync(folder).sort();

/** Reviews a case by the command line, as if its two versions stood in folders of their own. */
async function review(name: string): Promise<{ readonly code: number | null; readonly text: string }> {
  const root = createFolder();
  cpSync(join(folder, name), root, { recursive: true });
  const args = ["diff", "--against", `dir:${join(root, "before")}`, "--format", "json"];
  const { code, out, err } = await callCli(join(root, "after"), args);
  assert.ok(code !== null && code < 2, err);
  return { code, text: out.replaceAll(root, "…") };
}

describe("a realistic change", () => {
  for (const name of names) {
    it(name.replaceAll("-", " "), async () => {
      const { code, text } = await review(name);
      const golden = join(folder, name, "expected.json");
      if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, text);
      assert.ok(existsSync(golden), `no expected.json yet; this was told:\n${text}`);
      assert.equal(text, readFileSync(golden, "utf8"));
      assert.equal(JSON.parse(text).gate.failed, code === 1);
    });
  }
});
