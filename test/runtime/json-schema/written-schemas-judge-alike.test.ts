import assert from "node:assert/strict";
import { writeForTarget } from "@outspec/runtime/json-schema/write-for-target";
import type { Schema } from "@outspec/runtime/testing";
import type { ValidateFunction } from "ajv";
import { describe, it } from "vitest";
import { ajvForCheckedSchemas, metaSchemaErrors } from "../../../generator/src/spec/ajv-instances.ts";
import { checkSpec } from "../../../generator/src/spec/check.ts";
import { draftUrls } from "../../../generator/src/spec/outline.ts";
import { readSpec } from "../../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../../generator/src/spec/resolve.ts";
import type { Draft, Json } from "../../../runtime/src/schema/json.ts";
import { isSweep, readCorpus, sample } from "../../corpus.ts";
import { config } from "../../generator/emit-cases.ts";

/** A real schema as generated code holds it, and its draft; nothing where it is refused. */
async function resolve(schema: Schema): Promise<{ readonly schema: object; readonly draft: Draft } | undefined> {
  const document = readSpec("schemas/spec.json", JSON.stringify(schema));
  const findings = [...document.findings, ...(await checkSpec(document, config))];
  if (findings.some(({ severity }) => severity === "error")) return undefined;
  const { specs, diagnostics } = await resolveSpecs([document], config, new Map());
  const [spec] = specs;
  if (spec === undefined || typeof spec.schema === "boolean") return undefined;
  if (diagnostics.some(({ severity }) => severity === "error")) return undefined;
  return { schema: { $schema: draftUrls[spec.draft], ...spec.schema }, draft: spec.draft };
}

async function compile(schema: object, draft: Draft): Promise<ValidateFunction> {
  const { $schema: _, ...rest } = schema as { readonly $schema?: string };
  return (await ajvForCheckedSchemas(draft)).compile(rest);
}

/** Targets, and the draft whose validators read them: `nullable` is one more keyword that ajv knows. */
const targets = [
  ["draft-2020-12", "2020-12"],
  ["draft-07", "draft-07"],
  ["openapi-3.0", "draft-04"],
] as const;

const entries = readCorpus().filter(({ valid, invalid }) => valid.length + invalid.length > 0);

describe.skipIf(entries.length === 0)("a schema that was written for another draft", () => {
  it("judges every instance as the authored one does", { timeout: 600_000 }, async () => {
    const judged = { "draft-2020-12": 0, "draft-07": 0, "openapi-3.0": 0 };
    for (const entry of isSweep ? entries : sample(entries, 150)) {
      const resolved = await resolve(entry.schema);
      if (resolved === undefined) continue;
      const { schema, draft } = resolved;
      // Some patterns are no pattern to ajv, whose expressions are all Unicode's.
      const authored = await compile(schema, draft).catch(() => undefined);
      if (authored === undefined) continue;
      for (const [target, reader] of targets) {
        let written: Readonly<Record<string, Json>>;
        try {
          // The cast holds: the schema came out of JSON.
          written = writeForTarget("Spec", schema as Schema & object, target) as Readonly<Record<string, Json>>;
        } catch (error) {
          assert.ok(error instanceof Error && error.name === "ConfigurationError", `${entry.name}: ${String(error)}`);
          continue;
        }
        assert.deepEqual(
          (await metaSchemaErrors(reader, draftUrls[reader], written)).map(({ instancePath }) => instancePath),
          [],
          `${entry.family} ${entry.name} as ${target} is a schema`,
        );
        const validate = await compile(written, reader);
        for (const instance of [...entry.valid, ...entry.invalid]) {
          assert.equal(validate(instance), authored(instance), `${entry.family} ${entry.name} as ${target}`);
          judged[target]++;
        }
      }
    }
    assert.ok(
      judged["draft-2020-12"] > 100 && judged["draft-07"] > 100 && judged["openapi-3.0"] > 50,
      JSON.stringify(judged),
    );
    if (isSweep) console.info(`judged alike: ${JSON.stringify(judged)}`);
  });
});
