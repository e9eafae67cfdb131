import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../compiled.ts";
import { ownPackages, readPackage } from "../installed-packages.ts";
import { examplesFolder } from "./example.ts";

const read = (...path: readonly string[]): string => readFileSync(join(...path), "utf8");

/** Those that are copied out and run with their models simulated; the others have tests of their own. */
const names = readdirSync(examplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(examplesFolder, entry.name, "README.md")))
  .map(({ name }) => name)
  .filter((name) => read(examplesFolder, name, "README.md").includes("npx outspec simulate --"));

/** Whether a version is one that a range such as `^5.1.0` takes. */
function fits(version: string, range: string): boolean {
  const parts = (text: string): readonly number[] => text.replace("^", "").split(".").map(Number);
  const [wanted, found] = [parts(range), parts(version)];
  const fixed = wanted.findIndex((part) => part > 0);
  const first = wanted.findIndex((part, index) => part !== found[index]);
  return range.startsWith("^") && (first < 0 || (first > fixed && (found[first] ?? 0) > (wanted[first] ?? 0)));
}

describe("the examples", () => {
  it("are those that are tested", () => {
    expect(names).toEqual(["express", "fastify", "hono", "lambda", "next", "opentelemetry", "script", "worker"]);
  });
});

describe.each(names)("the example %s", (name) => {
  const folder = join(examplesFolder, name);

  it("has the spec that the documentation shows", () => {
    expect(read(folder, "schemas/patient-summary.yaml")).toBe(read(root, "schemas/patient-summary.yaml"));
  });

  it("asks for versions that it was tried with", () => {
    const { dependencies, devDependencies } = readPackage(folder);
    for (const [dependency, range] of Object.entries({ ...dependencies, ...devDependencies })) {
      const { version = "" } = readPackage(ownPackages[dependency] ?? join(root, "node_modules", dependency));
      expect(fits(version, range), `${dependency} ${range}, installed ${version}`).toBe(true);
    }
  });

  it("is explained in a few lines, by commands that it has", () => {
    const readme = read(folder, "README.md");
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
    for (const [, script = ""] of readme.matchAll(/npm run (\w+)|npm (start)/g))
      expect(Object.keys(readPackage(folder).scripts ?? {})).toContain(script || "start");
    for (const [, file = ""] of readme.matchAll(/--faults (\S+)/g))
      expect(read(folder, file)).toContain("kind: status");
  });
});
