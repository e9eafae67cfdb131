import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { callCli } from "./command-line.ts";
import { createProject } from "./temporary-project.ts";

const installed = {
  "node_modules/outspec/schema/outspec-spec.schema.json": "{}",
  "node_modules/outspec/schema/outspec-config.schema.json": "{}",
};

/** The format that a file's first line names, as a path. */
function namedFormat(text: string): string {
  return /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? "";
}

describe("what init sets up for editors", () => {
  for (const [where, folder] of [
    ["in the project", ""],
    ["above it, as in a workspace", "packages/clinic/"],
  ] as const) {
    it(`names the formats where they are installed: ${where}`, async () => {
      const project = createProject({ ...installed, [`${folder}package.json`]: '{ "type": "module" }' });
      await callCli(join(project.root, folder), ["init"]);
      for (const path of [`${folder}outspec.yaml`, `${folder}schemas/patient-summary.yaml`]) {
        const format = namedFormat(project.read(path));
        expect(format).toMatch(/^\.{1,2}\//);
        expect(existsSync(join(project.root, dirname(path), format)), format).toBe(true);
      }
    });
  }

  it("names the place where they will be, where nothing is installed yet", async () => {
    const project = createProject({});
    await callCli(project.root, ["init"]);
    expect(namedFormat(project.read("outspec.yaml"))).toBe("./node_modules/outspec/schema/outspec-config.schema.json");
    expect(project.list()).not.toContain(".vscode/settings.json");
  });

  it("writes settings for VS Code when asked, and leaves those that exist", async () => {
    const project = createProject(installed);
    await callCli(project.root, ["init", "--vscode"]);
    const settings = JSON.parse(project.read(".vscode/settings.json")) as { "yaml.schemas": object };
    for (const path of Object.keys(settings["yaml.schemas"]))
      expect(existsSync(join(project.root, path)), path).toBe(true);
    project.write(".vscode/settings.json", "{}");
    await callCli(project.root, ["init", "--vscode"]);
    expect(project.read(".vscode/settings.json")).toBe("{}");
  });
});
