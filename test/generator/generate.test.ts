import assert from "node:assert/strict";
import { readdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import type { ProjectConfig } from "../../generator/src/config.ts";
import { generate } from "../../generator/src/generate.ts";
import { compile } from "../../generator/src/pipeline.ts";
import { createProject, patientSummary } from "./temporary-project.ts";

const config: ProjectConfig = {
  schemas: "schemas",
  output: "generated",
  routers: {},
  importExtension: "js",
  targets: [],
};
const shared = "$defs:\n  Money: { type: object, required: [amount], properties: { amount: { type: number } } }\n";
const invoice =
  "output:\n  type: object\n  required: [total]\n  properties:\n    total: { $ref: _common.yaml#/$defs/Money }\n";

describe("compile", () => {
  it("gives the same bytes whatever the order of the files", async () => {
    const files: [string, string][] = [
      ["schemas/_common.yaml", shared],
      ["schemas/invoice.yaml", invoice],
      ["schemas/patient-summary.yaml", patientSummary],
      ["schemas/b/visit.json", '{ "type": "object", "properties": { "x": { "type": "string" } } }'],
    ];
    const first = await compile(new Map(files), config);
    assert.deepEqual(first.diagnostics, []);
    assert.deepEqual(await compile(new Map(files.toReversed()), config), first);
    assert.deepEqual(await compile(new Map([...files.slice(2), ...files.slice(0, 2)]), config), first);
  });

  it("gives no files when a spec has an error, and the findings of all specs", async () => {
    const broken = patientSummary.replace("object", "objekt");
    const { files, diagnostics } = await compile(
      new Map([
        ["schemas/b.yaml", broken],
        ["schemas/a.yaml", broken],
        ["schemas/c.yaml", patientSummary],
      ]),
      config,
    );
    assert.deepEqual(files, []);
    assert.deepEqual(
      diagnostics.map(({ code, range }) => `${range.path} ${code}`),
      ["schemas/a.yaml unknown-type", "schemas/b.yaml unknown-type"],
    );
  });

  it("compiles a prompt of thousands of variables", async () => {
    const lines = Array.from({ length: 2000 }, (_, index) => `  Line {{ a${index % 40} }} and {{ b${index % 40} }}.`);
    const spec = `prompt: |\n${lines.join("\n")}\noutput: { type: object, properties: { x: { type: string } } }\n`;
    const { files, diagnostics } = await compile(new Map([["schemas/long.yaml", spec]]), config);
    assert.deepEqual(diagnostics, []);
    assert.ok(files.length > 0);
    const unknown = `input: { type: object, properties: { c: { type: string } } }\n${spec}`;
    const { diagnostics: found } = await compile(new Map([["schemas/long.yaml", unknown]]), config);
    assert.equal(found.length, 4000);
    assert.deepEqual(found[0]?.range.start, { line: 3, column: 11 });
    assert.deepEqual(found.at(-1)?.range.start, { line: 2002, column: 25 });
  });

  it("survives hostile specs with findings or files, and never with an exception", async () => {
    const hostile = {
      "comment-end":
        'description: "*/ export const pwned = 1; /*"\noutput: { type: object, properties: { "*/ x": { description: "*/ alert(1)" } } }\n',
      "proto-property":
        "output: { type: object, properties: { __proto__: { type: string }, constructor: { type: number } } }\n",
      "template-literal": 'prompt: "`${process.exit()}` {{ a }} \\\\"\noutput: { enum: ["${x}", "`", "\\u2028"] }\n',
      deep: `output: ${'{ "not": '.repeat(90)}true${" }".repeat(90)}\n`,
    };
    for (const [name, text] of Object.entries(hostile)) {
      const { files } = await compile(new Map([[`schemas/${name}.yaml`, text]]), config);
      for (const file of files) assert.doesNotMatch(file.text, /^\s*(export const pwned|alert\(1\))/m, name);
    }
  });
});

describe("generate", () => {
  it("writes the files of a project and says which", async () => {
    const { root, list } = createProject({ "outspec.yaml": "", "schemas/patient-summary.yaml": patientSummary });
    const { status, written, specs } = await generate({ cwd: root });
    assert.deepEqual([status, specs], ["written", 1]);
    assert.deepEqual(list("generated"), written.map((path) => `generated/${path}`).sort());
    assert.ok(
      written.includes("patient-summary.ts") &&
        written.includes("internal/patient-summary.ts") &&
        written.includes("index.ts"),
    );
  });

  it("writes nothing when a spec has an error, and keeps what was there", async () => {
    const { root, write, read } = createProject({ "outspec.yaml": "", "schemas/patient-summary.yaml": patientSummary });
    await generate({ cwd: root });
    const before = read("generated/patient-summary.ts");
    write("schemas/patient-summary.yaml", patientSummary.replace("enum", "enumm: 1, type: strng, enum"));
    write("schemas/other.yaml", patientSummary);
    const { status, written, diagnostics } = await generate({ cwd: root });
    assert.deepEqual([status, written], ["failed", []]);
    assert.ok(diagnostics.some(({ code }) => code === "unknown-type"));
    assert.equal(read("generated/patient-summary.ts"), before);
  });

  it("touches nothing on a second run, with a cache and without", async () => {
    for (const cached of [{ "node_modules/.keep": "" }, {}]) {
      const { root, list } = createProject({
        "outspec.yaml": "",
        "schemas/patient-summary.yaml": patientSummary,
        ...cached,
      });
      await generate({ cwd: root });
      const past = new Date("2020-01-01");
      for (const path of list("generated")) utimesSync(join(root, path), past, past);
      const { status, written } = await generate({ cwd: root });
      assert.deepEqual([status, written], ["unchanged", []]);
      for (const path of list("generated")) assert.equal(statSync(join(root, path)).mtimeMs, past.getTime(), path);
    }
  });

  it("notices every kind of change behind the cache's back", async () => {
    const { root, write, read } = createProject({
      "node_modules/.keep": "",
      "outspec.yaml": "",
      "schemas/_common.yaml": shared,
      "schemas/invoice.yaml": "output:\n  type: object\n  properties:\n    total: { $ref: ../more/money.json }\n",
      "more/money.json": '{ "type": "number" }',
    });
    await generate({ cwd: root });
    assert.equal((await generate({ cwd: root })).status, "unchanged");
    const changes: [string, () => void][] = [
      ["a spec", () => write("schemas/_common.yaml", shared.replace("amount", "sum").replace("amount", "sum"))],
      ["a new spec", () => write("schemas/visit.yaml", patientSummary)],
      ["a file that is referred to", () => write("more/money.json", '{ "type": "string" }')],
      ["the configuration", () => write("outspec.yaml", "importExtension: ts\n")],
      ["a generated file", () => write("generated/invoice.ts", `${read("generated/invoice.ts")}// x\n`)],
    ];
    for (const [what, change] of changes) {
      change();
      assert.equal((await generate({ cwd: root })).status, "written", what);
      assert.equal((await generate({ cwd: root })).status, "unchanged", what);
    }
    write("outspec.yaml", "");
    await generate({ cwd: root });
    write("tsconfig.json", '{ "compilerOptions": { "rewriteRelativeImportExtensions": true } }');
    assert.equal((await generate({ cwd: root })).status, "written", "a new tsconfig");
  });

  it("deletes an orphan that appears in an unchanged project", async () => {
    const { root, write, read } = createProject({
      "node_modules/.keep": "",
      "outspec.yaml": "",
      "schemas/a.yaml": patientSummary,
    });
    await generate({ cwd: root });
    write("generated/b.ts", read("generated/a.ts"));
    const { status, deleted } = await generate({ cwd: root });
    assert.deepEqual([status, deleted], ["written", ["b.ts"]]);
    assert.equal((await generate({ cwd: root })).status, "unchanged");
  });

  it("takes a broken cache for none", async () => {
    const { root, write, read } = createProject({
      "node_modules/.keep": "",
      "outspec.yaml": "",
      "schemas/a.yaml": patientSummary.replace("required", "requred: [a]\n  required"),
    });
    const { diagnostics } = await generate({ cwd: root });
    const cache = "node_modules/.cache/outspec";
    const [name = ""] = readdirSync(join(root, cache));
    const good = JSON.parse(read(`${cache}/${name}`)) as Record<string, unknown>;
    const broken = [null, 1, [], {}, { ...good, specs: 1 }, { ...good, inputs: null }, { ...good, outputs: { a: 1 } }];
    const worse = [
      { ...good, diagnostics: [{}] },
      { ...good, diagnostics: [{ ...diagnostics[0], range: { start: 1 } }] },
    ];
    for (const record of [...broken, ...worse, good]) {
      write(`${cache}/${name}`, JSON.stringify(record));
      const again = await generate({ cwd: root });
      assert.deepEqual([again.status, again.diagnostics], ["unchanged", diagnostics], JSON.stringify(record));
      assert.deepEqual(JSON.parse(read(`${cache}/${name}`)), good);
    }
  });

  it("reports a folder in place of a generated file, and writes nothing", async () => {
    const { root, list } = createProject({
      "outspec.yaml": "",
      "schemas/a.yaml": patientSummary,
      "generated/a.ts/notes.md": "mine",
    });
    const { status, diagnostics } = await generate({ cwd: root });
    assert.equal(status, "failed");
    assert.deepEqual(
      diagnostics.map(({ code, range }) => [code, range.path]),
      [["foreign-file", "generated/a.ts"]],
    );
    assert.deepEqual(list("generated"), ["generated/a.ts/notes.md"]);
  });

  it("shows the warnings of an unchanged project again", async () => {
    const { root } = createProject({
      "node_modules/.keep": "",
      "outspec.yaml": "",
      "schemas/a.yaml": "output:\n  type: object\n  requred: [a]\n  properties: { a: { type: string } }\n",
    });
    const first = await generate({ cwd: root });
    const second = await generate({ cwd: root });
    assert.equal(second.status, "unchanged");
    assert.deepEqual(second.diagnostics, first.diagnostics);
    assert.deepEqual(
      first.diagnostics.map(({ code }) => code),
      ["misspelt-keyword"],
    );
  });

  it("deletes the files of a spec that is gone", async () => {
    const { root, list } = createProject({
      "outspec.yaml": "",
      "schemas/a.yaml": patientSummary,
      "schemas/b.yaml": patientSummary,
    });
    await generate({ cwd: root });
    const { rmSync } = await import("node:fs");
    rmSync(join(root, "schemas/b.yaml"));
    assert.deepEqual((await generate({ cwd: root })).deleted, ["b.ts", "internal/b.ts"]);
    assert.ok(!list("generated").includes("generated/b.ts"));
  });

  it("refuses a project without specs, so that nothing is deleted by accident", async () => {
    const { root } = createProject({ "outspec.yaml": "schemas: specs\n", "schemas/a.yaml": patientSummary });
    await assert.rejects(generate({ cwd: root }), /there is no folder specs\//);
  });

  it("changes one line of the reviewable type for a one-word change of the spec", async () => {
    const { root, read, write } = createProject({ "outspec.yaml": "", "schemas/a.yaml": patientSummary });
    await generate({ cwd: root });
    const before = read("generated/a.ts").split("\n");
    write("schemas/a.yaml", patientSummary.replace("Critical]", "Critical, Unknown]"));
    await generate({ cwd: root });
    const after = read("generated/a.ts").split("\n");
    assert.equal(after.length, before.length);
    assert.deepEqual(
      after.filter((line, index) => line !== before[index]).map((line) => line.trim()),
      [
        'vitals_status: "Normal" | "Warning" | "Critical" | "Unknown";',
        'readonly vitals_status?: "Normal" | "Warning" | "Critical" | "Unknown";',
      ],
    );
  });
});
