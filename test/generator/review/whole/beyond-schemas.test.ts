import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type Files, reviewFiles, type Told } from "./review-files.ts";

const rules = ({ findings }: Told): readonly string[] =>
  findings.map(({ rule, at, severity }) => `${severity} ${rule} ${at}`).sort();
const spec = (text: string, config = "schemas: schemas\n"): Files => ({
  "outspec.yaml": config,
  "schemas/desk.yaml": text,
});
const output = "output: { type: object, required: [a], properties: { a: { type: string } } }\n";
const object = (more: string) =>
  `output: { type: object, properties: { a: { type: object, required: [b], ${more}properties: { b: { type: string } } } } }\n`;

describe("a review tells of", () => {
  it("the spec's own description, which is sent beside the schema", async () => {
    const told = await reviewFiles(spec(`description: One\n${output}`), spec(`description: Two\n${output}`));
    assert.deepEqual(rules(told), ["behaviour description-changed /description"]);
    assert.equal(told.findings[0]?.location?.start.line, 1);
  });

  it("a description of the schema once, and not as the spec's own as well", async () => {
    const described = (text: string) => output.replace("{ type: object,", `{ description: ${text}, type: object,`);
    const told = await reviewFiles(spec(described("One")), spec(described("Two")));
    assert.deepEqual(rules(told), ["behaviour description-changed /output"]);
  });

  it("what is held back in streams, whose partial type is gone", async () => {
    const told = await reviewFiles(spec(object("")), spec(object("x-stream: complete, ")));
    assert.ok(rules(told).includes("breaking stream-hold-changed /output/properties/a"), rules(told).join());
    assert.equal(told.consumer, "breaking");
    const back = await reviewFiles(spec(object("x-stream: complete, ")), spec(object("")));
    assert.ok(rules(back).includes("safe stream-hold-changed /output/properties/a"), rules(back).join());
  });

  it("a spec that exempts itself in the change that is under review", async () => {
    const stable = spec(output);
    for (const [more, at] of [
      ["review: { compat: none }\n", "/review/compat"],
      ["stability: experimental\n", "/stability"],
    ] as const) {
      const told = await reviewFiles(stable, spec(more + output));
      assert.ok(rules(told).includes(`dangerous review-config-relaxed ${at}`), rules(told).join());
      assert.equal(told.consumer, "safe");
    }
    const stricter = await reviewFiles(stable, spec(`review: { compat: full }\n${output}`));
    assert.deepEqual(rules(stricter), []);
  });

  it("a relaxed configuration whatever that configuration says of it", async () => {
    const lenient = "review: { compat: none, rules: { review-config-relaxed: safe } }\n";
    const told = await reviewFiles(spec(output, "schemas: schemas\n"), spec(output, lenient));
    assert.deepEqual(rules(told), [
      "dangerous review-config-relaxed /review/compat",
      "dangerous review-config-relaxed /review/rules/review-config-relaxed",
    ]);
  });

  it("an acceptance without failing for it, each under a name of its own", async () => {
    const accept = (change: string) =>
      `review: { failOn: dangerous, accept: [{ rule: property-removed, spec: Desk, at: /output, change: "${change}", reason: r }] }\n`;
    const config = "review: { failOn: dangerous }\n";
    const one = await reviewFiles(spec(output, config), spec(output, accept("00000001")));
    assert.deepEqual(rules(one), ["dangerous review-config-relaxed /review/accept/0"]);
    assert.equal(one.report.gate.failed, false);
    const other = await reviewFiles(
      spec(output, config),
      spec(output, accept("00000001").replace("property-removed", "const-changed")),
    );
    assert.notEqual(one.findings[0]?.fingerprint, other.findings[0]?.fingerprint);
  });

  it("an old version that is not valid as something nothing is known of", async () => {
    const told = await reviewFiles(spec(output.replace("string", "strnig")), spec(output));
    assert.deepEqual(rules(told), ["dangerous spec-added "]);
  });

  it("the variant that was added at its own place", async () => {
    const union = (more: string) =>
      `output:\n  type: object\n  properties:\n    a:\n      anyOf:\n        - { type: string }\n        - { type: boolean }\n${more}`;
    const told = await reviewFiles(
      spec(union("")),
      spec(union("        - { type: array, items: { type: string } }\n")),
    );
    const added = told.findings.find(({ rule }) => rule === "union-branch-added");
    assert.equal(added?.location?.start.line, 8);
  });

  it("nothing that was refused before, when real outputs are given", async () => {
    const { reviewChanges } = await import("../../../../generator/src/review/review.ts");
    const { loadFiles } = await import("./review-files.ts");
    const loaded = await loadFiles(
      spec(`prompt: One\n${output}`),
      spec(`prompt: Two\n${output.replace("{ type: string }", "{ type: string, maxLength: 3 }")}`),
    );
    const outputs = [{ a: 1 }, { a: "long text" }, { a: "ok" }, { a: "longer text" }];
    const { report } = await reviewChanges(loaded, {
      flags: { compat: "stored" },
      today: "2026-06-01",
      recorded: { of: () => outputs, warnings: [] },
    });
    const findings = report.specs.flatMap((one) => one.findings);
    const recorded = findings.filter(({ evidence }) => evidence === "recorded");
    assert.deepEqual(
      recorded.map(({ rule, notes, witness }) => [rule, notes.at(-1), witness?.stored]),
      [["length-tightened", "2 of 4 recorded outputs fail because of this.", { a: "long text" }]],
    );
    assert.ok(!findings.some(({ rule }) => rule === "compat-unproven"));
  });
});
