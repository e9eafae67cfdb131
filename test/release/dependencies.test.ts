import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { copyRepository, type Lockfile, root } from "./repository-copy.ts";

const read = [".ci/dependencies.mjs", "package-lock.json", "runtime/package.json", "generator/package.json"];

describe("the bill of materials", () => {
  interface Bom {
    readonly bomFormat: string;
    serialNumber?: string;
    readonly metadata: { timestamp?: string; readonly component: { readonly name: string; readonly version: string } };
    readonly components: readonly {
      readonly name: string;
      readonly version: string;
      readonly purl: string;
      readonly licenses?: readonly unknown[];
      readonly hashes?: readonly unknown[];
    }[];
  }

  const write = (): Readonly<Record<string, Bom>> => {
    const { folder, run } = copyRepository([...read, ".ci/sbom.mjs"]);
    const { code, err } = run(".ci/sbom.mjs", "out");
    assert.equal(code, 0, err);
    const { version } = JSON.parse(readFileSync(join(root, "runtime/package.json"), "utf8")) as { version: string };
    const bom = (name: string) =>
      JSON.parse(readFileSync(join(folder, `out/${name}-${version}.cdx.json`), "utf8")) as Bom;
    return { runtime: bom("outspec-runtime"), generator: bom("outspec") };
  };

  it("lists what each published package brings along, with versions, licences and hashes, and nothing else", () => {
    const { runtime, generator } = write();
    assert.deepEqual(runtime?.components.map(({ name }) => name).sort(), [
      ...["ajv", "fast-deep-equal", "fast-uri", "json-schema-traverse", "require-from-string", "undici"],
    ]);
    const names = new Set(generator?.components.map(({ name }) => name));
    for (const name of ["ajv", "diff", "json-schema-to-typescript", "ts-morph", "unplugin", "yaml"])
      assert.ok(names.has(name), name);
    // Peers, and what we develop with.
    for (const name of ["@outspec/runtime", "vite", "vitest", "typescript", "undici", "react"])
      assert.ok(!names.has(name), name);
    assert.ok(names.size < 60);
    for (const { name, version, purl, licenses, hashes } of [
      ...(runtime?.components ?? []),
      ...(generator?.components ?? []),
    ]) {
      assert.ok(purl.startsWith("pkg:npm/") && purl.endsWith(`@${version}`), purl);
      assert.ok(licenses !== undefined && hashes !== undefined, name);
    }
    assert.equal(runtime?.metadata.component.name, "@outspec/runtime");
    assert.equal(generator?.bomFormat, "CycloneDX");
  }, 60_000);

  it("is the same each time, but for its time and its number", () => {
    const plain = () =>
      Object.values(write()).map(({ serialNumber: _number, metadata: { timestamp: _time, ...metadata }, ...bom }) => ({
        ...bom,
        metadata,
      }));
    assert.deepEqual(plain(), plain());
  }, 60_000);
});

describe("the check of licences", () => {
  const others = ["bench/peers", "bench/peers/instructor", "test/compatibility"];
  const copy = () =>
    copyRepository([...read, ".ci/licences.mjs", ...others.map((folder) => `${folder}/package-lock.json`)]);
  const relicense = (name: string, license: string | undefined) => {
    const repository = copy();
    repository.edit<Lockfile>("package-lock.json", ({ packages }) => {
      const entry = packages[`node_modules/${name}`];
      assert.ok(entry);
      if (license === undefined) delete entry.license;
      else entry.license = license;
    });
    return repository.run(".ci/licences.mjs");
  };

  it.each(others)("looks at what is installed apart, in %s", (folder) => {
    const repository = copy();
    repository.edit<Lockfile>(`${folder}/package-lock.json`, ({ packages }) => {
      const [, entry] = Object.entries(packages).find(([path]) => path !== "") ?? [];
      assert.ok(entry);
      entry.license = "GPL-3.0-only";
    });
    const { code, err } = repository.run(".ci/licences.mjs");
    assert.equal(code, 1);
    assert.match(err, /GPL-3\.0-only/);
  });

  it("is content with all that is there", () => {
    const { code, err } = copy().run(".ci/licences.mjs");
    assert.deepEqual([code, err], [0, ""]);
  });

  it("refuses another licence of what is published, also one that development may have", () => {
    for (const license of ["GPL-3.0-only", "MPL-2.0", "MIT AND GPL-2.0-only", undefined]) {
      const { code, err } = relicense("fast-uri", license);
      assert.equal(code, 1);
      assert.match(err, /^fast-uri@.*, and it is published with us$/m);
    }
  });

  it("takes a choice that holds a good one", () => {
    assert.equal(relicense("fast-uri", "(GPL-2.0-only OR BSD-3-Clause)").code, 0);
    assert.equal(relicense("vitest", "MIT OR SSPL-1.0").code, 0);
  });

  it("refuses what development has no reason for, and a reason that is used up", () => {
    assert.match(relicense("vitest", "AGPL-3.0-only").err, /^vitest@.*: AGPL-3.0-only$/m);
    assert.match(relicense("axe-core", "MIT").err, /exception for .*axe-core.* is of no use any more/);
    assert.match(relicense("axe-core", "GPL-3.0-only").err, /^axe-core@.*: GPL-3.0-only$/m);
  });
});
