import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import type { Level } from "../../../../generator/src/review/difference.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { checkWitnesses } from "./witness-check.ts";

const folder = process.env["OUTSPEC_SHARED"] ?? join(import.meta.dirname, "../../../../../shared");
const file = join(folder, "reference/schema-review-cases.yaml");

interface Side {
  readonly output?: JsonSchema;
  readonly input?: JsonSchema;
}

interface Case {
  readonly id: string;
  readonly config?: { readonly exportDefinitions?: boolean };
  readonly before: Side;
  readonly after: Side;
  readonly expect: {
    readonly consumer: Level | readonly Level[];
    readonly stored: Level | readonly Level[];
    readonly behaviour: boolean;
    readonly findings?: readonly { readonly rule: string | readonly string[]; readonly at: string }[];
    readonly absent?: readonly string[];
    readonly none?: boolean;
  };
}

/** What a comparison of two schemas does not see: the parts of a spec around them, its providers, or our defaults. */
const leftToOthers: Readonly<Record<string, string>> = {
  "prompt-edited": "prompts are compared with the spec",
  "model-swapped": "models are compared with the spec",
  "temperature-edited": "settings are compared with the spec",
  "max-tokens-lowered": "settings are compared with the spec",
  "strict-mode-lost": "the verdict is a provider's; the property is compared below",
  "spec-moved-same-id": "files are matched before schemas are compared",
  "spec-deleted": "files are matched before schemas are compared",
  "applied-default-removed": "defaults are documentation here, so nothing reads them",
};

const levels: readonly Level[] = ["safe", "dangerous", "breaking"];
const accepted = (level: Level | readonly Level[]): readonly Level[] => (typeof level === "string" ? [level] : level);

describe.skipIf(!existsSync(file))("the shared cases of schema review (skipped where the file is absent)", () => {
  const cases: readonly Case[] = existsSync(file) ? parse(readFileSync(file, "utf8")).cases : [];
  for (const one of cases) {
    const reason = leftToOthers[one.id];
    if (reason !== undefined) {
      it.skip(`${one.id}: ${reason}`, () => undefined);
      continue;
    }
    it(one.id, async () => {
      const side = one.before.input === undefined ? "output" : "input";
      const [before, after] = [one.before[side] ?? true, one.after[side] ?? true];
      const { differences, consumer, stored } = await compareSchemas(
        { schema: before, draft: "2020-12" },
        { schema: after, draft: "2020-12" },
        { prefix: `/${side}`, ...one.config },
      );
      const { expect } = one;
      const shown = JSON.stringify(differences, null, 1);
      assert.ok(accepted(expect.consumer).includes(consumer), `consumer is ${consumer}: ${shown}`);
      assert.ok(accepted(expect.stored).includes(stored), `stored is ${stored}: ${shown}`);
      const least = (level: Level | readonly Level[]): number =>
        Math.min(...accepted(level).map((name) => levels.indexOf(name)));
      assert.ok(levels.indexOf(consumer) >= least(expect.consumer) && levels.indexOf(stored) >= least(expect.stored));
      for (const { rule, at } of expect.findings ?? []) {
        const rules = typeof rule === "string" ? [rule] : rule;
        const found = differences.filter((difference) => rules.includes(difference.rule) && difference.at === at);
        assert.equal(found.length, 1, `${rules.join(" or ")} at ${at}: ${shown}`);
      }
      for (const rule of expect.absent ?? [])
        assert.ok(!differences.some((difference) => difference.rule === rule), `${rule} is there: ${shown}`);
      if (expect.none === true) assert.deepEqual(differences, []);
      const seen = differences.some(({ model }) => model);
      assert.equal(seen, expect.behaviour, `model sees it: ${seen}`);
      checkWitnesses(differences, before, after, side);
    });
  }
});
