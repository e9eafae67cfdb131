import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { diffRules, sayDifference } from "../../../../generator/src/review/rules/diff-rules.ts";

const rules = [...diffRules.values()];

/** Names of the data of a template, and which of them may be missing. */
function dataOf(template: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, `<${name}>`]));
}

describe("the table of diff rules", () => {
  it("has each id once, in kebab-case", () => {
    for (const [id, rule] of diffRules) {
      assert.equal(rule.id, id);
      assert.match(id, /^[a-z]+(-[a-z]+)+$/);
    }
    assert.equal(diffRules.size, new Set(rules.map(({ id }) => id)).size);
  });

  it("names twins that exist and are of the same group", () => {
    for (const { id, twin, group } of rules) {
      if (twin === undefined) continue;
      assert.equal(diffRules.get(twin)?.group, group, `${id} names ${twin}`);
    }
  });

  it("says something about every rule, in sentences", () => {
    for (const { id, title, page, never } of rules) {
      assert.match(title, /^[A-Z][^.]*[^.]$/, id);
      for (const text of [page.what, page.why, page.good, ...(never === undefined ? [] : [never])]) {
        assert.match(text, /^[A-Z`][\s\S]*[.`]$/, `${id}: ${text}`);
        assert.doesNotMatch(text, /\n\n/, id);
      }
    }
  });

  it("shows for every rule YAML as it was and as it became, and the two differ", () => {
    for (const { id, page } of rules) {
      const [, before = "", after = ""] = /^# before\n([\s\S]*)\n# after\n([\s\S]*)$/.exec(page.bad) ?? [];
      assert.notEqual(before, "", id);
      assert.notEqual(before, after, id);
      assert.doesNotThrow(() => [parse(before), parse(after)], id);
    }
  });

  it("fills every template, with all data and with no more than must be there", () => {
    for (const { id, template } of rules) {
      const all = dataOf(template);
      const full = sayDifference(id, all);
      assert.doesNotMatch(full, /[{}[\]]/, id);
      const needed = dataOf(template.replaceAll(/\[[^\]]*\]/g, ""));
      assert.doesNotMatch(sayDifference(id, needed), /[{}[\]]/, id);
      for (const value of Object.values(needed)) assert.ok(full.includes(value), id);
    }
  });

  it("keeps data that looks like a place for data as it is", () => {
    const message = sayDifference("enum-value-added", { value: "{value} [x] $& $1" });
    assert.equal(message, "New member `{value} [x] $& $1`: exhaustive switches miss it.");
  });

  it("quotes data between backticks that has no visible character", () => {
    const changed = { decision: "inclusion not decided", witness: "", result: "passes" };
    assert.equal(
      sayDifference("pattern-changed", changed),
      'Pattern changed; inclusion not decided, but `""` passes now.',
    );
    assert.equal(sayDifference("enum-value-removed", { value: "  " }), 'Member `"  "` removed.');
    assert.equal(sayDifference("pattern-removed", { old: "a" }), "Pattern removed: `a`.");
  });

  it("says of a fallback that it came or went, and of a model what it was", () => {
    assert.equal(sayDifference("model-changed", { fallback: "a/b", change: "added" }), "Fallback a/b added.");
    assert.equal(sayDifference("model-changed", { old: "a/b", new: "a/c" }), "Model a/b → a/c.");
  });

  it("counts without a wrong plural", () => {
    assert.equal(sayDifference("enum-constraint-added", { n: "1" }), "Closed to a list of 1.");
    const what = "1 as before";
    assert.equal(sayDifference("examples-changed", { what }), "Few-shot examples changed; their number: 1 as before.");
  });

  it("gives a default severity that the level for readers of outputs bears out", () => {
    for (const { id, consumer, severity, model } of rules) {
      if (severity === "behaviour") assert.ok(model, id);
      if (severity === "safe" || severity === "behaviour") assert.match(consumer, /^safe/, id);
      else if (!/^not judged|proven/.test(consumer)) assert.ok(consumer.startsWith(severity), `${id}: ${consumer}`);
    }
  });

  it("says why a rule cannot fire here: defaults and the validator are fixed, order and examples of variables mean nothing", () => {
    assert.deepEqual(
      rules
        .filter(({ never }) => never !== undefined)
        .map(({ id }) => id)
        .sort(),
      [
        "default-added",
        "default-changed",
        "default-removed",
        "input-default-changed",
        "input-enum-reordered",
        "input-property-reordered",
        "input-schema-examples-changed",
        "input-union-branch-reordered",
        "tools-changed",
        "validator-loosened",
        "validator-tightened",
      ],
    );
  });

  it("refuses a rule that does not exist", () => {
    assert.throws(() => sayDifference("enum-value-adorned", {}), /no diff rule "enum-value-adorned"/);
    assert.throws(() => sayDifference("__proto__", {}), /no diff rule/);
  });
});

describe("the rules for variables of the prompt", () => {
  const breaking =
    "property-added-required property-became-required property-removed type-changed type-narrowed nullable-removed enum-value-removed enum-constraint-added length-tightened range-tightened items-tightened pattern-added format-added union-branch-removed additional-properties-closed";
  const safe =
    "property-added-optional property-became-optional type-widened nullable-added enum-value-added enum-constraint-removed length-loosened range-loosened items-loosened pattern-removed format-removed union-branch-added additional-properties-opened";

  it("break where callers are refused", () => {
    for (const stem of breaking.split(" ")) {
      assert.equal(diffRules.get(`input-${stem}`)?.severity, "breaking", stem);
    }
  });

  it("are safe where callers are given more freedom", () => {
    for (const stem of safe.split(" ")) assert.equal(diffRules.get(`input-${stem}`)?.severity, "safe", stem);
  });

  it("are dangerous where nothing is decided", () => {
    for (const stem of ["pattern-changed", "conditional-changed", "compat-unproven", "contains-changed"]) {
      assert.equal(diffRules.get(`input-${stem}`)?.severity, "dangerous", stem);
    }
  });

  it("are there for everything that a comparison of two schemas can name", () => {
    const groups = ["objects", "values", "unions"];
    const named = rules.filter(({ group }) => groups.includes(group)).map(({ id }) => id);
    for (const stem of [
      ...named,
      "export-renamed",
      "deprecation-changed",
      "description-changed",
      "schema-examples-changed",
    ]) {
      assert.ok(diffRules.has(`input-${stem}`), stem);
    }
  });

  it("are all of the one group, and the model sees none but defaults", () => {
    for (const { id, group, model } of rules.filter((rule) => rule.id.startsWith("input-"))) {
      assert.equal(group, "input", id);
      assert.equal(model, id === "input-default-changed", id);
    }
  });
});
