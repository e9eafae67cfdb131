import assert from "node:assert/strict";
import { chmodSync, existsSync, lstatSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { main } from "../../../generator/src/cli.ts";
import { callCli, type Finished } from "../command-line.ts";
import { createProject } from "../temporary-project.ts";

const clean = 'description: d\nprompt: "{{ notes }}"\noutput: { type: string }\n';
const warned = clean.replace("type: string", "type: string, format: zip");
const refused = "output: { type: strng }\n";
const informed = clean
  .replace("{{ notes }}", "low, medium or high: {{ notes }}")
  .replace("type: string", "enum: [low, high, urgent]");

const project = (files: Readonly<Record<string, string>> = {}) => {
  const created = createProject({ "outspec.yaml": "", "schemas/a.yaml": clean, ...files });
  const call = (...args: readonly string[]): Promise<Finished> => callCli(created.root, ["lint", ...args]);
  return { ...created, call };
};

describe("outspec lint", () => {
  it("says that there is nothing to say, on standard output", async () => {
    assert.deepEqual(await project().call(), { code: 0, out: "1 spec, no findings.\n", err: "" });
  });

  it("prints findings with excerpt and hint, the heaviest first", async () => {
    const { call } = project({ "schemas/b.yaml": warned, "schemas/c.yaml": refused });
    const { code, out, err } = await call();
    assert.equal(code, 1);
    assert.equal(out, "");
    assert.equal(
      err,
      `schemas/c.yaml:1:17  error  spec-invalid (unknown-type)

   1 | output: { type: strng }
     |                 ^^^^^ "strng" is not a JSON Schema type
                             did you mean "string"?

schemas/b.yaml:3:33  warning  format-not-enforced (unknown-format)

   2 | prompt: "{{ notes }}"
   3 | output: { type: string, format: zip }
     |                                 ^^^ the format "zip" is not known and is not checked

1 error and 1 warning in 2 of 3 specs. --fix mends 1 of them.
`,
    );
  });

  describe("gives exit code", () => {
    const gates: readonly (readonly [spec: string, gate: string | undefined, code: number])[] = [
      [clean, undefined, 0],
      [clean, "info", 0],
      [informed, undefined, 0],
      [informed, "warning", 0],
      [informed, "info", 1],
      [warned, undefined, 0],
      [warned, "error", 0],
      [warned, "warning", 1],
      [warned, "info", 1],
      [refused, undefined, 1],
      [refused, "warning", 1],
      [refused, "never", 0],
    ];
    for (const [spec, gate, expected] of gates)
      it(`${expected} with --fail-on ${gate ?? "left out"} and ${JSON.stringify(spec.split("\n").at(-2))}`, async () => {
        const { code } = await project({ "schemas/a.yaml": spec }).call(
          ...(gate === undefined ? [] : ["--fail-on", gate]),
        );
        assert.equal(code, expected);
      });

    it("1 by failOn of the configuration, unless the command line says otherwise", async () => {
      const { call } = project({ "schemas/a.yaml": warned, "outspec.yaml": "lint: { failOn: warning }\n" });
      assert.equal((await call()).code, 1);
      assert.equal((await call("--fail-on", "error")).code, 0);
    });

    it("2 for a wrong command line", async () => {
      const { call } = project();
      const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
        [["--fail-on", "warnings"], /--fail-on must be error, warning, info or never.*\n.*"warning"/],
        [["--format", "jsn"], /--format must be pretty, json, markdown, github or sarif.*\n.*"json"/],
        [["--format", "json="], /names no file/],
        [["--format", "json", "--format", "github"], /both go to the terminal/],
        [["--max-findings", "many"], /whole number/],
        [["--target", "github/gpt-4o"], /GitHub Models went out of service on 2026-07-30\n.*another provider/],
        [["--target", "opnai"], /neither a model.*\n.*"openai"/],
        [["--explain", "open-objct"], /no lint rule "open-objct"\n.*"open-object"/],
        [["schemas/none.yaml"], /no file or folder/],
        [["schemas/x*.yaml"], /no spec matches/],
        [["../elsewhere"], /outside the project/],
        [["outspec.yaml", "--cwd", "nowhere"], /no folder nowhere/],
        [["--baseline", "none.json"], /no baseline none.json\n.*--update-baseline/],
        [["--update-baseline"], /needs the file/],
        [["--config", "none.yaml"], /no configuration/],
        [["--fxi"], /unknown option --fxi\n.*--fix/],
      ];
      for (const [args, says] of cases) {
        const { code, err } = await call(...args);
        assert.match(err, says);
        assert.equal(code, 2, args.join(" "));
      }
    });

    it("2 for a wrong configuration, of which an unknown rule is one", async () => {
      const { call, write } = project({ "outspec.yaml": "lint: { rules: { open-objct: off } }\n" });
      const { code, err } = await call();
      assert.equal(code, 2);
      assert.match(err, /outspec\.yaml:1:18.*\n(?:.*\n)*.*"open-object"/);
      write("outspec.yaml", "lint: { rules: { open-object: info } }\n");
      assert.equal((await call()).code, 0);
    });

    it("2 for a suppression without a reason or of no rule, even where findings fail the run", async () => {
      for (const comment of ["# lint-ignore open-object", "# lint-ignore open-objct -- why"]) {
        const { code, err } = await project({ "schemas/a.yaml": `${comment}\n${refused}` }).call();
        assert.equal(code, 2);
        assert.match(err, /suppression-without-reason/);
      }
    });

    it.skipIf(process.getuid?.() === 0)("3 for a spec that cannot be read", async () => {
      const { call, root } = project();
      chmodSync(join(root, "schemas/a.yaml"), 0o000);
      const { code, err } = await call();
      assert.equal(code, 3);
      assert.match(err, /cannot be read/);
    });
  });

  it("looks at the files, folders and patterns it is given", async () => {
    const files = { "schemas/b/b.yaml": warned, "schemas/b/c.yaml": warned, "other/d.yaml": warned };
    const { call, root } = project(files);
    const told = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { out } = await call("--format", "json", ...args);
      return JSON.parse(out).findings.map(({ file }: { file: string }) => file);
    };
    assert.deepEqual(await told(), ["schemas/b/b.yaml", "schemas/b/c.yaml"]);
    assert.deepEqual(await told("schemas/a.yaml"), []);
    assert.deepEqual(await told("schemas/b"), ["schemas/b/b.yaml", "schemas/b/c.yaml"]);
    assert.deepEqual(await told("schemas/**/c.yaml", "other"), ["other/d.yaml", "schemas/b/c.yaml"]);
    assert.deepEqual(await told("--cwd", "schemas/b", "c.yaml"), ["schemas/b/c.yaml"]);
    assert.deepEqual(await told("schemas/x*.yaml", "--allow-empty"), []);
    assert.equal((await callCli(join(root, "schemas/b"), ["lint", "c.yaml", "--fail-on", "warning"])).code, 1);
  });

  it("follows links inside the project only, and mends what they lead to", async () => {
    const spec = `${clean.replace("{ type: string }", "")}  type: string\n  maxLenght: 3\n`;
    const outside = createProject({ "secret.yaml": spec });
    const { call, root, read } = project({ "lib/b.yaml": spec });
    symlinkSync(join(outside.root, "secret.yaml"), join(root, "schemas/secret.yaml"));
    symlinkSync("../lib/b.yaml", join(root, "schemas/b.yaml"));
    const refusal = await call("schemas/secret.yaml");
    assert.deepEqual([refusal.code, refusal.err], [2, 'outspec: "schemas/secret.yaml" leads out of the project\n']);
    assert.match((await call("--fix")).out, /^2 specs, no findings\. Mended 1 finding/);
    assert.ok(lstatSync(join(root, "schemas/b.yaml")).isSymbolicLink());
    assert.match(read("lib/b.yaml"), /maxLength/);
    assert.equal(outside.read("secret.yaml"), spec);
  });

  it("has colours only on a terminal, and none with --no-color", async () => {
    const { root } = project({ "schemas/a.yaml": warned });
    const printed = async (...args: readonly string[]): Promise<string> => {
      let text = "";
      const add = (more: string): void => {
        text += more;
      };
      await main(["lint", ...args], { cwd: root, out: add, note: add, interactive: true, color: true });
      return text;
    };
    assert.ok((await printed()).includes("\u001b["));
    assert.ok(!(await printed("--no-color")).includes("\u001b["));
    assert.ok(!(await printed("--format", "json")).includes("\u001b["));
  });

  it("is content with a project without specs only when told so", async () => {
    const { root } = createProject({ "outspec.yaml": "" });
    assert.equal((await callCli(root, ["lint"])).code, 2);
    assert.deepEqual(await callCli(root, ["lint", "--allow-empty"]), {
      code: 0,
      out: "0 specs, no findings.\n",
      err: "",
    });
  });

  it("reports as JSON, to the terminal and to files", async () => {
    const { call, read } = project({ "schemas/a.yaml": warned });
    const { out } = await call("--format", "json", "--format", "github=report/lint.txt");
    const report = JSON.parse(out);
    assert.deepEqual([report.version, report.command, report.specs], [1, "lint", 1]);
    assert.deepEqual(report.gate, { failOn: "error", failed: false });
    assert.deepEqual(report.summary, {
      errors: 0,
      warnings: 1,
      infos: 0,
      suppressed: 0,
      baseline: 0,
      baselineGone: 0,
      hidden: 0,
    });
    const [finding] = report.findings;
    assert.match(finding.fingerprint, /^[0-9a-f]{16}$/);
    assert.deepEqual(
      [finding.code, finding.severity, finding.file, finding.start, finding.refused, finding.fixable],
      ["format-not-enforced", "warning", "schemas/a.yaml", { line: 3, column: 33 }, false, false],
    );
    assert.match(read("report/lint.txt"), /^::warning file=schemas\/a\.yaml,line=3,endLine=3,col=33,/);
  });

  it("gives SARIF what is suppressed too, with the reason and a fingerprint of its own", async () => {
    const lines = ["a", "b"].map((name) => `    ${name}: { description: d, type: string, pattern: a }\n`);
    const [one, other] = lines;
    const spec = `output:\n  description: d\n  type: object\n  properties:\n${one}    # lint-ignore unsafe-pattern -- known abroad\n${other}`;
    const { call } = project({ "schemas/a.yaml": spec });
    const results = async (...args: readonly string[]): Promise<readonly unknown[]> => {
      const { out } = await call("--format", "sarif", ...args);
      return JSON.parse(out).runs[0].results;
    };
    const all = await results();
    // The cast holds for what the formatter writes.
    const read = (all as readonly Record<string, Record<string, string>>[]).map((result) => [
      result["ruleId"],
      result["suppressions"],
      result["partialFingerprints"]?.["outspec/v1"],
    ]);
    assert.deepEqual(
      read.map(([rule, suppressions]) => [rule, suppressions]),
      [
        ["unsafe-pattern", []],
        ["unsafe-pattern", [{ kind: "inSource", justification: "known abroad" }]],
      ],
    );
    assert.equal(new Set(read.map(([, , fingerprint]) => fingerprint)).size, 2);
    assert.equal((await results("--max-findings", "1")).length, 1);
    assert.deepEqual(await results("--quiet"), []);
  });

  it("shows ten of each level on GitHub, and says how many more there are", async () => {
    const names = Array.from({ length: 13 }, (_, index) => `    p${index}x: { type: string }\n`);
    const spec = `description: d\noutput:\n  type: object\n  properties:\n${names.join("")}    n: { type: strng }\n`;
    const { call } = project({ "schemas/b.yaml": spec.replace("strng", "string"), "schemas/c.yaml": refused });
    const lines = (await call("--format", "github")).out.trimEnd().split("\n");
    assert.equal(lines.filter((line) => line.startsWith("::error ")).length, 1);
    assert.equal(lines.filter((line) => line.startsWith("::warning ")).length, 10);
    assert.match(lines.at(-1) ?? "", /^::notice title=outspec lint::and 4 more findings: /);
  });

  it("says of an info that it is one", async () => {
    const { code, err } = await project({ "schemas/a.yaml": informed }).call();
    assert.equal(code, 0);
    assert.match(err, /^schemas\/a\.yaml:2:1 {2}info {2}prompt-repeats-schema\n/);
    assert.match(err, /\n1 info in 1 spec\.\n$/);
  });

  it("shows an info as a notice on GitHub, and text of specs escaped", async () => {
    const { call } = project({ "schemas/a.yaml": informed });
    assert.match((await call("--format", "github")).out, /^::notice file=/);
    const evil = project({
      "schemas/a.yaml": `${clean.replace("{ type: string }", "")}  type: object\n  properties:\n    "a\\n::error::b%0A": { type: string, description: d }\n`,
    });
    const { out } = await evil.call("--format", "github");
    assert.ok(
      out.split("\n").every((line) => line === "" || /^::(?:warning|error) file=/.test(line)),
      out,
    );
    const { err } = await evil.call();
    assert.ok(!/^\s*::/m.test(err), err);
  });

  it("gives equal bytes for equal input in every form", async () => {
    const { call } = project({ "schemas/b.yaml": warned, "schemas/c.yaml": refused });
    for (const format of ["pretty", "json", "github"])
      assert.deepEqual(await call("--format", format), await call("--format", format));
  });

  it("lists no more than --max-findings, and counts them all", async () => {
    const { call } = project({ "schemas/b.yaml": warned, "schemas/c.yaml": refused });
    const { code, err } = await call("--max-findings", "1");
    assert.equal(code, 1);
    assert.match(err, /spec-invalid/);
    assert.doesNotMatch(err, /format-not-enforced/);
    assert.match(err, /1 finding not listed\./);
    assert.equal((await call("--max-findings", "0", "--fail-on", "warning")).code, 1);
  });

  it("lists only what fails the run with --quiet", async () => {
    const { call } = project({ "schemas/a.yaml": warned });
    assert.deepEqual(await call("--quiet"), { code: 0, out: "", err: "" });
    assert.match((await call("--quiet", "--fail-on", "warning")).err, /format-not-enforced/);
  });

  it("explains a rule", async () => {
    const { code, out } = await project().call("--explain", "decision-before-reasoning");
    assert.equal(code, 0);
    assert.match(out, /^decision-before-reasoning {2}warning, in recommended\n\nA property with an explanation/);
    assert.match(out, /\n {4}properties:\n {6}reasoning/);
  });

  it("judges for the models of --target and of the configuration", async () => {
    const names = Array.from({ length: 11 }, (_, index) => `  p${index}x: { type: string, description: d }`);
    const spec = `description: d\noutput:\n  type: object\n  properties:\n${names.map((name) => `  ${name}\n`).join("")}`;
    const { call, write } = project({ "schemas/a.yaml": spec });
    assert.equal((await call("--fail-on", "warning")).code, 0);
    assert.match((await call("--target", "anthropic/claude-haiku-5-5")).err, /provider-limit/);
    assert.equal((await call("--target", "openai")).err, "");
    write("outspec.yaml", "router: { primary: openai/gpt-5.4-mini, fallbacks: [anthropic/claude-haiku-5-5] }\n");
    assert.match((await call()).err, /anthropic\/claude-haiku-5-5 cannot be given this schema/);
    write("outspec.yaml", "targets: [anthropic]\n");
    assert.match((await call()).err, /provider-limit/);
  });

  it("mends files with --fix, and only those it was given", async () => {
    const spec = `${clean.replace("{ type: string }", "")}  type: string\n  maxLenght: 3\n`;
    const { call, read, list } = project({ "schemas/a.yaml": spec, "schemas/b.yaml": spec });
    assert.equal((await call()).code, 1);
    const { code, out } = await call("--fix", "schemas/b.yaml");
    assert.deepEqual([code, out], [0, "1 spec, no findings. Mended 1 finding in 1 file.\n"]);
    assert.equal(read("schemas/b.yaml"), spec.replace("maxLenght", "maxLength"));
    assert.equal(read("schemas/a.yaml"), spec);
    assert.deepEqual(list("schemas"), ["schemas/a.yaml", "schemas/b.yaml"]);
  });

  it("reports nothing that the baseline holds, and writes it only when told so", async () => {
    const { call, read, write, root } = project({ "schemas/a.yaml": warned });
    assert.equal((await call("--baseline", "base.json", "--update-baseline", "--fail-on", "warning")).code, 0);
    const written = read("base.json");
    const { code, out } = await call("--baseline", "base.json", "--fail-on", "warning");
    assert.deepEqual([code, out], [0, "1 spec, no findings. 1 in the baseline.\n"]);
    write("schemas/b.yaml", warned);
    assert.equal((await call("--baseline", "base.json", "--fail-on", "warning")).code, 1);
    assert.equal(read("base.json"), written);
    write("schemas/a.yaml", clean);
    write("schemas/b.yaml", clean);
    assert.match(
      (await call("--baseline", "base.json")).out,
      /1 entry of the baseline matches nothing: --update-baseline removes it\./,
    );
    assert.equal(read("base.json"), written);
    await call("--baseline", "base.json", "--update-baseline");
    assert.ok(existsSync(join(root, "base.json")));
    assert.deepEqual(JSON.parse(read("base.json")).findings, []);
    write("base.json", "{}");
    assert.equal((await call("--baseline", "base.json")).code, 2);
  });

  it("is clean about what init writes", async () => {
    const { root } = createProject({});
    assert.equal((await callCli(root, ["init"])).code, 0);
    assert.deepEqual(await callCli(root, ["lint"]), { code: 0, out: "1 spec, no findings.\n", err: "" });
  });
});
