import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { sampleInstances } from "../../../../generator/src/review/compare/sample.ts";
import { createValidators } from "../../../../generator/src/review/compare/validators.ts";
import { BudgetError } from "../../../../generator/src/review/normal/budget.ts";
import { isMultipleOf } from "../../../../generator/src/review/normal/decimal.ts";
import { conjoin, openDocument } from "../../../../generator/src/review/normal/document.ts";
import { accepts } from "../../../../generator/src/review/normal/expand.ts";
import { modernise } from "../../../../generator/src/review/normal/modern.ts";
import { readRegex, textsOf } from "../../../../generator/src/review/normal/regex.ts";
import { includes } from "../../../../generator/src/review/normal/regex-inclusion.ts";
import type { Draft, Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { lawRuns } from "../../../law-runs.ts";
import { schemas } from "./random-schemas.ts";
import { validator } from "./witness-check.ts";

const numRuns = lawRuns(300);
const seed = 5;

/** Whether the normal form accepts a value; `undefined` where it does not say. */
function decide(schema: JsonSchema, value: Json): boolean | undefined {
  const document = openDocument(schema);
  try {
    return accepts(conjoin(document, [document.rootPlace]), value);
  } catch (problem) {
    if (problem instanceof BudgetError) return undefined;
    throw problem;
  }
}

/** Whether a value has what ajv reads otherwise: steps that are no binary fractions, and members it does not look at. */
function isContested(schema: JsonSchema): boolean {
  const text = JSON.stringify(schema);
  return text.includes('"multipleOf":0.1') || text.includes("__proto__");
}

describe("the normal form of a schema", () => {
  it("accepts what a validator accepts, wherever it says", async () => {
    let said = 0;
    let all = 0;
    await fc.assert(
      fc.asyncProperty(schemas, schemas, async (schema, other) => {
        if (isContested(schema)) return;
        const isValid = validator(schema);
        const values = [schema, other].flatMap((one) => [
          ...sampleInstances({ schema: one, draft: "2020-12" }, { seed: 3, count: 25 }),
        ]);
        for (const value of values) {
          all++;
          const verdict = decide(schema, value);
          if (verdict === undefined) continue;
          said++;
          assert.equal(verdict, isValid(value), `${JSON.stringify(value)} under ${JSON.stringify(schema)}`);
        }
      }),
      { numRuns, seed },
    );
    assert.ok(said > all * 0.8, `it says in ${said} of ${all} cases`);
  }, 60_000);

  it("draws samples most of which are valid", async () => {
    let valid = 0;
    let all = 0;
    fc.assert(
      fc.property(schemas, (schema) => {
        const isValid = validator(schema);
        for (const value of sampleInstances({ schema, draft: "2020-12" }, { seed: 3, count: 20 })) {
          all++;
          if (isValid(value)) valid++;
        }
      }),
      { numRuns, seed },
    );
    assert.ok(valid > all * 0.7, `${valid} of ${all} are valid`);
  });
});

describe("steps of numbers", () => {
  it("are told by decimal digits", () => {
    assert.ok(isMultipleOf(0.3, 0.1) && isMultipleOf(1e21, 0.5) && isMultipleOf(-7.5, 2.5) && isMultipleOf(0, 3));
    assert.ok(!isMultipleOf(0.35, 0.1) && !isMultipleOf(1, 0) && !isMultipleOf(1e-7, 1e-6));
  });
});

describe("patterns", () => {
  const part = fc.constantFrom(
    "a",
    "b",
    "[ab]",
    "[^a]",
    ".",
    "(a|b)",
    "(?:ab)",
    "a?",
    "b*",
    "a+",
    "[ab]{2}",
    "(a|bb){1,2}",
    "b{0,1}",
  );
  const pattern = fc
    .tuple(fc.boolean(), fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([start, parts, end]) => `${start ? "^" : ""}${parts.join("")}${end ? "$" : ""}`);
  const texts = Array.from({ length: 5 }, (_, length) => length).flatMap((length) =>
    Array.from({ length: 3 ** length }, (_, code) =>
      code
        .toString(3)
        .padStart(length, "0")
        .slice(0, length)
        .replaceAll("0", "a")
        .replaceAll("1", "b")
        .replaceAll("2", "c"),
    ),
  );

  it("are contained in another only where no text says otherwise", () => {
    let contained = 0;
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        const [wide, narrow] = [readRegex(outer), readRegex(inner)];
        if (wide === undefined || narrow === undefined) throw new Error(`${outer} or ${inner} is not read`);
        const counter = texts.find((text) => new RegExp(inner, "u").test(text) && !new RegExp(outer, "u").test(text));
        const verdict = includes(wide, narrow);
        if (counter !== undefined) assert.equal(verdict, false, `"${counter}" fits ${inner} and not ${outer}`);
        if (verdict === true) contained++;
        assert.equal(includes(wide, wide), true);
      }),
      { numRuns: lawRuns(1500), seed },
    );
    assert.ok(contained > 50);
  });

  it("with few texts give them all", () => {
    const listOf = (text: string): readonly string[] | undefined => {
      const regex = readRegex(text);
      return regex === undefined ? undefined : textsOf(regex, 64);
    };
    assert.deepEqual(listOf("^(low|high)$"), ["low", "high"]);
    assert.deepEqual(listOf("^a{1,2}[xy]$"), ["ax", "ay", "aax", "aay"]);
    assert.equal(listOf("^a+$"), undefined);
    for (const unread of ["^(?=a)b", "(a)\\1", "\\bword\\b", "^(^a)$", "\\p{L}"])
      assert.equal(listOf(unread), undefined);
  });
});

describe("a keyword of another draft", () => {
  const drafts: readonly Draft[] = ["draft-04", "draft-06", "draft-07", "2019-09", "2020-12"];
  const refusing: readonly (readonly [JsonSchema, Json])[] = [
    [{ const: 1 }, 2],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }],
    [{ contains: { type: "string" } }, [1]],
    [{ if: { type: "string" }, else: { minimum: 1 } }, 0],
    [{ contains: { type: "string" }, maxContains: 1 }, ["a", "b"]],
    [{ prefixItems: [{ type: "string" }] }, [1]],
    [{ dependencies: { a: ["b"] } }, { a: 1 }],
    [{ dependentRequired: { a: ["b"] } }, { a: 1 }],
    [{ dependentSchemas: { a: { required: ["b"] } } }, { a: 1 }],
    [{ unevaluatedProperties: false }, { a: 1 }],
    [{ unevaluatedItems: false }, [1]],
    [{ $ref: "#/$defs/a", $defs: { a: { type: "string" } } }, 1],
    [{ $ref: "#/definitions/a", definitions: { a: { type: "string" } } }, 1],
  ];

  it("is minded where the validator of the draft minds it", async () => {
    const { written } = await createValidators();
    for (const draft of drafts)
      for (const [schema, value] of refusing) {
        const isValid = (await written(schema, draft))(value);
        assert.equal(decide(modernise(schema, draft).root, value), isValid, `${draft} ${JSON.stringify(schema)}`);
      }
  });
});
