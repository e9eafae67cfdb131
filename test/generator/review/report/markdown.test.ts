import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { formatReviewMarkdown } from "../../../../generator/src/report/review/markdown.ts";
import { codeText, messageText, placeText, proseText } from "../../../../generator/src/report/review/markdown-text.ts";
import { formatReviewPretty } from "../../../../generator/src/report/review/pretty.ts";
import { completeReport, readCase, type WrittenFinding } from "./read-case.ts";

describe("a review as a comment", () => {
  it("names its configuration in the marker, which nothing can end early", () => {
    const marker = (key: string): string =>
      /^<!-- .*? -->/.exec(formatReviewMarkdown(completeReport({}), { key }))?.[0] ?? "";
    assert.equal(marker("packages/app"), "<!-- schema-review:packages-app -->");
    assert.equal(marker("a--> <b>"), "<!-- schema-review:a-b- -->");
  });

  it("is one line where nothing is worth a comment, so that an old comment can be replaced", () => {
    for (const name of ["nothing-changed", "only-harmless-changes"]) {
      assert.equal(formatReviewMarkdown(readCase(name).report).trimEnd().split("\n").length, 1);
    }
  });

  it("links places where the address of files is known, and only then", () => {
    const { report } = readCase("the-worked-example");
    const linkBase = "https://host.example/team/app/blob/4be19c2/";
    const text = formatReviewMarkdown(report, { linkBase, prefix: "packages/a b/" });
    assert.ok(
      text.includes(
        "[`packages/a b/specs/triage.yaml:22`](https://host.example/team/app/blob/4be19c2/packages/a%20b/specs/triage.yaml#L22)",
      ),
    );
    assert.ok(!formatReviewMarkdown(report).includes("]("));
  });

  it("puts fingerprints in quotes, because digits with one `e` among them are a number in YAML", () => {
    for (const fingerprint of ["4416e452", "94780519", "deadbeef"]) {
      const report = completeReport({
        specs: [
          { id: "A", path: "a.yaml", findings: [{ rule: "property-removed", data: { name: "b" }, fingerprint }] },
        ],
      });
      const [, entry = ""] = /^ +- (\{ rule: .*)$/m.exec(formatReviewMarkdown(report)) ?? [];
      assert.equal((parse(entry) as { readonly change: unknown }).change, fingerprint);
    }
  });

  it("offers each acceptance once", () => {
    const added = (value: string): WrittenFinding => ({
      rule: "enum-value-added",
      at: "/output/properties/e",
      data: { value },
      consumer: "breaking",
    });
    const report = completeReport({ specs: [{ id: "A", path: "a.yaml", findings: [added("c"), added("d")] }] });
    assert.equal(formatReviewMarkdown(report).match(/- \{ rule: enum-value-added/g)?.length, 1);
  });

  it("keeps the verdict of each spec where fewer findings are shown than there are", () => {
    const hurt = { consumer: "breaking" } as const;
    const findings: readonly WrittenFinding[] = [
      { rule: "input-property-added-required", at: "/input/properties/b", data: { name: "b" }, ...hurt },
      { rule: "property-removed", data: { name: "c" }, ...hurt },
    ];
    const specs = ["A", "B"].map((id) => ({ id, path: `${id}.yaml`, findings }));
    const report = completeReport({ specs });
    const table = (text: string): readonly string[] => text.split("\n").filter((line) => line.startsWith("|"));
    const few = formatReviewMarkdown(report, { most: 1 });
    assert.deepEqual(table(few), table(formatReviewMarkdown(report)));
    assert.match(few, /^- ⚠️ 3 findings are not shown$/m);
    assert.equal(few.match(/^\*\*❌/gm)?.length, 1);
    const pretty = formatReviewPretty(report, { textOf: () => undefined, color: false, most: 1 });
    assert.equal(pretty.match(/^[AB] {2}[AB]\.yaml .*consumer BREAKING · stored safe · callers BREAKING/gm)?.length, 2);
    assert.equal(pretty.match(/✖/g)?.length, 1);
  });

  it("offers nothing to accept for an experiment, which fails nothing", () => {
    assert.ok(!formatReviewMarkdown(readCase("an-experimental-spec").report).includes("review:\n      accept:"));
  });
});

describe("text in a comment", () => {
  it("becomes code that no backtick ends", () => {
    assert.equal(codeText("a"), "`a`");
    assert.equal(codeText("a`b``c"), "```a`b``c```");
    assert.equal(codeText("`"), "`` ` ``");
    assert.equal(codeText("a|b", true), "`a\\|b`");
    assert.equal(codeText("a\nb\u202e"), "`a ⏎ b\\u{202e}`");
    assert.equal(codeText(""), "` `");
  });

  it("becomes words that mean nothing to a host", () => {
    assert.equal(proseText("@team <b> *x* [a](b) #1"), "\u200b@\u200bteam &lt;b&gt; \\*x\\* \\[a\\](b) #\u200b1");
  });

  it("keeps what stands in backticks as code, and words as words", () => {
    assert.equal(messageText("New member `a_b`: x_y"), "New member `a_b`: x\\_y");
    assert.equal(messageText("one ` alone"), "one \\` alone");
    assert.equal(messageText("- no list"), "\\- no list");
    assert.equal(messageText("1. no list"), "1\\. no list");
    assert.equal(messageText("::error::no command"), "\\::error::no command");
  });

  it("becomes an address that no bracket ends", () => {
    assert.equal(
      placeText("a (1)/ü[x].yaml", 3, "https://host.example/(b)"),
      "[`a (1)/ü[x].yaml:3`](https://host.example/%28b%29/a%20%281%29/%C3%BC%5Bx%5D.yaml#L3)",
    );
  });
});
