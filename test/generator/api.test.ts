import { compile, createConfig, formatPretty, generate, readConfig, UsageError } from "outspec";
import { describe, expect, it } from "vitest";
import { createProject, patientSummary } from "./temporary-project.ts";

describe("the generator as a library", () => {
  const specs = new Map([
    ["schemas/_shared.yaml", "$defs:\n  Mood: { enum: [good, bad] }\n"],
    ["schemas/word.yaml", "prompt: Explain {{ word }}.\noutput: { $ref: '_shared.yaml#/$defs/Mood' }\n"],
  ]);

  it("compiles specs in memory", async () => {
    const { files, diagnostics } = await compile(specs, createConfig());
    expect(diagnostics).toEqual([]);
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["_shared.ts", "index.ts", "internal/word.ts", "word.ts"]));
    expect(files.find(({ path }) => path === "word.ts")?.text).toContain("export function generateWord(");
  });

  it("asks for the texts of other files only when a reference names them", async () => {
    const asked: string[] = [];
    const others = {
      get(path: string) {
        asked.push(path);
        return path === "moods/all.yaml" ? "$defs:\n  Mood: { enum: [good, bad] }\n" : undefined;
      },
    };
    const spec = "output: { $ref: '../moods/all.yaml#/$defs/Mood' }\n";
    const { files, diagnostics } = await compile(new Map([["schemas/word.yaml", spec]]), createConfig(), others);
    expect(diagnostics).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(["moods/all.yaml"]));
    expect(files.length).toBeGreaterThan(2);
  });

  it("gives findings that can be printed, and then no files", async () => {
    const broken = new Map([["schemas/word.yaml", "output: { type: strnig }\n"]]);
    const { files, diagnostics } = await compile(broken, createConfig());
    expect(files).toEqual([]);
    const printed = formatPretty(diagnostics, { textOf: (path) => broken.get(path), specs: 1, color: false });
    expect(printed).toContain("schemas/word.yaml:1:17  error  unknown-type");
    expect(printed).toContain('did you mean "string"?');
  });

  it("writes a project's files as it compiles them in memory", async () => {
    const text = "schemas: specs\nimportExtension: ts\n";
    const project = createProject({ "outspec.yaml": text, "specs/patient-summary.yaml": patientSummary });
    const { status, written } = await generate({ cwd: project.root });
    const { config } = await readConfig("outspec.yaml", text, { importExtension: "js" });
    const { files } = await compile(new Map([["specs/patient-summary.yaml", patientSummary]]), config);
    expect([status, [...written].sort()]).toEqual(["written", files.map(({ path }) => path).sort()]);
    for (const file of files) expect(project.read(`generated/${file.path}`)).toBe(file.text);
  });

  it("throws where there is no project", async () => {
    const project = createProject({});
    await expect(generate({ cwd: project.root })).rejects.toBeInstanceOf(UsageError);
  });
});
