import assert from "node:assert/strict";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import { builtCli, startCli } from "./command-line.ts";
import { createProject, patientSummary, type TemporaryProject } from "./temporary-project.ts";

let cli = "";
beforeAll(() => {
  cli = builtCli();
}, 60_000);

/** A project that is being watched; `change` waits for what is printed after it. */
async function watched(files: Readonly<Record<string, string>>): Promise<
  TemporaryProject & {
    change(what: () => void, until: string): Promise<string>;
    end(): Promise<number | null>;
  }
> {
  const project = createProject(files);
  const { until, child, exit } = startCli(cli, project.root, ["generate", "--watch"]);
  await until("Watching");
  return {
    ...project,
    change(what, text) {
      what();
      return until(text);
    },
    end() {
      child.kill("SIGINT");
      return exit;
    },
  };
}

const files = {
  "outspec.yaml": "",
  "schemas/a.yaml": patientSummary,
  "schemas/b.yaml": 'output: { type: object, properties: { x: { $ref: "a.yaml#/properties/vitals_status" } } }\n',
  "schemas/c.yaml": "output: { type: object, properties: { y: { type: string } } }\n",
};

describe("outspec generate --watch", () => {
  it("compiles what a change reaches, and says what it was and how long it took", async () => {
    const { change, write, read } = await watched(files);
    const printed = await change(
      () => write("schemas/c.yaml", files["schemas/c.yaml"].replace("string", "number")),
      " s.\n",
    );
    assert.match(
      printed,
      /^3 specs, 8 files in generated\/: 2 written, 6 unchanged\. Compiled schemas\/c\.yaml in \d\.\d\d s\.\n$/,
    );
    assert.match(read("generated/c.ts"), /y\?: number/);
    const both = await change(
      () => write("schemas/a.yaml", patientSummary.replace("Critical]", "Critical, Unknown]")),
      " s.\n",
    );
    assert.match(both, /Compiled schemas\/a\.yaml, schemas\/b\.yaml in/);
    assert.match(read("generated/b.ts"), /Unknown/);
  });

  it("survives a broken spec, says what is wrong, and recovers with the files of all that changed meanwhile", async () => {
    const { change, write, read, list } = await watched(files);
    const before = list("generated").map(read);
    const printed = await change(
      () => write("schemas/a.yaml", patientSummary.replace("object", "objekt")),
      "Nothing was written.",
    );
    assert.match(printed, /^schemas\/a\.yaml:4:9 {2}error {2}unknown-type\n/);
    await change(
      () => write("schemas/c.yaml", files["schemas/c.yaml"].replace("string", "number")),
      "Nothing was written.",
    );
    assert.deepEqual(list("generated").map(read), before);
    const mended = await change(() => write("schemas/a.yaml", patientSummary), "written");
    assert.match(mended, /2 written, 6 unchanged/);
    assert.match(read("generated/c.ts"), /y\?: number/);
  });

  it("follows specs that are deleted, renamed, or in folders that come and go", async () => {
    const { root, change, write, list } = await watched(files);
    await change(() => rmSync(join(root, "schemas/c.yaml")), "2 deleted");
    assert.ok(!existsSync(join(root, "generated/c.ts")));
    await change(() => renameSync(join(root, "schemas/b.yaml"), join(root, "schemas/d.yaml")), "2 deleted");
    assert.ok(list("generated").includes("generated/internal/d.ts"));
    await change(() => {
      mkdirSync(join(root, "schemas/ward/east"), { recursive: true });
      write("schemas/ward/east/e.yaml", files["schemas/c.yaml"]);
    }, "3 specs");
    assert.ok(list("generated").includes("generated/ward/east/e.ts"));
    const changed = files["schemas/c.yaml"].replace("string", "boolean");
    await change(() => write("schemas/ward/east/e.yaml", changed), "Compiled schemas/ward/east/e.yaml");
    await change(() => rmSync(join(root, "schemas/ward"), { recursive: true }), "2 deleted");
    assert.ok(!existsSync(join(root, "generated/ward")));
    await change(() => renameSync(join(root, "schemas"), join(root, "elsewhere")), "there is no folder schemas/");
    await change(() => renameSync(join(root, "elsewhere"), join(root, "schemas")), "nothing changed");
    await change(() => write("schemas/f.yaml", files["schemas/c.yaml"]), "3 specs");
  });

  it("follows the configuration, broken and mended, to other specs and another output folder", async () => {
    const { change, write, list, end } = await watched({ ...files, "more/z.yaml": files["schemas/c.yaml"] });
    assert.match(await change(() => write("outspec.yaml", "schema: x\n"), "Nothing was written."), /unknown-key/);
    const moved = "schemas: [more/*.yaml, schemas/c.yaml]\noutput: out\n";
    await change(() => write("outspec.yaml", moved), "2 specs, 6 files in out/: 6 written");
    assert.deepEqual(list("out").slice(-2), ["out/more/z.ts", "out/schemas/c.ts"]);
    await change(() => write("more/y.yaml", files["schemas/c.yaml"]), "3 specs");
    assert.equal(await end(), 0);
  });

  it("notices a change of a file that is no spec but referred to", async () => {
    const { change, write, read } = await watched({
      "outspec.yaml": "",
      "schemas/a.yaml": 'output: { type: object, properties: { x: { $ref: "../more/rate.json" } } }\n',
      "more/rate.json": '{ "type": "number" }',
    });
    await change(() => write("more/rate.json", '{ "type": "string" }'), "Compiled schemas/a.yaml");
    assert.match(read("generated/a.ts"), /: string|= string/);
  });

  it("writes a generated file again that was edited or deleted", async () => {
    const { change, write, read, root, end } = await watched(files);
    const before = read("generated/c.ts");
    const edited = await change(() => write("generated/c.ts", before.replace("string", "number")), "written");
    assert.match(edited, /1 written/);
    assert.equal(read("generated/c.ts"), before);
    await change(() => rmSync(join(root, "generated/internal/c.ts")), "1 written");
    assert.ok(existsSync(join(root, "generated/internal/c.ts")));
    assert.match(await change(() => rmSync(join(root, "generated"), { recursive: true }), "written"), /written/);
    assert.equal(await end(), 0);
    assert.equal(read("generated/c.ts"), before);
  });
});
