import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { callCli, type Finished } from "../../command-line.ts";
import { createRepository, type ScratchRepository } from "../load/scratch-repository.ts";
import { config, start, triage, urgent } from "./history.ts";

const files = start as Readonly<Record<string, string>>;
const extra = `${triage.replace("[reasoning, category, priority, customer]", "[reasoning, category, priority, customer, note]")}    note: { type: string }\n`;
const worded = triage.replace("Why, in two sentences.", "Why, briefly.");
const brief = triage.replace("maxOutputTokens: 800", "maxOutputTokens: 100");

/** A repository whose spec on disk differs from the commit. */
function changed(text: string): ScratchRepository {
  const repository = createRepository(files);
  repository.write({ "schemas/triage.yaml": text });
  return repository;
}

function diff({ root }: ScratchRepository, ...args: readonly string[]): Promise<Finished> {
  return callCli(root, ["diff", "--against", "git:HEAD", ...args]);
}

describe("the exit code of a review", () => {
  const levels = ["behaviour", "dangerous", "breaking", "never"] as const;
  const changes = { behaviour: worded, dangerous: brief, breaking: urgent } as const;

  for (const [severity, text] of Object.entries(changes))
    it(`is 1 for what is ${severity} and the levels up to it`, async () => {
      const repository = changed(text);
      for (const level of levels) {
        const expected = levels.indexOf(level) <= levels.indexOf(severity as (typeof levels)[number]) ? 1 : 0;
        assert.equal((await diff(repository, "--fail-on", level)).code, expected, level);
      }
    });

  it("depends on whose compatibility is asked for", async () => {
    const expected = { consumer: 0, stored: 1, full: 1, none: 0 };
    for (const [mode, code] of Object.entries(expected))
      assert.equal((await diff(changed(extra), "--compat", mode)).code, code, mode);
    const other = { consumer: 1, stored: 0, full: 1, none: 0 };
    for (const [mode, code] of Object.entries(other))
      assert.equal((await diff(changed(urgent), "--compat", mode)).code, code, mode);
  });

  it("is 0 where nothing changed", async () => {
    assert.equal((await diff(createRepository(files), "--fail-on", "behaviour", "--compat", "full")).code, 0);
  });

  it("is 2 for what cannot be meant", async () => {
    const repository = changed(urgent);
    for (const args of [
      ["--fail-on", "sometimes"],
      ["--compat", "both"],
      ["--format", "xml"],
      ["--format", "json", "--format", "github"],
      ["--format", "json=a.txt", "--format", "github=./a.txt"],
      ["--explain", "enum-value-adorned"],
      ["--colour"],
      ["schemas/nothing-there-*.yaml"],
      ["--prune", "--head", "git:HEAD"],
    ])
      assert.equal((await diff(repository, ...args)).code, 2, args.join(" "));
  });

  it("is 2 for a configuration that is wrong, and for an acceptance without a reason", async () => {
    const accept =
      "review:\n  accept:\n    - { rule: enum-value-added, spec: Triage, at: /output, change: 12345678 }\n";
    for (const more of [
      "reveiw: {}\n",
      "review: { failOn: maybe }\n",
      "review: { rules: { no-such-rule: safe } }\n",
      accept,
    ]) {
      const repository = changed(urgent);
      repository.write({ "outspec.yaml": config + more });
      assert.equal((await diff(repository)).code, 2, more);
    }
  });

  it("is 3 where nothing could be compared, and 3 wins over 1", async () => {
    const invalid = changed(urgent);
    invalid.write({ "schemas/reply-draft.yaml": "output: [\n" });
    assert.equal((await diff(invalid)).code, 3);
    assert.equal((await callCli(changed(urgent).root, ["diff", "--against", "git:v9"])).code, 3);
    const repository = createRepository();
    repository.write(files);
    assert.equal((await callCli(repository.root, ["diff", "--against", "git:HEAD"])).code, 3);
  });

  it("is 3 in every format, each of which tells what is wrong", async () => {
    const invalid = changed(urgent);
    invalid.write({ "schemas/reply-draft.yaml": "output: { type: strin }\n" });
    const of = async (...args: readonly string[]): Promise<string> => {
      const { code, out } = await diff(invalid, ...args);
      assert.equal(code, 3);
      return out;
    };
    assert.match(
      (await diff(invalid)).err,
      /^schemas\/reply-draft\.yaml:1:17 .*unknown-type[\s\S]*Nothing was compared\./,
    );
    assert.match(
      await of("--format", "github"),
      /^::error file=schemas\/reply-draft\.yaml,line=1,.*title=unknown-type/,
    );
    const json = JSON.parse(await of("--format", "json"));
    assert.deepEqual([json.command, json.gate.failed, json.findings[0].code], ["diff", true, "unknown-type"]);
    assert.match(
      await of("--format", "markdown"),
      /^<!-- schema-review:default -->\n### Schema review: 1 error\n[\s\S]*unknown-type/,
    );
    const sarif = JSON.parse(await of("--format", "sarif"));
    assert.equal(sarif.runs[0].results[0].ruleId, "unknown-type");
    const toFile = await diff(invalid, "--format", "json=review.json");
    assert.match(toFile.err, /unknown-type/);
    assert.equal(JSON.parse(readFileSync(join(invalid.root, "review.json"), "utf8")).findings.length, 1);
  });

  it("is not 3 where only the base is invalid: the spec is new then, with a warning", async () => {
    const repository = createRepository({ ...files, "schemas/triage.yaml": "output: [\n" });
    repository.write({ "schemas/triage.yaml": triage });
    const { code, out } = await diff(repository, "--format", "json");
    assert.equal(code, 0);
    const report = JSON.parse(out);
    assert.deepEqual(
      report.specs.map((one: { findings: { rule: string }[] }) => one.findings[0]?.rule),
      ["spec-added"],
    );
    assert.ok(report.warnings.length > 0);
  });
});

describe("the options of a review", () => {
  it("take recorded outputs for evidence", async () => {
    const repository = changed(triage.replace("[billing, bug, question]", "[billing, bug]"));
    const output = (category: string): object => ({
      reasoning: "It says so.",
      category,
      priority: "low",
      customer: { name: "A", tier: "free" },
    });
    const lines = ["billing", "question", "bug", "question"].map((one) => JSON.stringify(output(one)));
    repository.write({ "recorded/triage.jsonl": `${lines.join("\n")}\n` });
    const { code, out } = await diff(
      repository,
      "--samples",
      "recorded/*.jsonl",
      "--compat",
      "stored",
      "--format",
      "json",
    );
    assert.equal(code, 1);
    const [found] = JSON.parse(out).specs[0].findings;
    assert.equal(found.evidence, "recorded");
    assert.match(found.notes.join(" "), /2 of 4 recorded outputs fail/);
    assert.equal(found.witness.stored.category, "question");
    // What the old version refused as well is told, and is not this change's doing.
    const same = createRepository(files);
    same.write({ "recorded/triage.jsonl": `${JSON.stringify(output("weather"))}\n` });
    const told = await diff(same, "--samples", "recorded/*.jsonl", "--compat", "stored");
    assert.equal(told.code, 0);
    assert.match(told.out, /1 of 1 recorded outputs of Triage is refused, by the old version as well/);
  });

  it("compare with each tag in turn, and fail for the worst", async () => {
    const repository = createRepository(files);
    repository.git("tag", "v1");
    repository.commit({ "schemas/triage.yaml": urgent });
    repository.git("tag", "v2");
    const { code, out, err } = await callCli(repository.root, ["diff", "--against", "tags:v*"]);
    assert.equal(code, 1);
    assert.equal((out + err).match(/gate: consumer/g)?.length, 2, out + err);
  });

  it("take two commits and leave the files on disk out of it", async () => {
    const repository = changed(urgent);
    const { code, out } = await callCli(repository.root, [
      "diff",
      "--against",
      "git:HEAD",
      "--head",
      "git:HEAD",
      "--format",
      "json",
    ]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out).specs, []);
  });

  it("take a folder, and a lone file, for the old version", async () => {
    const repository = changed(urgent);
    repository.write({
      "old/schemas/triage.yaml": triage,
      "old/schemas/_customer.yaml": files["schemas/_customer.yaml"],
      "old/outspec.yaml": config,
      "old/schemas/reply-draft.yaml": files["schemas/reply-draft.yaml"],
    });
    const { code } = await callCli(join(repository.root), ["diff", "--against", "dir:old"]);
    assert.equal(code, 1);
    const lone = createRepository({
      "outspec.yaml": config,
      "schemas/a.yaml": "output: { type: string, enum: [a, b] }\n",
      "old.yaml": "output: { type: string, enum: [a] }\n",
    });
    assert.equal((await callCli(lone.root, ["diff", "schemas/a.yaml", "--against", "file:old.yaml"])).code, 1);
  });

  it("review the specs that are named, and only those", async () => {
    const repository = changed(urgent);
    assert.equal((await diff(repository, "schemas/reply-draft.yaml")).code, 0);
    assert.equal((await diff(repository, "schemas/triage.yaml")).code, 1);
    assert.equal((await diff(repository, "schemas/nothing-*.yaml", "--allow-empty")).code, 0);
  });

  it("show fewer findings than there are, and count all", async () => {
    const repository = changed(urgent.replace("[billing, bug, question]", "[billing, bug, question, praise]"));
    const { code, out } = await diff(repository, "--max-findings", "1", "--format", "json");
    assert.equal(code, 1);
    const report = JSON.parse(out);
    assert.equal(report.specs[0].findings.length, 1);
    assert.equal(report.summary.breaking, 2);
    assert.match(report.warnings.join(), /^2 findings are not shown$/);
  });

  it("print nothing when nothing fails and that is wished, and link places where they are told to", async () => {
    const quiet = await diff(changed(worded), "--quiet");
    assert.deepEqual(quiet, { code: 0, out: "", err: "" });
    const { out } = await diff(
      changed(urgent),
      "--format",
      "markdown",
      "--link-base",
      "https://example.com/blob/main/",
    );
    assert.match(out, /\(https:\/\/example\.com\/blob\/main\/schemas\/triage\.yaml#L15\)/);
  });

  it("print the report to standard output, whether or not it fails", async () => {
    for (const text of [worded, urgent]) {
      const { out, err } = await diff(changed(text));
      assert.match(out, /^Triage {2}schemas\/triage\.yaml/);
      assert.equal(err, "");
    }
  });

  it("show fingerprints that configurations take as they are", async () => {
    for (const [format, pattern] of [
      ["pretty", /accept with change ("[0-9a-f]{8}")/],
      ["github", /Accept with change ("[0-9a-f]{8}")/],
      ["markdown", /change: ("[0-9a-f]{8}")/],
    ] as const) {
      const { out } = await diff(changed(urgent), "--format", format);
      assert.match(out, pattern, format);
    }
  });

  it("explain a rule", async () => {
    const { code, out } = await diff(createRepository(files), "--explain", "enum-value-added");
    assert.equal(code, 0);
    assert.match(out, /A closed set of values has a new member/);
  });

  it("write reports to files and leave everything else alone", async () => {
    const repository = changed(urgent);
    const { code } = await diff(repository, "--format", "sarif=reports/review.sarif");
    assert.equal(code, 1);
    assert.ok(existsSync(join(repository.root, "reports/review.sarif")));
    assert.equal(JSON.parse(readFileSync(join(repository.root, "reports/review.sarif"), "utf8")).version, "2.1.0");
    assert.deepEqual(
      repository
        .git("status", "--porcelain")
        .split("\n")
        .map((line) => line.trim()),
      ["M schemas/triage.yaml", "?? reports/"],
    );
  });
});
