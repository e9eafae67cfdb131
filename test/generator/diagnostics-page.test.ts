import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs", "diagnostics.md"), "utf8");
const listed = new Set([...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1] ?? ""));

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path, ending);
    return path.endsWith(ending) ? [path] : [];
  });
}

/** Codes as the sources spell them: the first argument of a finding, or the member `code` of one. */
function codesInSources(): ReadonlySet<string> {
  const codes = new Set<string>();
  const add = (text: string): void => {
    for (const [, code = ""] of text.matchAll(/"([a-z][a-z-]*[a-z](?:-2-53)?)"/g)) codes.add(code);
  };
  for (const path of filesBelow(join(root, "generator", "src"), ".ts")) {
    const text = readFileSync(path, "utf8");
    for (const [, first = ""] of text.matchAll(
      /\b(?:error|warning|problem|finding)\)?\(\s*((?:[^,()]|\([^()]*\))*?),/g,
    )) {
      // A condition chooses between codes; its own words are compared, not reported.
      add(first.replaceAll(/[!=]== ("[^"]*")/g, ""));
    }
    for (const [, value = ""] of text.matchAll(/\bcode: ((?:"[a-z-]+"(?: \| )?)+)/g)) add(value);
  }
  return codes;
}

/** Codes of what is no finding about a spec or a configuration, but speaks of the same words. */
const others = new Set(["input"]);

/** A fault of ours: what is known to bring it about is mended, so that no test can. */
const faults = new Set(["not-generated"]);

describe("the page of findings", () => {
  it("lists every code of the sources, and no other", () => {
    const known = [...codesInSources()].filter((code) => !others.has(code));
    assert.deepEqual(known.filter((code) => !listed.has(code)).sort(), [], "not in docs/diagnostics.md");
    assert.deepEqual([...listed].filter((code) => !known.includes(code)).sort(), [], "not in the sources");
  });

  it("lists codes that tests bring about, each", () => {
    const seen = new Set(
      filesBelow(join(root, "test", "generator", "cases", "reports"), "expected.txt").flatMap((path) =>
        [...readFileSync(path, "utf8").matchAll(/^\S+:\d+:\d+ {2}(?:error|warning) {2}([a-z-]+)$/gm)].map(
          (match) => match[1] ?? "",
        ),
      ),
    );
    // Emission and the disk come after what golden reports run, and sizes are built: these have tests of their own.
    const tests = ["hostile-sizes", "files", "emission-findings", "runtime-version"]
      .map((name) => readFileSync(join(root, "test", "generator", `${name}.test.ts`), "utf8"))
      .join("\n");
    const missing = [...listed].filter((code) => !seen.has(code) && !faults.has(code) && !tests.includes(`"${code}"`));
    assert.deepEqual(missing, []);
  });
});
