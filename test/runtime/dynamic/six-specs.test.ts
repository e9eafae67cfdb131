import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Codec } from "@outspec/runtime/codegen";
import { createInstance, type Json } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as generated from "../../../generated/index.ts";
import * as commentThread from "../../../generated/internal/comment-thread.ts";
import * as invoice from "../../../generated/internal/invoice.ts";
import * as meetingActions from "../../../generated/internal/meeting-actions.ts";
import * as patientSummary from "../../../generated/internal/patient-summary.ts";
import * as productCatalog from "../../../generated/internal/product-catalog.ts";
import * as supportTriage from "../../../generated/internal/support-triage.ts";
import { createDynamicOutput } from "../../../runtime/src/dynamic.ts";
import { createRandom } from "../../random.ts";
import { cutAt, streamPieces } from "../partial/laws.ts";
import { codecOf } from "./codec-of.ts";
import { mutate } from "./mutate.ts";

const specs = {
  "comment-thread": { codec: commentThread.codec, spec: generated.commentThread },
  invoice: { codec: invoice.codec, spec: generated.invoice },
  "meeting-actions": { codec: meetingActions.codec, spec: generated.meetingActions },
  "patient-summary": { codec: patientSummary.codec, spec: generated.patientSummary },
  "product-catalog": { codec: productCatalog.codec, spec: generated.productCatalog },
  "support-triage": { codec: supportTriage.codec, spec: generated.supportTriage },
};

describe.each(Object.entries(specs))("a dynamic output of %s", (name, { codec: written, spec }) => {
  const { output: schema } = parse(readFileSync(join(import.meta.dirname, `../../../schemas/${name}.yaml`), "utf8"));
  const codec = codecOf(schema);
  const { spec: dynamic } = createDynamicOutput({ name: spec.name, schema });
  const random = createRandom(1);
  const valid = Array.from({ length: 8 }, (_, seed) => createInstance(schema, { seed }) as Json);
  const mutated = valid.flatMap((value) => Array.from({ length: 60 }, () => mutate(value, random)));

  it("has the table and the checks of generated code", () => {
    expect(codec.table).toEqual(written.table);
    expect(Object.keys(codec.checks ?? {})).toEqual(Object.keys(written.checks ?? {}));
  });

  it("gives the verdicts of generated code, and issues in the same places, or at the union around them", () => {
    for (const value of valid) expect(dynamic.validate(value)).toBe(true);
    let refused = 0;
    for (const value of mutated) {
      expect(dynamic.validate(value), JSON.stringify(value)).toBe(spec.validate(value));
      const own = dynamic["~standard"].validate(value);
      const other = spec["~standard"].validate(value);
      if (own.issues === undefined) {
        expect(own).toEqual(other);
        continue;
      }
      refused++;
      const places = (other.issues ?? []).map(({ path }) => path.join("/"));
      for (const { path } of own.issues)
        expect(places.some((place) => `${place}/`.startsWith(path.length === 0 ? "" : `${path.join("/")}/`))).toBe(
          true,
        );
      expect(own.issues.length).toBeLessThanOrEqual(places.length);
    }
    expect(refused).toBeGreaterThan(mutated.length / 4);
    for (const [row, check] of Object.entries(codec.checks ?? {})) {
      for (const value of mutated) expect(check(value)).toBe(written.checks?.[Number(row)]?.(value));
    }
  });

  it("gives the same partials wherever an answer is cut", () => {
    const partialsOf = ({ table, checks }: Codec, pieces: readonly string[]): unknown =>
      streamPieces({ table, checks }, pieces);
    for (const value of valid.slice(0, 3)) {
      const text = JSON.stringify(value);
      const cuts = Array.from({ length: 40 }, () => Math.floor(random() * text.length));
      expect(partialsOf(codec, cutAt(text, cuts))).toEqual(partialsOf(written, cutAt(text, cuts)));
    }
    const text = JSON.stringify(valid[0]);
    expect(partialsOf(codec, [...text])).toEqual(partialsOf(written, [...text]));
  });
});
