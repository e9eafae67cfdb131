import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { runtimeNames } from "../../generator/src/emit/runtime-names.ts";
import { specNames } from "../../generator/src/spec/names.ts";
import { buildIr } from "../../runtime/src/schema/ir/build.ts";
import { nameTypes } from "../../runtime/src/schema/ir/names.ts";
import { singular } from "../../runtime/src/schema/ir/singular.ts";
import type { Json, JsonSchema } from "../../runtime/src/schema/json.ts";
import { pascalCase } from "../../runtime/src/schema/pascal-case.ts";
import { reservedTypes, reservedValues } from "../../runtime/src/schema/reserved-names.ts";
import { lawRuns } from "../law-runs.ts";

describe("names", () => {
  it("of a spec follow from its type's", () => {
    assert.deepEqual(specNames("PatientSummary"), {
      type: "PatientSummary",
      partial: "PartialPatientSummary",
      input: "PatientSummaryInput",
      value: "patientSummary",
      generate: "generatePatientSummary",
      stream: "streamPatientSummary",
    });
  });

  it("of a spec object give way to keywords and to what the file already has", () => {
    assert.equal(specNames("Class").value, "classSpec");
    assert.equal(specNames("Schema").value, "schemaSpec");
  });

  it("keep letters of all scripts that every compiler knows, and no newer ones", () => {
    assert.equal(pascalCase("顧客-übung-𠮷"), "顧客Übung𠮷");
    assert.equal(pascalCase("a\u{32330}b"), "AB");
  });

  for (const [plural, one] of [
    ["KeyNotes", "KeyNote"],
    ["Taxes", "Tax"],
    ["Addresses", "Address"],
    ["Categories", "Category"],
    ["Statuses", "Status"],
    ["SoldPeople", "SoldPerson"],
    ["Boxes", "Box"],
    ["Movies", "Movie"],
    ["Status", undefined],
    ["Analysis", undefined],
    ["Series", undefined],
    ["Metadata", undefined],
    ["顧客", undefined],
  ] as const) {
    it(`of items of ${plural}: ${one ?? "none"}`, () => assert.equal(singular(plural), one));
  }
});

/** The names of a schema's types, by node. */
function namesOf(schema: JsonSchema): ReadonlyMap<string, string> {
  return nameTypes(buildIr(schema, "2020-12"), "Spec", new Set()).names;
}

function nameOf(schema: { readonly [keyword: string]: Json }, id: string): string | undefined {
  return namesOf({ type: "object", ...schema }).get(id);
}

const leaf = { type: "object", properties: { a: { type: "string" } } } as const;

describe("a type is named", () => {
  const rows: readonly (readonly [string, { readonly [keyword: string]: Json }, string, string])[] = [
    ["after its property", { properties: { "key-note": leaf } }, "#/properties/key-note", "SpecKeyNote"],
    ["in any script", { properties: { 顧客: leaf } }, "#/properties/顧客", "Spec顧客"],
    [
      "the same however a letter is composed",
      { properties: { "u\u0308ber": leaf } },
      "#/properties/u\u0308ber",
      "Spec\u00dcber",
    ],
    ["after one of the list", { properties: { boxes: { items: leaf } } }, "#/properties/boxes/items", "SpecBox"],
    [
      "after the list where it would meet a neighbour",
      { properties: { boxes: { items: leaf }, box: leaf } },
      "#/properties/boxes/items",
      "SpecBoxesItem",
    ],
    [
      "after the values of a map",
      { properties: { rooms: { type: "object", additionalProperties: leaf } } },
      "#/properties/rooms/additionalProperties",
      "SpecRoomsValue",
    ],
    [
      "after its own definition and not after its title",
      { properties: { a: { $ref: "#/$defs/Party" } }, $defs: { Party: { ...leaf, title: "Someone" } } },
      "#/$defs/Party",
      "Party",
    ],
    [
      "with the spec's name in front where the definition's is a global's",
      { properties: { a: { $ref: "#/$defs/Promise" } }, $defs: { Promise: leaf } },
      "#/$defs/Promise",
      "SpecPromise",
    ],
    [
      "after a property called like a keyword",
      { properties: { definitions: { type: "object", properties: { items: leaf } } } },
      "#/properties/definitions/properties/items",
      "SpecDefinitionsItems",
    ],
    [
      "by the tag of its union",
      {
        properties: {
          by: {
            oneOf: [
              { type: "object", required: ["kind"], properties: { kind: { const: "card" } } },
              { type: "object", required: ["kind"], properties: { kind: { const: "bank-transfer" } } },
            ],
          },
        },
      },
      "#/properties/by/oneOf/1",
      "SpecByBankTransfer",
    ],
    [
      "after what it lies in, also where that is merged into something else",
      {
        properties: { home: { allOf: [{ $ref: "#/$defs/Address" }, { required: ["geo"] }] } },
        $defs: { Address: { type: "object", properties: { geo: leaf } } },
      },
      "#/$defs/Address/properties/geo",
      "AddressGeo",
    ],
  ];
  for (const [title, schema, id, name] of rows) it(title, () => assert.equal(nameOf(schema, id), name));

  it("in full where two definitions read the same, the one that is spelt so going first", () => {
    const schema = {
      properties: { a: { $ref: "#/$defs/post-code" }, b: { $ref: "#/$defs/PostCode" } },
      $defs: { "post-code": leaf, PostCode: leaf },
    };
    assert.equal(nameOf(schema, "#/$defs/PostCode"), "PostCode");
    assert.equal(nameOf(schema, "#/$defs/post-code"), "SpecPostCode");
  });
});

describe("one list of reserved names", () => {
  it("holds every name that generated files import", () => {
    for (const { types } of Object.values(runtimeNames))
      for (const name of types) assert.ok(reservedTypes.has(name), name);
    const { values } = runtimeNames["@outspec/runtime/codegen"];
    // Formats are imported by the machine's files alone.
    for (const name of values.filter((value) => !value.startsWith("is"))) assert.ok(reservedValues.has(name), name);
  });
});

/** A schema in which a few words make many names, and so many of them meet. */
const words = fc.constantFrom("line", "lines", "box", "boxes", "item", "tax", "taxes", "Line", "kind", "a-b");
const definitionKeys = ["Party", "Line", "spec", "box"] as const;

const schemas = fc.letrec<{ readonly node: JsonSchema; readonly object: { readonly [keyword: string]: Json } }>(
  (tie) => ({
    object: fc
      .record({
        properties: fc.dictionary(words, tie("node"), { maxKeys: 4 }),
        required: fc.subarray(["kind", "line"]),
      })
      .map(({ properties, required }) => ({ type: "object", required, properties: properties as Json })),
    node: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constant({ type: "string" }),
      fc.constantFrom(...definitionKeys).map((key) => ({ $ref: `#/$defs/${key}` })),
      tie("object"),
      tie("node").map((items) => ({ type: "array", items })),
      tie("node").map((additionalProperties) => ({ type: "object", additionalProperties })),
      fc.array(tie("node"), { minLength: 2, maxLength: 3 }).map((options) => ({ anyOf: options as Json })),
      fc.array(tie("object"), { minLength: 2, maxLength: 2 }).map((parts) => ({ allOf: parts as Json })),
    ) as fc.Arbitrary<JsonSchema>,
  }),
);

const documents = fc
  .tuple(schemas.object, fc.tuple(schemas.object, schemas.object, schemas.object, schemas.object))
  .map(([root, definitions]) => ({
    ...root,
    $defs: Object.fromEntries(definitionKeys.map((key, index) => [key, definitions[index] as Json])),
  }));

/** Every object with properties, as pointers. */
function objectsIn(value: Json, pointer = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = !Array.isArray(value) && "properties" in value && "type" in value ? [pointer] : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => objectsIn(inner as Json, `${pointer}/${key}`))];
}

function withProperty(document: Json, pointer: string, name: string, schema: Json, first: boolean): Json {
  const copy = structuredClone(document) as { [key: string]: Json };
  let place = copy;
  for (const step of pointer.split("/").slice(1)) place = place[step] as typeof place;
  const before = place["properties"] as { [key: string]: Json };
  place["properties"] = first ? { [name]: schema, ...before } : { ...before, [name]: schema };
  return copy;
}

/** Only a type that had no name before may take another's, and only by wishing for the very same one. */
function assertKept(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
  for (const [id, name] of before) {
    const now = after.get(id);
    const isTaken = [...after].some(([other, same]) => same === name && !before.has(other));
    if (now !== undefined && !isTaken) assert.equal(now, name, id);
  }
}

describe("adding", () => {
  const added = { type: "object", properties: { zebra: { type: "object", properties: { x: { type: "string" } } } } };

  it("a property anywhere renames nothing", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.boolean(), (document, choice, first) => {
        const places = objectsIn(document);
        const place = places[choice % places.length] ?? "";
        const before = namesOf(document);
        const after = namesOf(withProperty(document, place, "newcomer", added, first) as JsonSchema);
        assertKept(before, after);
      }),
      { numRuns: lawRuns(300) },
    );
  });

  it("a first property makes a type, which may take the name that another place wishes for as well", () => {
    const named = { type: "object", properties: { x: { type: "string" } } };
    const document = { type: "object", properties: { Line: { type: "object" }, line: named } };
    const before = namesOf(document as JsonSchema);
    const after = namesOf(withProperty(document, "#/properties/Line", "newcomer", added, false) as JsonSchema);
    assert.equal(before.get("#/properties/line"), "SpecLine");
    assert.equal(before.get("#/properties/Line"), undefined);
    assert.equal(after.get("#/properties/Line"), "SpecLine");
    assert.equal(after.get("#/properties/line"), "SpecLine2");
  });

  it("a reference anywhere, or a definition, renames nothing", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.constantFrom(...definitionKeys, "Newcomer"), (document, choice, key) => {
        const grown = { ...document, $defs: { Newcomer: added, ...document.$defs } };
        const places = objectsIn(document);
        const place = places[choice % places.length] ?? "";
        const before = namesOf(document);
        const after = namesOf(withProperty(grown, place, "newcomer", { $ref: `#/$defs/${key}` }, true) as JsonSchema);
        assertKept(before, after);
        assert.equal(new Set(before.values()).size, before.size, "no two types share a name");
      }),
      { numRuns: lawRuns(300) },
    );
  });

  it("nothing but another order renames nothing", { timeout: 60_000 }, () => {
    const reversed = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    fc.assert(
      fc.property(documents, (document) => {
        const after = namesOf(reversed(document) as JsonSchema);
        for (const [id, name] of namesOf(document)) if (after.has(id)) assert.equal(after.get(id), name, id);
      }),
      { numRuns: lawRuns(300) },
    );
  });
});
