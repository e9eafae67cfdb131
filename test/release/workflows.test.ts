import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { copyRepository, type Lockfile, root } from "./repository-copy.ts";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: readonly number[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (name: string): string => readFileSync(join(root, ".github/workflows", `${name}.yml`), "utf8");
const [ci, release] = ["ci", "release"].map((name) => parse(textOf(name)) as Workflow); // GitHub takes both
assert.ok(ci && release);
const stepsOf = (workflow: Workflow): readonly Step[] => Object.values(workflow.jobs).flatMap(({ steps }) => steps);

describe.each(["ci", "release"])("the workflow %s", (name) => {
  const workflow = name === "ci" ? ci : release;

  it("pins every action by its commit, with the version it is of", () => {
    for (const { uses } of stepsOf(workflow))
      if (uses !== undefined) assert.match(uses, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    for (const [line] of textOf(name).matchAll(/^.*\buses: .*$/gm)) assert.match(line, / # v\d+\.\d+\.\d+$/);
  });

  it("gives no right to a job that does not ask for it, leaves no token on disk, and puts nothing of an event into a script", () => {
    assert.deepEqual(workflow.permissions, {});
    for (const [job, { permissions }] of Object.entries(workflow.jobs)) assert.ok(permissions !== undefined, job);
    for (const { uses = "", run = "", ...step } of stepsOf(workflow)) {
      assert.ok(!run.includes("${{"), run);
      if (uses.startsWith("actions/checkout@")) assert.equal(step.with?.["persist-credentials"], false);
    }
  });

  it("runs what the README says", () => {
    assert.ok(stepsOf(workflow).some(({ run }) => run === ".ci/run"));
  });
});

describe("the release", () => {
  it("is made of a tag of a version only, and by runs that do not overtake each other", () => {
    assert.deepEqual(release.on, { push: { tags: ["v[0-9]+.[0-9]+.[0-9]+*"] } });
  });

  it("publishes with provenance, in a job that runs nothing of the repository and is approved", () => {
    const { publish } = release.jobs;
    assert.deepEqual(publish?.permissions, { contents: "read", "id-token": "write" });
    assert.equal(publish.environment, "npm");
    assert.equal(publish.needs, "build");
    for (const { uses = "", run = "" } of publish.steps) {
      assert.doesNotMatch(uses, /checkout/);
      assert.doesNotMatch(run, /\b(?:npx|npm (?:ci|install|run)|node)\b|\.ci\//);
    }
    const others = Object.entries(release.jobs).filter(([name]) => name !== "publish");
    for (const [name, { permissions }] of others) assert.equal(permissions?.["id-token"], undefined, name);
    assert.ok(!JSON.stringify(release).includes("secrets."), "no token is stored");
  });

  it("uses no cache, which another run may have filled", () => {
    for (const { with: options } of stepsOf(release)) assert.equal(options?.["cache"], undefined);
  });

  it("publishes the runtime before the generator, both as they were packed, a preview under a name of its own", () => {
    const script = release.jobs["publish"]?.steps.find(({ name }) => name === "Publish")?.run ?? "";
    const { folder } = copyRepository(["LICENSE"]);
    mkdirSync(join(folder, "release"));
    mkdirSync(join(folder, "bin"));
    const names = ["outspec-0.1.0.tgz", "outspec-runtime-0.1.0.tgz"];
    for (const name of names) writeFileSync(join(folder, "release", name), name);
    execFileSync("bash", ["-c", "sha256sum -- *.tgz > SHA256SUMS"], { cwd: join(folder, "release") });
    writeFileSync(join(folder, "bin/npm"), '#!/bin/sh\necho "$@" >> asked\n');
    chmodSync(join(folder, "bin/npm"), 0o755);
    const run = (tag: string): readonly string[] => {
      writeFileSync(join(folder, "asked"), "");
      const env = { PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, TAG: tag };
      execFileSync("bash", ["--norc", "-e", "-c", script], { cwd: folder, env, stdio: "pipe" });
      return readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
    };
    const asked = (channel: string) => [
      `publish ./release/outspec-runtime-0.1.0.tgz --provenance --access public --tag ${channel} --ignore-scripts`,
      `publish ./release/outspec-0.1.0.tgz --provenance --access public --tag ${channel} --ignore-scripts`,
    ];
    assert.deepEqual(run("v0.1.0"), asked("latest"));
    assert.deepEqual(run("v0.1.0-rc.1"), asked("next"));
    // What was changed on the way is not published.
    writeFileSync(join(folder, "release/outspec-0.1.0.tgz"), "other");
    assert.throws(() => run("v0.1.0"));
  });
});

describe("the check before a release", () => {
  const files = ["runtime/package.json", "generator/package.json", "runtime/src/facts/version.ts"];
  const ready = () => {
    const copy = copyRepository([
      ...files,
      "package-lock.json",
      "CHANGELOG.md",
      ".ci/release.mjs",
      ".ci/dependencies.mjs",
    ]);
    for (const path of files.slice(0, 2))
      copy.edit<{ version: string }>(path, (manifest) => Object.assign(manifest, { version: "1.2.3" }));
    copy.edit<{ peerDependencies: Record<string, string> }>("generator/package.json", ({ peerDependencies }) => {
      peerDependencies["@outspec/runtime"] = "^1.2.3";
    });
    copy.edit<Lockfile>("package-lock.json", ({ packages }) => {
      for (const folder of ["runtime", "generator"]) Object.assign(packages[folder] ?? {}, { version: "1.2.3" });
    });
    writeFileSync(join(copy.folder, "runtime/src/facts/version.ts"), 'export const version = "1.2.3";\n');
    writeFileSync(join(copy.folder, "CHANGELOG.md"), "# Changelog\n\n## 1.2.3\n\n- Better.\n\n## 1.2.2\n\n- Good.\n");
    return copy;
  };

  it("is content with a tag that equals the version everywhere", () => {
    const { code, out } = ready().run(".ci/release.mjs", "check", "v1.2.3");
    assert.deepEqual([code, out], [0, "both packages are 1.2.3\n"]);
    assert.equal(ready().run(".ci/release.mjs", "notes", "v1.2.3").out, "- Better.\n");
  });

  it.each([
    ["runtime/package.json", '"version":"1.2.3"', '"version":"1.2.4"'],
    ["generator/package.json", '"version":"1.2.3"', '"version":"1.2.4"'],
    ["generator/package.json", '"^1.2.3"', '"^1.2.2"'],
    ["runtime/src/facts/version.ts", "1.2.3", "1.2.2"],
    ["CHANGELOG.md", "## 1.2.3", "## 1.2.3 (unreleased)"],
  ])("refuses one that does not: %s", (path, text, by) => {
    const copy = ready();
    copy.replace(path, text, by);
    assert.equal(copy.run(".ci/release.mjs", "check", "v1.2.3").code, 1);
  });

  it("refuses what is no tag of a version", () => {
    for (const tag of ["1.2.3", "v1.2", "v1.2.3 ", "main", ""])
      assert.equal(ready().run(".ci/release.mjs", "check", tag).code, 1, tag);
  });
});

describe("the packing of a release", () => {
  it("says where the packages come from, which npm wants for the provenance", () => {
    const { folder, run } = copyRepository([
      ...["runtime/package.json", "generator/package.json", ".ci/release.mjs", ".ci/dependencies.mjs"],
      ...["package-lock.json", "generator/schema", "generator/README.md", "runtime/README.md"],
    ]);
    for (const one of ["runtime", "generator"]) {
      mkdirSync(join(folder, one, "dist"));
      for (const name of ["LICENSE", "CHANGELOG.md", "dist/index.js"]) writeFileSync(join(folder, one, name), name);
    }
    const { code, err } = run(".ci/release.mjs", "pack", "https://github.example/owner/name", "out");
    assert.equal(code, 0, err);
    for (const [name, directory] of [
      ["outspec-runtime", "runtime"],
      ["outspec", "generator"],
    ] as const) {
      const version = (JSON.parse(readFileSync(join(folder, directory, "package.json"), "utf8")) as { version: string })
        .version;
      const tarball = join(folder, `out/${name}-${version}.tgz`);
      const manifest = JSON.parse(
        execFileSync("tar", ["-xzOf", tarball, "package/package.json"], { encoding: "utf8" }),
      );
      assert.deepEqual(manifest.repository, {
        type: "git",
        url: "git+https://github.example/owner/name.git",
        directory,
      });
      assert.match(execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }), /^package\/dist\/index\.js$/m);
    }
  });
});
