import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, copySource, generateAll, versionOf } from "./project.js";
import { run } from "./run.js";
import type { Cell, Row, Table } from "./table.js";

/** Flags that make a compiler as strict as it can be; libraries' declarations are checked too. */
const strictest = {
  target: "es2023",
  lib: ["es2023", "dom"],
  types: [],
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  declaration: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  forceConsistentCasingInFileNames: true,
  skipLibCheck: false,
};

/** A way to set a project up, with the folder that is generated for it. */
interface Setting {
  readonly extension: "js" | "ts" | "none";
  readonly options: object;
}

const settings: Readonly<Record<string, Setting>> = {
  nodenext: { extension: "js", options: { module: "nodenext" } },
  node20: { extension: "js", options: { module: "node20" } },
  bundler: { extension: "none", options: { module: "esnext", moduleResolution: "bundler" } },
  preserve: { extension: "js", options: { module: "preserve" } },
  ".ts specifiers": { extension: "ts", options: { module: "nodenext", allowImportingTsExtensions: true } },
  "types of Node, no DOM": { extension: "js", options: { module: "nodenext", lib: ["es2023"], types: ["node"] } },
  es2022: { extension: "js", options: { module: "nodenext", target: "es2022", lib: ["es2022", "dom"] } },
};

/** The compilers, by the name under which the repository installs them. */
export const compilers = ["typescript", "typescript-6", "typescript-7"] as const;

/** Has each compiler check all that is generated from the example specs, in each setting. */
export async function checkTypes(folder: string): Promise<Table> {
  for (const extension of ["js", "ts", "none"] as const) {
    const project = join(folder, "types", extension);
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
    await run(process.execPath, [join(folder, commandLine), "init"], { cwd: project });
    await generateAll(project, extension, folder);
    copySource("checks.ts", join(project, "checks.ts"), extension);
  }
  const rows: Row[] = [];
  for (const compiler of compilers) {
    const cells: Record<string, Cell> = {};
    for (const [name, setting] of Object.entries(settings))
      cells[name] = await compile(folder, compiler, name, setting);
    rows.push({ name: "TypeScript", version: versionOf(compiler), cells });
  }
  return {
    title: "Compilers",
    text: "What is generated from the example specs, and the checks, under the strictest flags, `skipLibCheck` off.",
    columns: Object.keys(settings),
    rows,
  };
}

async function compile(
  folder: string,
  compiler: (typeof compilers)[number],
  name: string,
  { extension, options }: Setting,
): Promise<Cell> {
  const project = join(folder, "types", extension);
  const config = join(project, `tsconfig.${name.replaceAll(/\W+/g, "-")}.json`);
  const compilerOptions = { ...strictest, ...options };
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ["generated/**/*.ts", "checks.ts"] }));
  try {
    await run(process.execPath, [join(folder, "node_modules", compiler, "bin/tsc"), "-p", config], { cwd: project });
    return "ok";
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
