import assert from "node:assert/strict";
import { readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, it } from "vitest";
import type { ProjectConfig } from "../../generator/src/config.ts";
import { InternalError } from "../../generator/src/diagnostics/internal-error.ts";
import { emitSpecs } from "../../generator/src/emit/emit-project.ts";
import { createGenerator, generate } from "../../generator/src/generate.ts";
import { type Compilation, compile, createCompiler } from "../../generator/src/pipeline.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../generator/src/spec/resolve.ts";
import type { ResolvedSpec } from "../../generator/src/spec/resolved-spec.ts";
import { lawRuns } from "../law-runs.ts";
import { builtCli, runCli, startCli } from "./command-line.ts";
import { createProject, patientSummary } from "./temporary-project.ts";

const config: ProjectConfig = {
  schemas: "schemas",
  output: "generated",
  routers: {},
  importExtension: "js",
  targets: [],
};

const object = (name: string, schema: string): string =>
  `output: { type: object, required: [${name}], properties: { ${name}: ${schema} } }\n`;

/** What a file may say: specs alone, specs that refer to each other by path and by id, and broken ones. */
const contents = [
  object("text", "{ type: string }"),
  object("count", "{ type: integer }"),
  object("money", '{ $ref: "_common.yaml#/$defs/Money" }'),
  object("other", '{ $ref: "b.yaml" }'),
  object("rate", '{ $ref: "../more/rate.json" }'),
  object("deep", '{ $ref: "../more/deep.json#/$defs/Rate" }'),
  object("known", '{ $ref: "https://acme.test/rate" }'),
  '{ "$id": "https://acme.test/a", "type": "object", "properties": { "x": { "$ref": "#/$defs/X" } }, "$defs": { "X": { "type": "number" } } }',
  "$defs:\n  Money: { type: object, required: [amount], properties: { amount: { type: number } } }\n",
  "$defs:\n  Money: { type: string }\n  Rate: { enum: [low, high] }\n",
  "name: B\noutput: { type: object, requred: [a], properties: { a: { type: string } } }\n",
  "output: { type: objekt }\n",
  "output: {\n",
];
const moreContents = [
  '{ "type": "number" }',
  '{ "$id": "https://acme.test/rate", "type": "integer" }',
  '{ "$defs": { "Rate": { "$ref": "rate.json" } } }',
  '{ "type": "nonsense" }',
];
const paths = ["schemas/_common.yaml", "schemas/a.yaml", "schemas/b.yaml", "schemas/c.yaml", "schemas/sub/a.yaml"];
const morePaths = ["more/rate.json", "more/deep.json"];

const change = fc.oneof(
  fc.record({ path: fc.constantFrom(...paths), text: fc.constantFrom(...contents, undefined) }),
  fc.record({ path: fc.constantFrom(...morePaths), text: fc.constantFrom(...moreContents, undefined) }),
  fc.record({ path: fc.constant("outspec.yaml"), text: fc.constantFrom("js", "ts", "none") }),
);

const shown = ({ files, diagnostics }: Compilation) => ({ files, diagnostics });

describe("a compiler that remembers", () => {
  it("gives what a new one gives, after any changes in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const compiler = createCompiler();
        const specs = new Map<string, string>();
        const others = new Map<string, string>();
        let current = config;
        for (const { path, text } of changes) {
          const files = paths.includes(path) ? specs : others;
          if (path === "outspec.yaml")
            current = { ...config, importExtension: text as ProjectConfig["importExtension"] };
          else if (text === undefined) files.delete(path);
          else files.set(path, text);
          const fresh = await compile(specs, current, others);
          assert.deepEqual(shown(await compiler.compile(specs, current, others)), shown(fresh));
          // Another process would start from the same knowledge, as plain data.
          const { files: known, results } = compiler.knowledge;
          const knowledge = structuredClone({ files: known, results });
          const next = createCompiler({ knowledge });
          assert.deepEqual(shown(await next.compile(specs, current, others)), shown(fresh));
        }
      }),
      { numRuns: lawRuns(40) },
    );
  }, 120_000);

  it("compiles a changed spec and what depends on it, through other specs and other files, and nothing else", async () => {
    const specs = new Map([
      ["schemas/_common.yaml", contents[8] as string],
      ["schemas/a.yaml", contents[2] as string],
      ["schemas/b.yaml", contents[0] as string],
      ["schemas/c.yaml", contents[3] as string],
      ["schemas/d.yaml", contents[5] as string],
    ]);
    const others = new Map([
      ["more/deep.json", moreContents[2] as string],
      ["more/rate.json", moreContents[0] as string],
    ]);
    const compiler = createCompiler();
    const compiled = async () => (await compiler.compile(specs, config, others)).emitted;
    assert.equal((await compiled()).length, 5);
    assert.deepEqual(await compiled(), []);
    specs.set("schemas/a.yaml", (specs.get("schemas/a.yaml") ?? "").replaceAll("money", "price"));
    assert.deepEqual(await compiled(), ["schemas/a.yaml"]);
    specs.set("schemas/_common.yaml", contents[9] as string);
    assert.deepEqual(await compiled(), ["schemas/_common.yaml", "schemas/a.yaml"]);
    specs.set("schemas/b.yaml", contents[1] as string);
    assert.deepEqual(await compiled(), ["schemas/b.yaml", "schemas/c.yaml"]);
    others.set("more/rate.json", moreContents[1] as string);
    assert.deepEqual(await compiled(), ["schemas/d.yaml"]);
  });

  it("does not read or check again what did not change while another spec is broken", async () => {
    const good = Array.from({ length: 20 }, (_, index): [string, string] => [
      `schemas/s${index}.yaml`,
      object(`f${index}`, "{ type: string }"),
    ]);
    let read = 0;
    const compiler = createCompiler({
      onProgress: ({ phase }) => {
        read += phase === "read" ? 1 : 0;
      },
    });
    await compiler.compile(new Map([...good, ["schemas/x.yaml", contents[11] as string]]), config);
    assert.equal(read, 21);
    const { emitted } = await compiler.compile(new Map([...good, ["schemas/x.yaml", contents[0] as string]]), config);
    assert.deepEqual([read, emitted.length], [22, 21]);
  });

  it("takes calls at the same time one after the other", async () => {
    const compiler = createCompiler();
    const texts = contents.slice(0, 2).map((text) => new Map([["schemas/a.yaml", text]]));
    const both = await Promise.all(texts.map((specs) => compiler.compile(specs, config)));
    for (const [index, specs] of texts.entries())
      assert.deepEqual(shown(both[index] as Compilation), shown(await compile(specs, config)));
  });
});

const project = (count: number) =>
  createProject({
    "node_modules/.keep": "",
    "outspec.yaml": "",
    ...Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`schemas/s${index}.yaml`, object(`f${index}`, "{ type: string }")]),
    ),
  });
const cache = "node_modules/.cache/outspec";
const knownFile = (root: string): string =>
  join(root, cache, readdirSync(join(root, cache)).find((name) => name.endsWith(".known")) ?? "");

describe("what a run leaves for the next process", () => {
  it("saves the work on specs that did not change", async () => {
    const { root, write } = project(6);
    assert.equal((await generate({ cwd: root })).compiled.length, 6);
    write("schemas/s3.yaml", object("changed", "{ type: number }"));
    assert.deepEqual((await generate({ cwd: root })).compiled, ["schemas/s3.yaml"]);
    rmSync(join(root, "schemas/s1.yaml"));
    const { compiled, deleted } = await generate({ cwd: root });
    assert.deepEqual([compiled, deleted], [[], ["internal/s1.ts", "s1.ts"]]);
  });

  it("counts as nothing when it is cut, edited or gone, and a generated file only as it was written", async () => {
    const { root, read, write } = project(4);
    await generate({ cwd: root });
    const path = knownFile(root).slice(root.length + 1);
    const good = read(path);
    const damages = [
      "",
      good.slice(0, good.length / 2),
      good.replace("schemas/s1.yaml", "schemas/s2.yaml"),
      `${good} `,
      "{}",
    ];
    for (const [index, text] of damages.entries()) {
      write(path, text);
      write("schemas/s0.yaml", object(`round${index}`, "{ type: string }"));
      assert.equal((await generate({ cwd: root })).compiled.length, 4, JSON.stringify(text.slice(0, 40)));
      assert.match(read("generated/s0.ts"), new RegExp(`round${index}`));
    }
    const intact = read("generated/s2.ts");
    write("generated/s2.ts", `${intact}// by hand\n`);
    assert.deepEqual((await generate({ cwd: root })).compiled, ["schemas/s2.yaml"]);
    assert.equal(read("generated/s2.ts"), intact);
  });

  it("stays small: what belonged to other projects goes first", async () => {
    const { root } = project(1);
    await generate({ cwd: root });
    for (let index = 0; index < 100; index++) writeFileSync(join(root, cache, `old${index}.known`), "");
    rmSync(join(root, "generated"), { recursive: true });
    await generate({ cwd: root });
    assert.ok(readdirSync(join(root, cache)).length <= 65);
    assert.equal((await generate({ cwd: root })).status, "unchanged");
  });

  it("lets runs at the same time be", async () => {
    const { root, list, read } = project(12);
    const results = await Promise.all(Array.from({ length: 3 }, () => generate({ cwd: root })));
    for (const { status } of results) assert.notEqual(status, "failed");
    assert.equal(list("generated").length, 26);
    assert.equal((await generate({ cwd: root })).status, "unchanged");
    assert.match(read("generated/index.ts"), /s11/);
  });
});

describe("a generator that stays", () => {
  it("writes what changed, and puts back what was changed by hand", async () => {
    const { root, read, write } = project(5);
    const generator = createGenerator({ cwd: root });
    assert.equal((await generator.run()).written.length, 12);
    assert.equal((await generator.run()).status, "unchanged");
    write("schemas/s2.yaml", object("changed", "{ type: number }"));
    const { compiled, written } = await generator.run();
    assert.deepEqual([compiled, written], [["schemas/s2.yaml"], ["internal/s2.ts", "s2.ts"]]);
    const intact = read("generated/s4.ts");
    write("generated/s4.ts", intact.replace("f4", "f5"));
    assert.deepEqual((await generator.run()).written, ["s4.ts"]);
    assert.equal(read("generated/s4.ts"), intact);
  });
});

describe("on the command line", () => {
  let cli = "";
  beforeAll(() => {
    cli = builtCli();
  }, 60_000);

  it("gives the same bytes from several threads as from one", async () => {
    const { root, list, read } = project(150);
    const { code, out } = runCli(cli, root, ["generate"]);
    assert.deepEqual([code, out], [0, "150 specs, 302 files in generated/: 302 written.\n"]);
    const specs = new Map(list("schemas").map((path) => [path, read(path)]));
    const { files } = await compile(specs, config);
    assert.deepEqual(
      files.map(({ path }) => `generated/${path}`),
      list("generated"),
    );
    for (const { path, text } of files) assert.equal(read(`generated/${path}`), text);
  }, 60_000);

  it("writes all files or none when it is interrupted, also in the middle of writing", async () => {
    const { root, list } = project(150);
    const early = startCli(cli, root, ["generate"]);
    early.child.kill("SIGINT");
    await early.exit;
    assert.ok(!list().some((path) => path.startsWith("generated/")));

    const { child, exit } = startCli(cli, root, ["generate"]);
    await new Promise<void>((resolve) => {
      const watcher = watch(root, (_, name) => {
        if (name !== "generated") return;
        watcher.close();
        resolve();
      });
    });
    child.kill("SIGINT");
    await exit;
    assert.equal(list("generated").filter((path) => path.endsWith(".ts")).length, 301);
    assert.ok(!list("generated").some((path) => path.endsWith(".tmp")));
  }, 60_000);
});

describe("a fault of ours", () => {
  it("is no finding about the spec: it names the spec, keeps the cause and ends the run", async () => {
    const [spec] = (await resolveSpecs([readSpec("schemas/a.yaml", patientSummary)], config, new Map())).specs;
    assert.ok(spec);
    // What no reader gives: a prompt without messages.
    const broken = { ...spec, prompt: { form: "user" } as unknown as NonNullable<ResolvedSpec["prompt"]> };
    await assert.rejects(
      emitSpecs(
        [spec, broken].map((one) => ({ spec: one, imports: [] })),
        config,
      ),
      (problem) =>
        problem instanceof InternalError && problem.path === "schemas/a.yaml" && problem.cause instanceof TypeError,
    );
  });
});
