import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "vitest";
import { emit, emitCases, emitProjectCase, projectCases } from "./emit-cases.ts";

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

describe("the generator makes one project of", () => {
  for (const one of projectCases()) {
    it(one.name.replaceAll("-", " "), async () => {
      const files = new Map(
        [...(await emitProjectCase(one))].filter(
          ([path]) => path.endsWith(".ts") && !path.startsWith("internal/") && path !== "router.ts",
        ),
      );
      if (update) {
        rmSync(one.expected, { recursive: true, force: true });
        for (const [path, text] of files) {
          mkdirSync(dirname(join(one.expected, path)), { recursive: true });
          writeFileSync(join(one.expected, path), text);
        }
      }
      const expected = readdirSync(one.expected, { recursive: true, encoding: "utf8" })
        .filter((path) => statSync(join(one.expected, path)).isFile())
        .sort();
      assert.deepEqual([...files.keys()].sort(), expected);
      for (const path of expected) assert.equal(files.get(path), readFileSync(join(one.expected, path), "utf8"), path);
    });
  }
});
