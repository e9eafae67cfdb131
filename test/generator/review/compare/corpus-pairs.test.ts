import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import { declaredOnly, openReader } from "../../../../generator/src/review/compare/open-reader.ts";
import { sampleInstances } from "../../../../generator/src/review/compare/sample.ts";
import { modernise } from "../../../../generator/src/review/normal/modern.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isSweep, readCorpus, sample } from "../../../corpus.ts";
import { edit } from "./random-schemas.ts";
import { checkWitnesses, validator } from "./witness-check.ts";

const corpus = readCorpus();
const entries = sample(corpus, isSweep ? 600 : 40);
const draft = "2020-12";

/** Whether a validator that shares nothing with the product can read a schema at all. */
function compiles(schema: JsonSchema): boolean {
  try {
    validator(schema)(null);
    return true;
  } catch {
    return false;
  }
}

async function checkEdit(schema: JsonSchema, after: JsonSchema): Promise<void> {
  const { differences, consumer, stored } = await compareSchemas(
    { schema, draft },
    { schema: after, draft },
    { prefix: "/output" },
  );
  checkWitnesses(differences, schema, after, "output");
  const isValid = {
    before: validator(declaredOnly(schema)),
    after: validator(declaredOnly(after)),
    open: validator(openReader(schema)),
    now: validator(after),
  };
  for (const one of [schema, after])
    for (const value of sampleInstances({ schema: one, draft }, { seed: 5, count: 40 })) {
      const shown = JSON.stringify(value);
      if (consumer === "safe") assert.ok(!isValid.after(value) || isValid.open(value), `${shown} breaks readers`);
      if (stored === "safe") assert.ok(!isValid.before(value) || isValid.now(value), `${shown} is refused`);
    }
}

describe.skipIf(corpus.length === 0)("schemas that people wrote, compared with edited ones", () => {
  it(`are never called safe against an instance, and every break is shown (${entries.length} of ${corpus.length})`, async () => {
    for (const [index, { schema: written, family, name }] of entries.entries()) {
      // The cast holds: a schema of the corpus is JSON.
      const { root } = modernise(written as JsonSchema, "draft-07");
      if (!compiles(root)) continue;
      const same = await compareSchemas(
        { schema: root, draft },
        { schema: reversed(root), draft },
        { prefix: "/output" },
      );
      assert.deepEqual(same.differences, [], `${family} ${name}`);
      const change = { at: index * 7, kind: index % 14, value: "x", schema: { type: "string" } };
      const after = edit(root, change);
      if (!compiles(after)) continue;
      try {
        await checkEdit(root, after);
      } catch (problem) {
        throw new Error(`${family} ${name}, edit ${JSON.stringify(change)}: ${String(problem)}`);
      }
    }
  }, 600_000);
});

/** The keywords of the root in another order. */
function reversed(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  return Object.fromEntries(Object.entries(structuredClone(schema)).reverse()) as { [keyword: string]: Json };
}
