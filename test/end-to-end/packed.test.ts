import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedNames, linkPackages, ownPackages } from "./installed-packages.ts";

const run = promisify(execFile);

let project: string;

/** Runs a command in the project; resolves with what it printed. */
async function at(command: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: "1", OPENAI_API_KEY: "", ANTHROPIC_API_KEY: "" };
  const { stdout, stderr } = await run(command, [...args], { cwd: project, env });
  return stdout + stderr;
}

const outspec = (...args: readonly string[]) => at(process.execPath, "node_modules/outspec/dist/cli.js", ...args);

/** Packs both packages and unpacks them as npm would. */
async function installTarballs(): Promise<void> {
  for (const [name, folder] of Object.entries(ownPackages)) {
    const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", project], { cwd: folder });
    const target = join(project, "node_modules", name);
    mkdirSync(target, { recursive: true });
    await run("tar", ["-xzf", join(project, stdout.trim()), "--strip-components=1", "-C", target]);
  }
}

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), "outspec-packed-"));
  await installTarballs();
  linkPackages(project, installedNames());
  writeFileSync(join(project, "package.json"), '{ "name": "newcomer", "private": true, "type": "module" }\n');
}, 60_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the packed packages, in an empty folder", () => {
  it("set up a project, generate it and find it up to date", async () => {
    expect(await outspec("init")).toContain("created  outspec.yaml");
    expect(await outspec("generate")).toContain("nothing changed");
    expect(await outspec("check")).toContain("up to date");
  }, 60_000);

  it("try a spec on the embedded simulator", async () => {
    const printed = await outspec(
      "try",
      "patient-summary",
      "--simulate",
      "--input",
      '{"notes":"Blood pressure 162/98."}',
    );
    expect(printed).toContain("vitals_status");
    expect(printed).toContain("openai/gpt-5.4-mini");
  }, 60_000);

  it("give a typed result that the user's own compiler accepts, under the strictest flags", async () => {
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          target: "es2023",
          module: "nodenext",
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noPropertyAccessFromIndexSignature: true,
          isolatedDeclarations: true,
          erasableSyntaxOnly: true,
          verbatimModuleSyntax: true,
          declaration: true,
          skipDefaultLibCheck: true,
          outDir: "dist",
          types: [],
          lib: ["es2023", "dom"],
        },
        files: ["main.ts"],
      }),
    );
    writeFileSync(
      join(project, "main.ts"),
      `import { createRouter, openai } from "@outspec/runtime";
import { generatePatientSummary, type PatientSummary } from "./generated/index.js";

const [baseUrl = ""] = globalThis.process.argv.slice(2);
const router = createRouter({ primary: openai("gpt-5.4-mini", { baseUrl, apiKey: "k" }) });
const { output, model } = await generatePatientSummary({ notes: "Blood pressure 162/98." }, { router });
const status: "Normal" | "Warning" | "Critical" = output.vitals_status;
const whole: PatientSummary = output;
console.log(typeof status, whole.key_notes.length > 0, model);
declare global { var process: { argv: string[] }; }
`,
    );
    for (const compiler of ["typescript", "typescript-6", "typescript-7"]) {
      await at(process.execPath, `node_modules/${compiler}/bin/tsc`);
    }
    await using simulator = await startSimulator();
    expect(await at(process.execPath, "dist/main.js", simulator.baseUrls.openai)).toBe(
      "string true openai/gpt-5.4-mini\n",
    );
  }, 120_000);

  it("hold only what is published", () => {
    const listed = (folder: string) => readdirSync(join(project, "node_modules", folder)).sort();
    expect(listed("@outspec/runtime")).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "package.json"]);
    expect(listed("outspec")).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "package.json", "schema"]);
    const { dependencies } = JSON.parse(
      readFileSync(join(project, "node_modules/@outspec/runtime/package.json"), "utf8"),
    ) as { readonly dependencies: object };
    expect(Object.keys(dependencies).sort()).toEqual(["ajv", "undici"]);
  });
});
