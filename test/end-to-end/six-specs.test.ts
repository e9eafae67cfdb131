import type { Codec, Validate } from "@outspec/runtime/codegen";
import { createInstance } from "@outspec/runtime/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as commentThread from "../../generated/internal/comment-thread.ts";
import * as invoice from "../../generated/internal/invoice.ts";
import * as meetingActions from "../../generated/internal/meeting-actions.ts";
import * as patientSummary from "../../generated/internal/patient-summary.ts";
import * as productCatalog from "../../generated/internal/product-catalog.ts";
import * as supportTriage from "../../generated/internal/support-triage.ts";
import { lawRuns } from "../law-runs.ts";
import { assertAssignable, assertTruthful, cutAt, streamPieces } from "../runtime/partial/laws.ts";

const modules: Readonly<
  Record<string, { readonly codec: Codec; readonly schema: unknown; readonly validate: Validate }>
> = {
  "comment-thread": commentThread,
  invoice,
  "meeting-actions": meetingActions,
  "patient-summary": patientSummary,
  "product-catalog": productCatalog,
  "support-triage": supportTriage,
};

describe.each(Object.entries(modules))("a stream of %s", (_name, { codec, schema, validate }) => {
  const instances = Array.from({ length: 12 }, (_, seed) => createInstance(schema as never, { seed: String(seed) }));

  it("is made of valid instances in this test", () => {
    for (const instance of instances) expect(validate(instance), JSON.stringify(validate.errors)).toBe(true);
  });

  it("shows at every prefix a partial that fits its table and takes nothing back", () => {
    for (const instance of instances) {
      const { looks, value } = streamPieces({ table: codec.table, checks: codec.checks }, [
        ...JSON.stringify(instance, null, 1),
      ]);
      let previous: unknown;
      for (const { partial } of looks) {
        assertAssignable(codec.table, partial);
        assertTruthful(previous, partial);
        previous = partial;
      }
      expect(value).toEqual(instance);
    }
  });

  it("comes to the same end wherever its text is cut", () => {
    const text = JSON.stringify(instances[0]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
        expect(streamPieces({ table: codec.table, checks: codec.checks }, cutAt(text, cuts)).value).toEqual(
          instances[0],
        );
      }),
      { numRuns: lawRuns(50) },
    );
  });

  it("can be written in every dialect and is read back as authored", () => {
    for (const [name, dialect] of Object.entries(codec.dialects)) {
      if (name === "prompt" || dialect === undefined || "unusable" in dialect) continue;
      const wireSchema = JSON.parse(dialect.schema) as never;
      for (let seed = 0; seed < 6; seed++) {
        const wire = createInstance(wireSchema, { seed: String(seed) });
        const options = { table: codec.table, checks: codec.checks, inverse: dialect.inverse };
        const { looks, value } = streamPieces(options, [...JSON.stringify(wire)]);
        let previous: unknown;
        for (const { partial } of looks) {
          assertAssignable(codec.table, partial);
          assertTruthful(previous, partial);
          previous = partial;
        }
        // What a dialect cannot say (bounds, patterns) our validator adds, so only those may fail here.
        const weak = new Set([
          "pattern",
          "format",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "minItems",
          "if",
          "oneOf",
          "anyOf",
        ]);
        if (!validate(value)) {
          for (const { keyword, instancePath } of validate.errors ?? [])
            expect(weak, `${name}: ${keyword} at ${instancePath}`).toContain(keyword);
        }
      }
    }
  });
});

describe("a stream of support-triage", () => {
  it("never shows a severity that is the beginning of another one", () => {
    const text = '{"reasoning":"r","severity":"stable_but_urgent","team":"billing_disputes","reply_draft":"d"}';
    const { looks } = streamPieces({ table: supportTriage.codec.table }, [...text]);
    const shown = looks.map(
      ({ partial }) => partial as { readonly severity?: string; readonly team?: string } | undefined,
    );
    expect(new Set(shown.map((partial) => partial?.severity))).toEqual(new Set([undefined, "stable_but_urgent"]));
    expect(new Set(shown.map((partial) => partial?.team))).toEqual(new Set([undefined, "billing_disputes"]));
  });
});
