import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import { diffRules } from "../../../../generator/src/review/rules/diff-rules.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { nameCases, objectCases, type RuleCase, unionCases, valueCases } from "./rule-cases.ts";
import { checkWitnesses } from "./witness-check.ts";

const cases: readonly RuleCase[] = [...objectCases, ...valueCases, ...unionCases, ...nameCases];
const draft = "2020-12";

async function linesOf(before: JsonSchema, after: JsonSchema): Promise<readonly string[]> {
  const { differences } = await compareSchemas(
    { schema: before, draft },
    { schema: after, draft },
    { prefix: "/output" },
  );
  checkWitnesses(differences, before, after, "output");
  return differences.map(({ rule, at, consumer, stored }) => `${rule} ${at} ${consumer}/${stored}`).sort();
}

/** The rules that two schemas alone can show. */
const schemaRules: readonly string[] = [
  ...[...diffRules.values()]
    .filter(({ group, never }) => ["objects", "values", "unions"].includes(group) && never === undefined)
    .map(({ id }) => id),
  ...["export-renamed", "deprecation-changed", "description-changed", "schema-examples-changed"],
];

describe("a comparison of two schemas finds, when", () => {
  for (const { name, before, after, found } of cases)
    it(name, async () => {
      assert.deepEqual(await linesOf(before, after), [...found].sort());
    });
});

describe("the rules of schema comparison", () => {
  it("are each shown by a case", () => {
    const shown = new Set(cases.flatMap(({ found }) => found.map((line) => line.split(" ")[0])));
    assert.deepEqual(
      schemaRules.filter((rule) => !shown.has(rule)),
      [],
    );
  });

  it("find nothing where a schema is compared with itself", async () => {
    for (const { before, after } of cases)
      for (const schema of [before, after]) assert.deepEqual(await linesOf(schema, structuredClone(schema)), []);
  });
});
