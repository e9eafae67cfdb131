import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";
import { checkWitnesses } from "./witness-check.ts";

async function compare(before: JsonSchema, after: JsonSchema) {
  const version = (schema: JsonSchema) => ({ schema, draft: "2020-12" as const });
  return compareSchemas(version(before), version(after), { prefix: "/output" });
}

const names = (count: number, letter = "v"): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`);

describe("lists of very many values", () => {
  it("break readers and stored data when all of them are replaced", async () => {
    for (const count of [100, 300, 6000]) {
      const [before, after] = [closed({ e: { enum: names(count) } }), closed({ e: { enum: names(count, "w") } })];
      const { differences, consumer, stored } = await compare(before, after);
      assert.deepEqual([consumer, stored], ["breaking", "breaking"], String(count));
      const kinds = new Set(differences.map((one) => `${one.rule} ${one.consumer} ${one.stored}`));
      assert.deepEqual([...kinds].sort(), ["enum-value-added breaking safe", "enum-value-removed safe breaking"]);
      checkWitnesses(differences.slice(0, 3), before, after, "output");
    }
  }, 60_000);

  it("are told one by one where they are not too many, and the others together", async () => {
    const before = closed({ e: { enum: names(10) } });
    const after = closed({ e: { enum: [...names(10), ...names(2000, "w")] } });
    const { differences } = await compare(before, after);
    assert.equal(differences.length, 21);
    assert.deepEqual(differences.at(-1)?.notes, ["1,979 more were added with it."]);
  });

  it("leave what changed beside them as clear as it is alone", async () => {
    const version = (type: string) => closed({ e: { enum: names(5000) }, budget: { type } });
    const { differences } = await compare(version("string"), version("number"));
    assert.deepEqual(
      differences.map(({ rule, consumer }) => `${rule} ${consumer}`),
      ["type-changed breaking"],
    );
  });

  it("take seconds at most, in another order and unchanged beside something else", async () => {
    const list = names(30_000);
    const start = performance.now();
    const turned = await compare(closed({ e: { enum: list } }), closed({ e: { enum: [...list].reverse() } }));
    assert.deepEqual(
      turned.differences.map(({ rule }) => rule),
      ["enum-reordered"],
    );
    const version = (type: string) => closed({ e: { enum: list }, x: { type } });
    const beside = await compare(version("string"), version("number"));
    assert.deepEqual(
      beside.differences.map(({ rule, consumer }) => `${rule} ${consumer}`),
      ["type-changed breaking"],
    );
    // Each took over 50 s when the lists were searched one by one.
    assert.ok(performance.now() - start < 20_000);
  }, 60_000);
});

describe("unions of very many variants", () => {
  const variants = (count: number, number?: number): readonly JsonSchema[] =>
    names(count, "k").map((name, index) =>
      closed({ k: { const: name }, v: { type: index === number ? "number" : "string" } }),
    );

  it("are compared variant by variant where a tag tells them apart", async () => {
    for (const keyword of ["anyOf", "oneOf"]) {
      const [before, after] = [{ [keyword]: variants(100) }, { [keyword]: variants(100, 77) }];
      const { differences } = await compare(before, after);
      assert.deepEqual(
        differences.map(({ rule, at, consumer, stored }) => ({ rule, at, consumer, stored })),
        [
          {
            rule: "type-changed",
            at: `/output/${keyword}/77/properties/v`,
            consumer: "breaking",
            stored: "breaking",
          },
        ],
      );
      checkWitnesses(differences, before, after, "output");
    }
  }, 60_000);

  it("lose and gain one", async () => {
    const [few, more] = [{ anyOf: variants(100) }, { anyOf: variants(101) }];
    const levels = async (before: JsonSchema, after: JsonSchema) =>
      (await compare(before, after)).differences.map(({ rule, consumer, stored }) => `${rule} ${consumer} ${stored}`);
    assert.deepEqual(await levels(few, more), ["union-branch-added breaking safe"]);
    assert.deepEqual(await levels(more, few), ["union-branch-removed safe breaking"]);
  }, 60_000);
});
