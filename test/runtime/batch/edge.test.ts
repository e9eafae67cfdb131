import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import type { mapOutputs } from "@outspec/runtime/batch";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { root } from "../../end-to-end/compiled.ts";
import { resultOf } from "./results.ts";

it("runs where there is nothing of Node: no modules, no process", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(root, "runtime/dist/batch.js")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "batch",
    platform: "browser",
  });
  const [bundle] = outputFiles;
  expect(bundle?.text).not.toMatch(/node:|require\(/);
  const context = createContext({ setTimeout, clearTimeout, performance, AbortController });
  runInContext(`${bundle?.text}; globalThis.mapOutputs = batch.mapOutputs;`, context);
  // The cast holds: the line above puts it there.
  const map = (context as { readonly mapOutputs: typeof mapOutputs }).mapOutputs;
  const summary = await map(async (input: number) => resultOf(input), [1, 2, 3]).finish();
  expect(summary.counts.ok).toBe(3);
});
