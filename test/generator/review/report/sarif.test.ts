import assert from "node:assert/strict";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import createAjv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { describe, it } from "vitest";
import { formatReviewSarif } from "../../../../generator/src/report/review/sarif.ts";
import { formatSarif, type SarifFinding } from "../../../../generator/src/report/sarif.ts";
import { manyFindings } from "./many-findings.ts";
import { caseNames, readCase } from "./read-case.ts";

// The official schema has an expression that Unicode mode refuses.
const ajv = new createAjv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(schema);

/** A log, after the official schema has taken it. */
function read(text: string): Log {
  const log: unknown = JSON.parse(text);
  assert.ok((isSarif as (value: unknown) => boolean)(log), JSON.stringify(isSarif.errors, null, 2));
  // The schema has just said so.
  return log as Log;
}

interface Log {
  readonly runs: readonly [
    {
      readonly columnKind: string;
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly unknown[];
        readonly relatedLocations?: readonly unknown[];
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
      }[];
    },
  ];
}

const options = { version: "1.2.3", prefix: "packages/app/" };

describe("SARIF of a review", () => {
  for (const name of caseNames) {
    it(`is valid for ${name.replaceAll("-", " ")}`, () => {
      const [run] = read(formatReviewSarif(readCase(name).report, options)).runs;
      assert.equal(run.columnKind, "utf16CodeUnits");
      for (const { ruleId, ruleIndex } of run.results) {
        assert.equal(run.tool.driver.rules[ruleIndex]?.id, ruleId);
      }
    });
  }

  it("is valid for five hundred findings", () => {
    assert.equal(read(formatReviewSarif(manyFindings(500), options)).runs[0].results.length, 500);
  });

  it("leaves out what is safe and tells the rest by level", () => {
    const [run] = read(formatReviewSarif(readCase("variables-of-the-prompt").report, options)).runs;
    assert.deepEqual(
      run.results.map(({ ruleId, level }) => `${ruleId} ${level}`),
      ["input-property-added-required error", "prompt-changed note"],
    );
  });

  it("suppresses what is accepted, with its reason, and says of the others that they are not", () => {
    const [run] = read(formatReviewSarif(readCase("accepted-findings").report, options)).runs;
    const suppressions = run.results.map((one) => one.suppressions?.map(({ justification }) => justification));
    assert.deepEqual(suppressions, [
      ["Ownership moved to the router; both readers migrated. (until 2026-12-31)"],
      [],
      ["Evaluations were run again."],
    ]);
    const [none] = read(formatReviewSarif(readCase("the-worked-example").report, options)).runs;
    assert.ok(none.results.every((one) => one.suppressions === undefined));
  });

  it("points at the old place as well, below the repository's root", () => {
    const [run] = read(formatReviewSarif(readCase("the-worked-example").report, options)).runs;
    const removed = run.results.find(({ ruleId }) => ruleId === "property-removed");
    assert.deepEqual(removed?.locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: "packages/app/specs/triage.yaml", uriBaseId: "SRCROOT" },
          region: { startLine: 19, startColumn: 3, endLine: 19, endColumn: 13 },
        },
      },
    ]);
    assert.equal(removed?.relatedLocations?.length, 1);
    assert.deepEqual(removed?.partialFingerprints, { "outspec/v1": "c0d1e2f3" });
  });
});

describe("SARIF of any command", () => {
  const range = { path: "schemas/a b#%é.yaml", start: { line: 3, column: 5 }, end: { line: 3, column: 9 } };
  const rule = {
    id: "unbounded-array",
    title: "Array without a limit",
    level: "warning",
    description: "An array has no `maxItems`.",
    help: { text: "Add one.", markdown: "Add `maxItems`." },
    tags: ["lint"],
  } as const;
  const finding: SarifFinding = {
    ruleId: "unbounded-array",
    level: "warning",
    message: "`tags` may get any length",
    range,
    fingerprint: "ab12cd34",
  };

  it("takes findings of a linter, with a suppression in the source", () => {
    const suppression = { kind: "inSource", justification: "free by design" } as const;
    const [run] = read(
      formatSarif({ command: "lint", version: "1.2.3", rules: [rule], findings: [{ ...finding, suppression }] }),
    ).runs;
    assert.deepEqual(run.results[0]?.suppressions, [{ kind: "inSource", justification: "free by design" }]);
    assert.match(JSON.stringify(run.results[0]?.locations), /"uri":"schemas\/a%20b%23%25%C3%A9\.yaml"/);
  });

  it("makes neither links nor places for arguments of what a message quotes", () => {
    const message = "see [this](https://evil.example) and {0}\n::error::\u202e";
    const [run] = read(
      formatSarif({ command: "lint", version: "1.2.3", rules: [rule], findings: [{ ...finding, message }] }),
    ).runs;
    assert.equal(run.results[0]?.message.text, "see [this] (https://evil.example) and { 0 }\n::error::\\u{202e}");
  });

  it("takes half of a surrogate pair in a path", () => {
    const path = "schemas/\ud800.yaml";
    const [run] = read(
      formatSarif({
        command: "lint",
        version: "1.2.3",
        rules: [rule],
        findings: [{ ...finding, range: { ...range, path } }],
      }),
    ).runs;
    assert.match(JSON.stringify(run.results[0]?.locations), /schemas\/%EF%BF%BD\.yaml/);
  });
});
