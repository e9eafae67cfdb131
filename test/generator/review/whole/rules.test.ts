import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { diffRules } from "../../../../generator/src/review/rules/diff-rules.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { checkWitnesses } from "../compare/witness-check.ts";
import { fileRuleCases } from "./file-rules.ts";
import { type Files, reviewFiles, type Told } from "./review-files.ts";
import { schemaRuleCases } from "./schema-rules.ts";

const fired = new Set<string>();

async function review(before: Files, after: Files): Promise<Told> {
  const told = await reviewFiles(before, after);
  for (const { rule } of told.findings) fired.add(rule);
  return told;
}

function filesOf(side: "output" | "input", schema: JsonSchema): Files {
  const spec = side === "output" ? { output: schema } : { prompt: "Go on.", input: schema, output: { type: "string" } };
  return { "outspec.yaml": "schemas: schemas\n", "schemas/t.json": JSON.stringify(spec) };
}

function found({ findings }: Told, rule: string): Told["findings"] {
  return findings.filter((finding) => finding.rule === rule);
}

function shown({ findings }: Told): string {
  return JSON.stringify(
    findings.map(({ rule, at, consumer, stored, evidence, message }) => ({
      rule,
      at,
      consumer,
      stored,
      evidence,
      message,
    })),
    null,
    1,
  );
}

describe("each rule about schemas", () => {
  for (const { rule, before, after, at, levels, near, callers } of schemaRuleCases) {
    for (const side of ["output", "input"] as const) {
      const name = side === "output" ? rule : `input-${rule}`;
      if (diffRules.get(name)?.never !== undefined) continue;
      it(`${name} is told of a change that is one`, async () => {
        const told = await review(filesOf(side, before), filesOf(side, after));
        const [one, ...more] = found(told, name);
        assert.ok(one !== undefined && more.length === 0, `once: ${shown(told)}`);
        assert.equal(one.at, `/${side}${at}`, shown(told));
        // Callers give inputs, so they are hurt where stored outputs would be.
        const expected = side === "output" ? levels : [callers ?? levels[1], callers ?? levels[1]];
        assert.deepEqual([one.consumer, one.stored], expected, shown(told));
        assert.equal(one.model && side === "input", false);
        checkWitnesses(told.findings, before, after, side);
      });

      it(`${name} is not told of one that is close to it`, async () => {
        const told = await review(filesOf(side, near[0]), filesOf(side, near[1]));
        assert.deepEqual(found(told, name), [], shown(told));
      });
    }
  }
});

describe("each rule about files, prompts and models", () => {
  for (const { rule, before, after, at, levels, near } of fileRuleCases) {
    it(`${rule} is told of a change that is one`, async () => {
      const told = await review(before, after);
      const [one, ...more] = found(told, rule);
      assert.ok(one !== undefined && more.length === 0, `once: ${shown(told)}`);
      assert.equal(one.at, at, shown(told));
      assert.deepEqual([told.consumer, told.stored], levels, shown(told));
    });

    it(`${rule} is not told of one that is close to it`, async () => {
      const told = await review(before, near);
      assert.notDeepEqual(before, near);
      assert.deepEqual(found(told, rule), [], shown(told));
    });
  }
});

describe("the table of rules", () => {
  it("has a case for every rule that can fire, and none of the others ever fires", () => {
    const possible = [...diffRules.values()].filter(({ never }) => never === undefined).map(({ id }) => id);
    assert.deepEqual(
      possible.filter((id) => !fired.has(id)),
      [],
    );
    assert.deepEqual(
      [...fired].filter((id) => !possible.includes(id)),
      [],
    );
    console.log(`rules: ${possible.length} of ${diffRules.size} can fire; each has a case for it and one against it`);
  });
});
