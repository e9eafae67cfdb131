import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { defaultReview, type ReviewConfig } from "../../../generator/src/config.ts";
import type { Difference } from "../../../generator/src/review/difference.ts";
import { fingerprintOf } from "../../../generator/src/review/fingerprint.ts";
import { createJudge, type JudgedSpec, type JudgeFlags } from "../../../generator/src/review/judge.ts";
import { difference } from "../../../generator/src/review/say.ts";

const spec: JudgedSpec = {
  id: "Triage",
  path: "schemas/archive/triage.yaml",
  experimental: false,
  wasDeprecated: () => false,
};

const added: Difference = difference("property-added-required", {
  at: "/output/properties/summary",
  data: { name: "summary" },
  stored: "breaking",
  model: true,
  evidence: "witnessed",
});
const removed: Difference = difference("property-removed", {
  at: "/output/properties/owner",
  side: "before",
  data: { name: "owner", presence: "required" },
  consumer: "breaking",
  stored: "breaking",
  model: true,
  evidence: "source",
});
const longer: Difference = {
  ...difference("length-loosened", {
    at: "/output/properties/slug",
    data: { old: "8", new: "12" },
    consumer: "breaking",
    model: true,
    evidence: "witnessed",
  }),
  visible: "values",
};
const moved = difference("spec-moved", { at: "", data: { path: "old.yaml" } });

function judge(
  one: Difference,
  config: Partial<ReviewConfig> = {},
  flags: JudgeFlags = {},
  more: Partial<JudgedSpec> = {},
) {
  const made = createJudge({ ...defaultReview, ...config }, flags, "2026-11-28");
  const [judged] = made.judge({ ...spec, ...more }, [one]);
  assert.ok(judged);
  return { ...judged, unused: made.unused() };
}

describe("a difference", () => {
  it("counts as what it does to those who are asked for, else as what the model sees", () => {
    const severities = (["consumer", "stored", "full", "none"] as const).map(
      (compat) => [added, removed, moved].map((one) => judge(one, { compat }).severity) as readonly string[],
    );
    assert.deepEqual(severities, [
      ["behaviour", "breaking", "safe"],
      ["breaking", "breaking", "safe"],
      ["breaking", "breaking", "safe"],
      ["behaviour", "behaviour", "safe"],
    ]);
  });

  it("fails from the severity on that the configuration says", () => {
    const fails = (failOn: ReviewConfig["failOn"]) =>
      [removed, added, moved].map((one) => judge(one, { failOn }).fails);
    assert.deepEqual(fails("breaking"), [true, false, false]);
    assert.deepEqual(fails("behaviour"), [true, true, false]);
    assert.deepEqual(fails("never"), [false, false, false]);
  });

  it("of an experimental spec never fails", () => {
    assert.equal(judge(removed, {}, {}, { experimental: true }).fails, false);
  });

  it("that only values show weighs less where the team says so, and one of types does not", () => {
    assert.equal(judge(longer, { values: "dangerous" }).severity, "dangerous");
    assert.equal(judge(longer).severity, "breaking");
    assert.equal(judge(removed, { values: "dangerous" }).severity, "breaking");
  });

  it("that removes what was deprecated weighs less where the team says so", () => {
    const soft = { removalAfterDeprecation: "dangerous" } as const;
    assert.equal(judge(removed, soft, {}, { wasDeprecated: () => true }).severity, "dangerous");
    assert.equal(judge(removed, soft).severity, "breaking");
    assert.equal(judge(removed, {}, {}, { wasDeprecated: () => true }).severity, "breaking");
  });

  it("counts as its rule was set to", () => {
    assert.equal(judge(removed, { rules: { "property-removed": "safe" } }).severity, "safe");
    assert.equal(judge(moved, { rules: { "spec-moved": "breaking" } }).fails, true);
  });
});

describe("the gate of a spec", () => {
  const override = { specs: "schemas/archive/**", compat: "stored", rules: { "property-removed": "safe" } } as const;

  it("is the configuration's, then that of overrides, then the spec's own, then the command line's", () => {
    const severityOf = (config: Partial<ReviewConfig>, flags: JudgeFlags, more: Partial<JudgedSpec>) =>
      judge(added, config, flags, more).severity;
    assert.equal(severityOf({}, {}, {}), "behaviour");
    assert.equal(severityOf({ overrides: [override] }, {}, {}), "breaking");
    assert.equal(severityOf({ overrides: [override] }, {}, { path: "schemas/triage.yaml" }), "behaviour");
    assert.equal(severityOf({ overrides: [override] }, {}, { compat: "consumer" }), "behaviour");
    assert.equal(severityOf({}, { compat: "full" }, { compat: "consumer" }), "breaking");
  });

  it("takes the rules of overrides beside those of the configuration", () => {
    const config = { rules: { "property-added-required": "dangerous" }, overrides: [override] } as const;
    assert.equal(judge(removed, config).severity, "safe");
    assert.equal(judge(added, config).severity, "dangerous");
  });
});

describe("an acceptance", () => {
  const accept = (more: object = {}) => [
    {
      rule: "property-removed",
      spec: "Triage",
      at: "/output/properties/owner",
      change: fingerprintOf("Triage", removed),
      reason: "Both readers are migrated.",
      ...more,
    },
  ];

  it("lets its change pass, and is shown with it", () => {
    const { fails, severity, accepted, unused } = judge(removed, { accept: accept() });
    assert.deepEqual([fails, severity, accepted?.reason], [false, "breaking", "Both readers are migrated."]);
    assert.deepEqual(unused, { unmatched: [], expired: [] });
  });

  for (const [what, more] of [
    ["another change at the same place", { change: "00000000" }],
    ["another place", { at: "/output/properties/category" }],
    ["another rule", { rule: "const-changed" }],
    ["another spec", { spec: "Invoice" }],
  ] as const)
    it(`does not cover ${what}`, () => {
      const { fails, unused } = judge(removed, { accept: accept(more) });
      assert.equal(fails, true);
      assert.equal(unused.unmatched.length, 1);
    });

  it("holds up to its last day", () => {
    assert.equal(judge(removed, { accept: accept({ until: "2026-11-28" }) }).fails, false);
    const over = judge(removed, { accept: accept({ until: "2026-11-27" }) });
    assert.equal(over.fails, true);
    assert.equal(over.unused.expired.length, 1);
  });
});

describe("a fingerprint", () => {
  it("is of the change and not of the words for it, nor of the order of keys", () => {
    const one = { ...added, before: { a: 1, b: 2 }, after: null };
    assert.match(fingerprintOf("Triage", one), /^[0-9a-f]{8}$/);
    assert.equal(
      fingerprintOf("Triage", { ...one, before: { b: 2, a: 1 }, message: "other words", notes: ["x"] }),
      fingerprintOf("Triage", one),
    );
    const others = [
      fingerprintOf("Invoice", one),
      fingerprintOf("Triage", { ...one, at: "/output" }),
      fingerprintOf("Triage", { ...one, rule: "property-removed" }),
      fingerprintOf("Triage", { ...one, before: { a: 1 } }),
      fingerprintOf("Triage", { ...one, after: false }),
      fingerprintOf("Triage", added),
    ];
    assert.equal(new Set([...others, fingerprintOf("Triage", one)]).size, 7);
  });
});
