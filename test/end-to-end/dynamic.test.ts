import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { root } from "./compiled.ts";

const run = promisify(execFile);
const dist = join(root, "runtime/dist");

const script = (schema: string): string => `
import { createDynamicOutput } from ${JSON.stringify(join(dist, "dynamic.js"))};
try { console.log(createDynamicOutput({ name: "Form", schema: ${schema} }).spec.validate("x")); }
catch (error) { console.log(error.code + ": " + error.message); }
`;

async function printed(...args: readonly string[]): Promise<string> {
  if (!existsSync(join(dist, "dynamic.js")))
    throw new Error("this test runs the built package: `npm run build` comes first");
  const { stdout } = await run(process.execPath, ["--input-type=module", ...args]);
  return stdout.trim();
}

it("a dynamic output says where it cannot be made, and what to do instead", async () => {
  const code = script('{ type: "string" }');
  expect(await printed("--eval", code)).toBe("true");
  expect(await printed("--disallow-code-generation-from-strings", "--eval", code)).toBe(
    "configuration: the validator of Form cannot be compiled here: this environment forbids code generation at run time " +
      "(a strict Content-Security-Policy, or an edge runtime): write the schema into a spec and run `outspec generate`, " +
      "whose code needs none",
  );
});

/** The files that a bundle of some code is made of. */
async function filesIn(contents: string): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: "esm",
    platform: "node",
    treeShaking: true,
    write: false,
    metafile: true,
    logLevel: "silent",
    alias: {
      "@outspec/runtime/dynamic": join(dist, "dynamic.js"),
      "@outspec/runtime/codegen": join(dist, "codegen.js"),
      "@outspec/runtime": join(dist, "index.js"),
    },
    external: ["undici", "google-auth-library", "#default-transport"],
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
}

it("only the dynamic entry brings ajv's compiler into a bundle", async () => {
  const everything =
    'import * as a from "@outspec/runtime"; import * as b from "@outspec/runtime/codegen"; console.log(a, b);';
  const compiler = (files: readonly string[]) => files.filter((path) => /ajv\/dist\/(?!runtime\/)/.test(path));
  expect(compiler(await filesIn(everything))).toEqual([]);
  const dynamic = 'import { createDynamicOutput } from "@outspec/runtime/dynamic"; console.log(createDynamicOutput);';
  expect(compiler(await filesIn(dynamic)).length).toBeGreaterThan(50);
});
