import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { root } from "./repository-copy.ts";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest; // ours, and npm takes it

function pack(folder: string): Packed {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const [packed] = JSON.parse(execFileSync("npm", args, { cwd: join(root, folder), encoding: "utf8" })) as Packed[];
  assert.ok(packed);
  return packed;
}

/** Paths that a package.json leads to: files that have to be there. */
function targetsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value.startsWith("./") && !value.includes("*") ? [value.slice(2)] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(targetsOf) : [];
}

/** What may be in a tarball beside the files that package.json leads to. */
const pieces = /^dist\/(?:[a-z]+(?:-[a-z]+)*-[\w-]{8}\.(?:js|d\.ts)|cli\.d\.ts|emit-worker\.(?:js|d\.ts))$/;
const papers = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

/** Bytes of a tarball, and of what it unpacks to: what is there, and a tenth. */
const packages = [
  { folder: "runtime", extra: [], packed: 430_000, unpacked: 1_500_000 },
  {
    folder: "generator",
    extra: ["schema/outspec-config.schema.json", "schema/outspec-spec.schema.json"],
    packed: 480_000,
    unpacked: 1_680_000,
  },
] as const;

describe.each(packages)("the tarball of $folder", ({ folder, extra, packed, unpacked }) => {
  it("holds what its package.json leads to, the pieces these share, and four papers: no source, map or test", () => {
    const manifest = manifestOf(folder);
    const named = new Set<string>(targetsOf([manifest.exports, manifest.imports, manifest.bin]));
    const expected = new Set<string>([...named, ...papers, ...extra]);
    const paths = pack(folder).files.map(({ path }) => path);
    assert.deepEqual(
      [...expected].filter((path) => !paths.includes(path)),
      [],
      "missing",
    );
    assert.deepEqual(
      paths.filter((path) => !expected.has(path) && !pieces.test(path)),
      [],
      "too many",
    );
    for (const path of paths) assert.doesNotMatch(path, /\.map$|(?<!\.d)\.ts$|\btests?\b|\bsrc\b/);
  });

  it("is as small as it was, packed and unpacked", () => {
    const { size, unpackedSize } = pack(folder);
    assert.ok(size <= packed && unpackedSize <= unpacked, `${size} and ${unpackedSize} bytes`);
  });

  it("refers to no map, and to nothing of the machine it was built on", () => {
    for (const { path } of pack(folder).files) {
      const text = readFileSync(join(root, folder, path), "utf8");
      assert.doesNotMatch(text, /\/\/# sourceMappingURL=\S+\.map$/m, path);
      assert.ok(!text.includes(root), path);
    }
  });

  it("says what npm and bundlers want to know of it, and nothing that is not known", () => {
    const manifest = manifestOf(folder);
    for (const field of ["description", "keywords", "license", "type", "engines", "exports", "files", "publishConfig"])
      assert.ok(manifest[field] !== undefined, field);
    assert.equal(manifest["license"], "MIT");
    assert.equal(manifest["sideEffects"], false);
    assert.deepEqual(manifest["engines"], { node: ">=20.19" });
    // Each entry has types, and they come first: TypeScript takes the first condition that fits.
    for (const [entry, target] of Object.entries(manifest.exports))
      if (typeof target !== "string") assert.deepEqual(Object.keys(target), ["types", "default"], entry);
    // The release says where it comes from; here nobody knows.
    for (const field of ["repository", "homepage", "bugs", "author"]) assert.equal(manifest[field], undefined, field);
    for (const name of ["preinstall", "install", "postinstall", "prepare"])
      assert.equal(Object(manifest["scripts"])[name], undefined, `${name} would run at whoever installs it`);
    const licence = readFileSync(join(root, folder, "LICENSE"), "utf8");
    assert.equal(licence, readFileSync(join(root, "LICENSE"), "utf8"));
  });
});

describe("the runtime", () => {
  it("depends on undici and ajv, and on nothing else", () => {
    assert.deepEqual(Object.keys(manifestOf("runtime").dependencies).sort(), ["ajv", "undici"]);
  });
});
