import assert from "node:assert/strict";
import { ConfigurationError, InvalidOutputError, type OutputSpec } from "@outspec/runtime";
import {
  createInstance,
  fixture,
  type Overrides,
  type PartialOf,
  partialsOf,
  type Schema,
} from "@outspec/runtime/testing";
import fc from "fast-check";
import { describe, expectTypeOf, it } from "vitest";
import * as specs from "../../../generated/index.ts";
import {
  type Invoice,
  type InvoiceLine,
  invoice,
  type PartialInvoice,
  type PatientSummary,
  patientSummary,
} from "../../../generated/index.ts";
import { isSweep, readCorpus, sample } from "../../corpus.ts";
import { specOf } from "./corpus-specs.ts";

/** The six example specs. */
const examples: readonly (readonly [string, OutputSpec<unknown>])[] = [
  ["PatientSummary", specs.patientSummary],
  ["Invoice", specs.invoice],
  ["CommentThread", specs.commentThread],
  ["MeetingActions", specs.meetingActions],
  ["ProductCatalog", specs.productCatalog],
  ["SupportTriage", specs.supportTriage],
];

describe.each(examples)("a fixture of %s", (_name, spec) => {
  it("is valid, as a call would give it, and the same for the same seed", () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.string()), (seed) => {
        const value = fixture(spec, { seed });
        assert.ok(spec.validate(value));
        assert.deepEqual(spec.parse(value), value);
        assert.deepEqual(fixture(spec, { seed }), value);
      }),
      { numRuns: 60 },
    );
    assert.notDeepEqual(fixture(spec, { seed: 1 }), fixture(spec, { seed: 2 }));
  });
});

describe("a fixture", () => {
  it("has the type of its spec and the values that are set", () => {
    const value = fixture(invoice, { overrides: { currency: "JPY", seller: { name: "Harbour" } } });
    expectTypeOf(value).toEqualTypeOf<Invoice>();
    assert.equal(value.currency, "JPY");
    assert.deepEqual(value.seller, { ...fixture(invoice).seller, name: "Harbour" });
    assert.deepEqual({ ...value, currency: "", seller: {} }, { ...fixture(invoice), currency: "", seller: {} });
  });

  it("replaces lists as a whole and leaves out what is set to undefined", () => {
    const value = fixture(invoice, {
      seed: 1,
      overrides: { lines: [fixture(invoice).lines[0] as InvoiceLine], due_on: undefined },
    });
    assert.equal(value.lines.length, 1);
    assert.ok(!("due_on" in value));
  });

  it("takes words from what a user wrote", () => {
    const value = fixture(patientSummary, { text: "Blood pressure is critical. Ran out of amlodipine." });
    assert.match(value.key_notes.join(" "), /amlodipine|Blood pressure/);
  });

  it("is refused with all that is wrong when the values that are set break the schema", () => {
    assert.throws(
      // @ts-expect-error: neither is a value of its type.
      () => fixture(patientSummary, { overrides: { vitals_status: "Fine", requires_visit: 1 } }),
      (error) =>
        error instanceof ConfigurationError &&
        error.message ===
          "the overrides make the fixture of PatientSummary invalid:\n" +
            "  - /vitals_status must be one of Normal, Warning, Critical\n" +
            "  - /requires_visit must be a boolean",
    );
  });

  it("does not let values that are set reach a prototype", () => {
    const overrides: Overrides<PatientSummary> = JSON.parse('{"__proto__":{"polluted":true},"key_notes":["a"]}');
    const value = fixture(patientSummary, { overrides });
    assert.deepEqual(value.key_notes, ["a"]);
    assert.ok(!("polluted" in {}) && !("polluted" in value));
  });

  it.each<[string, Schema, string]>([
    [
      "bounds that leave nothing",
      { type: "object", required: ["a"], properties: { a: { type: "integer", minimum: 3, maximum: 2 } } },
      "nothing was found that satisfies #/properties/a (type, minimum, maximum)",
    ],
    [
      "a definition",
      {
        type: "array",
        minItems: 1,
        items: { $ref: "#/$defs/never~me" },
        $defs: { "never~me": { type: "string", enum: [1] } },
      },
      "nothing was found that satisfies #/$defs/never~me (type, enum)",
    ],
    [
      "a property that may not be",
      { type: "object", required: ["a"], properties: { a: false } },
      "nothing was found that satisfies # (type, required, properties)",
    ],
    ["nothing at all", false, "# allows nothing"],
  ])("names the place where a schema has no instance: %s", (_what, schema, words) => {
    const spec = specOf("Odd", schema);
    assert.ok(spec);
    assert.throws(
      () => fixture(spec),
      (error) =>
        error instanceof ConfigurationError && error.message.includes(`no fixture of Odd can be made: ${words}\n`),
    );
  });

  it("says what its validator has against every instance that was found", () => {
    const spec: OutputSpec<unknown> = {
      ...patientSummary,
      parse: () => {
        throw new InvalidOutputError(
          "no",
          [{ instancePath: "/a", keyword: "enum", params: { allowedValues: [1] } }],
          "",
        );
      },
    };
    assert.throws(() => fixture(spec), /what is found is refused by its validator:\n {2}- \/a must be/);
  });
});

describe.each(examples)("the partials of %s", (_name, spec) => {
  it("grow from nothing to the value, taking nothing back", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 12 }), (seed, size) => {
        const value = fixture(spec, { seed });
        const partials = partialsOf(spec, value, { seed, deltaSize: [size, size] });
        assert.deepEqual(partials.at(-1), value);
        for (const [index, partial] of partials.entries()) {
          if (index > 0) assert.ok(extendsIt(partials[index - 1], partial), JSON.stringify(partial));
        }
        assert.equal(new Set(partials.map((partial) => JSON.stringify(partial))).size, partials.length);
      }),
      { numRuns: 25 },
    );
  });
});

/** Whether a value shows all that another one did: texts and lists grow, keys appear, all else stays. */
function extendsIt(before: unknown, after: unknown): boolean {
  if (typeof before === "string" && typeof after === "string") return after.startsWith(before);
  if (Array.isArray(before) && Array.isArray(after)) {
    const later: readonly unknown[] = after;
    return before.length <= later.length && before.every((item, index) => extendsIt(item, later[index]));
  }
  if (typeof before === "object" && before !== null && typeof after === "object" && after !== null) {
    const later = new Map(Object.entries(after));
    return Object.entries(before).every(([key, item]) => later.has(key) && extendsIt(item, later.get(key)));
  }
  return before === after;
}

describe("partials", () => {
  it("have the type that is named, and one made of the value's own otherwise", () => {
    const value = fixture(invoice);
    expectTypeOf(partialsOf(invoice, value)).toEqualTypeOf<readonly PartialOf<Invoice>[]>();
    expectTypeOf(partialsOf<Invoice, PartialInvoice>(invoice, value)).toEqualTypeOf<readonly PartialInvoice[]>();
    const [first] = partialsOf(invoice, value);
    // Of the generated type, too, where there is no union.
    const shown: PartialInvoice | undefined = first;
    assert.deepEqual(shown, {});
  });

  it("show an enum whole and a text as it grows", () => {
    const value = { vitals_status: "Warning" as const, key_notes: ["Dizzy."], requires_visit: true };
    assert.deepEqual(partialsOf(patientSummary, value, { deltaSize: [4, 4] }), [
      {},
      { vitals_status: "Warning" },
      { vitals_status: "Warning", key_notes: [] },
      { vitals_status: "Warning", key_notes: ["Diz"] },
      { vitals_status: "Warning", key_notes: ["Dizzy."] },
      { vitals_status: "Warning", key_notes: ["Dizzy."], requires_visit: true },
    ]);
  });

  it("are not made of a value that is not valid, nor of a spec that was not generated", () => {
    // @ts-expect-error: it lacks what is required.
    assert.throws(() => partialsOf(patientSummary, { vitals_status: "Warning" }), InvalidOutputError);
    assert.throws(() => partialsOf({ ...patientSummary }, fixture(patientSummary)), /not made by generated code/);
  });
});

describe("fixtures of real schemas", () => {
  const corpus = readCorpus();
  it.skipIf(corpus.length === 0)(
    "are valid wherever an instance is found, and there is a reason where none is",
    { timeout: 300_000 },
    () => {
      let made = 0;
      let judged = 0;
      for (const entry of isSweep ? corpus : sample(corpus, 150)) {
        const spec = entry.ajvError === undefined ? specOf(entry.name, entry.schema) : undefined;
        if (spec === undefined || createInstance(entry.schema) === undefined) continue;
        judged++;
        try {
          assert.ok(spec.validate(fixture(spec)));
          made++;
        } catch (error) {
          assert.ok(error instanceof ConfigurationError);
        }
      }
      assert.ok(made > judged * 0.98, `${made} of ${judged}`);
    },
  );
});
