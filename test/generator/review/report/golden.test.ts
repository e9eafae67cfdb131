import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { caseNames, readCase } from "./read-case.ts";
import { renderAll } from "./render-all.ts";

describe("a schema review shows", () => {
  for (const name of caseNames) {
    it(name.replaceAll("-", " "), () => {
      const { folder, report, textOf } = readCase(name);
      for (const [file, text] of Object.entries(renderAll(report, textOf))) {
        const golden = join(folder, file);
        if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, text);
        assert.ok(existsSync(golden), `no ${file} yet; this was rendered:\n${text}`);
        assert.equal(text, readFileSync(golden, "utf8"), file);
      }
    });
  }
});
