import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { findSpecs } from "../../generator/src/files/find.ts";
import { generate } from "../../generator/src/generate.ts";
import { commonFolder, compileGlobs, explainGlob, folderOfGlob } from "../../generator/src/spec/globs.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";
import { createProject } from "./temporary-project.ts";

const paths = [
  "schemas/a.yaml",
  "schemas/b.json",
  "schemas/clinic/a.yaml",
  "schemas/clinic/ward/c.yml",
  "schemas/drafts/d.yaml",
  "schemas/{odd}.yaml",
  "services/billing/schemas/e.yaml",
  "services/triage/schemas/f.yaml",
];

describe("a pattern", () => {
  for (const [patterns, expected] of [
    [["schemas"], [0, 1, 2, 3, 4, 5]],
    [["schemas/*.yaml"], [0, 5]],
    [["schemas/**/*.yaml"], [0, 2, 4, 5]],
    [["schemas/**"], [0, 1, 2, 3, 4, 5]],
    [["**/a.yaml"], [0, 2]],
    [["schemas/*.{yaml,json}"], [0, 1, 5]],
    [["schemas/?.*"], [0, 1]],
    [["schemas/[!a].*"], [1]],
    [["services/*/schemas/*.yaml"], [6, 7]],
    [
      ["schemas", "!schemas/drafts/**"],
      [0, 1, 2, 3, 5],
    ],
    [
      ["!**/a.yaml", "schemas/**/*.yaml"],
      [4, 5],
    ],
    [["schemas/b.json"], [1]],
    [["schemas/\\{odd\\}.yaml"], []],
  ] as const) {
    it(`${patterns.join(" ")} chooses`, () => {
      const isChosen = compileGlobs(patterns);
      assert.deepEqual(
        paths.filter((path) => isChosen(path)),
        expected.map((index) => paths[index]),
      );
    });
  }

  it("is below a folder, and several are below one that contains them all", () => {
    assert.deepEqual(
      ["schemas/**/*.yaml", "schemas/a.yaml", "schemas", "*.yaml", "a/b/{c,d}/*.yaml"].map(folderOfGlob),
      ["schemas", "schemas", "schemas", "", "a/b"],
    );
    assert.deepEqual(
      [["a/b", "a/c"], ["a/b", "a/b/c"], ["a", "b"], ["ab", "a"], ["", "a"], ["a/b"]].map(commonFolder),
      ["a", "a/b", "", "", "", "a/b"],
    );
  });

  it("says when it cannot be read", () => {
    assert.equal(explainGlob("schemas/**/[a-c]?.{yaml,yml}"), undefined);
    assert.match(explainGlob("schemas/{a,b") ?? "", /not closed/);
    assert.match(explainGlob("schemas/[c-a].yaml") ?? "", /upside down/);
  });
});

describe("schemas in outspec.yaml", () => {
  const read = async (text: string) => {
    const { config, diagnostics } = await readConfig("outspec.yaml", text, { importExtension: "js" });
    assert.deepEqual(diagnostics, []);
    return [config.schemas, config.patterns];
  };

  it("is a folder, a pattern or a list", async () => {
    assert.deepEqual(await read("schemas: specs\n"), ["specs", undefined]);
    assert.deepEqual(await read("schemas: ./specs/**/*.yaml\n"), ["specs", ["specs/**/*.yaml"]]);
    assert.deepEqual(await read('schemas: [a/specs, b/specs/*.json, "!**/old.json"]\n'), [
      ".",
      ["a/specs", "b/specs/*.json", "!**/old.json"],
    ]);
    assert.deepEqual(await read("schemas: [., '!node_modules/**']\n"), [".", ["**", "!node_modules/**"]]);
  });

  it("mirrors in the output folder what is below the folder that contains all specs", async () => {
    const spec = "output: { type: object, properties: { x: { type: string } } }\n";
    const { root, list } = createProject({
      "outspec.yaml": 'schemas: ["services/*/schemas/*.yaml", "!services/old/**"]\n',
      "services/billing/schemas/bill.yaml": spec,
      "services/triage/schemas/visit.yaml": spec,
      "services/triage/notes.yaml": "nothing: of ours\n",
      "services/old/schemas/gone.yaml": "output: {\n",
    });
    assert.deepEqual(findSpecs(root, "services", ["services/*/schemas/*.yaml"]).length, 3);
    const { status, specs } = await generate({ cwd: root });
    assert.deepEqual([status, specs], ["written", 2]);
    assert.deepEqual(
      list("generated").filter((path) => !path.includes("internal")),
      [
        "generated/.gitattributes",
        "generated/billing/schemas/bill.ts",
        "generated/index.ts",
        "generated/triage/schemas/visit.ts",
      ],
    );
  });

  it("says when no file matches", async () => {
    const { root } = createProject({ "outspec.yaml": "schemas: schemas/*.yml\n", "schemas/a.yaml": "" });
    await assert.rejects(generate({ cwd: root }), /no file matches "schemas\/\*\.yml"/);
  });
});
