import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { callCli } from "../../command-line.ts";
import { createFolder, createRepository, type ScratchRepository } from "../load/scratch-repository.ts";
import { type Commit, commits, config, start, urgent } from "./history.ts";

interface Finding {
  readonly rule: string;
  readonly at: string;
  readonly severity: string;
  readonly fingerprint: string;
  readonly accepted?: { readonly reason: string };
  readonly location?: { readonly file: string; readonly line: number };
}

interface Report {
  readonly base: { readonly commit: string };
  readonly gate: { readonly failed: boolean };
  readonly warnings: readonly string[];
  readonly general: readonly Finding[];
  readonly specs: readonly {
    readonly id: string;
    readonly consumer: string;
    readonly stored: string;
    readonly severity: string;
    readonly stability?: string;
    readonly findings: readonly Finding[];
  }[];
}

interface Reviewed {
  readonly code: number;
  readonly report: Report;
  readonly texts: Readonly<Record<"pretty" | "json" | "markdown" | "github" | "sarif", string>>;
}

/** Reviews the files on disk by the command line, in all formats at once. */
async function review({ root, git }: ScratchRepository, args: readonly string[] = []): Promise<Reviewed> {
  const folder = createFolder();
  const kept = ["json", "markdown", "github", "sarif"] as const;
  const formats = kept.flatMap((format) => ["--format", `${format}=${join(folder, format)}`]);
  const base = git("rev-parse", "HEAD");
  const all = ["diff", "--against", `git:${base}`, "--format", "pretty", ...formats, ...args];
  const { code, out, err } = await callCli(root, all);
  assert.ok(code !== null && code < 2, err);
  const texts = Object.fromEntries(kept.map((format) => [format, readFileSync(join(folder, format), "utf8")]));
  const report = JSON.parse(texts["json"] ?? "") as Report;
  assert.equal(report.base.commit, base);
  // What fails is for people to read, and goes where messages go. The casts hold because the names are those of the formats, and the text is that of a report.
  return { code, report, texts: { pretty: out + err, ...texts } as Reviewed["texts"] };
}

function shapeOf({ report }: Reviewed): Pick<Commit["expected"], "specs" | "findings"> {
  return {
    specs: Object.fromEntries(
      report.specs.map(({ id, consumer, stored, severity }) => [id, `${consumer}/${stored} ${severity}`]),
    ),
    findings: [
      ...report.specs.flatMap(({ findings }) => findings.map(({ rule, at }) => `${rule} ${at}`)),
      ...report.general.map(({ rule, at, location }) => `${rule} ${location?.file} ${at}`),
    ].sort(),
  };
}

/** What holds of every format, whatever the findings. */
function checkFormats({ report, texts, code }: Reviewed): void {
  const all = [...report.general, ...report.specs.flatMap(({ findings }) => findings)];
  const told = all.filter(({ severity }) => severity !== "safe");
  const { pretty, markdown, github, sarif } = texts;
  for (const { rule } of all) assert.ok(pretty.includes(rule), pretty);
  assert.ok(!pretty.split("\n").some((line) => line.startsWith("::")));
  assert.match(markdown, /^<!-- schema-review:[\w/.-]+ -->/);
  for (const { rule } of told) assert.ok(markdown.includes(rule), markdown);
  const lines = github.split("\n").filter((line) => line !== "");
  for (const line of lines) assert.match(line, /^::(error|warning|notice) [^:]*::./);
  assert.equal(lines.filter((line) => line.includes("title=")).length >= told.length, true, github);
  const { version, runs } = JSON.parse(sarif);
  assert.equal(version, "2.1.0");
  assert.deepEqual(
    runs[0].results.map((one: { ruleId: string }) => one.ruleId).sort(),
    told.map(({ rule }) => rule).sort(),
  );
  assert.equal(report.gate.failed, code === 1);
}

describe("the history of a project, commit by commit", () => {
  it("is told as it was, in every format", { timeout: 120_000 }, async () => {
    const repository = createRepository(start as Readonly<Record<string, string>>);
    for (const { message, files, expected } of commits) {
      repository.write(files);
      const reviewed = await review(repository, expected.args);
      assert.deepEqual(
        { exit: reviewed.code, ...shapeOf(reviewed) },
        { exit: expected.exit, specs: expected.specs, findings: expected.findings },
        message,
      );
      checkFormats(reviewed);
      const again = await review(repository, expected.args);
      assert.deepEqual(again.texts, reviewed.texts, "equal input, equal bytes");
      repository.commit({}, message);
      const after = await review(repository);
      assert.equal(after.code, 0);
      assert.deepEqual(shapeOf(after), { specs: {}, findings: [] });
    }
    assert.equal(Number(repository.git("rev-list", "--count", "HEAD")), commits.length + 1);
    assert.equal(repository.git("status", "--porcelain"), "", "a review writes nothing");
  });

  it("is told the same of commits as of the files on disk", { timeout: 120_000 }, async () => {
    const repository = createRepository(start as Readonly<Record<string, string>>);
    for (const { message, files } of commits) repository.commit(files, message);
    for (const [index, { expected, message }] of commits.entries()) {
      const range = [`git:HEAD~${commits.length - index}`, `git:HEAD~${commits.length - index - 1}`];
      const args = ["diff", "--against", range[0] ?? "", "--head", range[1] ?? "", "--format", "json"];
      const { code, out, err } = await callCli(repository.root, [...args, ...(expected.args ?? [])]);
      assert.equal(code, expected.exit, `${message}: ${err}`);
      const report = JSON.parse(out) as Report;
      const { specs, findings } = shapeOf({
        report,
        code: code ?? 3,
        texts: { pretty: "", json: "", markdown: "", github: "", sarif: "" },
      });
      assert.deepEqual({ specs, findings }, { specs: expected.specs, findings: expected.findings }, message);
    }
  });

  it("reports what is in a referred file at that file", async () => {
    const repository = createRepository(start as Readonly<Record<string, string>>);
    repository.write({ "schemas/_customer.yaml": start["schemas/_customer.yaml"]?.replace("[free, paid]", "[paid]") });
    const { report, texts } = await review(repository);
    const found = report.specs.flatMap(({ findings }) => findings);
    assert.ok(found.length > 0);
    for (const { location } of found) assert.equal(location?.file, "schemas/_customer.yaml");
    assert.match(texts.github, /file=schemas\/_customer\.yaml,line=10/);
  });
});

describe("a change that a person accepts", () => {
  const acceptance = (change: string): string => `${config}review:
  accept:
    - rule: enum-value-added
      spec: Triage
      at: /output/properties/priority
      change: ${change}
      reason: The readers know urgent tickets already.
`;

  it("passes, is still shown with the reason, and covers nothing else; afterwards it is pruned", async () => {
    const repository = createRepository(start as Readonly<Record<string, string>>);
    repository.write({ "schemas/triage.yaml": urgent });
    const refused = await review(repository);
    assert.equal(refused.code, 1);
    const finding = refused.report.specs[0]?.findings.find(({ rule }) => rule === "enum-value-added");
    const { fingerprint = "" } = finding ?? {};
    assert.match(refused.texts.pretty, new RegExp(fingerprint));

    repository.write({ "outspec.yaml": acceptance(fingerprint) });
    const accepted = await review(repository);
    assert.equal(accepted.code, 0);
    const shown = accepted.report.specs[0]?.findings.find(({ rule }) => rule === "enum-value-added");
    assert.equal(shown?.accepted?.reason, "The readers know urgent tickets already.");
    for (const text of [accepted.texts.pretty, accepted.texts.markdown, accepted.texts.sarif])
      assert.match(text, /The readers know urgent tickets already/);
    assert.deepEqual(
      accepted.report.general.map(({ rule, severity }) => `${rule} ${severity}`),
      ["review-config-relaxed dangerous"],
    );
    // An acceptance is told and fails nothing, or it would have to be accepted itself.
    assert.equal((await review(repository, ["--fail-on", "dangerous"])).code, 0);

    repository.write({ "schemas/triage.yaml": urgent.replace("urgent]", "urgent, later]") });
    assert.equal((await review(repository)).code, 1, "another member is another change");

    repository.commit({ "schemas/triage.yaml": urgent }, "Know urgent tickets");
    const merged = await review(repository);
    assert.equal(merged.code, 0);
    assert.match(merged.report.warnings.join("\n"), /--prune/);
    const { code } = await callCli(repository.root, ["diff", "--against", "git:HEAD", "--prune"]);
    assert.equal(code, 0);
    assert.equal(readFileSync(join(repository.root, "outspec.yaml"), "utf8"), config);
    assert.deepEqual((await review(repository)).report.warnings, []);
  });

  it("does not pass a day after its last", async () => {
    const repository = createRepository(start as Readonly<Record<string, string>>);
    repository.write({ "schemas/triage.yaml": urgent });
    const { report } = await review(repository);
    const { fingerprint = "" } = report.specs[0]?.findings[0] ?? {};
    for (const [until, code] of [
      ["2020-01-01", 1],
      ["2999-01-01", 0],
    ] as const) {
      repository.write({ "outspec.yaml": `${acceptance(fingerprint)}      until: ${until}\n` });
      assert.equal((await review(repository)).code, code, until);
    }
  });
});

describe("a review that cannot be made", () => {
  it("ends with 3, and never looks like one without findings", async () => {
    const repository = createRepository(start as Readonly<Record<string, string>>);
    repository.write({ "schemas/triage.yaml": urgent.replace("type: object", "type: objekt") });
    const { code, out, err } = await callCli(repository.root, ["diff", "--against", "git:HEAD", "--format", "json"]);
    assert.equal(code, 3);
    const told = JSON.parse(out);
    assert.deepEqual([told.gate.failed, told.outcome, told.specs], [true, "Nothing was compared.", undefined]);
    assert.match(told.findings[0].message, /objekt/);
    assert.equal(err, "");
    const gone = await callCli(repository.root, ["diff", "--against", "git:no-such-branch"]);
    assert.equal(gone.code, 3);
  });
});
