import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { lintRules } from "../../../generator/src/lint/rules.ts";
import { lintRuleIds } from "../../../generator/src/spec/lint-format.ts";
import { lintText } from "./lint-text.ts";
import { ruleCases } from "./rule-cases.ts";

const root = join(import.meta.dirname, "../../..");

describe("each lint rule", () => {
  it("has cases for which it fires and for which it is silent, unless it never can", () => {
    for (const [id, { never }] of lintRules) {
      const { fires = [], silent = [] } = ruleCases[id] ?? {};
      if (never === undefined) assert.ok(fires.length > 0 && silent.length > 0, id);
      else assert.equal(fires.length, 0, id);
    }
  });

  it("carries codes that no other rule carries, and all of the generator's", () => {
    const page = readFileSync(join(root, "docs/diagnostics.md"), "utf8");
    const codes = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1] ?? "");
    const carried = [...lintRules].flatMap(([, rule]) => rule.codes ?? []);
    assert.deepEqual(
      codes.filter((code) => !carried.includes(code)),
      [],
    );
    assert.deepEqual(
      [...new Set(carried)].filter((code) => !codes.includes(code)),
      [],
    );
    // Its two rules are told apart by the name that is misspelt.
    const shared = carried.filter((code, index) => carried.indexOf(code) !== index);
    assert.deepEqual(shared, ["misspelt-keyword"]);
  });

  for (const id of lintRuleIds) {
    const { fires = [], silent = [] } = ruleCases[id] ?? {};
    for (const [index, { spec, level, line, says, times = 1, ...options }] of fires.entries())
      it(`${id} fires (${index + 1})`, async () => {
        const { findings } = await lintText(spec, options);
        const found = findings.filter(({ code }) => code === id);
        const told = JSON.stringify(findings, null, 1);
        assert.equal(found.length, times, told);
        assert.deepEqual([found[0]?.severity, found[0]?.range.start.line], [level, line], told);
        assert.match(found[0]?.message ?? "", says);
      });
    for (const [index, one] of silent.entries())
      it(`${id} is silent (${index + 1})`, async () => {
        const { spec, ...options } = typeof one === "string" ? { spec: one } : one;
        const { findings } = await lintText(spec, options);
        assert.deepEqual(
          findings.filter(({ code, refused }) => code === id || refused),
          [],
        );
      });
  }
});

describe("the specs of the repository", () => {
  it("are clean under the recommended rules", async () => {
    const specs = Object.fromEntries(
      readdirSync(join(root, "schemas")).map((name) => [
        `schemas/${name}`,
        readFileSync(join(root, "schemas", name), "utf8"),
      ]),
    );
    const [[path = "", text = ""] = [], ...others] = Object.entries(specs);
    const outspec = readFileSync(join(root, "outspec.yaml"), "utf8");
    const targets = ["openai", "anthropic", "ollama"];
    const { findings } = await lintText(text, { path, files: Object.fromEntries(others), lint: {}, outspec, targets });
    assert.deepEqual(findings, []);
  });
});
