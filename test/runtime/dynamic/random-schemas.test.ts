import assert from "node:assert/strict";
import { createInstance, type Json } from "@outspec/runtime/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createDynamicOutput } from "../../../runtime/src/dynamic.ts";
import { lawRuns } from "../../law-runs.ts";
import { createRandom } from "../../random.ts";
import { assertAssignable, assertTruthful, streamPieces } from "../partial/laws.ts";
import { compileSpec, randomSpecs } from "../partial/random-specs.ts";
import { codecOf } from "./codec-of.ts";
import { mutate } from "./mutate.ts";

const numRuns = lawRuns(150);

it("a schema means at run time what it means when code is generated", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(randomSpecs, fc.nat(), ({ schema, values }, seed) => {
      const dynamic = codecOf(schema);
      const generated = compileSpec(schema);
      expect(dynamic.table).toEqual(generated.table);
      expect(Object.keys(dynamic.checks ?? {})).toEqual(Object.keys(generated.checks));
      const random = createRandom(seed);
      const all = [...values, ...values.flatMap((value) => [mutate(value, random), mutate(value, random)])];
      for (const value of values) assert.ok(dynamic.validate(value), JSON.stringify(dynamic.validate.errors));
      for (const value of all) {
        assert.equal(dynamic.validate(value), generated.validate(value), JSON.stringify(value));
        for (const [row, check] of Object.entries(dynamic.checks ?? {}))
          assert.equal(check(value), generated.checks[Number(row)]?.(value), `row ${row}: ${JSON.stringify(value)}`);
      }
    }),
    { numRuns },
  );
});

it("what is written for a drawn schema is read as it was written, in partials that take nothing back", {
  timeout: 600_000,
}, () => {
  let written = 0;
  fc.assert(
    fc.property(randomSpecs, fc.nat(100), ({ schema }, seed) => {
      const { spec } = createDynamicOutput({ name: "Drawn", schema });
      const { table, checks } = codecOf(schema);
      const instance = createInstance(schema as { readonly [keyword: string]: Json }, { seed });
      if (instance === undefined) return;
      written++;
      assert.ok(spec.validate(instance));
      const { looks, value } = streamPieces({ table, checks }, [...JSON.stringify(instance)]);
      let previous: unknown;
      for (const { partial } of looks) {
        assertAssignable(table, partial);
        assertTruthful(previous, partial);
        previous = partial;
      }
      assert.deepEqual(value, spec.parse(instance));
      assert.deepEqual(value, spec.parseText(JSON.stringify(instance)));
    }),
    { numRuns },
  );
  expect(written).toBeGreaterThan(numRuns / 2);
});
