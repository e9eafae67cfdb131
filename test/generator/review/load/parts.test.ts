import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, it } from "vitest";
import { createConfig } from "../../../../generator/src/config.ts";
import { findSpecs } from "../../../../generator/src/files/find.ts";
import { createFolderTree } from "../../../../generator/src/review/load/folder-tree.ts";
import { runGit } from "../../../../generator/src/review/load/git.ts";
import { createBatchParser, createBlobReader } from "../../../../generator/src/review/load/git-objects.ts";
import { createGitTree } from "../../../../generator/src/review/load/git-tree.ts";
import { LoadError } from "../../../../generator/src/review/load/load-error.ts";
import { scanName, scanReferences } from "../../../../generator/src/review/load/reference-scan.ts";
import { openRepository } from "../../../../generator/src/review/load/repository.ts";
import { findRenames, similarityOf } from "../../../../generator/src/review/load/similarity.ts";
import { readLinks } from "../../../../generator/src/spec/links.ts";
import { readSpec } from "../../../../generator/src/spec/read.ts";
import { nameDocument } from "../../../../generator/src/spec/resolve.ts";
import { lawRuns } from "../../../law-runs.ts";
import { refusal } from "./expectations.ts";
import { createFolder, createRepository, isolated, note, triage } from "./scratch-repository.ts";

const top = join(import.meta.dirname, "../../../..");

/** All texts in the repository that could be specs, those that are wrong on purpose among them. */
function texts(): readonly { readonly path: string; readonly text: string }[] {
  return ["schemas", "test/generator/cases"].flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: `schemas/${entry.name}`, text: readFileSync(path, "utf8") };
      }),
  );
}

/** References that a file really has, however they are spelled. */
function linksOf(path: string, text: string): { asks: readonly string[]; files: readonly string[] } {
  return readLinks(readSpec(path, text));
}

function isFullySeen(path: string, text: string): boolean {
  const scanned = scanReferences(text);
  if (scanned === undefined) return true;
  const value = scanned.map(($ref) => ({ $ref }));
  const seen = readLinks({ ...readSpec(path, "{}"), value });
  const real = linksOf(path, text);
  return (
    real.files.every((file) => seen.files.includes(file)) && real.asks.every((address) => seen.asks.includes(address))
  );
}

describe("the scan for references", () => {
  it("misses none in any spec of this repository, and seldom has to give up", () => {
    const all = texts();
    assert.ok(all.length > 150, `${all.length} texts`);
    for (const { path, text } of all) assert.ok(isFullySeen(path, text), `${path}\n${text}`);
    const unclear = all.filter(({ text }) => scanReferences(text) === undefined);
    assert.ok(unclear.length < all.length / 4, `${unclear.length} of ${all.length}`);
  });

  it("misses none however they are spelled", () => {
    for (const text of [
      "$ref: a.yaml",
      "$ref : a.yaml # why",
      '"$ref": "a.yaml"',
      "'$ref': 'a.yaml'",
      "x: { $ref: a.yaml, y: 1 }",
      "x: [{ $ref: a.yaml }]",
      "$ref:\n  a.yaml",
      '{"\\u0024ref": "a.yaml"}',
      '{"$r\\u0065f": "a.yaml"}',
      '"$re\\\nf": a.yaml',
      "? $ref\n: a.yaml",
      "? $ref\n# why\n: a.yaml",
      "$ref: &a a.yaml",
      "x: &a a.yaml\ny: { $ref: *a }",
      "$ref: !!str a.yaml",
      "$ref: |\n  a.yaml",
      '$ref: "a\\x2eyaml"',
      "$id: b/c.yaml\nx: { $ref: a.yaml }",
      "x: { $id: b/, $ref: a.yaml }",
      '{"id":"b/","x":{"$ref":"a.yaml"}}',
      "$ref: a%2Eyaml",
      "x: {$ref: a.yaml}",
      'x: {"$ref":"a.yaml"}',
      "$dynamicRef: a.yaml",
      "description: use $ref to share\n$ref: a.yaml",
      "<<: { $ref: a.yaml }",
    ])
      assert.ok(isFullySeen("schemas/x.yaml", text), text);
  });

  it("misses none in random mixtures of its pieces", () => {
    const key = fc.constantFrom(
      "$ref",
      "$dynamicRef",
      '"$ref"',
      "'$ref'",
      '"\\u0024ref"',
      '"$r\\x65f"',
      "$id",
      "id",
      "x",
    );
    const colon = fc.constantFrom(":", ": ", " : ", ":\n      ", ": &b ", ": !!str ", ": # why\n      ");
    const value = fc.constantFrom(
      "a.yaml",
      '"a.yaml"',
      "'b/c.json#/x'",
      "'it''s.yaml'",
      "a b.yaml # why",
      '"a\\x2eyaml"',
      "*a",
      "{ $ref: d.yaml }",
      '{"$ref":"e.yaml"}',
      "[f.yaml]",
      "'#/x'",
      "b/",
      "|\n      g.yaml",
      "text with $ref: h.yaml in it",
    );
    const entry = fc.tuple(key, colon, value).map((parts) => parts.join(""));
    const block = fc
      .array(entry, { minLength: 1, maxLength: 4 })
      .map((entries) => `&a k.yaml: 1\n${entries.map((one, index) => `y${index}:\n  - ${one}`).join("\n")}\n`);
    const flow = fc
      .array(entry, { minLength: 1, maxLength: 4 })
      .map((entries) => `x:\n  - &a k.yaml\n  - [${entries.map((one) => `{ ${one} }`).join(", ")}]\n`);
    let real = 0;
    fc.assert(
      fc.property(fc.oneof(block, flow), (text) => {
        if (linksOf("schemas/x.yaml", text).files.length > 0) real++;
        return isFullySeen("schemas/x.yaml", text);
      }),
      { numRuns: lawRuns(4000), seed: 1 },
    );
    assert.ok(real > 1500, `${real} had references`);
  });
});

describe("the scan for a name", () => {
  it("agrees with reading wherever it does not give up", () => {
    const config = createConfig();
    const more = [
      `name: Own\n${triage("low")}`,
      `# first\n---\nname: Own # yes\n${triage("low")}`,
      `"name": Own\n${triage("low")}`,
      `${triage("low")}\n? name\n: Own\n`,
      `  name: Own\n  output: { type: object }\n`,
      `{ name: Own, output: { type: object } }`,
      `{ "name": "Own", "output": { "type": "object", "properties": { "name": {} } } }`,
      `output: { type: object, properties: { name: { type: string } } }\n`,
      `"\\x6eame": Own\noutput: { type: object }\n`,
      `name: [1]\noutput: { type: object }\n`,
      `name: "Own"\noutput: { type: object }\n`,
      `!!map\nname: Own\noutput: {}\n`,
      `name: Own\ntype: object\n`,
    ].map((text, index) => ({ path: `schemas/more-${index}.yaml`, text }));
    let clear = 0;
    for (const { path, text } of [...texts(), ...more]) {
      const scanned = scanName(text);
      const document = readSpec(path, text);
      const naming = nameDocument(document, config);
      if (scanned === "unclear" || naming === undefined || document.findings.length > 0) continue;
      clear++;
      if (naming.nameFrom === "name") assert.equal(scanned.name, naming.name, `${path}\n${text}`);
      else if (scanned.name !== undefined) assert.ok(naming.shared || !text.includes("output:"), `${path}\n${text}`);
    }
    assert.ok(clear > 100, `${clear} were clear`);
  });
});

describe("the list of specs", () => {
  it("is the one that generate finds, on disk and in a commit alike", async () => {
    const repository = createRepository({
      "outspec.yaml": "",
      "package.json": "{}",
      "tsconfig.json": "{}",
      "schemas/a.yaml": note("a"),
      "schemas/b.yml": note("b"),
      "schemas/deep/c.json": "{}",
      "schemas/deep/outspec.txt": "",
      "schemas/.hidden/d.yaml": note("d"),
      "schemas/.e.yaml": note("e"),
      "schemas/node_modules/f.yaml": note("f"),
      "schemas/package.json": "{}",
      "other/g.yaml": note("g"),
      ".specs/h.yaml": note("h"),
    });
    repository.link("schemas/link.yaml", "a.yaml");
    const commit = repository.commit();
    const opened = await openRepository(repository.root, { env: isolated });
    const tree = await createGitTree(opened, commit, { folder: "" });
    const folder = createFolderTree(repository.root);
    for (const config of [
      { schemas: "schemas" },
      { schemas: ".specs" },
      { schemas: ".", patterns: ["**/*.yaml", "!other/**"] },
      { schemas: ".", patterns: ["**"] },
      { schemas: "schemas", patterns: ["schemas/*.yml", "schemas/deep"] },
    ]) {
      const expected = [
        ...findSpecs(repository.root, config.schemas, "patterns" in config ? config.patterns : undefined),
      ];
      assert.ok(expected.length > 0);
      assert.deepEqual(folder.listSpecs("", config), expected);
      assert.deepEqual(tree.listSpecs("", config), expected);
    }
    assert.equal(tree.listSpecs("", { schemas: "nowhere" }), undefined);
    assert.equal(folder.listSpecs("", { schemas: "nowhere" }), undefined);
    tree.close();
  });

  it("gives files on disk the ids that git gives them, with both line ends", async () => {
    const repository = createRepository({ "a.yaml": "a\n", "b.yaml": "b\r\nc\r\n" });
    const tree = createFolderTree(repository.root);
    await tree.load(["a.yaml", "b.yaml"], "");
    assert.deepEqual(tree.idsOf("a.yaml"), [repository.git("rev-parse", "HEAD:a.yaml")]);
    assert.equal(tree.idsOf("b.yaml")[0], repository.git("rev-parse", "HEAD:b.yaml"));
    repository.commit({ "b.yaml": "b\nc\n" });
    assert.equal(tree.idsOf("b.yaml")[1], repository.git("rev-parse", "HEAD:b.yaml"));
  });
});

describe("git as it is run", () => {
  const script = (text: string): string => {
    const path = join(createFolder(), "git");
    writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  };

  it("is ended when it does not answer in time", async () => {
    const executable = script("exec sleep 60");
    const options = { executable, timeoutMs: 200, env: isolated };
    const error = await refusal("git-failed", runGit(createFolder(), ["status"], options));
    assert.equal(error.message, "git status did not end within 0.2 s");
    const repository = { folder: createFolder(), top: "", prefix: "", shallow: false, hash: "sha1", options } as const;
    const reader = createBlobReader(repository, { timeoutMs: 200 });
    const silent = await refusal("git-failed", reader.read(["0".repeat(40)]));
    assert.equal(silent.message, "git cat-file --batch did not answer within 0.2 s");
    reader.close();
  });

  it("gets arguments as they are, and variables under which it writes and asks nothing", async () => {
    const executable = script('printf "%s\\n" "$@"; env');
    const { stdout } = await runGit(createFolder(), ["a b", "$(touch x)", "'"], { executable, env: isolated });
    const lines = stdout.split("\n");
    for (const line of [
      "a b",
      "$(touch x)",
      "'",
      "GIT_OPTIONAL_LOCKS=0",
      "GIT_TERMINAL_PROMPT=0",
      "GIT_NO_LAZY_FETCH=1",
    ])
      assert.ok(lines.includes(line), line);
  });

  it("says in our words what its own mean", async () => {
    const executable = script("echo \"fatal: detected dubious ownership in repository at '/a b'\" >&2; exit 128");
    const error = await refusal("git-failed", openRepository(createFolder(), { executable, env: isolated }));
    assert.equal(error.hint, "git config --global --add safe.directory '/a b'");
    const gone = await refusal(
      "git-failed",
      createBlobReader({
        folder: createFolder(),
        top: "",
        prefix: "",
        shallow: false,
        hash: "sha1",
        options: { executable, env: isolated },
      }).read(["0".repeat(40)]),
    );
    assert.ok(gone instanceof LoadError);
  });

  it("has its objects read the same wherever its answer is cut", () => {
    const answer = Buffer.concat([
      Buffer.from(`${"a".repeat(40)} blob 5\nab\ncd\n`),
      Buffer.from(`${"b".repeat(40)} missing\n`),
      Buffer.from(`${"c".repeat(40)} blob 0\n\n`),
      Buffer.from(`${"d".repeat(40)} blob 11\n01234567890\n`),
      Buffer.from(`${"e".repeat(40)} blob 2\nxy\n`),
    ]);
    for (let cut = 0; cut <= answer.length; cut++) {
      const found: string[] = [];
      const parse = createBatchParser(10, (content) => found.push(content.toString()));
      parse(answer.subarray(0, cut));
      parse(answer.subarray(cut));
      assert.deepEqual(found, ["ab\ncd", "missing", "", "too-large", "xy"], `cut at ${cut}`);
    }
  });

  it("reads thousands of objects in one go, and bounds them all together", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`s/${index}.yaml`, note(`w${index}`)]),
    );
    const repository = createRepository(files);
    const opened = await openRepository(repository.root, { env: isolated });
    const tree = await createGitTree(opened, "HEAD", { folder: "s" });
    await tree.load(
      Array.from({ length: 1000 }, (_, index) => `${index}.yaml`),
      "",
    );
    assert.equal(tree.textOf("999.yaml"), note("w999"));
    tree.close();
    const reader = createBlobReader(opened, { total: 50 });
    await refusal(
      "unreadable",
      reader.read([repository.git("rev-parse", "HEAD:s/1.yaml"), repository.git("rev-parse", "HEAD:s/2.yaml")]),
    );
    reader.close();
  });
});

describe("similarity", () => {
  it("is about that of git's rename detection", () => {
    const lines = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => `line number ${from + index} of it\n`).join("");
    const repository = createRepository({ "a.yaml": lines(100, 200) });
    for (const changed of [0, 5, 20, 35]) {
      const text = lines(100, 200 - changed) + lines(900, 900 + changed);
      repository.git("checkout", "--quiet", "main");
      repository.git("checkout", "--quiet", "-B", `change-${changed}`);
      repository.commit({ "a.yaml": undefined, "b.yaml": text });
      const [status] = repository.git("diff", "--raw", "-M50%", "HEAD~1", "HEAD").split("\n");
      const theirs = Number(/R(\d+)/.exec(status ?? "")?.[1]);
      assert.ok(Math.abs(theirs - similarityOf(lines(100, 200), text) * 100) <= 2, `${changed}: ${theirs}`);
    }
  });

  it("pairs the most similar first, each file once, and does not hang on many", () => {
    const before = ["a\nb\nc\nd\n", "a\nb\nc\nx\n"];
    const after = ["a\nb\nc\nx\ny\n", "a\nb\nc\nd\n"];
    assert.deepEqual(
      findRenames(before, after, (text) => text).map((one) => [before.indexOf(one.before), after.indexOf(one.after)]),
      [
        [0, 1],
        [1, 0],
      ],
    );
    const many = Array.from({ length: 2000 }, (_, index) => triage(`p${index}`));
    assert.equal(findRenames(many, [...many].reverse(), (text) => text).length, 2000);
    assert.equal(
      findRenames(
        many,
        many.map((text) => `${text}#`),
        (text) => text,
      ).length,
      0,
    );
  });
});
