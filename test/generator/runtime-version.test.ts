import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { checkRuntime } from "../../generator/src/spec/check-runtime.ts";
import { version as generatorVersion } from "../../generator/src/version.ts";
import { contractVersion } from "../../runtime/src/facts/dialects.ts";
import { version as runtimeVersion } from "../../runtime/src/facts/version.ts";
import { callCli, type Finished } from "./command-line.ts";
import { createProject, patientSummary, type TemporaryProject } from "./temporary-project.ts";

/** A project with a runtime of some version, as it is installed. */
function projectWith(version: string, contract: number | undefined): TemporaryProject {
  return createProject({
    "outspec.yaml": "",
    "package.json": '{ "type": "module" }',
    "schemas/patient-summary.yaml": patientSummary,
    "node_modules/@outspec/runtime/package.json": manifest(version, contract),
  });
}

const manifest = (version: string, contract: number | undefined): string =>
  JSON.stringify({
    name: "@outspec/runtime",
    version,
    exports: { "./package.json": "./package.json" },
    ...(contract !== undefined && { outspec: { contract } }),
  });

const call = ({ root }: TemporaryProject, args: string): Promise<Finished> => callCli(root, args.split(" "));
const [major = 0, minor = 0] = generatorVersion.split(".").map(Number);
const newer = `${major}.${minor + 1}.0`;
const same = `${major}.${minor}.99`;

describe("a runtime of another version than the generator", () => {
  it("that speaks another contract is an error of generate: nothing is written, and one line says what to install", async () => {
    const project = projectWith(newer, contractVersion + 1);
    const { code, err } = await call(project, "generate");
    assert.equal(code, 1);
    const says = `outspec ${generatorVersion} writes code for contract ${contractVersion}, and the @outspec/runtime ${newer} of this project speaks contract ${contractVersion + 1}`;
    assert.ok(err.includes(says), err);
    assert.ok(err.includes(`npm install --save-dev outspec@${newer}`), err);
    assert.deepEqual(project.list("."), ["outspec.yaml", "package.json", "schemas/patient-summary.yaml"]);
  });

  it("that speaks an older contract is to be upgraded itself", async () => {
    const { err } = await call(projectWith("0.0.9", contractVersion - 1), "check");
    assert.ok(err.includes(`npm install @outspec/runtime@${generatorVersion}`), err);
  });

  it("with the same contract is a warning of generate and of check, whichever is the newer one", async () => {
    for (const [version, remedy] of [
      [newer, `npm install --save-dev outspec@${newer}`],
      ["0.0.9", `npm install @outspec/runtime@${generatorVersion}`],
    ] as const) {
      for (const contract of [contractVersion, undefined]) {
        const project = projectWith(version, contract);
        for (const command of ["generate", "check"]) {
          const { code, err } = await call(project, command);
          assert.equal(code, 0, err);
          const says = `outspec is version ${generatorVersion} and the @outspec/runtime of this project is ${version}`;
          assert.equal(err.split(says).length, 2, err);
          assert.ok(err.includes(remedy), err);
        }
      }
    }
  });

  it("that differs by a patch only, or is not installed, is none", async () => {
    const { code, err } = await call(projectWith(same, contractVersion), "generate");
    assert.deepEqual([code, err], [0, ""]);
    assert.deepEqual(checkRuntime(generatorVersion, undefined), []);
    const [finding] = checkRuntime("1.2.3", { version: "1.1.9" });
    assert.deepEqual([finding?.code, finding?.severity], ["runtime-version", "warning"]);
  });

  it("is seen when it is installed after everything was generated", async () => {
    const project = projectWith(same, contractVersion);
    assert.equal((await call(project, "generate")).err, "");
    project.write("node_modules/@outspec/runtime/package.json", manifest(newer, contractVersion + 1));
    assert.equal((await call(project, "generate")).code, 1);
  });
});

describe("the two packages", () => {
  const read = (folder: string): unknown =>
    JSON.parse(readFileSync(join(import.meta.dirname, "../..", folder, "package.json"), "utf8"));

  it("are of one version, which the runtime knows of itself, and say the contract where the generator looks for it", () => {
    const runtime = read("runtime") as { readonly version: string; readonly outspec: { readonly contract: number } };
    const generator = read("generator") as {
      readonly version: string;
      readonly peerDependencies: Readonly<Record<string, string>>;
    };
    assert.equal(runtime.version, generator.version);
    assert.equal(runtime.version, runtimeVersion);
    assert.deepEqual(runtime.outspec, { contract: contractVersion });
    assert.equal(generator.peerDependencies["@outspec/runtime"], `^${runtime.version}`);
  });
});
