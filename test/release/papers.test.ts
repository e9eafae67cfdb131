import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { root } from "./repository-copy.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Paths that a page names in code: everything with a folder in it, but patterns and names to be filled in. */
function pathsIn(text: string): readonly string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, inside = ""]) => inside.split(/[\s`]/));
  return [...new Set(code)].filter((word) =>
    /^(?:\.ci|\.github|docs|generator|runtime|test|bench|examples)\/[\w./-]+$/.test(
      word.replace(/\/$/, "/x").replace("/x", ""),
    ),
  );
}

describe.each(["SECURITY.md", "CONTRIBUTING.md", "docs/versioning.md"])("%s", (page) => {
  it("names files and folders that there are", () => {
    const paths = pathsIn(read(page));
    assert.ok(paths.length > 3);
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path)) && !path.includes("NAME")),
      [],
    );
  });

  it("names scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    for (const [, name = ""] of read(page).matchAll(/\bnpm run ([\w-]+)/g)) assert.ok(name in scripts, name);
  });
});

describe("the threat model", () => {
  it("gives a test for every defence", () => {
    const lines = read("SECURITY.md").split("\n");
    const rows = lines.filter((line) => /^\| .* \| .* \| .* \|$/.test(line) && !/^\| (?:Attack|What) /.test(line));
    assert.ok(rows.length > 15);
    for (const row of rows) assert.match(row, /\| `(?:test|\.ci)\/[^|]+` \|$/, row);
    for (const part of ["provider", "answer", "spec", "visitor", "dependency"])
      assert.match(read("SECURITY.md"), new RegExp(`^### A hostile .*${part}|^### A hostile or broken ${part}`, "m"));
    // What is not done is said of each of them.
    assert.equal(read("SECURITY.md").match(/^Not done: /gm)?.length, 5);
  });
});

describe("the tests that look for secrets", () => {
  it("are found by the command that the page gives", () => {
    const [, command = ""] = /^npx vitest run (test\/end-to-end\/secrets.*)$/m.exec(read("SECURITY.md")) ?? [];
    for (const path of command.split(" ")) assert.ok(existsSync(join(root, path)), path);
    const tracked = execFileSync("git", ["ls-files", "test/end-to-end/secrets"], { cwd: root, encoding: "utf8" });
    for (const name of ["searcher", "credentials", "network", "surfaces", "command-line"])
      assert.ok(tracked.includes(`${name}.test.ts`), name);
  });
});
