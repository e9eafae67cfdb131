import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { emit, emitCases, emitProjectCase, projectCases } from "./emit-cases.ts";

const repository = join(import.meta.dirname, "..", "..");
const folder = join(repository, "node_modules", ".cache", `golden-compiles-${process.pid}`);

/** The strictest a user can be. */
const strictest = {
  target: "es2023",
  lib: ["es2023"],
  types: ["node"],
  typeRoots: [join(repository, "node_modules", "@types")],
  strict: true,
  exactOptionalPropertyTypes: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  // Its declarations, as it is built: the sources have a check of their own.
  paths: {
    "@outspec/runtime": [join(repository, "runtime/dist/index.d.ts")],
    "@outspec/runtime/*": [join(repository, "runtime/dist/*.d.ts")],
  },
};

/** What `tsc` says about the emitted files; what it says about the runtime's own is not asked here. */
function check(compiler: string, project: string): Promise<readonly string[]> {
  const tsc = join(repository, "node_modules", compiler, "bin", "tsc");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsc, "-p", project, "--pretty", "false"],
      { cwd: folder, maxBuffer: 1e8 },
      (_error, stdout, stderr) => {
        const lines = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
        resolve(
          lines.filter(
            (line) => line.startsWith("cases/") || line.startsWith("error") || !/^\S+\(\d+,\d+\)|^\s/.test(line),
          ),
        );
      },
    );
  });
}

beforeAll(async () => {
  assert.ok(existsSync(join(repository, "runtime/dist/index.d.ts")), "the runtime is built first: `npm run build`");
  for (const one of emitCases()) {
    const files = await emit(one);
    for (const [path, text] of files) {
      const target = join(folder, "cases", one.name, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, path === "spec.ts" ? readFileSync(join(one.folder, "expected.ts"), "utf8") : text);
    }
  }
  for (const one of projectCases()) {
    for (const [path, text] of await emitProjectCase(one)) {
      const target = join(folder, "cases", one.name, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
  const bare = emitCases().filter((one) => one.config.importExtension === "none");
  for (const [name, options, exclude] of [
    ["nodenext", { module: "nodenext", moduleResolution: "nodenext" }, bare.map((one) => `cases/${one.name}`)],
    ["bundler", { module: "esnext", moduleResolution: "bundler" }, []],
  ] as const) {
    const project = { compilerOptions: { ...strictest, ...options }, include: ["cases/**/*.ts"], exclude };
    writeFileSync(join(folder, `tsconfig.${name}.json`), JSON.stringify(project, null, 2));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("all emitted files compile under the strictest flags", () => {
  for (const compiler of ["typescript", "typescript-6", "typescript-7"]) {
    for (const resolution of ["nodenext", "bundler"]) {
      it(`with ${compiler}, module resolution ${resolution}`, { timeout: 120_000 }, async () => {
        assert.deepEqual(await check(compiler, `tsconfig.${resolution}.json`), []);
      });
    }
  }
});
