import assert from "node:assert/strict";
import { chmodSync, lstatSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { projectBanner, specBanner, withInternalBanner } from "../../generator/src/emit/banner.ts";
import { emitGitattributes } from "../../generator/src/emit/project-files.ts";
import { identifyGenerator } from "../../generator/src/files/cache.ts";
import { compareFiles } from "../../generator/src/files/compare.ts";
import { findProject, findSpecs } from "../../generator/src/files/find.ts";
import { isOwnFile } from "../../generator/src/files/ownership.ts";
import { createInputReader } from "../../generator/src/files/read.ts";
import { readImportStyle } from "../../generator/src/files/tsconfig.ts";
import { writeAtomically, writeFiles } from "../../generator/src/files/write.ts";
import { contractVersion } from "../../runtime/src/facts/dialects.ts";
import { createProject } from "./temporary-project.ts";

const banner = `${specBanner("schemas/a.yaml")}\n`;
const file = (path: string, body = "export const a = 1;\n") => ({ path, text: `${banner}\n${body}` });
const internal = (path: string, body = "export const b = 2;\n") => ({
  path,
  text: withInternalBanner("schemas/a.yaml", body),
});

describe("writing", () => {
  it("writes to what a link leads to, and never puts a file in the place of a link or a device", () => {
    const { root, read } = createProject({ "report.txt": "old" });
    symlinkSync("report.txt", join(root, "link"));
    symlinkSync("/dev/null", join(root, "nowhere"));
    for (const name of ["link", "nowhere"]) {
      writeAtomically(join(root, name), "new");
      assert.ok(lstatSync(join(root, name)).isSymbolicLink(), name);
    }
    assert.equal(read("report.txt"), "new");
    assert.ok(statSync("/dev/null").isCharacterDevice());
  });

  it("writes what is missing, then nothing", () => {
    const { root, list } = createProject({});
    const files = [file("a.ts"), internal("internal/a.ts")];
    assert.deepEqual(writeFiles(root, "generated", files).written, ["a.ts", "internal/a.ts"]);
    assert.deepEqual(list(), ["generated/a.ts", "generated/internal/a.ts"]);
    assert.deepEqual(writeFiles(root, "generated", files), {
      written: [],
      deleted: [],
      unchanged: ["a.ts", "internal/a.ts"],
      refused: [],
    });
  });

  it("writes only the file that changed", () => {
    const { root } = createProject({});
    writeFiles(root, "generated", [file("a.ts"), file("b.ts")]);
    const report = writeFiles(root, "generated", [file("a.ts", "export const a = 3;\n"), file("b.ts")]);
    assert.deepEqual([report.written, report.unchanged], [["a.ts"], ["b.ts"]]);
  });

  it("deletes its own files that are no longer emitted, with folders that become empty", () => {
    const { root, list } = createProject({ "generated/mine.ts": "export {};\n", "generated/notes.md": banner });
    writeFiles(root, "generated", [file("clinic/a.ts"), internal("internal/clinic/a.ts"), file("b.ts")]);
    assert.deepEqual(writeFiles(root, "generated", [file("b.ts")]).deleted, ["clinic/a.ts", "internal/clinic/a.ts"]);
    assert.deepEqual(list(), ["generated/b.ts", "generated/mine.ts", "generated/notes.md"]);
  });

  it("refuses to overwrite a file that is not its own, and then writes nothing at all", () => {
    const { root, list, read } = createProject({ "generated/b.ts": "// mine\n" });
    const report = writeFiles(root, "generated", [file("a.ts"), file("b.ts")]);
    assert.deepEqual(
      report.refused.map(({ code, range }) => [code, range.path]),
      [["foreign-file", "generated/b.ts"]],
    );
    assert.deepEqual(list(), ["generated/b.ts"]);
    assert.equal(read("generated/b.ts"), "// mine\n");
  });

  it("takes over a foreign file that already says the same", () => {
    const { root } = createProject({ "generated/.gitattributes": emitGitattributes() });
    assert.deepEqual(
      writeFiles(root, "generated", [{ path: ".gitattributes", text: emitGitattributes() }]).refused,
      [],
    );
  });

  it("simply regenerates files with merge conflict markers", () => {
    const { root, read } = createProject({
      "generated/a.ts": `${banner}<<<<<<< HEAD\nexport const a = 1;\n=======\nexport const a = 2;\n>>>>>>> other\n`,
      "generated/index.ts": `<<<<<<< HEAD\n${projectBanner()}\n=======\n${projectBanner()}\n>>>>>>> other\n`,
    });
    const files = [file("a.ts"), { path: "index.ts", text: `${projectBanner()}\n` }];
    assert.deepEqual(writeFiles(root, "generated", files).written, ["a.ts", "index.ts"]);
    assert.equal(read("generated/a.ts"), file("a.ts").text);
  });

  it("leaves no temporary file behind, also when it fails", () => {
    const { root, list } = createProject({});
    mkdirSync(join(root, "generated/a.ts"), { recursive: true });
    assert.throws(() => writeAtomically(join(root, "generated/a.ts"), "x"), /generated\/a\.ts cannot be written: E/);
    assert.deepEqual(list(), []);
  });

  it("refuses a folder in place of a file, and a file in place of a folder", () => {
    const { root, list } = createProject({ "generated/clinic": "mine\n", "generated/b.ts/notes.md": "mine\n" });
    const files = [file("a.ts"), file("b.ts"), file("clinic/c.ts"), file("clinic/d.ts")];
    const { written, refused } = writeFiles(root, "generated", files);
    assert.deepEqual(written, []);
    assert.deepEqual(
      refused.map(({ range, message }) => [range.path, message]),
      [
        ["generated/b.ts", "this is a folder, and a file would be generated here"],
        ["generated/clinic", "this is a file, and files would be generated below a folder of this name"],
      ],
    );
    assert.deepEqual(list(), ["generated/b.ts/notes.md", "generated/clinic"]);
    assert.deepEqual(
      compareFiles(root, "generated", files).map(({ path, state, obstacle }) => [path, state, obstacle]),
      [
        ["a.ts", "missing", undefined],
        ["b.ts", "foreign", "b.ts"],
        ["clinic/c.ts", "foreign", "clinic"],
        ["clinic/d.ts", "foreign", "clinic"],
      ],
    );
  });

  it("leaves alone what another project or another configuration keeps below its folder", () => {
    const kept = {
      "out/app/outspec.yaml": "",
      "out/app/generated/a.ts": file("a.ts").text,
      "out/second/.gitattributes": emitGitattributes(),
      "out/second/internal/a.ts": internal("internal/a.ts").text,
    };
    const mine = { "out/.gitattributes": emitGitattributes(), "out/old/a.ts": file("a.ts").text };
    const { root, list } = createProject({ ...kept, ...mine });
    const files = [{ path: ".gitattributes", text: emitGitattributes() }];
    assert.deepEqual(
      compareFiles(root, "out", files).map(({ path, state }) => `${path} ${state}`),
      ["old/a.ts orphaned"],
    );
    assert.deepEqual(writeFiles(root, "out", files).deleted, ["old/a.ts"]);
    assert.deepEqual(list(), ["out/.gitattributes", ...Object.keys(kept)].sort());
  });

  it.skipIf(process.getuid?.() === 0)("says which file it could not write", () => {
    const { root } = createProject({});
    mkdirSync(join(root, "generated"));
    chmodSync(join(root, "generated"), 0o500);
    assert.throws(() => writeFiles(root, "generated", [file("a.ts")]), /cannot be written: EACCES/);
    chmodSync(join(root, "generated"), 0o700);
  });
});

describe("comparing", () => {
  it("finds nothing in an up-to-date folder, Windows line ends or not", () => {
    const { root, write } = createProject({});
    const files = [file("a.ts"), internal("internal/a.ts")];
    for (const { path, text } of files) write(`generated/${path}`, text.replaceAll("\n", "\r\n"));
    assert.deepEqual(compareFiles(root, "generated", files), []);
  });

  it("tells missing, stale, edited, orphaned, foreign and other generators apart", () => {
    const { root, write } = createProject({ "generated/foreign.ts": "mine\n" });
    write("generated/stale.ts", file("stale.ts").text);
    write("generated/internal/stale.ts", internal("internal/stale.ts").text);
    write("generated/internal/edited.ts", `${internal("internal/edited.ts").text}// by hand\n`);
    write("generated/internal/newer.ts", internal("x").text.replace(`contract ${contractVersion},`, "contract 99,"));
    write("generated/orphan.ts", file("orphan.ts").text);
    const now = "export const a = 9;\n";
    const states = compareFiles(root, "generated", [
      file("stale.ts", now),
      internal("internal/stale.ts", now),
      internal("internal/edited.ts", now),
      internal("internal/newer.ts", now),
      file("missing.ts"),
      file("foreign.ts"),
    ]).map(({ path, state }) => `${path} ${state}`);
    assert.deepEqual(states, [
      "stale.ts stale",
      "internal/stale.ts stale",
      "internal/edited.ts edited",
      "internal/newer.ts other-generator",
      "missing.ts missing",
      "foreign.ts foreign",
      "orphan.ts orphaned",
    ]);
  });

  it("takes a readable file for edited when its internal file is as it should be", () => {
    const { root, write } = createProject({});
    const files = [file("clinic/a.ts"), internal("internal/clinic/a.ts"), file("b.ts"), internal("internal/b.ts")];
    writeFiles(root, "generated", files);
    write("generated/clinic/a.ts", `${file("clinic/a.ts").text}// by hand\n`);
    write("generated/b.ts", file("b.ts", "export const old = 1;\n").text);
    write("generated/internal/b.ts", internal("internal/b.ts", "export const old = 1;\n").text);
    assert.deepEqual(
      compareFiles(root, "generated", files).map(({ path, state }) => `${path} ${state}`),
      ["clinic/a.ts edited", "b.ts stale", "internal/b.ts stale"],
    );
    const importing = (end: string) => file("c.ts", `import { c } from "./internal/c${end}";\n`);
    writeFiles(root, "other", [importing(".js"), internal("internal/c.ts")]);
    const [difference] = compareFiles(root, "other", [importing(".ts"), internal("internal/c.ts")]);
    assert.equal(difference?.state, "stale");
  });

  it("shows the first lines that differ and no more", () => {
    const { root, write } = createProject({});
    write("generated/a.ts", file("a.ts", "one\ntwo\nthree\n").text);
    const differ = (body: string) => compareFiles(root, "generated", [file("a.ts", body)])[0]?.lines;
    assert.deepEqual(differ("one\nTWO\nthree\n"), { line: 4, found: ["two"], expected: ["TWO"] });
    assert.deepEqual(differ("one\ntwo\nmore\nthree\n"), { line: 5, found: [], expected: ["more"] });
    assert.deepEqual(differ("one\nthree\n"), { line: 4, found: ["two"], expected: [] });
  });

  it("does not show the hash of an internal file", () => {
    const { root, write } = createProject({});
    write("generated/internal/a.ts", internal("internal/a.ts", "one\n").text);
    const [difference] = compareFiles(root, "generated", [internal("internal/a.ts", "two\n")]);
    assert.deepEqual(difference?.lines, { line: 3, found: ["one"], expected: ["two"] });
  });
});

describe("ownership", () => {
  it("is told by the first line", () => {
    assert.ok(isOwnFile(`${banner}rest`));
    assert.ok(isOwnFile(`${projectBanner()}\r\n`));
    assert.ok(isOwnFile(emitGitattributes()));
    assert.ok(isOwnFile(`${specBanner("schemas/odd. name.yaml")}\n`));
    for (const text of [
      "",
      "// Generated from something else\n",
      `\n${banner}`,
      "// Generated by another tool. Do not edit.\n",
    ])
      assert.ok(!isOwnFile(text), text);
  });
});

describe("finding", () => {
  it("looks for the configuration upwards, and falls back to a schemas folder", () => {
    const { root } = createProject({ "outspec.yaml": "", "a/b/x.txt": "", "a/schemas/s.yaml": "" });
    assert.deepEqual(findProject(join(root, "a/b")), { root, config: "outspec.yaml" });
    assert.deepEqual(findProject(root, "outspec.yaml"), { root, config: "outspec.yaml" });
    assert.throws(() => findProject(root, "missing.yaml"), /there is no configuration missing.yaml/);
    const bare = createProject({ "schemas/s.yaml": "" });
    assert.deepEqual(findProject(bare.root), { root: bare.root });
  });

  it("lists specs in code unit order and passes over what is hidden or leads outside", () => {
    const outside = createProject({ "secret.yaml": "" });
    const { root } = createProject({
      "schemas/b.yaml": "",
      "schemas/a/c.json": "",
      "schemas/Z.yml": "",
      "schemas/.hidden.yaml": "",
      "schemas/.git/x.yaml": "",
      "schemas/node_modules/x.yaml": "",
      "schemas/readme.md": "",
      "shared.yaml": "",
    });
    symlinkSync(join(outside.root, "secret.yaml"), join(root, "schemas/stolen.yaml"));
    symlinkSync(join(root, "shared.yaml"), join(root, "schemas/linked.yaml"));
    assert.deepEqual(findSpecs(root, "schemas"), [
      "schemas/Z.yml",
      "schemas/a/c.json",
      "schemas/b.yaml",
      "schemas/linked.yaml",
    ]);
  });

  it("reads referenced files only below the root, links followed", () => {
    const outside = createProject({ "secret.json": "{}" });
    const { root } = createProject({ "a.json": "{}" });
    symlinkSync(join(outside.root, "secret.json"), join(root, "b.json"));
    const reader = createInputReader(root);
    assert.deepEqual([reader.get("a.json"), reader.get("b.json"), reader.get("c.json")], ["{}", undefined, undefined]);
    assert.deepEqual([...reader.seen.keys()], ["a.json", "b.json", "c.json"]);
  });
});

describe("the import style", () => {
  const style = (files: Readonly<Record<string, string>>): string =>
    readImportStyle(createProject(files).root).importExtension;

  it("is js without a tsconfig or without a wish for ts", () => {
    assert.equal(style({}), "js");
    assert.equal(style({ "tsconfig.json": '{ "compilerOptions": { "module": "nodenext" } }' }), "js");
    assert.equal(style({ "tsconfig.json": "not json" }), "js");
  });

  it("is ts when imports of ts files are rewritten or allowed, comments and trailing commas or not", () => {
    assert.equal(
      style({ "tsconfig.json": '{ "compilerOptions": { "rewriteRelativeImportExtensions": true } }' }),
      "ts",
    );
    assert.equal(
      style({ "tsconfig.json": '{\n // "x"\n "compilerOptions": { /* y */ "allowImportingTsExtensions": true, },\n}' }),
      "ts",
    );
    assert.equal(
      style({
        "tsconfig.json": '{ "compilerOptions": { "baseUrl": "http://x//*" , "allowImportingTsExtensions": false } }',
      }),
      "js",
    );
  });

  it("is none in a project of Next.js, unless it wishes for ts", () => {
    const options = (more: object): string =>
      style({ "tsconfig.json": JSON.stringify({ compilerOptions: { plugins: [{ name: "next" }], ...more } }) });
    assert.equal(options({}), "none");
    assert.equal(options({ allowImportingTsExtensions: true }), "ts");
    assert.equal(options({ plugins: [{ name: "other" }, "next", null] }), "js");
    assert.equal(options({ plugins: "next" }), "js");
  });

  it("follows extends, to files and to packages, the nearest word winning", () => {
    const base = '{ "compilerOptions": { "rewriteRelativeImportExtensions": true } }';
    assert.equal(style({ "tsconfig.json": '{ "extends": "./base" }', "base.json": base }), "ts");
    assert.equal(
      style({
        "tsconfig.json": '{ "extends": ["@acme/tsconfig"] }',
        "node_modules/@acme/tsconfig/tsconfig.json": base,
      }),
      "ts",
    );
    assert.equal(
      style({
        "tsconfig.json":
          '{ "extends": "./base.json", "compilerOptions": { "rewriteRelativeImportExtensions": false } }',
        "base.json": base,
      }),
      "js",
    );
    assert.equal(style({ "tsconfig.json": '{ "extends": "./tsconfig.json" }' }), "js");
  });
});

describe("the generator's identity", () => {
  it("changes with its own files and with the packages that write for it", () => {
    const { root, write } = createProject({
      "node_modules/outspec/dist/cli.js": "1;\n",
      "node_modules/ajv/package.json": '{ "name": "ajv", "version": "8.20.0" }',
    });
    const identify = (): string => identifyGenerator(join(root, "node_modules/outspec/dist"));
    const seen = [identify()];
    assert.equal(identify(), seen[0]);
    write("node_modules/ajv/package.json", '{ "name": "ajv", "version": "8.21.0" }');
    seen.push(identify());
    write("node_modules/outspec/node_modules/ts-morph/package.json", '{ "version": "29.0.0" }');
    seen.push(identify());
    write("node_modules/outspec/dist/cli.js", "12;\n");
    seen.push(identify());
    assert.equal(new Set(seen).size, 4);
  });
});
