import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** How many bytes a page loads for one name of an entry: bundled, minified, compressed. */
async function measure(name: string, entry: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from "@outspec/runtime/${entry}";`, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    external: ["react"],
    tsconfig: join(root, "tsconfig.base.json"),
    write: false,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

describe("what a page loads", () => {
  // In bytes; the pages of docs name them.
  const limits = [
    ["readEventStream", "sse", 2_048],
    ["createOutputStore", "sse", 2_662],
    ["useOutputStream", "react", 2_969],
  ] as const;
  for (const [name, entry, limit] of limits) {
    it(`is less than ${limit} bytes for ${name}`, async () => {
      const size = await measure(name, entry);
      assert.ok(size > 1_000 && size < limit, `it is ${size}`);
    });
  }
});
