import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, it } from "vitest";
import { findEndless } from "../../generator/src/spec/endless-schemas.ts";
import type { Json } from "../../runtime/src/schema/json.ts";
import { atPointer, parentPointer } from "../../runtime/src/schema/pointer.ts";
import { createRandom } from "../random.ts";

describe("a recursion without an end", () => {
  it("is found only where a validator refuses every small value", () => {
    const values = smallValues(3);
    let found = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const schema = randomSchema(createChoice(seed));
      for (const { pointer } of findEndless(schema, "", "2020-12")) {
        found++;
        const place = demandedBy(schema, pointer);
        const validator = new Ajv2020({ strict: false, validateFormats: false, logger: false });
        validator.addSchema({ $id: "test:/root", ...schema });
        const isValid = validator.compile({ $ref: `test:/root#${place}` });
        const fitting = values.filter((value) => isValid(value));
        assert.deepEqual(fitting, [], `seed ${seed}, ${place} of ${JSON.stringify(schema)}`);
      }
    }
    assert.ok(found > 30, `${found}`);
  });

  it("is not looked for where a reference means something else", () => {
    const endless = (more: Readonly<Record<string, Json>>): Json => ({
      type: "object",
      required: ["a"],
      properties: { a: { $ref: "#", ...more } },
    });
    assert.equal(findEndless(endless({}), "", "2020-12").length, 1);
    assert.deepEqual(findEndless(endless({ $id: "other" }), "", "2020-12"), []);
    assert.deepEqual(findEndless(endless({ $ref: "other.yaml" }), "", "2020-12"), []);
    assert.deepEqual(findEndless({ type: "string", not: endless({}) }, "", "2020-12"), []);
    const list = { type: "array", minItems: 1, prefixItems: [{ $ref: "#" }] };
    assert.equal(findEndless(list, "", "2020-12").length, 1);
    assert.deepEqual(findEndless(list, "", "draft-07"), []);
  });
});

/** The schema of the value that a place demands. */
function demandedBy(schema: Json, pointer: string): string {
  const holder = parentPointer(pointer);
  if (pointer.endsWith("/minItems")) return `${holder}/items`;
  if (/\/required\/\d+$/.test(pointer)) return `${parentPointer(holder)}/additionalProperties`;
  assert.notEqual(atPointer(schema, pointer), undefined);
  return pointer;
}

type Choose = <T>(options: readonly T[]) => T;

function createChoice(seed: number): Choose {
  const random = createRandom(seed);
  return (options) => {
    const one = options[Math.floor(random() * options.length)];
    assert.notEqual(one, undefined);
    // The cast holds, because no list of options is empty.
    return one as (typeof options)[number];
  };
}

const holders = ["object", "object", "wide", "array", "contains"] as const;
const all = [...holders, "anyOf", "allOf", "end", "end"] as const;

/** Only what holds other values stands at the top: references that lead to themselves in place are another finding. */
function randomSchema(choose: Choose): Readonly<Record<string, Json>> {
  const definitions = Object.fromEntries(["A", "B"].map((name) => [name, randomNode(choose, 2, holders)]));
  return { ...randomNode(choose, 2, holders), $defs: definitions };
}

function randomNode(
  choose: Choose,
  depth: number,
  kinds: readonly (typeof all)[number][] = all,
): Readonly<Record<string, Json>> {
  const inner = (): Json => (depth === 0 ? randomEnd(choose) : randomNode(choose, depth - 1));
  switch (choose(kinds)) {
    case "object":
      return {
        ...choose<Readonly<Record<string, Json>>>([{ type: "object" }, { type: ["object", "null"] }, {}]),
        required: choose([["a"], ["a", "b"], []]),
        properties: { a: inner(), b: inner() },
      };
    case "wide":
      return { type: "object", required: choose([["a"], []]), additionalProperties: inner() };
    case "array":
      return { type: "array", minItems: choose([0, 1, 2]), items: inner() };
    case "contains":
      return { type: "array", contains: inner(), minContains: choose([0, 1]) };
    case "anyOf":
      return { [choose(["anyOf", "oneOf"])]: [inner(), inner()] };
    case "allOf":
      return {
        allOf: [inner()],
        ...choose<Readonly<Record<string, Json>>>([{ type: "object" }, { type: "array" }, {}]),
      };
    case "end":
      return randomEnd(choose);
  }
}

function randomEnd(choose: Choose): Readonly<Record<string, Json>> {
  return choose<Readonly<Record<string, Json>>>([
    { $ref: "#" },
    { $ref: "#/$defs/A" },
    { $ref: "#/$defs/B" },
    { $ref: "#/$defs/A", type: "object" },
    { type: "string" },
    { not: { $ref: "#/$defs/A" } },
  ]);
}

/** Values of scalars, lists and objects, so many levels deep. */
function smallValues(depth: number): readonly Json[] {
  if (depth === 0) return ["x", null];
  const inner = smallValues(depth - 1).slice(0, 9);
  return [
    ...["x", null, {}, []],
    ...inner.flatMap((one): Json[] => [[one], [one, one], { a: one }, { a: one, b: one }]),
  ];
}
