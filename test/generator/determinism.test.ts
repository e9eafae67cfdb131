import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { config, emitCases } from "./emit-cases.ts";

const schemas = join(import.meta.dirname, "..", "..", "schemas");
const examples = readdirSync(schemas).map((name): [string, string] => [
  `schemas/${name}`,
  readFileSync(join(schemas, name), "utf8"),
]);
const cases = emitCases()
  .filter((one) => one.config.routers === config.routers)
  .map((one, index): [string, string] => [
    `schemas/case${index}${one.path.slice(one.path.lastIndexOf("."))}`,
    one.spec.replace(/^name: .*\n/m, ""),
  ]);
const specs = [...examples, ...cases];

async function texts(given: readonly [string, string][]): Promise<ReadonlyMap<string, string>> {
  const { files, diagnostics } = await compile(new Map(given), config);
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === "error"),
    [],
  );
  return new Map(files.map((file) => [file.path, file.text]));
}

/** The lines of `b` that are not in `a` at the same place counted from their common start or end. */
function changedLines(a: string, b: string): readonly [string, string][] {
  const [before, after] = [a.split("\n"), b.split("\n")];
  assert.equal(before.length, after.length, "no line is added or removed");
  return before.flatMap((line, index): [string, string][] =>
    line === after[index] ? [] : [[line, after[index] ?? ""]],
  );
}

describe("the same specs give the same bytes", () => {
  it("on a second run", async () => {
    assert.deepEqual(await texts(specs), await texts(specs));
  });

  it("in another order", async () => {
    assert.deepEqual(await texts([...specs].reverse()), await texts(specs));
  });

  it("beside other specs", async () => {
    const together = await texts(specs);
    for (const spec of examples) {
      for (const [path, text] of await texts([spec])) {
        if (path !== "index.ts") assert.equal(text, together.get(path), path);
      }
    }
  });

  it("without carriage returns, dates or folders of this machine", async () => {
    for (const [path, text] of await texts(specs)) {
      assert.ok(text.endsWith("\n") && !text.endsWith("\n\n"), path);
      assert.doesNotMatch(text, /\r|\t/, path);
      assert.ok(!text.includes(import.meta.dirname) && !text.includes(String(new Date().getFullYear())), path);
    }
  });
});

describe("a one-word change of a spec", () => {
  const path = "schemas/patient-summary.yaml";
  const original = readFileSync(join(schemas, "patient-summary.yaml"), "utf8");

  async function difference(from: string, to: string): Promise<readonly [string, string][]> {
    assert.ok(original.includes(from));
    const before = (await texts([[path, original]])).get("patient-summary.ts") ?? "";
    const after = (await texts([[path, original.replace(from, to)]])).get("patient-summary.ts") ?? "";
    return changedLines(before, after);
  }

  it("is one word in the final and one in the partial type, for a value of an enum", async () => {
    assert.deepEqual(await difference("Critical]", "Urgent]"), [
      ['  vitals_status: "Normal" | "Warning" | "Critical";', '  vitals_status: "Normal" | "Warning" | "Urgent";'],
      [
        '  readonly vitals_status?: "Normal" | "Warning" | "Critical";',
        '  readonly vitals_status?: "Normal" | "Warning" | "Urgent";',
      ],
    ]);
  });

  it("is one line, for a description", async () => {
    const lines = await difference("latest vital signs", "last vital signs");
    assert.deepEqual(lines, [
      ["  /** Overall reading of the latest vital signs. */", "  /** Overall reading of the last vital signs. */"],
    ]);
  });

  it("is one line, for the prompt", async () => {
    assert.equal((await difference("clinical assistant", "medical assistant")).length, 1);
  });
});
