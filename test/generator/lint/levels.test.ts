import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { LintConfig } from "../../../generator/src/spec/lint-format.ts";
import { readConfig } from "../../../generator/src/spec/read-config.ts";
import { lintText } from "./lint-text.ts";

const spec = `description: d
output:
  type: object
  properties:
    tags: { type: array, items: { type: string }, description: x }
    more: { type: array, items: { type: string, format: zip }, description: x }
`;

const told = async (lint: LintConfig, path?: string): Promise<readonly string[]> => {
  const { findings } = await lintText(spec, { lint, ...(path !== undefined && { path }) });
  return findings.map(({ code, severity, range }) => `${severity} ${code} ${range.start.line}`);
};

describe("levels of lint", () => {
  it("come from the set", async () => {
    assert.deepEqual(await told({}), ["warning format-not-enforced 6"]);
    assert.deepEqual(await told({ set: "strict" }), [
      "warning unbounded-array 5",
      "warning unbounded-array 6",
      "warning format-not-enforced 6",
      "info open-object 2",
    ]);
  });

  it("come from the project's rules before that, and bring a rule of the other set", async () => {
    const rules = { "unbounded-array": "error", "format-not-enforced": "off", "open-object": "info" } as const;
    assert.deepEqual(await told({ rules }), [
      "error unbounded-array 5",
      "error unbounded-array 6",
      "info open-object 2",
    ]);
  });

  it("come from the last override that fits the file and the place", async () => {
    const files = ["schemas/legacy/**"];
    const overrides: LintConfig["overrides"] = [
      { files, rules: { "unbounded-array": "info", "format-not-enforced": "off" } },
      { files, at: "/output/properties/more", rules: { "unbounded-array": "error" } },
      { files, at: "/output/properties/mo", rules: { "unbounded-array": "off" } },
    ];
    assert.deepEqual(await told({ overrides }), ["warning format-not-enforced 6"]);
    assert.deepEqual(await told({ overrides }, "schemas/legacy/a.yaml"), [
      "error unbounded-array 6",
      "info unbounded-array 5",
    ]);
  });

  it("are those of an override for what the generator finds, too", async () => {
    const override = (at: string): LintConfig => ({
      overrides: [{ files: ["**"], at, rules: { "format-not-enforced": "off" } }],
    });
    assert.deepEqual(await told(override("/output/properties/more/items")), []);
    assert.deepEqual(await told(override("/output/properties/tags")), ["warning format-not-enforced 6"]);
    const plain = '{ "type": "string",\n "format": "zip", "description": "d" }';
    const { findings } = await lintText(plain, { path: "schemas/a.json", lint: override("/output/format") });
    assert.deepEqual(findings, []);
  });

  it("do not change what generate refuses", async () => {
    const { findings } = await lintText("output: { type: strng }\n", { lint: { rules: { "spec-invalid": "off" } } });
    assert.deepEqual(
      findings.map(({ severity, refused }) => [severity, refused]),
      [["error", true]],
    );
  });
});

describe("lint: in outspec.yaml", () => {
  const read = (text: string) => readConfig("outspec.yaml", text, { importExtension: "js" });

  it("is read", async () => {
    const { config, diagnostics } = await read(`lint:
  set: strict
  failOn: warning
  rules: { open-object: off }
  overrides:
    - files: schemas/a.yaml
      rules: { recursion: off }
    - files: [schemas/b/**, "!schemas/b/c.yaml"]
      at: /output
      rules: { recursion: info }
`);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(config.lint, {
      set: "strict",
      failOn: "warning",
      rules: { "open-object": "off" },
      overrides: [
        { files: ["schemas/a.yaml"], rules: { recursion: "off" } },
        { files: ["schemas/b/**", "!schemas/b/c.yaml"], at: "/output", rules: { recursion: "info" } },
      ],
    });
    assert.equal((await read("schemas: schemas\n")).config.lint, undefined);
  });

  it("is refused with the nearest name where it is wrong", async () => {
    const cases: readonly (readonly [text: string, message: RegExp, hint: RegExp | undefined])[] = [
      ["lint: { rules: { open-objct: off } }\n", /open-objct/, /"open-object"/],
      ["lint: { rules: { recursion: warn } }\n", /./, undefined],
      ["lint: { sets: strict }\n", /sets/, /"set"/],
      ["lint: { overrides: [{ rules: {} }] }\n", /files/, undefined],
      ["lint: { overrides: [{ files: 'a{', rules: {} }] }\n", /cannot be read/, undefined],
      ["lint: { overrides: [{ files: a, at: output, rules: {} }] }\n", /./, undefined],
    ];
    for (const [text, message, hint] of cases) {
      const { diagnostics } = await read(text);
      assert.ok(
        diagnostics.some((one) => one.severity === "error" && message.test(one.message)),
        text,
      );
      if (hint !== undefined)
        assert.ok(
          diagnostics.some((one) => hint.test(one.hint ?? "")),
          text,
        );
    }
  });
});
