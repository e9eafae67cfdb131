import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { emit, emitCases } from "./emit-cases.ts";

const update = process.env["UPDATE_GOLDEN"] !== undefined;

describe("the generator emits", () => {
  for (const one of emitCases()) {
    it(one.name.replaceAll("-", " "), async () => {
      const files = await emit(one);
      for (const [path, expected] of [
        ["spec.ts", "expected.ts"],
        ["internal/spec.ts", "expected.internal.ts"],
      ] as const) {
        const text = files.get(path);
        assert.ok(text !== undefined, `${path} is emitted`);
        const golden = join(one.folder, expected);
        const isInternal = expected === "expected.internal.ts";
        if (isInternal && !existsSync(golden)) continue;
        if (update) writeFileSync(golden, text);
        assert.equal(text, readFileSync(golden, "utf8"));
      }
    });
  }
});
